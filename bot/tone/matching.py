"""From rules and a text to findings.

A `Source` reads a view and yields `Hit`s; the rules of a language are one source, the checks of
the whole text another. What a source yields is treated alike from there on, so that a model can
be added beside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from .checks import run_check
from .models import Finding
from .rulebook import Rule, Rulebook, Scope, Scoped
from .view import View
from .wording import fitted, quietened

_WINDOW = 240  # characters that a guard reads to each side: keeps matching linear
_FOLLOWING = 1_500  # … and of what follows: a next step stands close to its refusal
_MAX_HITS = 5  # of one rule: more are repetition
_MAX_TRIED = 20  # matches of one phrase, each of which costs its guards
# Words that may stand between a guard and what it explains: "not" denies what is close.
_MOST_BETWEEN: dict[Scope, int] = {"touching": 0, "just-before": 3}


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds, and where, in the view."""

    rule: Rule
    low: int
    high: int


class Source(Protocol):
    """Where findings come from."""

    def hits(self, view: View) -> Iterable[Hit]:
        """What this source sees in the text."""


class RuleSource:
    """The rules of one language as a source."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    def hits(self, view: View) -> Iterator[Hit]:
        """Each rule's first few matches that no guard explains away."""
        words = view.text.count(" ") + view.text.count("\n") + 1
        for rule in self._book.rules:
            if rule.text.max_words is not None and words > rule.text.max_words:
                continue
            spans = run_check(rule, view) if rule.text.check else _phrase_spans(rule, view.text)
            kept = 0
            for low, high in spans:
                if _guarded(rule, view, low, high):
                    continue
                yield Hit(rule, low, high)
                kept += 1
                if kept == _MAX_HITS:
                    break


def finding(hit: Hit, view: View) -> Finding:
    """The hit as it is shown."""
    start, end = view.span(hit.low, hit.high)
    text = hit.rule.text
    instead = quietened(view.given[start:end]) if text.fix == "quieten" else text.instead
    if instead:
        instead = fitted(instead, view.given[:start], view.given[end : end + 8])
    return Finding(
        category=hit.rule.category,
        quote=view.given[start:end],
        start=start,
        end=end,
        severity=text.severity,
        why=text.why,
        instead=instead,
        tip=text.tip,
        sure=text.sure,
        rule=hit.rule.id,
    )


def strongest(hits: Iterable[Hit]) -> list[Hit]:
    """Without overlaps: of two that share words the more severe, surer, longer one stays."""
    ranked = sorted(hits, key=lambda hit: (*_rank(hit), -(hit.high - hit.low), hit.low))
    kept: list[Hit] = []
    for hit in ranked:
        if all(hit.high <= other.low or hit.low >= other.high for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (*_rank(hit), hit.low))


def _rank(hit: Hit) -> tuple[bool, bool]:
    return (hit.rule.text.severity != "stop", not hit.rule.text.sure)


def _phrase_spans(rule: Rule, text: str) -> Iterator[tuple[int, int]]:
    for phrase in rule.phrases:
        for match in islice(phrase.finditer(text), _MAX_TRIED):
            yield match.start, match.end


def _guarded(rule: Rule, view: View, low: int, high: int) -> bool:
    if any(_holds(scoped, view, low, high) for scoped in rule.unless):
        return True
    return bool(rule.needs) and not _holds(rule.needs, view, low, high)


def _holds(scoped: Scoped, view: View, low: int, high: int) -> bool:
    for scope, phrases in scoped.items():
        start, end = _reach(scope, view, low, high)
        if scope in {"after", "following"}:
            # Cut out, so that `^` is the place right after the match.
            if any(phrase.found(view.text[start:end]) for phrase in phrases):
                return True
            continue
        for phrase in phrases:
            for match in phrase.finditer(view.text, start, end):
                between = len(view.text[match.end : low].split())
                if between <= _MOST_BETWEEN.get(scope, between):
                    return True
    return False


def _reach(scope: Scope, view: View, low: int, high: int) -> tuple[int, int]:
    """The part of the view that a guard of this scope reads."""
    at = view.sentence_at(low)
    sentences = view.sentences
    here, there = sentences[at].low, max(sentences[at].high, high)
    match scope:
        case "inside":
            return low, high
        case "touching" | "just-before" | "before":
            return max(here, low - _WINDOW), low
        case "after":
            return high, min(there, high + _WINDOW)
        case "sentence":
            return max(here, low - _WINDOW), min(there, high + _WINDOW)
        case "near":
            first = sentences[max(0, at - 1)].low
            last = sentences[min(len(sentences) - 1, at + 2)].high
            return max(first, low - 2 * _WINDOW), min(max(last, there), high + 3 * _WINDOW)
        case "following":
            return high, min(len(view.text), high + _FOLLOWING)
        case "text":
            return 0, min(len(view.text), 4 * _FOLLOWING)
