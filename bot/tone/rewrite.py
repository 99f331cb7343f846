"""A suggested version of the whole reply: as few changes as mend it.

Each finding's words are replaced, taken out, or their sentence replaced or dropped, as its rule
says. What only the person can know stands in [square brackets]. Numbers, links and addresses of
a sentence that went are kept in such a slot, so that nothing is lost unseen.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .matching import Hit
from .signals import Signals
from .view import Sentence, View

_ROUNDS = 4  # one change may uncover another finding; more rounds than this don't converge
_FACT = re.compile(
    r"https?://[^\s<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[€$£₪#]\s?)?\d[\d.,:/-]*\d?(?:\s?[€$£₪%])?"
)
_GAP = "\ue000"  # private use: marks where a sentence went, until the slots are filled in
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    words: str
    whole: bool  # the whole sentence


def rewrite(given: str, find: Callable[[View], list[Hit]], signals: Signals) -> str | None:
    """A version of `given` in which `find` finds nothing, or None where none is found."""
    text = given.replace(_GAP, "")
    for last in (*[False] * (_ROUNDS - 1), True):
        view = View(text)
        hits = find(view)
        if not hits:
            return text if text != given and _LETTER.search(text) else None
        if any(hit.rule.text.fix is None for hit in hits):
            return None  # a rule without a fix leaves the writing to the person
        text = _apply(view, hits, signals, drop=last)
    return text if _LETTER.search(text) and not find(View(text)) else None


def _apply(view: View, hits: list[Hit], signals: Signals, *, drop: bool) -> str:
    edits = _edits(view, hits, signals, drop=drop)
    text = view.given
    for edit in sorted(edits, key=lambda edit: -edit.start):
        text = _put(text, edit)
    return _scaffold(text, signals) if _GAP in text else text


def _edits(view: View, hits: list[Hit], signals: Signals, *, drop: bool) -> list[_Edit]:
    wholes: dict[int, _Edit] = {}
    parts: list[tuple[int, _Edit]] = []
    for hit in hits:
        rule = hit.rule.text
        at = view.sentence_at(hit.low)
        start, end = view.span(hit.low, hit.high)
        instead = rule.instead or ""
        fix = "drop" if drop else rule.fix
        if fix in {"sentence", "drop"}:
            sentence = view.sentences[at]
            last = view.sentences[view.sentence_at(hit.high - 1)]
            words = _capitalised(instead) if fix == "sentence" else ""
            if at in wholes:
                # Two findings in one sentence: the more severe one, which comes first, speaks.
                continue
            stays = _standing_clause(view, hit.high, last, signals)
            facts = _facts(view.given[sentence.start : stays], words)
            if facts:
                slot = signals.scaffold.keep.format(facts=", ".join(facts))
                words = f"{words} {slot}".strip()
            wholes[at] = _Edit(sentence.start, stays, words or _GAP, whole=True)
        else:
            words = instead if fix == "replace" else ""
            if fix == "quieten":
                words = _quietened(view.given[start:end])
            parts.append((at, _Edit(start, end, words, whole=False)))
    gone = list(wholes.values())
    return gone + [
        edit
        for _, edit in parts
        if all(edit.end <= whole.start or edit.start >= whole.end for whole in gone)
    ]


def _standing_clause(view: View, high: int, sentence: Sentence, signals: Signals) -> int:
    """Where a clause begins that can stay when the words before it go: "…, but we've fixed it"."""
    for phrase in signals.stands_alone:
        for match in phrase.finditer(view.text, high, sentence.high):
            if view.text[: match.start].endswith((", ", "; ", "- ")):
                return view.span(match.start, match.end)[0]
    return sentence.end


def _quietened(words: str) -> str:
    words = re.sub(r"[!?][!? ]*[!?]", lambda row: "?" if "?" in row[0] else ".", words)
    return " ".join(word if word == "I" else word.lower() for word in words.split(" "))


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _facts(sentence: str, words: str) -> list[str]:
    found = (match.group().rstrip(".,:") for match in _FACT.finditer(sentence))
    return list(dict.fromkeys(fact for fact in found if fact and fact not in words))


def _put(text: str, edit: _Edit) -> str:
    before, after = text[: edit.start], text[edit.end :]
    words = edit.words
    if edit.whole:
        return _join(before, words, _capitalised(after.lstrip(" \t")))
    opens = not before.strip() or before.rstrip(" \"'“‘([*_-•\t")[-1:] in {
        "",
        ".",
        "!",
        "?",
        "\n",
        ":",
    }
    if not words:
        # Taken out: its comma goes with it, and the next word takes over the capital.
        after = re.sub(r"^[ \t]*[,;:–—-]*[ \t]*", "" if opens else " ", after)
        if re.match(r"^ ?[.!?]", after):
            before, after = before.rstrip(" ,;:–—-"), after.lstrip()
        if opens:
            after = re.sub(r"^[.!?]+\s*", "", after)
            after = _capitalised(after)
        elif before.endswith((" ", "\n")):
            after = after.lstrip(" ")
        return before + after
    if words[-1] in ".!?" and after[:1] in {".", "!", "?", ","}:
        after = after.lstrip(".!?,")
    if opens:
        words = _capitalised(words)
    return before + words + after


def _join(before: str, words: str, after: str) -> str:
    slot = words.startswith("[") and words.find("]") == len(words) - 1
    if words[-1] not in ".!?" and words != _GAP and not slot:
        words += "."
    return before + words + (" " if after and not after[0].isspace() else "") + after


def _scaffold(text: str, signals: Signals) -> str:
    """Where a sentence went, say what must come in its place: what is meant, what happens next."""
    at = text.index(_GAP)
    text = re.sub(rf"{_GAP}[ \t]?", "", text)
    view = View(text)
    wanted: list[str] = []
    if not _shows(view, ("apology", "thanks", "names-problem"), signals):
        wanted.append(signals.scaffold.acknowledge)
    if not _shows(view, ("next-step", "options", "question"), signals):
        wanted.append(signals.scaffold.next_step)
    wanted = [words for words in wanted if words not in text]
    before, after = text[:at], text[at:]
    if wanted and after and not after[0].isspace():
        after = f" {after}"
    return (before + " ".join(wanted) + after).strip()


def _shows(view: View, keys: Iterable[str], signals: Signals) -> bool:
    return any(s.count(view, most=1) for s in signals.strengths if s.key in keys)
