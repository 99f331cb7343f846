"""From labelled texts to what the network is taught: windows of pieces with targets.

    replies = corpus(files, encoder.pieces)

Four kinds of text, each with the targets it has labels for: this project's replies (verdict,
categories, spans), customers' messages (whose they are), requests rated for politeness, and
comments rated for incivility. `None` stands for no label.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.tone.model.network import FLAW, KINDS, POLITE, STOP, TEXT_HEADS, UNCIVIL, WORD_HEADS, YOURS
from bot.tone.model.reading import Pieces, Window, windows
from bot.tone.models import CATEGORIES
from bot.tone.view import View

Floats = npt.NDArray[np.float32]

# How much of incivility each of that corpus's labels is; a judgement, not a measurement.
_INCIVILITY = {"None": 0.0, "Entitlement": 0.6, "Irony": 0.7, "Impatience": 0.8,
               "Bitter frustration": 0.8}  # fmt: skip
# The tips' own bad examples carry no marked words: they count more for that.
_TIPS_OWN = 2.0
_MOST_CHARS = 700  # of a comment: longer ones have what is uncivil anywhere
_MIN_CHARS = 16  # of a customer's message: shorter ones could be anybody's


@dataclass(frozen=True)
class Example:
    """One window with its targets; NaN where there is no label."""

    window: Window
    lang: str
    text: Floats  # [TEXT_HEADS]
    words: Floats | None  # [words, WORD_HEADS]
    weight: float = 1.0
    about: dict[str, Any] = field(default_factory=dict)


def rows(file: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    # Not `splitlines`: a reply may hold other line separators.
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]


def reply(row: dict[str, Any], pieces: Pieces, weight: float = 1.0) -> Iterator[Example]:
    """A labelled reply, window by window: what is found in a window is that window's."""
    view = View(row["text"])
    spans = []
    for finding in row["findings"]:
        start = row["text"].find(finding["span"])
        spans.append((start, start + len(finding["span"]), finding))
    for window in windows(view, pieces):
        words = np.zeros((len(window.words), WORD_HEADS), np.float32)
        text = _unlabelled()
        text[: KINDS.stop] = 0
        text[YOURS] = 0
        for n, word in enumerate(window.words):
            low, high = view.span(word.low, word.high)
            for start, end, finding in spans:
                if min(high, end) > max(low, start):
                    kind = KINDS.start + CATEGORIES.index(finding["category"])
                    words[n, [FLAW, kind]] = 1
                    words[n, STOP] = max(words[n, STOP], finding["severity"] == "stop")
        text[: KINDS.stop] = words.max(axis=0)
        yield Example(window, row["lang"], text, words, weight, row)


def corpus(files: Sequence[Path], pieces: Pieces) -> list[Example]:
    """This project's own replies."""
    return [each for file in files for row in rows(file) for each in reply(row, pieces)]


def customers(files: Sequence[Path], pieces: Pieces) -> list[Example]:
    """The customers' messages that the replies answer."""
    found = {row["customer"]: row["lang"] for file in files for row in rows(file)
             if len(row.get("customer") or "") >= _MIN_CHARS}  # fmt: skip
    return by_customers([(lang, text) for text, lang in found.items()], pieces)


def by_customers(lines: Sequence[tuple[str, str]], pieces: Pieces) -> list[Example]:
    """What customers wrote, by language: whose it is, and nothing of how well."""
    return [
        each
        for lang, text in lines
        for each in _one(text, lang, pieces, {YOURS: 1.0}, {"text": text})
    ]


def politeness(file: Path, pieces: Pieces) -> list[Example]:
    """Requests rated for politeness; the target is soft, sigmoid(2 z)."""
    return [
        each
        for row in rows(file)
        for each in _one(row["text"], "en", pieces, {POLITE: _sigmoid(2 * row["score"])}, row)
    ]


def incivility(file: Path, pieces: Pieces) -> list[Example]:
    """Comments of issue trackers; of the civil ones, three in four are left out."""
    kept = (row for n, row in enumerate(rows(file)) if row["label"] != "None" or n % 4 == 0)
    return [
        each
        for row in kept
        if len(row["text"]) <= _MOST_CHARS
        for each in _one(
            row["text"], "en", pieces, {UNCIVIL: _INCIVILITY.get(row["label"], 1.0)}, row
        )
    ]


def said(lines: Sequence[tuple[str, str]], pieces: Pieces) -> list[Example]:
    """What the tips say to customers, by language: fine replies."""
    return [
        each
        for lang, text in lines
        for each in reply({"text": text, "lang": lang, "findings": []}, pieces)
    ]


def wanting(lines: Sequence[tuple[str, str]], pieces: Pieces) -> list[Example]:
    """What the tips say not to say, by language: flawed, and nobody marked which words."""
    return [
        each
        for lang, text in lines
        for each in _one(text, lang, pieces, {FLAW: 1.0, YOURS: 0.0}, {"text": text}, _TIPS_OWN)
    ]


def _one(
    text: str,
    lang: str,
    pieces: Pieces,
    targets: dict[int, float],
    about: dict[str, Any],
    weight: float = 1.0,
) -> Iterator[Example]:
    window = next(windows(View(text), pieces), None)
    if window is not None:
        target = _unlabelled()
        for head, value in targets.items():
            target[head] = value
        yield Example(window, lang, target, None, weight, about)


def _unlabelled() -> Floats:
    return np.full(TEXT_HEADS, np.nan, np.float32)


def _sigmoid(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))
