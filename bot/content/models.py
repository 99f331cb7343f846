"""What a tip and a lesson are. These models are the schema: the JSON Schema that editors use
is generated from them (`python -m bot schema`), and a test checks that it is current.
"""

import datetime as dt
import json
import re
from hashlib import sha256
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Language = Literal["en", "nl", "he"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

TIP_ID = r"^[a-z]+(-[a-z]+)*/[1-9][0-9]*$"
LESSON_ID = r"^[a-z]+(-[a-z]+)*/[1-9][0-9]*\.[1-9][0-9]*$"

# Controls that force a direction on what follows them, or hide in plain sight: a text that
# holds one can be made to read as something that it isn't.
_OVERRIDES = re.compile("[\u202d\u202e]")
_EMBEDDINGS = re.compile("[\u202a-\u202c]")
_OPENERS, _CLOSER = "\u2066\u2067\u2068", "\u2069"


def _prose(value: str) -> str:
    """Refuse what would misprint on a card."""
    if _OVERRIDES.search(value) or _EMBEDDINGS.search(value):
        raise ValueError("holds a bidi override or embedding; use isolates (U+2066…U+2069)")
    depth = 0
    for char in value:
        depth += (char in _OPENERS) - (char == _CLOSER)
        if depth < 0:
            break
    if depth != 0:
        raise ValueError("bidi isolates are not balanced")
    if any(ord(char) < 0x20 for char in value):
        raise ValueError("holds a line break or control character; write one paragraph")
    return value


Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=8, max_length=60),
    AfterValidator(_prose),
]
Headline = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=8, max_length=80),
    AfterValidator(_prose),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=200),
    AfterValidator(_prose),
]
Paragraph = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=20, max_length=600),
    AfterValidator(_prose),
]
Idea = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=200, max_length=900),
    AfterValidator(_prose),
]
Situation = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=160),
    AfterValidator(_prose),
]


class _Model(BaseModel):
    # A misspelt field is an error, not a silence.
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Model):
    """Where a text comes from: the article and the numbered item in it."""

    article: str
    item: int = Field(ge=1)


class _Advice(_Model):
    when: Line = Field(description="When this tip applies, in one line.")
    do: Paragraph = Field(description="What to do, concretely.")
    say: tuple[Line, ...] = Field(
        min_length=1,
        max_length=3,
        description="Sentences to use as they stand, one an entry, without quotation marks.",
    )
    rather_than: tuple[Line, ...] = Field(
        min_length=1,
        max_length=2,
        description="What people say instead, and shouldn't; without quotation marks.",
    )
    why: Paragraph = Field(description="The reason, with the source's own figure or story.")


class Agent(_Advice):
    """The tip for the person who answers customers."""


class Customer(_Advice):
    """The tip for the person who chases another company's support; the same, shorter."""

    title: Title = Field(description="The tip's title as this side would put it.")


class Situations(_Model):
    """How people would type the situation, from each side; in their words, typos and all."""

    agent: tuple[Situation, ...] = Field(min_length=1)
    customer: tuple[Situation, ...] = Field(min_length=1)

    @property
    def all(self) -> tuple[str, ...]:
        """Both sides' lines, the agent's first."""
        return self.agent + self.customer


class Tip(_Model):
    """One piece of advice, for both sides, in one language."""

    id: str = Field(pattern=TIP_ID)
    title: Title
    category: str = Field(description="A category's id, from tips/categories.yaml.")
    agent: Agent
    customer: Customer
    limits: Paragraph = Field(description="When not to follow this tip; safety first.")
    situations: Situations
    related: tuple[str, ...] = Field(default=(), max_length=4, description="Ids of other tips.")
    source: Source
    reviewed: dt.date


class TeamTipDraft(_Model):
    """A tip of a team's own, as somebody wrote it: one side, one language."""

    title: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=4, max_length=60),
        AfterValidator(_prose),
    ]
    do: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=10, max_length=600),
        AfterValidator(_prose),
    ]
    say: tuple[Line, ...] = Field(default=(), max_length=3)
    situations: tuple[Situation, ...] = Field(min_length=1, max_length=15)
    lang: Language

    @property
    def content_hash(self) -> str:
        """Names what it says: equal for two that say the same."""
        told = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return sha256(told.encode("utf-8")).hexdigest()[:32]


class Lesson(_Model):
    """One day's lesson, in one language; at most 1,200 characters in all."""

    id: str = Field(pattern=LESSON_ID)
    title: Headline
    idea: Idea = Field(description="One thought, in 60–120 words.")
    try_today: Line = Field(description="One thing that can be done within the shift.")
    question: Line = Field(description="A question to talk about in the thread.")
    source: Source
    reviewed: dt.date


class Category(_Model):
    """A shelf that an agent would recognise; the same shelves in every language."""

    id: str = Field(pattern=r"^[a-z]+$")
    name: dict[Language, Line]
    example: dict[Language, Line] = Field(description="What somebody on this shelf would type.")


class SourceArticle(_Model):
    """An article that tips and lessons are drawn from."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    name: dict[Language, Line]
    items: int = Field(ge=1, description="How many numbered items it has, each one a tip.")


class Track(_Model):
    """An ordered run of lessons."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    name: dict[Language, Line]
    lessons: tuple[str, ...]
