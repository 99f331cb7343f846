"""From scores of replies left out to the lines that the review draws: `model.json`'s numbers.

The network's scores and the rules' findings are weighed together (logistic regression, one for
"flawed", one for "to be stopped"); then for each language a line is drawn so that few fine
replies are above it, and no fine one is above that for stopping.
"""
# ruff: noqa: T201 - a command prints

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

from bot.content.models import LANGUAGES
from bot.tone.matching import RuleSource, strongest
from bot.tone.model.judging import EVIDENCE, Evidence, evidence
from bot.tone.reviewer import RULES_DIR
from bot.tone.rulebook import load_rules
from bot.tone.view import View
from training.tone.examples import Example

Floats = npt.NDArray[np.float32]
Scores = Sequence[tuple[Floats, Floats]]

# Of fine replies, how many may be held: under the 5 % that people bear, for what is unseen.
ALARMS = 0.04
# Beyond the worst of the fine replies left out, in the scores' standard deviations.
_STOP_MARGIN = 0.1
_FOLDS = 5


def fitted(held: Sequence[Example], scores: Scores) -> dict[str, Any]:
    """The weights and lines, and the figures printed."""
    rows, told = _replies(held, scores)
    # The rules were developed on odd lines of the corpus: only the even ones are unseen by both.
    unseen = np.array([int(row["id"].split("-")[-1]) % 2 == 0 for row in rows])
    rows = [row for row, keep in zip(rows, unseen, strict=True) if keep]
    inputs = np.array([list(each) for each in told], float)[unseen]
    verdict = np.array([row["verdict"] for row in rows])
    lang = np.array([row["lang"] for row in rows])
    bad, stop = verdict != "send", verdict == "stop"
    result: dict[str, Any] = {}
    for name, wanted in (("flaw", bad), ("stop", stop)):
        model = LogisticRegression()
        folds = KFold(_FOLDS, shuffle=True, random_state=0)
        left = cross_val_predict(model, inputs, wanted, cv=folds, method="decision_function")
        model.fit(inputs, wanted)
        result[name] = dict(zip(EVIDENCE, np.round(model.coef_[0], 4).tolist(), strict=True))
        joint = inputs @ model.coef_[0]
        lines: dict[str, float] = {}
        for each in LANGUAGES:
            fine = (lang == each) & ~bad
            if not fine.any():
                fine = ~bad
            if name == "flaw":
                lines[each] = float(np.quantile(joint[fine], 1 - ALARMS))
            else:
                lines[each] = float(joint[fine].max() + _STOP_MARGIN * joint.std())
            if (lang == each).any():
                _print(name, each, left[lang == each], bad[lang == each], stop[lang == each])
        result[f"{name}_at"] = {each: round(line, 4) for each, line in lines.items()}
    return result


def _print(name: str, lang: str, score: Any, bad: Any, stop: Any) -> None:
    fine = score[~bad]
    if name == "flaw":
        held = score > np.quantile(fine, 1 - ALARMS)
        print(
            f"{lang} left out: balanced {(held[bad].mean() + 1 - ALARMS) / 2:.3f}"
            f" at {ALARMS:.0%} false alarms; stop held {held[stop].mean():.3f}"
        )
    else:
        print(f"{lang} left out: stop named {(score[stop] > fine.max()).mean():.3f}, none wrongly")


def _replies(
    held: Sequence[Example], scores: Scores
) -> tuple[list[dict[str, Any]], list[Evidence]]:
    """Each reply with what is known of it, its windows together."""
    books = {lang: RuleSource(load_rules(RULES_DIR, lang)) for lang in LANGUAGES}
    together: dict[str, tuple[dict[str, Any], list[tuple[Floats, Floats]]]] = {}
    for example, score in zip(held, scores, strict=True):
        together.setdefault(example.about["id"], (example.about, []))[1].append(score)
    rows, told = [], []
    for row, read in together.values():
        hits = strongest(books[row["lang"]].hits(View(row["text"])))
        rows.append(row)
        told.append(evidence(read, hits))
    return rows, told


def keep(file: Path, held: Sequence[Example], scores: Scores) -> None:
    """Write the scores, for a look at them later."""
    np.savez(
        file,
        ids=np.array([example.about["id"] for example in held]),
        text=np.stack([text for _, text in scores]),
        words=np.stack([words.max(axis=0) for words, _ in scores]),
    )
