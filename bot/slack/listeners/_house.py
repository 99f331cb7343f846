"""What a team's own phrases are, for whoever reviews or counts."""

import logging

from pydantic import ValidationError

from bot.slack.blocks.house import HouseCounts
from bot.store import EVERYBODY, Workspace
from bot.tone import House

log = logging.getLogger(__name__)

KEPT_AS = "tone.house"


async def house_of(workspace: Workspace) -> House:
    """The team's phrases. None where what is kept can't be read: a review beats none."""
    kept = await workspace.settings.get(KEPT_AS)
    try:
        return House.model_validate(kept or {})
    except ValidationError as error:
        log.warning("can't read a team's phrases", extra={"faults": error.error_count()})
        return House()


async def house_counts(workspace: Workspace) -> HouseCounts:
    """How many of each."""
    house = await house_of(workspace)
    return HouseCounts(
        len(house.avoid), len(house.allow), len(await muted_for_everybody(workspace))
    )


async def muted_for_everybody(workspace: Workspace) -> frozenset[str]:
    """The findings that are pointed out to nobody here."""
    return await workspace.muted.keys(EVERYBODY)
