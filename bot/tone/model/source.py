"""The model as the review asks it: which words may grate, and whether the reply is held at all."""

import importlib.util
import logging
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.advice.encoder import Encoder, EncoderUnavailable, shared
from bot.content.models import LANGUAGES, Language
from bot.tone.matching import Hit
from bot.tone.models import CATEGORIES, SEVERITIES, Category, RuleError, Severity
from bot.tone.rulebook import Fix, Rule, RuleText, explain, read_data
from bot.tone.view import MASK, View

from .judging import Judge, evidence
from .network import FLAW, KINDS, POLITE, STOP, Network, about
from .reading import Window, Word, windows

if TYPE_CHECKING:
    from bot.vectors import Floats

HERE = Path(__file__).parent

# A word is marked from here on; between two marked ones, so many may stay unmarked.
_MARKED, _GAP = 0.0, 2
_FEWEST = 3  # words that say by themselves what is meant; of fewer the whole clause is quoted
_MOST = 3  # stretches of one text that the model points at: a card shows as many
# What the whole text says of the category, beside the words themselves.
_WHOLE = 0.5
_SAYS = 4  # words of a sentence that says something
_BREAK = re.compile(r"[,;:.!?…)]$")

# Where a rule's words are enough to stop a long text; a threat or a refusal hangs on the rest.
_GRAVE: frozenset[Category] = frozenset({"insult", "discrimination"})

# What is best left unsaid: nothing stands in its place but what happens next.
_UNSAID: frozenset[Category] = frozenset({"insult", "discrimination", "sarcasm"})

_log = logging.getLogger(__name__)


class ModelUnavailable(RuntimeError):
    """There is no model here; the rules review alone. The message says what to do."""


class _Words(BaseModel):
    """What is said about a category."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    why: str
    instead: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    en: dict[Category, _Words]
    nl: dict[Category, _Words]
    he: dict[Category, _Words]


class ModelRule(Rule):
    """Stands where a rule would: the model has one for each category and severity."""

    __slots__ = ()

    @property
    def id(self) -> str:
        return f"model/{self.category}"


_Rules = dict[tuple[Language, Category, Severity], Rule]


@dataclass(frozen=True)
class Heard:
    """What the model makes of one text."""

    hits: tuple[Hit, ...]  # the rules' and its own, none overlapping; empty: it may be sent
    polite: float  # 0…1: where it stands among requests rated for politeness
    customer: float  # above 0: a customer's message rather than a reply


class ToneModel:
    """The network and what is said of its findings. Load once; safe to share between threads."""

    def __init__(self, network: Network, judge: Judge, middle: float, words: _File) -> None:
        self._network = network
        self._judge = judge
        self._middle = middle
        self._rules = rules_of(words)

    @classmethod
    def load(cls, directory: Path = HERE, encoder: Encoder | None = None) -> Self:
        """The model in `directory`, on `encoder` if one is loaded already.

        Raises `ModelUnavailable`, and `RuleError` where words.yaml is broken.
        """
        if importlib.util.find_spec("onnxruntime") is None:
            raise ModelUnavailable("onnxruntime isn't installed; `pip install onnxruntime`")
        try:
            encoder = encoder or shared()
            network = Network.load(directory, encoder)
            told = about(directory)
            judge, middle = Judge.told(told), float(told["polite"]["middle"])
        except EncoderUnavailable as error:
            raise ModelUnavailable(str(error)) from error
        # onnxruntime's own exceptions share no base but Exception.
        except Exception as error:
            raise ModelUnavailable(
                f"the files in {directory} can't be read ({error}); reinstall Dean, or make them"
                " anew with training/tone/train.py"
            ) from error
        return cls(network, judge, middle, words_in(directory / "words.yaml"))

    def hear(self, view: View, lang: Language, ruled: Sequence[Hit] = ()) -> Heard:
        """What the text comes to, with the rules' hits taken into account: where the two
        together aren't sure enough, there is none."""
        read = [
            (window, *self._network.scores(window))
            for window in windows(view, self._network.pieces)
        ]
        told = evidence([(words, text) for _, words, text in read], ruled)
        # In a long text one sentence among many fine ones is faint, and a sure rule isn't.
        plain = [hit.rule for hit in ruled if hit.rule.text.sure and len(read) > 1]
        held = bool(plain) or self._judge.holds(told, lang) > 0
        grave = any(rule.category in _GRAVE and rule.text.severity == "stop" for rule in plain)
        stopped = grave or self._judge.stops(told, lang) > 0
        hits: list[Hit] = []
        if held or stopped:
            marked = [each for window in read for each in _marked(view, *window)]
            marked.sort(key=lambda each: -each.flaw)
            ruled = _grave(ruled, marked) if stopped else ruled
            own = self._told(_apart(marked, ruled), lang)
            hits = [*ruled, *own] or self._told(_likeliest(view, read), lang)
            hits = _severe(hits, stopped, [(window, words) for window, words, _ in read])
        return Heard(
            hits=tuple(hits),
            polite=_share([float(text[POLITE]) - self._middle for *_, text in read]),
            customer=self._judge.customers(told, lang),
        )

    def _told(self, marked: Iterable["_Marked"], lang: Language) -> list[Hit]:
        return [
            Hit(self._rules[lang, each.category, "soften"], each.low, each.high) for each in marked
        ][:_MOST]


