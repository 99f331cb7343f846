"""A text as the rules read it, with the way back to the text as it was given.

    view = View("You’re   <b>wrong</b>")
    view.text                 # "you're <b>wrong</b>", folded; one sentence a line
    view.span(start, end)     # offsets in the given text

Folding evens out what a reader doesn't see: case, curly quotes, full-width letters, accents,
vowel points, zero-width and bidi characters, runs of spaces. What isn't the writer's own voice
(a quoted customer, a quoted trail, code, an address) becomes one `MASK`, which no rule can match.
Where the message shows a draft, what stands around the draft is left out: see `voice`.
"""

import unicodedata
from dataclasses import dataclass

from .voice import drafts, masked

MASK = "\ufffc"  # OBJECT REPLACEMENT CHARACTER: something stands here that is not reviewed
_MAX_CLUSTER = 30  # combining marks after one letter; more is an attack (UAX #15, stream-safe)

_FOLDED = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "׳": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "״": '"',
        "–": "-",
        "—": "-",
        "־": "-",
        "‑": "-",
        "…": ".",
    }
)

_ENTITIES = {"&gt;": ">", "&lt;": "<", "&amp;": "&"}

_ABBREVIATIONS = frozenset(
    {
        *("mr", "mrs", "ms", "dr", "prof", "e.g", "i.e", "approx", "inc", "ltd", "vs"),
        *("dhr", "mevr", "mw", "bijv", "d.w.z", "a.u.b", "o.a", "evt", "incl", "excl"),
        *("m.b.t", "i.v.m", "t.a.v", "z.s.m", "p.s"),
    }
)
# Short for something only where a number follows: "No." alone is a sentence.
_BEFORE_A_NUMBER = frozenset({"no", "nr", "ref", "tel", "art", "max", "min", "ca", "p", "pp"})
_LONG_LINE = 60  # a line broken by an e-mail program is longer than this


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: offsets in the view, and in the given text."""

    low: int
    high: int
    start: int
    end: int


class View:
    """The folded text, its sentences, and the map back."""

    def __init__(self, given: str) -> None:
        self.given = given
        self._drafts = drafts(given)
        self._chars: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._fold()
        self._break_sentences()
        self.text = "".join(self._chars)
        self.sentences = self._sentences()

    @property
    def framed(self) -> bool:
        """Whether the text shows a draft in a frame: words to a colleague around it."""
        inside = sum(c.isalpha() for start, end in self._drafts for c in self.given[start:end])
        return bool(self._drafts) and inside < sum(c.isalpha() for c in self.given)

    @property
    def draft(self) -> str:
        """What is reviewed: the text as given, or the draft in it without its frame and marks."""
        if not self._drafts:
            return self.given
        return "\n".join(self.given[start:end] for start, end in self._drafts)

    def span(self, low: int, high: int) -> tuple[int, int]:
        """Offsets in the given text of `view.text[low:high]`, which must not be empty."""
        return self._starts[low], self._ends[high - 1]

    def sentence_at(self, low: int) -> int:
        """The index of the sentence that holds the view offset `low`."""
        left, right = 0, len(self.sentences) - 1
        while left < right:
            middle = (left + right + 1) // 2
            if self.sentences[middle].low <= low:
                left = middle
            else:
                right = middle - 1
        return left

    def _put(self, chars: str, start: int, end: int) -> None:
        for char in chars:
            if char == " " and (not self._chars or self._chars[-1] in " \n"):
                continue
            if char == "\n":
                while self._chars and self._chars[-1] == " ":
                    self._drop()
                if not self._chars or self._chars[-1] == "\n":
                    continue
            self._chars.append(char)
            self._starts.append(start)
            self._ends.append(end)

    def _drop(self) -> None:
        self._chars.pop()
        self._starts.pop()
        self._ends.pop()

    def _fold(self) -> None:
        given = self.given
        holes = iter([*self._holes(), (len(given), len(given), "")])
        hole = next(holes)
        at, line = 0, 0
        while at < len(given):
            if at == hole[0]:
                self._put(hole[2], hole[0], hole[1])
                at = hole[1]
                hole = next(holes)
                continue
            char = given[at]
            if char == "\n" or char in "\r\u2028\u2029":
                self._put(self._newline(line, at), at, at + 1)
                at += 1
                line = at
                continue
            entity = _ENTITIES.get(given[at : at + 4]) or _ENTITIES.get(given[at : at + 5])
            if char == "&" and entity:
                width = 5 if entity == "&" else 4
                self._put(entity, at, at + width)
                at += width
                continue
            end = at + 1
            while (
                end < len(given) and end - at < _MAX_CLUSTER and unicodedata.combining(given[end])
            ):
                end += 1
            self._put(fold_cluster(given[at:end]), at, end)
            at = end
        while self._chars and self._chars[-1] in " \n":
            self._drop()

    def _holes(self) -> list[tuple[int, int, str]]:
        """What isn't read, and what stands for it: what is quoted, what frames a draft."""
        if not self._drafts:
            return [(start, end, MASK) for start, end in masked(self.given)]
        holes: list[tuple[int, int, str]] = []
        at = 0
        for start, end in [*self._drafts, (len(self.given), len(self.given))]:
            if at < start:
                holes.append((at, start, "\n"))
            inner = masked(self.given[start:end])
            holes += [(start + low, start + high, MASK) for low, high in inner]
            at = end
        return holes

    def _newline(self, line: int, at: int) -> str:
        before = self.given[line:at].strip()
        after = self.given[at + 1 : at + 3].strip()
        wrapped = len(before) > _LONG_LINE and before[-1].isalnum() and after[:1].islower()
        return " " if wrapped else "\n"

    def _break_sentences(self) -> None:
        chars = self._chars
        word = 0
        for i, char in enumerate(chars):
            if char == " ":
                closed = i > 0 and (
                    chars[i - 1] in ".!?"
                    or (chars[i - 1] in "\"')" + MASK and i > 1 and chars[i - 2] in ".!?")
                )
                if closed and not self._abbreviated(word, i):
                    chars[i] = "\n"
                word = i + 1
            elif char == "\n":
                word = i + 1

    def _abbreviated(self, word: int, space: int) -> bool:
        token = "".join(self._chars[word:space])
        if not token.endswith("."):
            return False
        token = token.strip("(.")
        numbered = space + 1 < len(self._chars) and self._chars[space + 1].isdigit()
        return token in _ABBREVIATIONS or (numbered and token in _BEFORE_A_NUMBER)

    def _sentences(self) -> tuple[Sentence, ...]:
        found = []
        low = 0
        for line in self.text.split("\n"):
            high = low + len(line)
            if high > low:
                found.append(Sentence(low, high, self._starts[low], self._ends[high - 1]))
            low = high + 1
        return tuple(found)


def fold_cluster(cluster: str) -> str:
    """One letter with its marks, as the rules read it; may be empty, or more than one letter."""
    if len(cluster) == 1 and cluster.isascii():
        if cluster.isalnum():
            return cluster.lower()
        if cluster == "_" or cluster < " " or cluster == "\x7f":
            return " "
        return cluster
    cluster = cluster.translate(_FOLDED)
    category = unicodedata.category(cluster[0])
    if category in {"Cf", "Mn"}:
        return ""
    if category in {"So", "Sk", "Cs", "Cc", "Co", "Cn", "Zs", "Zl", "Zp", "Me"}:
        return " "
    plain = unicodedata.normalize("NFKD", cluster).casefold()
    return "".join(
        " " if c.isspace() or c == "_" else c
        for c in plain.translate(_FOLDED)
        if not unicodedata.combining(c)
    )


def fold(text: str) -> str:
    """`text` folded as `View` folds it, without sentence breaks or masks; for patterns."""
    return "".join(fold_cluster(char) for char in unicodedata.normalize("NFC", text))
