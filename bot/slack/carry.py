"""What a button carries, so that a click needs no memory of ours.

A value comes back from outside and may be forged or from an older version: it is parsed by a
model, and what doesn't parse is refused in words.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.content import Language
from bot.content.models import TIP_ID

from .blocks.kit import VALUE_MAX, clip, units
from .errors import StaleCard

METADATA_MAX = 3_000  # Slack refuses a longer private_metadata

QUERY_MAX = 150
FINE_MAX = 12  # findings that one card leaves out

_RuleId = Annotated[str, StringConstraints(max_length=120)]


class _Carried(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def decode(cls, value: str | None) -> Self:
        """The value of a button or a view. Raises `StaleCard` for one that isn't ours."""
        try:
            return cls.model_validate_json(value or "{}")
        except ValueError as error:  # not ours, or not even text
            raise StaleCard from error

    def encode(self) -> str:
        """As a button's value or a view's private metadata."""
        return self.model_dump_json(exclude_defaults=True)


class TipRef(_Carried):
    """A tip as it is being shown."""

    tip: str = Field(pattern=TIP_ID)
    lang: Language
    side: Literal["agent", "customer"] = "agent"
    query: str = Field(default="", max_length=QUERY_MAX)
    also: tuple[str, ...] = Field(default=(), max_length=4)


class ShelfRef(_Carried):
    """A shelf as it is being browsed."""

    shelf: str = Field(default="", max_length=40)
    lang: Language


class TeamTipRef(_Carried):
    """A tip of the team's own in the admins' list, and where in it they are."""

    number: int = Field(default=0, ge=0, lt=2**31)  # 0 is one that isn't there yet
    offset: int = Field(default=0, ge=0, lt=2**31)


class Draft(_Carried):
    """A text under review: carried by the card itself, since Dean keeps none.

    `text` is None where it was too long to carry; then the form opens empty and says so.
    """

    text: str | None = None
    customer: str | None = None  # the message that it answers; left out before the text is
    message_lost: bool = False  # that message was too long to carry
    lang: Language | None = None
    side: Literal["reply", "customer"] | None = None
    rule: _RuleId | None = None  # the finding that a click is about
    fine: tuple[_RuleId, ...] = Field(default=(), max_length=FINE_MAX)  # left out of this card

    def fitting(self, limit: int = VALUE_MAX) -> str:
        """Encoded within `limit`: without the customer's message where it doesn't fit, and without
        the text where that doesn't fit alone."""
        lost = self.message_lost or bool(self.customer)
        alone = self.model_copy(update={"customer": None, "message_lost": lost})
        for each in (self, alone):
            if units(whole := each.encode()) <= limit:
                return whole
        return alone.model_copy(update={"text": None}).encode()


def shortened(query: str) -> str:
    """A query as it's shown and carried."""
    return clip(" ".join(query.split()), QUERY_MAX)
