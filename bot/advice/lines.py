"""The short lines that say what a tip is for: what a query is compared with, by meaning."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b, sha256
from typing import Literal

from bot.content import Language, Library, Tip

from .spelling import words

Kind = Literal["agent", "customer", "title", "when", "said"]  # the first two are situations

# What is read of one line: a situation is a line or two, and a query isn't read further either.
READ_CHARS = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tip, in any language."""

    tip: str
    lang: Language
    kind: Kind
    text: str  # as it is read: see `reading`


def reading(text: str) -> str:
    """`text` as the encoder gets it: its words alone; capitals, marks and emoji change nothing."""
    return " ".join(words(text[:READ_CHARS]))


def lines(library: Library) -> Iterator[Line]:
    """Every tip's lines, in the library's order."""
    for lang, tips in library.tips.items():
        for tip in tips.values():
            for kind, text in _told(tip):
                yield Line(tip.id, lang, kind, reading(text))


def _told(tip: Tip) -> Iterator[tuple[Kind, str]]:
    # Why a thing is so, and where it doesn't hold, speak of other situations too: left out.
    yield from (("agent", text) for text in tip.situations.agent)
    yield from (("customer", text) for text in tip.situations.customer)
    yield from (("title", text) for text in (tip.title, tip.customer.title))
    for side in (tip.agent, tip.customer):
        yield "when", side.when
        yield from (("said", text) for text in (side.do, *side.say, *side.rather_than))


def digest(text: str) -> int:
    """A line's name where its vector is kept."""
    return int.from_bytes(blake2b(text.encode("utf-8"), digest_size=8).digest(), "big")


def content_hash(of: Iterable[Line], outside: Iterable[str] = ()) -> str:
    """Names a set of lines, whatever their order."""
    told = [f"{line.tip}\t{line.lang}\t{line.kind}\t{line.text}" for line in of]
    told += [f"\t\t{text}" for text in outside]
    return sha256("\n".join(sorted(told)).encode("utf-8")).hexdigest()[:16]
