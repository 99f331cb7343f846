"""A suggested version of the whole reply: as few changes as mend it.

Where only words grate they are replaced or taken out. Where a sentence does, it goes, and with
it its neighbours that do: one sentence speaks for the whole passage, whatever was found in it.
What such a sentence says besides (an amount, a date, a clause that can stand alone) stays. What
only the person can know stands in [square brackets], at most two times in a short reply.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from .facts import facts_in, slight
from .matching import Hit
from .models import Category
from .signals import Signals
from .view import Sentence, View
from .wording import capitalised, closed, lowered, opens_sentence, quietened, slots

_ROUNDS = 4  # one change may uncover another finding; more rounds than this don't converge
_FEW_SLOTS = 2  # of a reply that is short; more read like a form
_MORE_SLOTS = 3
_SHORT = 90  # words
_LEAD = 48  # characters within which a greeting ends: "Dear Ms Featherstonehaugh,"

# Which finding's words speak for a passage: what is refused or asked for matters more to the
# reader than how it was said. A category that isn't here comes after these.
_SPEAKS: tuple[Category, ...] = (
    "dismissive",
    "policy-shield",
    "cold",
    "pressure",
    "vague",
    "over-promising",
    "defensive",
    "blame",
)
# Here only the manner is at fault: what else the sentence says can stay as it is.
_MANNER: frozenset[Category] = frozenset(
    {"over-apologising", "over-familiar", "insult", "sarcasm", "shouting"}
)
_IN_A_ROW = 3
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 2  # words of its own in a sentence, besides what is to be filled in
_ENOUGH = 4  # words of a sentence that says something
_IN_BRACKETS = re.compile(r"\[[^\]\n]*\]")
_SIGNS = "@^~-–—("  # before a name: whom it is to, or who signs
_LETTER = re.compile(r"[^\W\d_]")
_CLAUSE_END = re.compile(r"[,;:]\s+|\s+[-–—]\s+")
_MARK = re.compile(r"(?:[-*•]|\d{1,2}[.)])[ \t]+")
_BULLET = re.compile(r"(?:(?:[-*•]|\d{1,2}[.)]|@[\w.-]{1,40})[ \t]+)")

_Find = Callable[[View], list[Hit]]


@dataclass(slots=True)
class _Piece:
    """One sentence on its way to the new version."""

    sentence: Sentence
    hits: list[Hit]
    lead: str = ""  # a bullet, a greeting: stays whatever comes
    stays: list[str] = field(default_factory=list)  # clauses that can stand alone
    facts: list[str] = field(default_factory=list)  # of the clauses that can't

    @property
    def goes(self) -> bool:
        """Whether the sentence as a whole goes."""
        return any(hit.rule.text.fix in {"sentence", "drop"} for hit in self.hits)


def rewrite(given: str, find: _Find, signals: Signals) -> str | None:
    """A version of `given` in which `find` finds nothing, or None where none is found."""
    text = given
    budget = _budget(given)
    written = len(slots(given))  # the person's own brackets
    for last in (*[False] * (_ROUNDS - 1), True):
        view = View(text)
        hits = find(view)
        if not hits:
            return text if text != given and _says_something(text) else None
        if any(hit.rule.text.fix is None for hit in hits):
            return None  # a rule without a fix leaves the writing to the person
        left = budget - max(0, len(slots(text)) - written)
        text = _Draft(view, hits, signals, 0 if last else left).text()
    return text if _says_something(text) and not find(View(text)) else None


def redraft(given: str, hits: list[Hit], find: _Find, signals: Signals) -> str | None:
    """The same in two rounds, from these `hits` of `given`; None where `find` isn't content then,
    or next to nothing is left. For hits that are less sure: each round more would go further from
    what the person wrote."""
    text = _redrafted(given, given, hits, signals)
    return text if text is None or not find(View(text)) else amended(given, text, find, signals)


def amended(given: str, text: str, find: _Find, signals: Signals) -> str | None:
    """`text`, a version of `given`, without the sentences that were put in and in which `find`
    finds something; None where it finds something in what the person wrote."""
    view = View(text)
    hits = find(view)
    if any(_shared(_words(view, view.sentence_at(hit.low)), given) for hit in hits):
        return None
    # What was put in for a sentence grates as well: it goes, and isn't replaced by its like.
    text = _redrafted(given, text, [_dropping(hit) for hit in hits], signals) or ""
    return text if text and not find(View(text)) else None


def _redrafted(given: str, text: str, hits: list[Hit], signals: Signals) -> str | None:
    if not hits or any(hit.rule.text.fix is None for hit in hits):
        return None
    view = View(text)
    going = {view.sentence_at(hit.low) for hit in hits}
    staying = sum(
        len(slots(_words(view, at))) for at in range(len(view.sentences)) if at not in going
    )
    left = _budget(given) - max(0, staying - len(slots(given)))
    text = _Draft(view, hits, signals, left).text()
    return text if _says_something(text) and _says_a_sentence(View(text), signals) else None


def _shared(words: str, given: str) -> bool:
    """Whether a few words in a row stand in both, whatever the marks between them."""
    one, other = _WORD.findall(words.lower()), f" {' '.join(_WORD.findall(given.lower()))} "
    few = min(_IN_A_ROW, len(one))
    return any(f" {' '.join(one[at : at + few])} " in other for at in range(len(one) - few + 1))


def _dropping(hit: Hit) -> Hit:
    text = hit.rule.text.model_copy(update={"fix": "drop", "instead": None})
    return replace(hit, rule=replace(hit.rule, text=text))


def _words(view: View, at: int) -> str:
    sentence = view.sentences[at]
    return view.given[sentence.start : sentence.end]


class _Draft:
    """One round: the view's sentences, mended."""

    def __init__(self, view: View, hits: list[Hit], signals: Signals, budget: int) -> None:
        self._view = view
        self._signals = signals
        self._budget = budget
        self._used: set[str] = set()
        self._silent: list[int] = []  # where a passage went and nothing came in its place
        by_sentence: dict[int, list[Hit]] = {}
        for hit in hits:
            by_sentence.setdefault(view.sentence_at(hit.low), []).append(hit)
        self._pieces = [
            _Piece(sentence, by_sentence.get(at, [])) for at, sentence in enumerate(view.sentences)
        ]
        # No slot is shown twice.
        self._asked = {
            slot
            for at, piece in enumerate(self._pieces)
            if not piece.goes
            for slot in slots(_words(view, at))
        }

    def text(self) -> str:
        """The new version."""
        spoken = self._passages()
        gone = bool(self._silent)
        parts: list[tuple[str, str]] = []  # what parts a sentence from the one before, the sentence
        given, at = self._view.given, 0
        pending = ""
        for place, piece in enumerate(self._pieces):
            gap = given[at : piece.sentence.start]
            at = piece.sentence.end
            if place and self._pieces[place - 1].goes:
                gap = "".join(char for char in gap if char.isspace())
            pending = gap if gap.count("\n") >= pending.count("\n") else pending
            words = spoken[place] if place in spoken else self._mended(piece)
            if place and self._pieces[place - 1].goes:
                greeted = bool(parts) and parts[-1][1].endswith(",") and "\n" not in pending
                words = self._after_comma(words) if greeted else capitalised(words)
            if words:
                parts.append((pending if parts or piece is self._pieces[0] else "", words))
                pending = ""
        text = "".join(gap + words for gap, words in parts)
        if not self._pieces[-1].goes:
            text += given[at:]
        text = self._scaffolded(text) if gone else text
        return text.strip() if gone else text

    # -- passages ------------------------------------------------------------------------------

    def _passages(self) -> dict[int, str]:
        """For each sentence that goes: the words in its place, or nothing."""
        spoken: dict[int, str] = {}
        run: list[int] = []
        for place, piece in enumerate(self._pieces):
            if piece.goes:
                self._take_apart(piece)
            if piece.goes and not (run and piece.lead):
                run.append(place)
                continue
            spoken |= self._speak(run)
            run = [place] if piece.goes else []
        return spoken | self._speak(run)

    def _speak(self, run: list[int]) -> dict[int, str]:
        """What a passage says now: its clauses that stay, and one sentence for what was found."""
        if not run:
            return {}
        facts = list(dict.fromkeys(fact for at in run for fact in self._pieces[at].facts))
        stays = " ".join(clause for at in run for clause in self._pieces[at].stays)
        facts = [fact for fact in facts if fact not in stays]
        keep = self._signals.scaffold.keep.format(facts=", ".join(facts)) if facts else ""
        plain, asking = self._chosen(run, stays)
        if keep and asking:  # one slot for both: what to fill in, and what was said there
            filled = asking[1].replace("]", f" – {keep[1].lower()}{keep[2:]}", 1)
            asking, keep = (asking[0], filled), ""
        spoken: dict[int, str] = {}
        silent = True
        for at in run:
            piece = self._pieces[at]
            words = [*piece.stays]
            if plain and plain[0] == at:
                words.insert(0, closed(plain[1]))  # first the feeling, then the matter
            if asking and asking[0] == at:
                words.append(closed(asking[1]))
            if at == run[-1] and keep:
                words.append(keep)
            inline = piece.lead.rstrip().endswith(",")
            said = " ".join(
                word if inline and not place else capitalised(word)
                for place, word in enumerate(words)
            )
            lead = "" if _MARK.fullmatch(piece.lead) else piece.lead.rstrip()
            spoken[at] = piece.lead + said if words else lead
            silent = silent and not words
        if silent:
            self._silent.append(run[0])
        return spoken

    def _chosen(
        self, run: list[int], stays: str
    ) -> tuple[tuple[int, str] | None, tuple[int, str] | None]:
        """The sentences that speak for a passage: one with nothing to fill in, one with a slot."""
        settled = bool(stays) and bool(self._signals.next_step.count(View(stays), most=1))
        offered = [
            (at, hit.rule.text.instead, hit.rule.category)
            for at in run
            for hit in self._pieces[at].hits
            if hit.rule.text.fix == "sentence" and hit.rule.text.instead
        ]
        offered.sort(key=lambda offer: (_speaks(offer[2]), offer[0]))
        plain = asking = None
        for at, words, _ in offered:
            # Words already there, in this passage or elsewhere, aren't said twice.
            if words in self._used or words.lower() in self._view.given.lower():
                continue
            if slots(words):
                if asking is None and not settled and self._affords(words):
                    asking = (at, words)
                    self._used.add(words)
            elif plain is None and not self._has_plain():
                plain = (at, words)
                self._used.add(words)
        return plain, asking

    def _affords(self, words: str) -> bool:
        """Whether there is room for the slots of these words, which are then taken."""
        wanted = slots(words)
        if len(wanted) > self._budget or self._asked & set(wanted):
            return False
        self._budget -= len(wanted)
        self._asked |= set(wanted)
        return True

    def _has_plain(self) -> bool:
        return any(not slots(words) for words in self._used)

    def _take_apart(self, piece: _Piece) -> None:
        """Find the sentence's lead, the clauses that can stay, the facts that can't go."""
        given, sentence = self._view.given, piece.sentence
        spans = [self._view.span(hit.low, hit.high) for hit in piece.hits]
        text = given[sentence.start : sentence.end]
        bullet = _BULLET.match(text)
        start = bullet.end() if bullet else 0
        start = self._after_greeting(text, start, min(low for low, _ in spans) - sentence.start)
        piece.lead = text[:start]
        clauses, at = [], start
        for match in _CLAUSE_END.finditer(text, start):
            clauses.append((at, match.start()))
            at = match.end()
        clauses.append((at, len(text)))
        manner = all(hit.rule.category in _MANNER for hit in piece.hits)
        drops = all(hit.rule.text.fix == "drop" for hit in piece.hits)
        standing = False
        for low, high in clauses:
            clean = all(
                end <= sentence.start + low or begin >= sentence.start + high
                for begin, end in spans
            )
            clause = text[low:high].rstrip(" ,;:–—-")
            if not standing:
                clause = self._unjoined(clause)
            standing = clean and (standing or self._stands(clause, manner=manner))
            if not standing:
                piece.facts += [fact for fact in facts_in(clause) if not (drops and slight(fact))]
            elif piece.stays and text[:low].rstrip(" ,;:–—-").endswith(piece.stays[-1].rstrip(".")):
                piece.stays[-1] = closed(f"{piece.stays[-1].rstrip('.')}, {clause}")
            else:
                piece.stays.append(closed(clause))

    def _after_greeting(self, text: str, start: int, first: int) -> int:
        """Where a greeting that opens the sentence ends, as far as no finding begins in it."""
        comma = text.find(",", start, min(first, start + _LEAD))
        if comma < 0:
            return start
        view = View(text[start:comma])
        if not _greets(view.text, self._signals):
            return start
        while comma + 1 < len(text) and text[comma + 1] == " ":
            comma += 1
        return comma + 1

    def _after_comma(self, words: str) -> str:
        """A sentence that follows the greeting on its line: in small letters where it begins with
        a word that is no name."""
        return lowered(words) if self._opens(View(words)) else words

    def _opens(self, view: View) -> bool:
        """Whether it begins as a sentence can: "we", "the"."""
        return any(
            match.start == 0
            for phrase in self._signals.stands_alone
            for match in phrase.finditer(view.text)
        )

    def _unjoined(self, clause: str) -> str:
        """The clause without the word that joined it to the one that goes: "but", "so"."""
        word, _, rest = clause.partition(" ")
        return rest if rest and word.lower() in self._signals.scaffold.joins else clause

    def _stands(self, clause: str, *, manner: bool) -> bool:
        """Whether the clause can be a sentence, and says something that is worth one."""
        view = View(clause)
        return self._opens(view) and (
            manner or bool(facts_in(clause)) or bool(self._signals.next_step.count(view, most=1))
        )

    # -- sentences that stay -------------------------------------------------------------------

    def _mended(self, piece: _Piece) -> str:
        """A sentence with the words found replaced, taken out or quietened."""
        given, sentence = self._view.given, piece.sentence
        text = given[sentence.start : sentence.end]
        spans = [(self._view.span(hit.low, hit.high), hit) for hit in _ordered(piece.hits)]
        spans.sort(key=lambda each: each[0])
        edited = sentence.end  # two hits may share a letter that was folded into several
        unsaid = False  # whether something went for which there was no room
        for (start, end), hit in reversed(spans):
            if end > edited:
                continue
            edited = start
            rule = hit.rule.text
            words = (rule.instead or "") if rule.fix == "replace" else ""
            if words and not self._affords(words):
                words, unsaid = "", True  # "by [date]" once is enough
            if rule.fix == "quieten":
                words = quietened(given[start:end])
            before, after = text[: start - sentence.start], text[end - sentence.start :]
            ahead = before if before.strip() else given[:start]
            opens = bool(_BULLET.fullmatch(before)) or opens_sentence(ahead)
            text = _put(before, words, after, opens=opens)
        said = len(text.split()) >= _ENOUGH if unsaid else _LETTER.search(text)
        return text if said else ""

    def _scaffolded(self, text: str) -> str:
        """Where sentences went and too little is left: what is meant, and what happens next."""
        scaffold = self._signals.scaffold
        view = View(text)
        if self._says_enough(view):
            return text
        wanted: list[str] = []
        if not _shows(view, ("apology", "thanks", "names-problem"), self._signals):
            wanted.append(scaffold.acknowledge)
        promised = _shows(view, ("next-step", "options", "question"), self._signals)
        if not promised and self._affords(scaffold.next_step):
            wanted.append(scaffold.next_step)
        wanted = [words for words in wanted if words not in text]
        if not wanted:
            return text
        before = self._before(self._silent[0], text)
        head, tail = text[:before], text[before:]
        gap = "" if not head.strip() or head[-1:].isspace() else " "
        if head.rstrip(" ").endswith(","):  # on the greeting's line
            wanted[0] = lowered(wanted[0])
        close = " " if tail and not tail[0].isspace() else ""
        if close and head.endswith("\n"):
            close = head[len(head.rstrip("\n")) :]  # a paragraph of its own, as what went was
        start = len(tail) - len(tail.lstrip())
        return head + gap + " ".join(wanted) + close + tail[:start] + capitalised(tail[start:])

    def _says_enough(self, view: View) -> bool:
        """Whether a sentence is left besides greeting, thanks and signature."""
        return any(
            len(words := self._ungreeted(view.text[sentence.low : sentence.high])) >= _ENOUGH
            and words[-1][-1] in ".!?"
            for sentence in view.sentences
        )

    def _ungreeted(self, text: str) -> list[str]:
        """The words of a sentence without the greeting, and thanks or the like, that it may be."""
        start = self._after_greeting(text, 0, len(text))
        words = text[start:].split()
        return [] if _greets(" ".join(words), self._signals) else words

    def _before(self, place: int, text: str) -> int:
        """Where in the new `text` the sentence that went would stand: after what stands before."""
        lead = self._pieces[place].lead
        if lead and not _MARK.fullmatch(lead) and (lead := lead.rstrip()) in text:
            return text.index(lead) + len(lead)
        for piece in reversed(self._pieces[:place]):
            words = self._view.given[piece.sentence.start : piece.sentence.end]
            if not piece.hits and words in text:
                at = text.index(words) + len(words)
                broken = "\n" in self._view.given[piece.sentence.end :][:2]
                rest = len(text) - len(text[at:].lstrip()) - at if broken else 0
                return at + rest
        return 0


