"""Checks of the whole text: what no single phrase can say.

A rule with `check:` in place of `pattern:` runs one of these; its `groups` and `limit` are the
check's data. Each yields spans in the view.
"""

import re
from collections.abc import Iterator

from .pattern import Phrase
from .rulebook import Rule
from .view import View

_WORD = re.compile(r"\w[\w'’]*")
_SIGNS = re.compile(r"\w*[ ]?(?P<signs>[!?][!? ]*[!?])")

Spans = Iterator[tuple[int, int]]


def run_check(rule: Rule, view: View) -> Spans:
    """The spans where the rule's check holds."""
    match rule.text.check:
        case "capitals":
            return _capitals(rule, view)
        case "exclamations":
            return _exclamations(rule, view)
        case "too-many":
            return _too_many(rule, view)
        case "mixed":
            return _mixed(rule, view)
    raise AssertionError(rule.text.check)


def _capitals(rule: Rule, view: View) -> Spans:
    """Runs of at least `limit` words in capitals with one of the group's words among them, so
    that a row of acronyms or a heading isn't taken for shouting.
    """
    run: list[tuple[int, int]] = []
    previous_end = 0
    for match in _WORD.finditer(view.text):
        apart = view.text[previous_end : match.start()]
        shouted = _is_capital(view, *match.span())
        if run and (not shouted or "\n" in apart):
            yield from _run(rule, view, run)
            run = []
        if shouted:
            run.append(match.span())
        previous_end = match.end()
    yield from _run(rule, view, run)


def _is_capital(view: View, low: int, high: int) -> bool:
    start, end = view.span(low, high)
    word = view.given[start:end]
    return word.isupper() and (len(word) > 1 or word == "I")


def _run(rule: Rule, view: View, run: list[tuple[int, int]]) -> Spans:
    if len(run) >= rule.text.limit and run:
        low, high = run[0][0], run[-1][1]
        if any(phrase.found(view.text[low:high]) for phrase in rule.groups[0]):
            yield low, high


def _exclamations(rule: Rule, view: View) -> Spans:
    """Rows of at least `limit` exclamation and question marks, with the word they follow."""
    for match in _SIGNS.finditer(view.text):
        if len(match["signs"].replace(" ", "")) >= rule.text.limit:
            yield match.span()


def _too_many(rule: Rule, view: View) -> Spans:
    """More than `limit` of the group's words: the first one that is too many, and the rest."""
    spans = _spans(rule.groups[0], view)
    yield from spans[rule.text.limit :]


def _mixed(rule: Rule, view: View) -> Spans:
    """Words of both groups in one text: the rarer group's."""
    first, second = (_spans(group, view) for group in rule.groups)
    if first and second:
        yield from min(second, first, key=len)


def _spans(group: tuple[Phrase, ...], view: View) -> list[tuple[int, int]]:
    """Where the group's phrases stand, in order, without overlaps."""
    kept: list[tuple[int, int]] = []
    found = {(m.start, m.end) for phrase in group for m in phrase.finditer(view.text)}
    for span in sorted(found):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
