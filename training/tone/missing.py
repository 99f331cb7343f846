"""Make what sees what a reply leaves out: `bot/tone/missing/missing.npz` and `missing.json`.

    python training/tone/missing.py

Reads the labelled pairs of a customer's message and a reply in `training/tone/answers`, the
labelled messages beside them, and the shipped encoder; nothing else, and never `answers/test`, by
which `bench/tone.py` measures. Needs Dean's own requirements only; three minutes.
"""
# ruff: noqa: T201 - a command prints

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.advice.encoder import Encoder  # noqa: E402
from bot.content.models import LANGUAGES, Language  # noqa: E402
from bot.tone.missing.model import (  # noqa: E402
    ABOUT,
    HERE,
    LINES,
    NUMBERS,
    PAIR_WIDTH,
    TOGETHER_WIDTH,
    WIDTH,
    Learned,
    MissingModel,
    Scores,
)
from bot.tone.missing.reading import READ_CHARS, asked, sentences, together  # noqa: E402
from bot.vectors import Floats, kernel, quantised, unit  # noqa: E402
from training.projection import principal  # noqa: E402

ANSWERS = Path(__file__).parent / "answers"
MESSAGES = "messages"  # the files there that have messages alone, and what they call for

_DIMENSIONS = 192  # of the encoder's 384: with all of them the same is found
# Trouble is also looked for in single sentences, of which none is labelled: it's learned less
# closely.
_RIDGE, _TROUBLE_RIDGE, _QUESTION_RIDGE = 0.3, 2.0, 0.1
_FOLDS, _SEED = 5, 0

# So many are let past, by language: of messages that don't call for it, and of replies that have
# it, all of messages left out.
_STRAY = {"trouble": 0.10, "question": 0.08, "acknowledged": 0.04, "next_step": 0.02,
          "answered": 0.04}  # fmt: skip

Bools = npt.NDArray[np.bool_]
Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True)
class Pair:
    """One labelled pair, with the encoder's vectors."""

    row: dict[str, Any]
    sentences: Floats  # [sentences, d] of the reply
    acknowledges: Bools  # [sentences] whether it does, each of them
    next_step: Bools
    answers: Bools
    message: Floats  # [d]
    asked: Floats  # [d]
    together: Floats  # [d]

    @property
    def lang(self) -> Language:
        lang: Language = self.row["lang"]
        return lang

    def has(self, label: str) -> bool:
        """Whether the reply has what the label names."""
        return self.row[label] is not None


def main() -> int:
    """Learn, and write the two files."""
    parser = argparse.ArgumentParser(description="Learn what a reply leaves out.")
    parser.add_argument("--out", type=Path, default=HERE)
    given = parser.parse_args()
    encoder = Encoder.load()
    files = sorted(ANSWERS.glob("*.jsonl"))
    taught = pairs([file for file in files if file.stem != MESSAGES], encoder.encode)
    alone = messages_in([ANSWERS / f"{MESSAGES}.jsonl"], encoder.encode)
    learned = learn(taught, alone)
    left_out = scores_left_out(taught, alone, encoder)
    weigh = _weighed(taught, left_out)
    left_out = [_with(weigh, each) for each in left_out]
    about: dict[str, Any] = {
        "encoder": encoder.fingerprint,
        "answered_by": weigh,
        **{name: _lines(name, taught, [told for told, _ in left_out]) for name in LINES},
    }
    given.out.mkdir(exist_ok=True)
    np.savez_compressed(
        given.out / NUMBERS,
        **{
            name: value.astype(np.float16) if value.dtype == np.float32 else value
            for name, value in asdict(learned).items()
        },
    )
    (given.out / ABOUT).write_text(json.dumps(about, indent=1, sort_keys=True) + "\n", "utf-8")
    for file in (NUMBERS, ABOUT):
        print(f"{(given.out / file).stat().st_size:>10,}  {file}")
    return 0


def rows(file: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]


