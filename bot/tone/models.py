"""What a review is made of, and what can go wrong.

`Reviewer.review` returns a `Review`; its `findings` point into the text as it was given:

    finding.quote == text[finding.start:finding.end]
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from bot.content.models import Language

Side = Literal["reply", "customer"]
Verdict = Literal["send", "soften", "stop"]
Severity = Literal["soften", "stop"]
Category = Literal[
    "blame",
    "dismissive",
    "defensive",
    "pressure",
    "sarcasm",
    "cold",
    "policy-shield",
    "over-promising",
    "insult",  # swearing at the customer counts as insult
    "discrimination",
    "over-familiar",
    "shouting",
    "vague",
    "over-apologising",
]
Missing = Literal["acknowledgement", "answer", "next-step"]  # in the order of a reply
CATEGORIES: tuple[Category, ...] = get_args(Category)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)  # least first

MAX_CHARS = 20_000  # some 3,500 words: more is a paste by mistake, and this is read within 1 s


def verdict_of(severities: Iterable[Severity]) -> Verdict:
    """The verdict that the most severe finding gives; none: it may be sent."""
    return max(severities, key=SEVERITIES.index, default="send")


class ToneError(Exception):
    """A text can't be reviewed, or the rules can't be used."""


class TextTooLong(ToneError):
    """The text has more than `MAX_CHARS` characters."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"The text has {length:,} characters; at most {MAX_CHARS:,} can be reviewed at once."
            " Review it in parts."
        )
        self.length = length


class EmptyText(ToneError):
    """The text holds no letter."""

    def __init__(self) -> None:
        super().__init__("There are no words in this text to review.")


class RuleError(ToneError):
    """A rule file can't be used; says which file, which rule and why."""

    def __init__(self, file: Path, rule: str | None, reason: str) -> None:
        where = f"{file}, rule {rule}" if rule else f"{file}"
        super().__init__(f"{where}: {reason}")
        self.file = file
        self.rule = rule
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that may grate. Offsets count code points of the text as given."""

    category: Category
    quote: str
    start: int
    end: int
    severity: Severity
    why: str
    instead: str | None  # words to use in place of the quote
    tip: str | None  # a tip id, such as "never-say/8"
    sure: bool  # False for what depends on the ear: irony, coldness
    rule: str = ""  # what found it, such as "en/blame/already-told"; stable, for muting


@dataclass(frozen=True, slots=True)
class Absent:
    """Something that the customer's message calls for and the reply hasn't."""

    what: Missing
    about: str | None = None  # the customer's own question, where there is one and it is short


@dataclass(frozen=True, slots=True)
class Review:
    """What a text would do to the one who reads it."""

    lang: Language
    side: Side
    verdict: Verdict | None  # None for a customer's message
    politeness: float  # 0…1
    findings: tuple[Finding, ...] = ()  # most severe first
    rewrite: str | None = None  # the whole reply, mended; None where there is nothing to change
    strengths: tuple[str, ...] = ()  # keys of what works in it
    missing: tuple[Absent, ...] = ()  # beside the customer's message; no verdict hangs on it
    mood: tuple[str, ...] = ()  # a customer's message: what is felt
    asks: tuple[str, ...] = ()  # … what is asked for
    tips: tuple[str, ...] = ()  # … and the tips for it, best first
