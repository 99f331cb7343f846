"""What the network and the rules say together: whether a reply is held, and whether stopped.

Training and review share this file: the weights are learned for exactly these numbers.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.content.models import Language
from bot.tone.matching import Hit

from .network import FLAW, POLITE, STOP, UNCIVIL, YOURS

if TYPE_CHECKING:
    from bot.vectors import Floats

# A sure rule counts for more than was learned: rules know words best that the network hears in fine
# replies, too ("as I already told you").
_SURE = 2.5
_LOWEST, _HIGHEST = -8.0, 8.0  # a logit beyond is no more certain


class Evidence(NamedTuple):
    """What is known of a reply as a whole."""

    text_flaw: float  # the network's logits; of several windows the highest
    word_flaw: float
    text_stop: float
    word_stop: float
    polite: float  # the mean
    uncivil: float
    customer: float  # how far it sounds like a customer's message: agents don't talk like that
    rule: float  # 1: a rule found something
    rule_sure: float  # 1: … and is sure of it
    rule_stop: float  # 1: … that stops


EVIDENCE = Evidence._fields


def evidence(read: "Sequence[tuple[Floats, Floats]]", ruled: Iterable[Hit]) -> Evidence:
    """From the scores of a reply's windows, and the rules' hits."""
    hits = list(ruled)
    texts = [text for _, text in read]
    worded = [words for words, _ in read if len(words)]
    return Evidence(
        text_flaw=_most(text[FLAW] for text in texts),
        word_flaw=_most(words[:, FLAW].max() for words in worded),
        text_stop=_most(text[STOP] for text in texts),
        word_stop=_most(words[:, STOP].max() for words in worded),
        polite=math.fsum(_most([text[POLITE]]) for text in texts) / max(len(texts), 1),
        uncivil=_most(text[UNCIVIL] for text in texts),
        customer=_most(text[YOURS] for text in texts),
        rule=float(bool(hits)),
        rule_sure=float(any(hit.rule.text.sure for hit in hits)),
        rule_stop=float(any(hit.rule.text.severity == "stop" for hit in hits)),
    )


def _most(values: Iterable[Any]) -> float:
    most = max((float(value) for value in values), default=_LOWEST)
    return min(max(most, _LOWEST), _HIGHEST)


@dataclass(frozen=True)
class Judge:
    """The learned weights and lines."""

    flaw: Mapping[str, float]
    stop: Mapping[str, float]
    flaw_at: Mapping[Language, float]
    stop_at: Mapping[Language, float]
    named_at: Mapping[Language, float]
    customer_at: Mapping[Language, float]

    @classmethod
    def told(cls, about: Mapping[str, Any]) -> "Judge":
        """From `model.json`. Raises KeyError."""
        judge = cls(
            *(
                about[name]
                for name in ("flaw", "stop", "flaw_at", "stop_at", "named_at", "customer_at")
            )
        )
        for weights in (judge.flaw, judge.stop):
            if set(weights) != set(EVIDENCE):
                raise KeyError("the weights are for other evidence")
        return judge

    def holds(self, told: Evidence, lang: Language) -> float:
        """Above 0: the reply isn't sent as it is."""
        flawed = _sum(self.flaw, told) + _SURE * told.rule_sure - self.flaw_at[lang]
        return max(flawed, _sum(self.stop, told) - self.stop_at[lang])

    def customers(self, told: Evidence, lang: Language) -> float:
        """Above 0: a customer's message rather than a reply to one."""
        return told.customer - self.customer_at[lang]

    def stops(self, told: Evidence, lang: Language) -> float:
        """Above 0: it is to be stopped, and that is said. To hold it, less is enough."""
        return _sum(self.stop, told) - self.named_at[lang]


def _sum(weights: Mapping[str, float], told: Evidence) -> float:
    return math.fsum(weights[name] * value for name, value in told._asdict().items())