@dataclass(frozen=True, slots=True)
class _Marked:
    """Words that the network points at."""

    low: int
    high: int
    flaw: float
    stop: float
    category: Category


def _marked(view: View, window: Window, words: "Floats", text: "Floats") -> list[_Marked]:
    """The stretches of marked words, none across sentences."""
    runs: list[tuple[int, int]] = []
    for n, word in enumerate(window.words):
        if words[n, FLAW] <= _MARKED or _masked(view, word):
            continue
        if runs and n - runs[-1][1] <= _GAP + 1 and _together(view, window, runs[-1][1], n):
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    whole: list[tuple[int, int]] = []
    for run in runs:
        few = run[1] - run[0] + 1 < _FEWEST
        first, last = _clause(view, window, run[0]) if few else run
        last = max(last, run[1])
        if whole and first <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(last, whole[-1][1]))
        else:
            whole.append((first, last))
    return [_stretch(window, words, text, first, last) for first, last in whole]


def _likeliest(view: View, read: Sequence[tuple[Window, "Floats", "Floats"]]) -> list[_Marked]:
    """The clause around the word that is nearest to being marked."""
    own = [
        (float(words[n, FLAW]), place, n)
        for place, (window, words, _) in enumerate(read)
        for n, word in enumerate(window.words)
        if not _masked(view, word)
    ]
    if not own:
        return []
    _, place, at = max(own)
    window, words, text = read[place]
    return [_stretch(window, words, text, *_clause(view, window, at))]


def _clause(view: View, window: Window, at: int) -> tuple[int, int]:
    """The first and the last word of the clause around a word."""

    def ends(n: int) -> bool:
        return bool(_BREAK.search(view.text[window.words[n].low : window.words[n].high]))

    first = last = at
    while first > 0 and _together(view, window, first - 1, at) and not ends(first - 1):
        first -= 1
    while last + 1 < len(window.words) and _together(view, window, last + 1, at) and not ends(last):
        last += 1
    return first, last


def _together(view: View, window: Window, one: int, other: int) -> bool:
    """Whether two words are of one sentence."""
    words = window.words
    return view.sentence_at(words[one].low) == view.sentence_at(words[other].low)


def _masked(view: View, word: Word) -> bool:
    """Whether it stands for what isn't the writer's own: a quotation, an address."""
    return MASK in view.text[word.low : word.high]


def _stretch(window: Window, words: "Floats", text: "Floats", first: int, last: int) -> _Marked:
    part = words[first : last + 1]
    kinds = part[:, KINDS].mean(axis=0) + _WHOLE * text[KINDS]
    return _Marked(
        window.words[first].low,
        window.words[last].high,
        float(part[:, FLAW].max()),
        float(part[:, STOP].max()),
        CATEGORIES[int(kinds.argmax())],
    )


def _apart(marked: Iterable[_Marked], ruled: Sequence[Hit]) -> list[_Marked]:
    """Those that share no words with a rule's hit: rules know the words, and what to say."""
    return [
        each
        for each in marked
        if all(each.high <= hit.low or each.low >= hit.high for hit in ruled)
    ]


def _grave(ruled: Sequence[Hit], marked: Sequence[_Marked]) -> list[Hit]:
    """The rules' hits of a text that is to be stopped. Where none of them says so, without those
    amid words that are marked as something else: "vague" is no reason to stop."""
    if any(hit.rule.text.severity == "stop" for hit in ruled):
        return list(ruled)
    return [
        hit
        for hit in ruled
        if not any(
            each.low <= hit.low and hit.high <= each.high and each.category != hit.rule.category
            for each in marked
        )
    ]


