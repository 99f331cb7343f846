"""The language that rules are written in: phrases that can't explode.

    Phrase("as (i|we) [already] told you").finditer("as i told you, …")

    word          that word; `apolog*` any ending; don't also matches dont
    (a|b c)       one of these            [a|b]  the same, or nothing
    {3}           up to three words, with no comma among them
    ^  $          the beginning, the end of a sentence
    ? !           that sign
    #             a number, a time or a date in figures
    >             the finding begins here; what stands before is only needed
    <name>        the fragment of that name from words.yaml
    ~word  ~(…)   (Hebrew) with or without glued prefixes; the first word always may have them

Words may be parted by spaces, commas, dashes or quotation marks. There is no unbounded repeat:
every match has a greatest length and every start a bounded number of ways, so that searching is
linear in the text. `Phrase` refuses a pattern with more ways than `MAX_WAYS`.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.content.models import Language

from .view import MASK, fold

MAX_WAYS = 4_000  # orders in which gaps and options may fall, from one start
MAX_GAP = 8  # words; a wider gap joins what isn't said together

_SEPARATOR = r'[ ,:"()*-]{1,4}'
_GAP_SEPARATOR = r'[ "()*-]{1,4}'
_GAP_WORD = rf"[\w'.@/€$£%&+#{MASK}]{{1,40}}"
_WORD_END = r"(?!'?\w)"
_NUMBER = rf"\d[\d.:/h-]{{0,9}}(?:am|pm|e|th|st|nd|rd)?{_WORD_END}"
_ENDING = r"\w{0,12}"
_BEFORE_GLUE = r"(?!\w)"
_WORD_START = r"(?<!\w)(?<!\w')"
_SENTENCE_START = r"(?<![^\n])[^\w\n]{0,4}"
_SENTENCE_END = r"(?=[^\w\n]{0,6}(?![^\n]))"
_GLUE = f"(?:{_SEPARATOR}|(?='))"
_PREFIXES = "(?:ו?(?:כש|לכש|מש|ש|ה|ב|כ|ל|מ)?ה?)"
_TOKEN = re.compile(r"\{\d\}|~\(|[()\[\]|^$?!>]|~?[\w'./*%&]+|\S")
_NAME = re.compile(r"<([a-z-]+)>")
_PARTS = re.compile(r"[^'*~]+")


class PatternError(ValueError):
    """The pattern isn't written in this language, or is too wide to be safe."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase stands: offsets into the text searched."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Item:
    """One piece: its expression, the ways it can match, what must stand in the text for it."""

    source: str
    ways: int
    needed: frozenset[str] = frozenset()  # one of these must occur; none: nothing is known
    optional: bool = False
    gap: int = 0
    anchor: str = ""
    glues: bool = False  # may be written on to the word before: 've, 'm


class Phrase:
    """A pattern, compiled. `finditer` takes text folded by `View`."""

    def __init__(
        self, pattern: str, lang: Language = "en", words: Mapping[str, str] | None = None
    ) -> None:
        self.pattern = pattern
        self._lang = lang
        spelled = _expand(pattern, words or {})
        self._tokens = _TOKEN.findall(re.sub("[-,]", " ", fold(spelled)))
        self._at = 0
        sequence = self._sequence(top=True)
        if self._at < len(self._tokens):
            raise PatternError(f"{self._tokens[self._at]!r} closes nothing in {pattern!r}")
        if sequence.ways > MAX_WAYS:
            raise PatternError(f"{pattern!r} can match in {sequence.ways} ways; {MAX_WAYS} at most")
        if not sequence.needed:
            raise PatternError(f"{pattern!r} has no word that must be there")
        self.needed = sequence.needed
        self.source = sequence.source
        self._regex = re.compile(sequence.source)

    def finditer(self, text: str, low: int = 0, high: int | None = None) -> Iterator[Match]:
        """The matches, in order, not overlapping."""
        if any(word in text for word in self.needed):
            for match in self._regex.finditer(text, low, len(text) if high is None else high):
                yield Match(*match.span(1))

    def found(self, text: str) -> bool:
        """Whether the phrase stands anywhere in `text`."""
        return any(word in text for word in self.needed) and bool(self._regex.search(text))

    # -- reading the pattern -------------------------------------------------------------------

    def _sequence(self, *, top: bool = False) -> _Item:
        items: list[_Item] = []
        while self._at < len(self._tokens) and self._tokens[self._at] not in {"|", ")", "]"}:
            items.append(self._item())
        if not any(item.source and not item.optional for item in items):
            raise PatternError(f"an empty choice in {self.pattern!r}; use [ ] for 'or nothing'")
        return _join(items, top=top, prefixed=self._lang == "he")

    def _item(self) -> _Item:
        piece = self._tokens[self._at]
        self._at += 1
        if piece == "~(":
            choice = self._choice(")", optional=False)
            return replace(choice, source=_PREFIXES + choice.source, ways=choice.ways + 1)
        if piece in {"(", "["}:
            return self._choice(")" if piece == "(" else "]", optional=piece == "[")
        if piece[0] == "{":
            gap = int(piece[1:-1])
            if not 1 <= gap <= MAX_GAP:
                raise PatternError(f"a gap of {gap} words in {self.pattern!r}; 1 to {MAX_GAP}")
            return _Item(_GAP_WORD, gap + 1, gap=gap)
        if piece in {"^", "$", ">"}:
            return _Item("", 1, anchor=piece)
        if piece in {"?", "!"}:
            return _Item(re.escape(piece), 1, frozenset({piece}), anchor="sign")
        if piece == "#":
            return _Item(_NUMBER, 2)
        if re.fullmatch(r"~?[\w'./%&]+\*?|[\w*]*\*[\w*]*", piece):
            return self._word(piece)
        raise PatternError(f"{piece!r} means nothing in {self.pattern!r}")

    def _choice(self, closer: str, *, optional: bool) -> _Item:
        choices = [self._sequence()]
        while self._at < len(self._tokens) and self._tokens[self._at] == "|":
            self._at += 1
            choices.append(self._sequence())
        if self._at >= len(self._tokens) or self._tokens[self._at] != closer:
            raise PatternError(f"a bracket stays open in {self.pattern!r}")
        self._at += 1
        needed = frozenset[str]().union(*(choice.needed for choice in choices))
        if optional or not all(choice.needed for choice in choices):
            needed = frozenset()
        return _Item(
            "(?:" + "|".join(choice.source for choice in choices) + ")",
            # Literal choices exclude each other but for a shared beginning: the widest counts.
            max(choice.ways for choice in choices) + (1 if optional else 0),
            needed,
            optional=optional,
            glues=any(choice.glues for choice in choices),
        )

    def _word(self, token: str) -> _Item:
        prefix = ""
        if token.startswith("~"):
            prefix, token = _PREFIXES, token[1:]
        ending = ""
        if token.endswith("*") and "*" not in token[:-1]:
            ending, token = _ENDING, token[:-1]
            if len(token) < 2:
                raise PatternError(f"{token!r}* in {self.pattern!r} stands for too many words")
        literal = re.escape(token).replace("n't", "n'?t")
        literal = re.sub(r"\b(you|that|what|who|they)'(re|s)", r"\1'?\2", literal)
        # An apostrophe may be missing: what must be there is a piece beside it.
        longest = max(_PARTS.findall(token), key=len)
        return _Item(
            f"{prefix}{literal}{ending}{_WORD_END}",
            2 if ending or prefix else 1,
            frozenset({longest}),
            glues=token.startswith("'"),
        )


