"""Make the heads of the tone review: `bot/tone/model/heads.npz` and `model.json`.

    python training/tone/train.py --politeness DIR [--out bot/tone/model]

Prints the cross-validated figures (five folds; a pair, and ten neighbours in a file, stay
together), then fits on everything and takes the thresholds from the replies left out. `DIR` holds
`train.jsonl` and `dev.jsonl` of the Stanford Politeness Corpus (CC BY 4.0, ConvoKit's release).
Needs scikit-learn besides Dean's own requirements. The same bytes each time on one machine.
"""

# ruff: noqa: T201 - a command prints

import argparse
import json
import sys
import warnings
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.advice.encoder import MODEL, Encoder  # noqa: E402
from bot.content.models import LANGUAGES  # noqa: E402
from bot.tone.model.features import TABLE, Unit, grams, units  # noqa: E402
from bot.tone.model.heads import network_inputs, weights  # noqa: E402
from bot.tone.models import CATEGORIES  # noqa: E402
from bot.tone.view import View, fold  # noqa: E402

FOLDS, BLOCK = 5, 10
HIDDEN, EPOCHS, DECAY = 64, 8, 0.3
# What the n-grams count beside the network, in standard deviations of either.
MIX = {"sentence": 0.6, "text": 0.4, "stop": 0.6, "category": 0.6}
# The share of fine replies on which the model alone may raise an alarm: with the rules' own alarms
# the two together stay under 5 %.
ALARMS = {"en": 0.025, "nl": 0.028, "he": 0.012}
STOP_MARGIN = 0.15  # standard deviations above the worst fine reply left out


@dataclass
class Reply:
    """A labelled reply, read as the review reads it."""

    label: dict[str, Any]
    units: list[Unit]
    found: list[dict[str, str]]  # for each unit: category → severity
    fold: int


@dataclass
class Fitted:
    """One fit's parts."""

    means: dict[str, Any]
    network: MLPClassifier
    lexical: Any  # [TABLE, heads]
    bias: Any


def read(files: list[Path]) -> list[Reply]:
    """The corpus, with its folds."""
    rows = []
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").split("\n")):
            if line.endswith("}"):
                rows.append({**json.loads(line), "block": f"{file.stem}/{number // BLOCK}"})
    groups = _groups(rows)
    replies = []
    for row, group in zip(rows, groups, strict=True):
        view = View(row["text"])
        sentences = units(view)
        spans = []
        for finding in row["findings"]:
            at = row["text"].find(finding["span"])
            spans.append((at, at + len(finding["span"]), finding["category"], finding["severity"]))
        found = []
        for unit in sentences:
            start, end = view.span(unit.low, unit.high)
            found.append(
                {
                    category: severity
                    for low, high, category, severity in spans
                    if min(high, end) - max(low, start) >= min(4, high - low)
                }
            )
        if sentences:
            replies.append(Reply(row, sentences, found, zlib.crc32(group.encode()) % FOLDS))
    return replies


def _groups(rows: list[dict[str, Any]]) -> list[str]:
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for row in rows:
        for other in (row["id"], row.get("pair")):
            if other:
                parent[root(f"id {other}")] = root(row["block"])
    return [root(row["block"]) for row in rows]


def sparse(counts: list[Counter[int]]) -> Any:
    """Rows of hashed n-grams."""
    pairs = [weights(count) if count else (np.zeros(0, int), np.zeros(0)) for count in counts]
    ends = np.cumsum([0, *[len(buckets) for buckets, _ in pairs]])
    data = np.concatenate([values for _, values in pairs])
    return csr_matrix(
        (data, np.concatenate([buckets for buckets, _ in pairs]), ends), shape=(len(counts), TABLE)
    )


class Data:
    """Everything as arrays: sentences row by row, replies row by row."""

    def __init__(self, replies: list[Reply], encode: Any) -> None:
        self.replies = replies
        self.owner = np.array([i for i, r in enumerate(replies) for _ in r.units])
        self.vectors = encode([u.text for r in replies for u in r.units])
        self.whole = encode([r.label["text"] for r in replies])
        self.lang = np.array([r.label["lang"] for r in replies])
        self.fold = np.array([r.fold for r in replies])
        verdicts = np.array([r.label["verdict"] for r in replies])
        self.bad, self.stop = verdicts != "send", verdicts == "stop"
        found = [f for r in replies for f in r.found]
        self.targets = np.array(
            [[bool(f), "stop" in f.values(), *[c in f for c in CATEGORIES]] for f in found], float
        )
        self.grams = sparse([u.grams for r in replies for u in r.units])
        self.text_grams = sparse([sum((u.grams for u in r.units), Counter()) for r in replies])

    def inputs(self, means: dict[str, Any]) -> Any:
        """The network's inputs for all sentences."""
        ends = np.flatnonzero(np.r_[np.diff(self.owner), 1]) + 1
        parts = []
        for i, (low, high) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
            parts.append(network_inputs(self.vectors[low:high], self.whole[i], means[self.lang[i]]))
        return np.vstack(parts)