def _severe(
    hits: Sequence[Hit], stopped: bool, read: Sequence[tuple[Window, "Floats"]]
) -> list[Hit]:
    """The hits as severe as the whole is judged; where no rule says which of them is to be
    stopped, the one in which the network hears it most."""
    if not stopped:
        return [_at(hit, "soften") for hit in hits]
    if not hits or any(hit.rule.text.severity == "stop" for hit in hits):
        return list(hits)
    worst = max(hits, key=lambda hit: _stopping(hit, read))
    return [_at(hit, "stop") if hit is worst else hit for hit in hits]


def _stopping(hit: Hit, read: Sequence[tuple[Window, "Floats"]]) -> float:
    return max(
        (
            float(words[n, STOP])
            for window, words in read
            for n, word in enumerate(window.words)
            if word.low < hit.high and hit.low < word.high
        ),
        default=-math.inf,
    )


def _at(hit: Hit, severity: Severity) -> Hit:
    if hit.rule.text.severity == severity:
        return hit
    changes: dict[str, object] = {"severity": severity}
    if isinstance(hit.rule, ModelRule):
        changes["fix"] = _fix(hit.rule.category, severity)
    text = hit.rule.text.model_copy(update=changes)
    return replace(hit, rule=replace(hit.rule, text=text))


def _fix(category: Category, severity: Severity) -> Fix:
    """The model knows the sentence, not the word. A threat goes like an insult; where pressure is
    only pressing, there is something to ask for."""
    unsaid = category in _UNSAID or (category == "pressure" and severity == "stop")
    return "drop" if unsaid else "sentence"


def sparing(hits: Sequence[Hit], view: View) -> list[Hit]:
    """The hits without words of the model's to say instead where there is something else to be
    said already: what is best left unsaid, beside a sentence that is fine; or the same words a
    second time."""
    touched = {view.sentence_at(hit.low) for hit in hits}
    beside = any(
        len(view.text[each.low : each.high].split()) >= _SAYS
        for at, each in enumerate(view.sentences)
        if at not in touched
    )
    spared: list[Hit] = []
    said: set[str] = set()
    for hit in hits:
        words = hit.rule.text.instead
        unsaid = beside and hit.rule.text.fix == "drop"
        if words and isinstance(hit.rule, ModelRule) and (unsaid or words in said):
            text = hit.rule.text.model_copy(update={"instead": None})
            spared.append(replace(hit, rule=replace(hit.rule, text=text)))
        else:
            spared.append(hit)
            said.add(words or "")
    return spared


def _share(scores: Sequence[float]) -> float:
    """The mean logit as a share."""
    mean = sum(scores) / len(scores) if scores else 0.0
    return 1 / (1 + math.exp(-min(max(mean, -30.0), 30.0)))


@lru_cache(maxsize=1)
def shipped() -> ToneModel | None:
    """The model in the package, loaded at the first call; None where it can't run here."""
    try:
        return ToneModel.load()
    except ModelUnavailable as error:
        _log.warning("tone reviews go by the rules alone: %s", error)
        return None


def rules_of(words: _File) -> _Rules:
    """A rule for each language, category and severity, to stand in a hit."""
    return {
        (lang, category, severity): _rule(lang, category, severity, said)
        for lang in LANGUAGES
        for category, said in getattr(words, lang).items()
        for severity in SEVERITIES
    }


def _rule(lang: Language, category: Category, severity: Severity, said: _Words) -> Rule:
    # Not validated: examples are a rule's tests, and the model's are its training corpus.
    text = RuleText.model_construct(
        id="model", severity=severity, sure=False, why=said.why, instead=said.instead,
        fix=_fix(category, severity), examples=(),
    )  # fmt: skip
    return ModelRule(text=text, category=category, lang=lang)


def words_in(file: Path) -> _File:
    """What is said about each category. Raises `RuleError`."""
    try:
        words = _File.model_validate(read_data(file))
    except ValidationError as error:
        raise RuleError(file, None, explain(error)) from error
    for lang in LANGUAGES:
        missing = set(CATEGORIES) - set(getattr(words, lang))
        if missing:
            raise RuleError(file, lang, f"has no words for {', '.join(sorted(missing))}")
    return words