def _expand(pattern: str, words: Mapping[str, str], depth: int = 4) -> str:
    """`pattern` with its <names> spelled out; a fragment may name others, not itself."""

    def fragment(match: re.Match[str]) -> str:
        if match[1] not in words or not depth:
            raise PatternError(f"<{match[1]}> in {pattern!r} is no fragment of words.yaml")
        return _expand(words[match[1]], words, depth - 1)

    return _NAME.sub(fragment, pattern)


def _join(items: list[_Item], *, top: bool, prefixed: bool) -> _Item:
    """The items one after the other, parted by separators."""
    lead, items, before, after = _anchors(items, top=top)
    source, opened = "", False  # opened: something that must be there stands before
    for place, item in enumerate(items):
        follower = items[place + 1] if place + 1 < len(items) else None
        piece = item.source
        if follower and follower.glues:
            piece = piece.replace(_WORD_END, _BEFORE_GLUE)
        separator = _GLUE if item.glues else _SEPARATOR
        if item.gap and not opened:
            raise PatternError("a gap follows a word that must be there")
        if item.gap:
            source += f"(?:{_GAP_SEPARATOR}{piece}){{0,{item.gap}}}?"
        elif item.anchor == "sign":
            source += f'[ "]{{0,2}}{piece}'
        elif item.optional:
            source += f"(?:{separator}{piece})?" if opened else f"(?:{piece}{separator})?"
        else:
            source += f"{separator}{piece}" if opened else piece
        opened = opened or not item.optional
    needed = max(
        (item.needed for item in [*lead, *items] if item.needed), key=_rarity, default=None
    )
    ways = math.prod(item.ways for item in [*lead, *items])
    if top:
        glued = _PREFIXES if prefixed and not before else ""
        begins = _join(lead, top=False, prefixed=False).source + _SEPARATOR if lead else ""
        # A sign is written on to the word before it.
        start = "" if items and items[0].anchor == "sign" else _WORD_START
        source = f"{before or start}{glued}{begins}({source}){after}"
    return _Item(source, ways, needed or frozenset(), glues=bool(items) and items[0].glues)


def _anchors(items: list[_Item], *, top: bool) -> tuple[list[_Item], list[_Item], str, str]:
    """What stands before `>`, the rest, and the expressions for `^` and `$`."""
    signs = [item.anchor for item in items if item.anchor in {"^", "$", ">"}]
    if signs and not top:
        raise PatternError(f"{signs[0]} stands outside brackets")
    before = after = ""
    if items and items[0].anchor == "^":
        before, items = _SENTENCE_START, items[1:]
    if items and items[-1].anchor == "$":
        after, items = _SENTENCE_END, items[:-1]
    lead: list[_Item] = []
    for place, item in enumerate(items):
        if item.anchor == ">" and not lead and 0 < place < len(items) - 1:
            lead, items = items[:place], items[place + 1 :]
            break
    if any(item.anchor in {"^", "$", ">"} for item in items):
        raise PatternError("^ stands first, $ last, and > once between words")
    return lead, items, before, after


def _rarity(words: frozenset[str]) -> int:
    """The shortest word decides how often the search begins in vain."""
    return min(len(word) for word in words)