def pairs(files: Sequence[Path], encode: Encode) -> list[Pair]:
    """The labelled pairs in these files."""
    found = []
    for row in (row for file in files for row in rows(file)):
        parts = sentences(row["reply"])
        question = asked(row["customer"])
        vectors = encode(
            [*parts, row["customer"][:READ_CHARS], question, together(question, " ".join(parts))]
        )
        own, (message, wanted, both) = vectors[: len(parts)], vectors[len(parts) :]
        marked = (_marked(row["reply"], parts, row[name]) for name in
                  ("acknowledged", "next_step", "answered"))  # fmt: skip
        found.append(Pair(row, own, *marked, message, wanted, both))
    return found


def _marked(reply: str, parts: Sequence[str], span: str | None) -> Bools:
    """Which sentences share words with the marked stretch."""
    marked = np.zeros(len(parts), np.bool_)
    if span is None:
        return marked
    low = reply.find(span)
    at = 0
    for n, part in enumerate(parts):
        start = reply.find(part, at)
        at = start + len(part)
        marked[n] = start < low + len(span) and at > low
    return marked


@dataclass(frozen=True)
class Message:
    """A customer's message with what it calls for, and the encoder's vector."""

    row: dict[str, Any]
    vector: Floats  # [d]


def messages_in(files: Sequence[Path], encode: Encode) -> list[Message]:
    """The labelled messages in these files."""
    found = [row for file in files for row in rows(file)]
    vectors = encode([row["customer"][:READ_CHARS] for row in found])
    return [Message(row, vector) for row, vector in zip(found, vectors, strict=True)]


def learn(taught: Sequence[Pair], alone: Sequence[Message]) -> Learned:
    """What the pairs teach, and the messages alone."""
    own = np.concatenate([each.sentences for each in taught])
    mean = own.mean(axis=0)
    # Rounded as they are kept, so that what is learned fits what is compared.
    project = principal(unit(own - mean), _DIMENSIONS, _SEED).astype(np.float32)
    mean, project = (each.astype(np.float16).astype(np.float32) for each in (mean, project))

    def kept(vectors: Floats) -> npt.NDArray[np.int8]:
        return quantised((vectors - mean) @ project)

    messages = {each.row["customer"]: Message(each.row, each.message) for each in taught}
    paired = len(messages)
    messages |= {each.row["customer"]: each for each in alone}
    asking = [each for each in taught if each.row["question"]]
    wanted = {each.row["customer"]: each.asked for each in asking}
    place = {customer: n for n, customer in enumerate(wanted)}
    starts = np.cumsum([0, *(len(each.sentences) for each in taught)])
    first = dict(zip((each.row["id"] for each in taught), starts.tolist(), strict=False))
    of_pairs = np.array(
        [
            (first[each.row["id"]] + n, place[each.row["customer"]])
            for each in asking
            for n in range(len(each.sentences))
        ],
        np.int32,
    )
    rows_ = kept(own)
    told = kept(np.stack([each.vector for each in messages.values()]))
    questions = kept(np.stack(list(wanted.values())))
    both = kept(np.stack([each.together for each in asking]))
    near = _cosines(rows_)
    has = np.stack(
        [
            _signs(np.concatenate([each.acknowledges for each in taught])),
            _signs(np.concatenate([each.next_step for each in taught])),
        ],
        axis=1,
    )
    # Of the messages alone only the trouble is learned: what is a question was read more narrowly.
    near_told = kernel(_cosines(told), WIDTH)
    calls = np.zeros((len(told), 2), np.float32)
    for column, (label, count, ridge) in enumerate(
        (("trouble", len(told), _TROUBLE_RIDGE), ("question", paired, _QUESTION_RIDGE))
    ):
        wanting = _signs(np.array([each.row[label] for each in messages.values()][:count]))
        calls[:count, column] = _regress(near_told[:count, :count], wanting, ridge)
    row, of = of_pairs.T
    beside = kernel(near[np.ix_(row, row)], PAIR_WIDTH)
    beside *= kernel(_cosines(questions)[np.ix_(of, of)], PAIR_WIDTH)
    answers = _signs(np.concatenate([each.answers for each in asking]))
    settles = _signs(np.array([each.has("answered") for each in asking]))
    return Learned(
        mean=mean,
        project=project,
        sentences=rows_,
        says=_regress(kernel(near, WIDTH), has, _RIDGE),
        messages=told,
        calls=calls,
        asked=questions,
        pairs=of_pairs,
        answers=_regress(beside, answers, _RIDGE),
        together=both,
        settles=_regress(kernel(_cosines(both), TOGETHER_WIDTH), settles, _RIDGE),
    )