def fit(data: Data, keep: Any) -> Fitted:
    """Fit on the replies where `keep` holds."""
    rows = np.flatnonzero(keep[data.owner])
    means = {
        lang: data.vectors[rows][data.lang[data.owner[rows]] == lang].mean(0) for lang in LANGUAGES
    }
    inputs = data.inputs(means)
    flawed = rows[data.targets[rows, 0] > 0]
    network = MLPClassifier((HIDDEN,), alpha=DECAY, batch_size=128, max_iter=EPOCHS, random_state=0)
    twice = np.r_[rows, flawed]  # flawed sentences are one in eight
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the epochs are the limit meant
        network.fit(inputs[twice], data.targets[twice])
    heads = [_lexical(data.grams[rows], data.targets[rows, head]) for head in (0, 1)]
    heads += [
        _lexical(data.grams[flawed], data.targets[flawed, head])
        for head in range(2, data.targets.shape[1])
    ]
    heads.append(_lexical(data.text_grams[keep], data.bad[keep]))
    return Fitted(
        means, network, np.stack([w for w, _ in heads], 1), np.array([b for _, b in heads])
    )


def _lexical(rows: Any, target: Any, strength: float = 4.0) -> tuple[Any, float]:
    learned = LogisticRegression(C=strength, solver="liblinear", class_weight="balanced")
    learned.fit(rows, target > 0)
    return learned.coef_[0], float(learned.intercept_[0])


