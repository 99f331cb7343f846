"""The model as a source of findings."""

import logging
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.advice.encoder import MODEL, Encoder, EncoderUnavailable
from bot.content.models import LANGUAGES, Language
from bot.tone.matching import Hit
from bot.tone.models import CATEGORIES, Category, RuleError, Severity
from bot.tone.rulebook import Rule, RuleText, explain, read_data
from bot.tone.view import View, fold

from .features import Unit, grams, units

if TYPE_CHECKING:
    from .heads import Floats, Heads

HEADS = Path(__file__).parent
_MOST = 2  # findings of one text: a card shows three, and rules come first
# Only what is about the person can be stopped on the model's word.
_STOPS: frozenset[Category] = frozenset({"insult", "discrimination", "sarcasm"})

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


class _ModelRule(Rule):
    """Stands where a rule would: the model has one for each category and severity."""

    __slots__ = ()

    @property
    def id(self) -> str:
        return f"model/{self.category}"


_Rules = dict[tuple[Language, Category, Severity], Rule]


class ToneModel:
    """The encoder and the heads. Load once; safe to share between threads."""

    def __init__(self, encoder: Encoder, heads: "Heads", words: _File) -> None:
        self._encoder = encoder
        self._heads = heads
        self._rules = rules_of(words)

    @classmethod
    def load(cls, directory: Path = HEADS, encoder: Encoder | None = None) -> Self:
        """The model in `directory`, on `encoder` if one is loaded already.

        Raises `ModelUnavailable`, and `RuleError` where words.yaml is broken.
        """
        try:
            from .heads import Heads  # noqa: PLC0415 - numpy may be missing

            encoder = encoder or Encoder.load(MODEL)
            heads = Heads.load(directory)
        except (EncoderUnavailable, ImportError) as error:
            raise ModelUnavailable(str(error)) from error
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise ModelUnavailable(
                f"the files in {directory} can't be read ({error}); reinstall Dean, or make them"
                " anew with training/tone/train.py"
            ) from error
        if heads.encoder != encoder.fingerprint:
            raise ModelUnavailable(
                f"the heads in {directory} are for another encoder ({heads.encoder}); make them"
                " anew with training/tone/train.py"
            )
        return cls(encoder, heads, words_in(directory / "words.yaml"))

    def source(self, lang: Language) -> "ModelSource":
        """The model as a source for one language's reviews."""
        return ModelSource(self, lang)

    def hits(self, view: View, lang: Language) -> list[Hit]:
        """The sentences that may grate, the likeliest first, at most two."""
        read = units(view)
        if not read:
            return []
        whole = view.draft
        # One batch; the encoder remembers, so a suggested version costs only what it changed.
        vectors = self._encoder.encode([*(unit.text for unit in read), whole])
        scores = self._heads.scores(vectors[:-1], vectors[-1], [u.grams for u in read], lang)
        return choose(read, scores.flaw, scores.stop, scores.categories, lang, self._rules)

    def politeness(self, text: str) -> float:
        """0…1: where the text stands among English requests rated for politeness."""
        return self._heads.politeness(self._encoder.encode([text])[0], Counter(grams(fold(text))))


class ModelSource:
    """`ToneModel` for one language; see `matching.Source`."""

    def __init__(self, model: ToneModel, lang: Language) -> None:
        self._model = model
        self._lang = lang

    def hits(self, view: View) -> Iterable[Hit]:
        """What the model sees in the text."""
        return self._model.hits(view, self._lang)


def beside(ruled: Iterable[Hit], modelled: Iterable[Hit]) -> list[Hit]:
    """The rules' hits, and those of the model that share no words with them."""
    first = list(ruled)
    return first + [
        hit
        for hit in modelled
        if all(hit.high <= other.low or hit.low >= other.high for other in first)
    ]


@lru_cache(maxsize=1)
def shipped() -> ToneModel | None:
    """The model in the package, loaded at the first call; None where it can't run here."""
    try:
        return ToneModel.load()
    except ModelUnavailable as error:
        _log.warning("tone reviews go by the rules alone: %s", error)
        return None


def choose(
    read: Sequence[Unit],
    flaw: "Floats",
    stop: "Floats",
    kinds: "Floats",
    lang: Language,
    rules: _Rules,
) -> list[Hit]:
    """From scores by sentence to findings: the highest above 0, at most two."""
    found = []
    for at in sorted(range(len(read)), key=lambda at: -float(flaw[at]))[:_MOST]:
        if flaw[at] <= 0:
            break
        category = CATEGORIES[int(kinds[at].argmax())]
        stops = category in _STOPS and bool(stop[at] > 0)
        rule = rules[lang, category, "stop" if stops else "soften"]
        found.append(Hit(rule, read[at].low, read[at].high))
    return found


def rules_of(words: _File) -> _Rules:
    """A rule for each language, category and severity, to stand in a hit."""
    severities: tuple[Severity, ...] = ("soften", "stop")
    return {
        (lang, category, severity): _rule(lang, category, severity, said)
        for lang in LANGUAGES
        for category, said in getattr(words, lang).items()
        for severity in severities
    }


def _rule(lang: Language, category: Category, severity: Severity, said: _Words) -> Rule:
    # Not validated: examples are a rule's tests, and the model's are its training corpus.
    text = RuleText.model_construct(
        id="model", severity=severity, sure=False, why=said.why, instead=said.instead, examples=()
    )
    return _ModelRule(
        text=text, category=category, lang=lang, phrases=(), groups=(), unless=(), needs={}
    )


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
