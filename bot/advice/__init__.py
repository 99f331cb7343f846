"""A situation in, the tips that fit out.

    advice = Advice(load_library())
    answer = advice.find("caller wants my manager")
    answer.fits, answer.matches[0].id

Knows nothing of Slack.
"""

from .search import Advice, Answer, EmptySituation, Match, SituationTooLong

__all__ = ["Advice", "Answer", "EmptySituation", "Match", "SituationTooLong"]
