"""Tone review: a message in, a verdict with its reasons out.

    reviewer = Reviewer()                       # once, at start-up
    review = reviewer.review("You failed to attach the receipt.")
    review.verdict, review.findings[0].quote    # ("soften", "You failed to")

The rules are data: `rules/<language>/<category>.yaml`.
"""

from .house import LONGEST_PHRASE, MOST_PHRASES, Avoided, House, folded, without
from .models import (
    CATEGORIES,
    MAX_CHARS,
    Absent,
    Category,
    EmptyText,
    Finding,
    Missing,
    Review,
    RuleError,
    Severity,
    Side,
    TextTooLong,
    ToneError,
    Verdict,
)
from .reviewer import Reviewer

__all__ = [
    "CATEGORIES",
    "LONGEST_PHRASE",
    "MAX_CHARS",
    "MOST_PHRASES",
    "Absent",
    "Avoided",
    "Category",
    "EmptyText",
    "Finding",
    "House",
    "Missing",
    "Review",
    "Reviewer",
    "RuleError",
    "Severity",
    "Side",
    "TextTooLong",
    "ToneError",
    "Verdict",
    "folded",
    "without",
]
