"""Rules, model and both, on replies that the model's fold didn't see.

    python training/tone/train.py --politeness DIR --left-out scores.npz
    python training/tone/evaluate.py scores.npz

The model here is the cross-validated one: the shipped one has seen the whole corpus. The rules
were developed on a part of it, so their figures are no measure of the unseen; `--from nl-b en-c`
takes only the files named.
"""

# ruff: noqa: T201 - a command prints

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.tone import Tally  # noqa: E402
from bot.tone.matching import Hit, RuleSource, finding, strongest  # noqa: E402
from bot.tone.model.features import units  # noqa: E402
from bot.tone.model.source import HEADS, beside, choose, rules_of, words_in  # noqa: E402
from bot.tone.reviewer import RULES_DIR  # noqa: E402
from bot.tone.rulebook import load_rules  # noqa: E402
from bot.tone.view import View  # noqa: E402
from training.tone.train import read  # noqa: E402


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Rules, model and both, by cross-validation.")
    parser.add_argument("scores", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    parser.add_argument("--from", dest="files", nargs="*", default=None)
    given = parser.parse_args()
    kept = np.load(given.scores)
    at = {str(id): number for number, id in enumerate(kept["ids"])}
    ends = np.searchsorted(kept["owner"], np.arange(len(at) + 1))
    books = {lang: RuleSource(load_rules(RULES_DIR, lang)) for lang in ("en", "nl", "he")}
    rules = rules_of(words_in(HEADS / "words.yaml"))
    tallies: dict[tuple[str, str], Tally] = {}
    for reply in read(sorted(given.corpus.glob("*.jsonl"))):
        label: dict[str, Any] = reply.label
        number = at.get(label["id"])
        if number is None or (given.files and label["block"].split("/")[0] not in given.files):
            continue
        rows = slice(ends[number], ends[number + 1])
        view = View(label["text"])
        modelled = choose(
            units(view), kept["flaw"][rows], kept["stop"][rows], kept["kind"][rows],
            label["lang"], rules,
        )  # fmt: skip
        ruled = list(books[label["lang"]].hits(view))
        systems: dict[str, list[Hit]] = {
            "rules": strongest(ruled),
            "model": strongest(modelled),
            "both": strongest(beside(ruled, modelled)),
        }
        for name, hits in systems.items():
            found = tuple(finding(hit, view) for hit in hits)
            verdict = "stop" if any(f.severity == "stop" for f in found) else "soften"
            for lang in (label["lang"], "all"):
                tally = tallies.setdefault((lang, name), Tally())
                tally.add(label, verdict if found else "send", found)  # type: ignore[arg-type]
    for (lang, name), tally in sorted(tallies.items()):
        print(tally.row(f"{lang} {name}"))


if __name__ == "__main__":
    main()