def _cosines(whole: npt.NDArray[np.int8]) -> Floats:
    rows_ = unit(whole.astype(np.float32))
    return rows_ @ rows_.T


def _signs(there: Bools) -> Floats:
    return np.where(there, 1, -1).astype(np.float32)


def _regress(near: Floats, targets: Floats, ridge: float) -> Floats:
    return np.linalg.solve(near + ridge * np.eye(len(near), dtype=np.float32), targets)


def scores_left_out(
    taught: Sequence[Pair], alone: Sequence[Message], encoder: Encoder
) -> list[tuple[Scores, Any]]:
    """Each pair's scores by what the other messages teach, and the answer's two parts."""
    fold = {
        customer: n % _FOLDS for n, customer in enumerate({p.row["customer"]: 0 for p in taught})
    }
    found: dict[str, tuple[Scores, Any]] = {}
    for number in range(_FOLDS):
        kept = [pair for pair in taught if fold[pair.row["customer"]] != number]
        learned = learn(kept, alone)
        halves = [
            MissingModel(encoder, learned, {"answered_by": weigh})
            for weigh in ({"sentence": 1.0, "together": 0.0}, {"sentence": 0.0, "together": 1.0})
        ]
        for pair in (pair for pair in taught if fold[pair.row["customer"]] == number):
            message, reply = pair.row["customer"], pair.row["reply"]
            first, second = (half.scores(message, reply) for half in halves)
            if first is None or second is None:
                raise ValueError(f"{pair.row['id']} has nothing to compare")
            found[pair.row["id"]] = first, (first.answered, second.answered)
        print(f"fold {number + 1} of {_FOLDS}", flush=True)
    return [found[pair.row["id"]] for pair in taught]


def _weighed(taught: Sequence[Pair], told: Sequence[tuple[Scores, Any]]) -> dict[str, float]:
    """How much a sentence beside the question counts, and both in one: by least squares."""
    asking = [n for n, pair in enumerate(taught) if pair.row["question"]]
    parts = np.array([told[n][1] for n in asking])
    wanted = _signs(np.array([taught[n].has("answered") for n in asking]))
    beside = np.column_stack([parts, np.ones(len(parts))])
    weights = np.linalg.lstsq(beside, wanted, rcond=None)[0]
    return {"sentence": round(float(weights[0]), 3), "together": round(float(weights[1]), 3)}


def _with(weigh: dict[str, float], told: tuple[Scores, Any]) -> tuple[Scores, Any]:
    scores, (sentence, both) = told
    answered = weigh["sentence"] * sentence + weigh["together"] * both
    return Scores(**(asdict(scores) | {"answered": answered})), told[1]


def _lines(name: str, taught: Sequence[Pair], told: Sequence[Scores]) -> dict[str, float]:
    """Where a score is enough, by language: the messages' from above, the replies' from below."""
    called = {"acknowledged": "trouble", "next_step": "trouble", "answered": "question"}.get(name)

    def let_past(pair: Pair) -> bool:
        return pair.row[called] and pair.has(name) if called else not pair.row[name]

    lines = {}
    for lang in LANGUAGES:
        scores = [
            getattr(each, name)
            for pair, each in zip(taught, told, strict=True)
            if pair.lang == lang and let_past(pair)
        ]
        share = _STRAY[name] if called else 1 - _STRAY[name]
        lines[lang] = round(float(np.quantile(scores, share)), 3)
    return lines


if __name__ == "__main__":
    sys.exit(main())
