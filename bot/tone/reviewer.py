"""The reviewer: a text in, a review out. Built once, shared by all threads: it holds no state."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.content.models import LANGUAGES, Language
from bot.language import detect

from .house import NOTHING_SPECIAL, House, HouseWords, house_words
from .matching import Hit, RuleSource, Source, finding, strongest
from .missing import MissingModel
from .model import Heard, ModelRule, ToneModel, sparing
from .models import MAX_CHARS, Absent, EmptyText, Missing, Review, Side, TextTooLong, verdict_of
from .rewrite import amended, redraft, rewrite
from .rulebook import Rulebook, load_rules
from .signals import Signals, load_signals, load_tip_choice, present
from .view import View
from .voice import answered

RULES_DIR = Path(__file__).parent / "rules"

_MOST_TIPS = 5
# Characters of a reply that the rules, and the model, go through once more to suggest another; of
# longer ones a card shows no whole version anyway.
_REWRITTEN, _REDRAFTED = 10_000, 3_000
_DENIED: Mapping[Missing, tuple[str, ...]] = {
    "acknowledgement": ("names-problem", "apology"),
    "answer": (),
    "next-step": ("next-step", "date"),
}
_MARGIN = 1.0  # by how much a text must look like a customer's: in doubt it is a reply
_DOUBT = 4.0  # … by the model, where a rule finds what agents shouldn't say


class Reviewer:
    """Reviews replies to customers, and reads customers' messages.

        review = Reviewer().review("As I already told you, read the manual.")
        review.verdict                      # "stop"
        review.findings[0].quote            # "read the manual"

    With `model` (`bot.tone.model.shipped()`) sentences are found that no rule has words for; with
    `missing` (`bot.tone.missing.shipped()`) what a reply leaves out, seen beside the message that
    it answers. Raises `RuleError` where a rule file is broken: name, rule and reason are in it.
    """

    def __init__(
        self,
        rules_dir: Path = RULES_DIR,
        *,
        model: ToneModel | None = None,
        missing: MissingModel | None = None,
    ) -> None:
        self._books: dict[Language, Rulebook] = {
            lang: load_rules(rules_dir, lang) for lang in LANGUAGES
        }
        self._sources: dict[Language, tuple[Source, ...]] = {
            lang: (RuleSource(book),) for lang, book in self._books.items()
        }
        self._model = model
        self._missing = missing
        self._signals: dict[Language, Signals] = {
            lang: load_signals(rules_dir, lang, book.words) for lang, book in self._books.items()
        }
        self._tips = load_tip_choice(rules_dir)

    @property
    def rulebooks(self) -> dict[Language, Rulebook]:
        """The rules in use, for tests and for lists of what is looked for."""
        return dict(self._books)

    def review(
        self,
        text: str,
        *,
        lang: Language | None = None,
        side: Side | None = None,
        house: House = NOTHING_SPECIAL,
        customer: str = "",
    ) -> Review:
        """The review of one text; language and side are recognised where they aren't given.
        `house`: the team's own phrases to avoid and to allow. `customer`: the message that the
        text answers, where it doesn't quote it itself.

        Raises `TextTooLong` and `EmptyText`. Takes time linear in the text; run long texts off
        the event loop.
        """
        if len(text) > MAX_CHARS:
            raise TextTooLong(len(text))
        if not _says(text):
            raise EmptyText
        spoken = house_words(house)
        view = View(text)
        lang = lang or detect(view.draft)
        signals = self._signals[lang]
        ruled = spoken.spared(view, self._ruled(view, lang))
        heard = self._model.hear(view, lang, ruled) if self._model else None
        # Nobody asks a colleague to look over a customer's message, or has a message answer one.
        replies = view.framed or _says(customer)
        side = side or ("reply" if replies else _side(view, signals, heard, ruled))
        if side == "customer":
            return self._read_customer(view, lang, signals, heard)
        found = spoken.spared(view, heard.hits) if heard else ruled
        hits = strongest(spoken.joined(view, lang, found))
        missing = self._left_out(customer if _says(customer) else answered(text), view.draft, lang)
        return Review(
            lang=lang,
            side=side,
            verdict=verdict_of(hit.rule.text.severity for hit in hits),
            politeness=_politeness(view, hits, signals, heard),
            findings=tuple(finding(hit, view) for hit in sparing(hits, view)),
            rewrite=self._rewrite(view, lang, spoken, hits) if hits else None,
            strengths=_beside(missing, present(signals.strengths, view)),
            missing=missing,
        )

    def _left_out(self, message: str, reply: str, lang: Language) -> tuple[Absent, ...]:
        if self._missing is None or not message:
            return ()
        return self._missing.missing(message, reply, lang)

    def _ruled(self, view: View, lang: Language) -> list[Hit]:
        return strongest(hit for source in self._sources[lang] for hit in source.hits(view))

    def _rewrite(
        self, view: View, lang: Language, spoken: HouseWords, hits: list[Hit]
    ) -> str | None:
        """A version in which neither the rules nor the model find anything. The rules know which
        words to put in; what only the model hears is a sentence, and mended as one."""

        def by_rules(changed: View) -> list[Hit]:
            ruled = spoken.spared(changed, self._ruled(changed, lang))
            return strongest(spoken.joined(changed, lang, ruled))

        def by_both(changed: View) -> list[Hit]:
            ruled = spoken.spared(changed, self._ruled(changed, lang))
            heard = self._model.hear(changed, lang, ruled).hits if self._model else ruled
            return strongest(spoken.joined(changed, lang, spoken.spared(changed, heard)))

        draft, signals = view.draft, self._signals[lang]
        if any(isinstance(hit.rule, ModelRule) for hit in hits):
            if len(draft) > _REDRAFTED:
                return None
            if draft != view.given:  # of what is quoted to be looked over, only that is mended
                hits = by_both(View(draft))
            return redraft(draft, hits, by_both, signals)
        if len(draft) > _REWRITTEN:
            return None
        text = rewrite(draft, by_rules, signals)
        if text is None or not by_both(View(text)):
            return text
        return amended(draft, text, by_both, signals) if len(text) <= _REDRAFTED else None

    def _read_customer(
        self, view: View, lang: Language, signals: Signals, heard: Heard | None
    ) -> Review:
        mood = present(signals.mood, view)
        asks = present(signals.asks, view)
        chosen = [tip for key in mood for tip in self._tips.mood.get(key, ())]
        wished = [tip for key in asks for tip in self._tips.asks.get(key, ())]
        return Review(
            lang=lang,
            side="customer",
            verdict=None,
            politeness=_politeness(view, [], signals, heard),
            mood=mood,
            asks=asks,
            tips=tuple(dict.fromkeys(_interleaved(chosen, wished)))[:_MOST_TIPS],
        )


def _says(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _beside(missing: Sequence[Absent], strengths: tuple[str, ...]) -> tuple[str, ...]:
    """The strengths that aren't just what is missing: an apology, but for something else."""
    denied = {key for absent in missing for key in _DENIED[absent.what]}
    return tuple(key for key in strengths if key not in denied)