def parts(data: Data, fitted: Fitted) -> tuple[Any, Any, Any]:
    """The network's outputs by sentence, the n-grams' by sentence, the n-grams' by reply."""
    network = fitted.network
    hidden = np.maximum(data.inputs(fitted.means) @ network.coefs_[0] + network.intercepts_[0], 0)
    deep = hidden @ network.coefs_[1] + network.intercepts_[1]
    return (
        deep,
        data.grams @ fitted.lexical[:, :-1],
        data.text_grams @ fitted.lexical[:, -1],
    )


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description="Train the tone heads.")
    parser.add_argument("--politeness", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    parser.add_argument("--out", type=Path, default=ROOT / "bot/tone/model")
    parser.add_argument("--vectors", type=Path, help="an .npz of vectors kept between runs")
    parser.add_argument("--left-out", type=Path, help="where to write the scores left out, .npz")
    given = parser.parse_args()
    encoder = Encoder.load(MODEL)
    known = _Known(encoder, given.vectors)
    data = Data(read(sorted(given.corpus.glob("*.jsonl"))), known)
    shape = (len(data.owner), len(CATEGORIES) + 2)
    deep, lexical, text = np.zeros(shape), np.zeros(shape), np.zeros(len(data.replies))
    for number in range(FOLDS):
        out = data.fold == number
        rows = out[data.owner]
        left = parts(data, fit(data, ~out))
        deep[rows], lexical[rows], text[out] = left[0][rows], left[1][rows], left[2][out]
    scale = {
        "sentence": MIX["sentence"] * deep[:, 0].std() / lexical[:, 0].std(),
        "text": MIX["text"] * deep[:, 0].std() / text.std(),
        "stop": MIX["stop"] * deep[:, 1].std() / lexical[:, 1].std(),
        "category": MIX["category"] * deep[:, 2:].std() / lexical[:, 2:].std(),
    }
    flaw = deep[:, 0] + scale["sentence"] * lexical[:, 0] + scale["text"] * text[data.owner]
    stop = deep[:, 1] + scale["stop"] * lexical[:, 1]
    kind = deep[:, 2:] + scale["category"] * lexical[:, 2:]
    thresholds, stops = {}, {}
    for lang in LANGUAGES:
        fine = (data.lang == lang) & ~data.bad
        thresholds[lang] = float(np.quantile(highest(data, flaw)[fine], 1 - ALARMS[lang]))
        stops[lang] = float(highest(data, stop)[fine].max() + STOP_MARGIN * stop.std())
    if given.left_out:
        ids = [reply.label["id"] for reply in data.replies]
        save_left_out(
            given.left_out,
            ids,
            data.owner,
            flaw - _by_lang(data, thresholds),
            stop - _by_lang(data, stops),
            kind,
        )
    report(data, flaw, thresholds)
    final = fit(data, np.ones(len(data.replies), bool))
    polite = politeness(given.politeness, known)
    write(given.out, final, polite, encoder.fingerprint, scale, thresholds, stops)
    known.keep()


def _by_lang(data: Data, thresholds: dict[str, float]) -> Any:
    return np.array([thresholds[lang] for lang in data.lang])[data.owner]


def save_left_out(file: Path, ids: list[str], owner: Any, flaw: Any, stop: Any, kind: Any) -> None:
    """What `evaluate.py` reads: each sentence's scores from the fold that didn't see it."""
    np.savez(file, ids=np.array(ids), owner=owner, flaw=flaw, stop=stop, kind=kind)


def highest(data: Data, scores: Any) -> Any:
    """Each reply's highest sentence."""
    best = np.full(len(data.replies), -np.inf)
    np.maximum.at(best, data.owner, scores)
    return best


def report(data: Data, flaw: Any, thresholds: dict[str, float]) -> None:
    """The model alone, on replies left out."""
    best = highest(data, flaw)
    for lang in LANGUAGES:
        of = data.lang == lang
        hit = best > thresholds[lang]
        alarms, caught = hit[of & ~data.bad].mean(), hit[of & data.bad].mean()
        print(
            f"{lang} model alone, left out: balanced {(caught + 1 - alarms) / 2:.3f}"
            f" · false alarms {alarms:.3f} · stop held {hit[of & data.stop].mean():.3f}"
        )


def politeness(folder: Path, known: Any) -> dict[str, Any]:
    """Heads for politeness, and their accuracy on the dev part's quartiles."""
    sets = {}
    for part in ("train", "dev"):
        rows = [json.loads(line) for line in (folder / f"{part}.jsonl").open(encoding="utf-8")]
        rows = [row for row in rows if row["label"] != "middle"]
        vectors = known([row["text"] for row in rows])
        folded = sparse([grams(fold(row["text"])) for row in rows])
        sets[part] = vectors, folded, np.array([row["label"] == "polite" for row in rows]), rows
    vectors, folded, target, _ = sets["train"]
    dense = LogisticRegression(C=100.0, max_iter=400).fit(vectors, target)
    weight, _ = _lexical(folded, target, 1.0)
    # How much the n-grams count beside the vectors: learned on halves, each judged by the other.
    half = np.arange(len(target)) % 2 == 0
    apart = np.zeros((len(target), 2))
    for side in (half, ~half):
        first = LogisticRegression(C=100.0, max_iter=400).fit(vectors[side], target[side])
        second, _ = _lexical(folded[side], target[side], 1.0)
        apart[~side, 0] = first.decision_function(vectors[~side])
        apart[~side, 1] = folded[~side] @ second
    joint = LogisticRegression().fit(apart, target)
    both, share = joint.coef_[0]
    dev_vectors, dev_folded, dev_target, rows = sets["dev"]
    score = both * dense.decision_function(dev_vectors) + share * (dev_folded @ weight)
    right = ((score + joint.intercept_[0]) > 0) == dev_target
    wiki = np.array(["wikipedia" in row["source"] for row in rows])
    print(
        f"politeness, quartiles of dev: {right.mean():.3f} of {len(right)}"
        f" (Wikipedia {right[wiki].mean():.3f}, Stack Exchange {right[~wiki].mean():.3f})"
    )
    return {
        "dense": both * dense.coef_[0],
        "lexical": weight,
        "share": float(share),
        "bias": float(both * dense.intercept_[0] + joint.intercept_[0]),
    }


def write(
    out: Path,
    fitted: Fitted,
    polite: dict[str, Any],
    fingerprint: str,
    scale: dict[str, float],
    soften: dict[str, float],
    stop: dict[str, float],
) -> None:
    """The two files."""
    lexical = np.concatenate([fitted.lexical, polite["lexical"][:, None]], 1)
    step = np.abs(lexical).max(0) / 127
    network = fitted.network
    arrays = {f"mean_{lang}": fitted.means[lang].astype(np.float32) for lang in LANGUAGES}
    np.savez_compressed(
        out / "heads.npz",
        hidden=network.coefs_[0].astype(np.float16),
        hidden_bias=network.intercepts_[0].astype(np.float32),
        out=network.coefs_[1].astype(np.float32),
        out_bias=network.intercepts_[1].astype(np.float32),
        lexical=np.round(lexical / step).astype(np.int8),
        lexical_scale=step.astype(np.float32),
        polite=polite["dense"].astype(np.float32),
        **arrays,
    )
    about = {
        "encoder": fingerprint,
        "categories": list(CATEGORIES),
        "mix": _rounded(scale),
        "soften": _rounded(soften),
        "stop": _rounded(stop),
        "polite": _rounded({"lexical": polite["share"], "bias": polite["bias"]}),
    }
    (out / "model.json").write_text(json.dumps(about, indent=2) + "\n", "utf-8")


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {key: round(float(value), 4) for key, value in values.items()}


class _Known:
    """The encoder, with its vectors kept in a file: encoding is most of the time."""

    def __init__(self, encoder: Encoder, file: Path | None) -> None:
        self._encoder, self._file = encoder, file
        self._vectors: dict[str, Any] = {}
        if file and file.exists():
            with np.load(file, allow_pickle=False) as kept:
                if str(kept["encoder"]) == encoder.fingerprint:
                    texts = json.loads(str(kept["texts"]))
                    self._vectors = dict(zip(texts, kept["vectors"], strict=True))

    def __call__(self, texts: list[str]) -> Any:
        todo = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if todo:
            self._vectors |= dict(zip(todo, self._encoder.encode(todo), strict=True))
        return np.stack([self._vectors[text] for text in texts])

    def keep(self) -> None:
        """Write the vectors, where a file was named."""
        if self._file:
            texts = list(self._vectors)
            np.savez(
                self._file,
                encoder=self._encoder.fingerprint,
                texts=json.dumps(texts),
                vectors=np.stack([self._vectors[text] for text in texts]),
            )


if __name__ == "__main__":
    main()
