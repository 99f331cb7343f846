"""What the network and the rules say together: whether a reply is held, and whether stopped.

Training and review share this file: the weights are learned for exactly these numbers.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.content.models import Language
from bot.tone.matching import Hit

from .network import FLAW, STOP

if TYPE_CHECKING:
    from .network import Floats

# How often a sure rule counts: the finishing quietens the network on words that rules know best
# ("as I already told you").
_SURE = 1.75
_LOWEST, _HIGHEST = -8.0, 8.0  # a logit beyond is no more certain


class Evidence(NamedTuple):
    """What is known of a reply as a whole."""

    text_flaw: float  # the network's logits; of several windows the highest
    word_flaw: float
    text_stop: float
    word_stop: float
    rule: float  # 1: a rule found something
    rule_stop: float  # 1: … that stops


EVIDENCE = Evidence._fields


def evidence(read: "Sequence[tuple[Floats, Floats]]", ruled: Iterable[Hit]) -> Evidence:
    """From the scores of a reply's windows, and the rules' hits."""
    hits = list(ruled)
    return Evidence(
        _most(text[FLAW] for _, text in read),
        _most(words[:, FLAW].max() for words, _ in read if len(words)),
        _most(text[STOP] for _, text in read),
        _most(words[:, STOP].max() for words, _ in read if len(words)),
        float(bool(hits)),
        float(any(hit.rule.text.severity == "stop" for hit in hits)),
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

    @classmethod
    def told(cls, about: Mapping[str, Any]) -> "Judge":
        """From `model.json`. Raises KeyError."""
        judge = cls(*(about[name] for name in ("flaw", "stop", "flaw_at", "stop_at")))
        for weights in (judge.flaw, judge.stop):
            if set(weights) != set(EVIDENCE):
                raise KeyError("the weights are for other evidence")
        return judge

    def holds(self, told: Evidence, lang: Language, *, sure: bool = False) -> float:
        """Above 0: the reply isn't sent as it is. `sure`: a rule that is sure found something."""
        more = (_SURE - 1) * self.flaw["rule"] if sure else 0.0
        return _sum(self.flaw, told) + more - self.flaw_at[lang]

    def stops(self, told: Evidence, lang: Language) -> float:
        """Above 0: it is to be stopped."""
        return _sum(self.stop, told) - self.stop_at[lang]


def _sum(weights: Mapping[str, float], told: Evidence) -> float:
    return math.fsum(weights[name] * value for name, value in told._asdict().items())