def _says_something(text: str) -> bool:
    """Whether anything is left besides whom it is to, who signs it ("@rachel ^Tess", "-Mo") and
    what is to be filled in."""
    words = _IN_BRACKETS.sub("", text).split()
    return any(_LETTER.search(word) and word[0] not in _SIGNS for word in words)


def _says_a_sentence(view: View, signals: Signals) -> bool:
    """Whether something is left besides salutation, signature and what is to be filled in."""
    for sentence in view.sentences:
        text = view.text[sentence.low : sentence.high].strip()
        own = len(_WORD.findall(_IN_BRACKETS.sub("", text)))
        closed_off = text.endswith((".", "!", "?", "…"))
        if own >= (_FEWEST if closed_off else _ENOUGH) and (
            closed_off or not _greets(text, signals)
        ):
            return True
    return False


def _greets(text: str, signals: Signals) -> bool:
    return any(phrase.found(text) for phrase in signals.greeting)


def _budget(given: str) -> int:
    return _FEW_SLOTS if len(given.split()) < _SHORT else _MORE_SLOTS


def _speaks(category: Category) -> int:
    return _SPEAKS.index(category) if category in _SPEAKS else len(_SPEAKS)


def _ordered(hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: hit.low)


def _put(before: str, words: str, after: str, *, opens: bool) -> str:
    if words:
        if words[-1] in ".!?" and after[:1] in {".", "!", "?", ","}:
            after = after.lstrip(".!?,")
        return before + (capitalised(words) if opens else words) + after
    if re.match(r"^[ \t]*,", after) and before.rstrip()[-1:].isalnum():
        return before.rstrip() + after.lstrip()  # "Sorry mate, it's late": the comma stays
    # Taken out: its comma goes with it, and the next word takes over the capital.
    after = re.sub(r"^[ \t]*[,;:–—-]*[ \t]*", "" if opens else " ", after)
    if re.match(r"^ ?[.!?]", after):
        before, after = before.rstrip(" ,;:–—-"), after.lstrip()
    if opens:
        return before + capitalised(re.sub(r"^[.!?]+\s*", "", after))
    if not before or before.endswith((" ", "\n")):
        after = after.lstrip(" ")
    return before + after


def _shows(view: View, keys: Iterable[str], signals: Signals) -> bool:
    return any(s.count(view, most=1) for s in signals.strengths if s.key in keys)