def _interleaved(first: list[str], second: list[str]) -> list[str]:
    """What is felt before what is asked, in turns: a tip for each comes early."""
    merged: list[str] = []
    for i in range(max(len(first), len(second))):
        merged += first[i : i + 1] + second[i : i + 1]
    return merged


def _side(view: View, signals: Signals, heard: Heard | None, ruled: list[Hit]) -> Side:
    """By the model, which tells nearly all; without it by words that only one side uses."""
    if heard is not None:
        plain = any(hit.rule.text.sure and hit.rule.text.severity == "soften" for hit in ruled)
        return "customer" if heard.customer > (_DOUBT if plain else 0) else "reply"
    customer = signals.score(signals.sides["customer"], view)
    reply = signals.score(signals.sides["reply"], view)
    return "customer" if customer - reply >= _MARGIN else "reply"


def _politeness(view: View, hits: list[Hit], signals: Signals, heard: Heard | None) -> float:
    """The model's figure in 0…1; without it a rough one: polite strategies against findings."""
    if heard is not None:
        return round(heard.polite, 3)
    harm = sum(2.5 if hit.rule.text.severity == "stop" else 1.0 for hit in hits)
    score = 0.3 + signals.score(signals.politeness, view) - harm
    return round(1 / (1 + math.exp(-score)), 3)
