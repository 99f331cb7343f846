"""What the search asks of a team's own tips, and the one scale on which both are compared.

    advice.find("festival ticket refund", own=shelf)

Own tips come from elsewhere; here is only the shape of the question and of the answer.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.vectors import Floats

# Log-odds that the library's best tip answers, by its score: a logistic regression on situations
# that were left out, among them those of tips that were left out (bench/team_tips.py prints it).
_BY_MEANING = (10.05, -4.64)
_BY_WORDS = (13.63, -1.27)


@dataclass(frozen=True, slots=True)
class Asked:
    """A situation as it is read, once for all that is searched."""

    units: Counter[str]  # its words, pairs and themes
    compared: Floats | None  # its meaning, as tips' lines are compared; None by words only


@dataclass(frozen=True, slots=True)
class OwnMatch:
    """A team's tip that answers, rather than not: its `odds` (a logarithm) are 0 or more."""

    id: str
    title: str
    odds: float


class Own(Protocol):
    """One team's own tips."""

    def near(self, asked: Asked, limit: int) -> Sequence[OwnMatch]:
        """Those that answer what was asked, best first; none where none does."""
        ...


@dataclass(frozen=True, slots=True)
class Scale:
    """Between a score of the library's and the odds that it answers."""

    slope: float
    at_zero: float

    def score(self, odds: float) -> float:
        """The score that a tip of the library's would have with such odds."""
        return (odds - self.at_zero) / self.slope


BY_MEANING, BY_WORDS = Scale(*_BY_MEANING), Scale(*_BY_WORDS)
