"""The library's tips and the team's own, by id."""

from collections.abc import Iterable, Mapping

from bot.content import Language, Tip
from bot.slack.errors import TipGone
from bot.slack.gesture import Gesture
from bot.store import TEAM, TeamTip, TipState

AnyTip = Tip | TeamTip


async def find_tip(gesture: Gesture, id: str, lang: Language) -> AnyTip:
    """The tip as it is now. Raises `TipGone`."""
    found = await known_tips(gesture, [id], lang)
    if not found:
        raise TipGone
    return found[0]


async def known_tips(gesture: Gesture, ids: Iterable[str], lang: Language) -> list[AnyTip]:
    """Those that there still are, in the order given."""
    wanted = list(ids)
    own = await own_tips(gesture, wanted)
    every = (own.get(id) or gesture.services.library.tip(id, lang) for id in wanted)
    return [tip for tip in every if tip is not None]


async def own_tips(gesture: Gesture, ids: Iterable[str]) -> Mapping[str, TeamTip]:
    """The team's own among them, where they are approved."""
    numbers = [number for id in ids if (number := _number(id)) is not None]
    tips = await gesture.workspace.tips.some(numbers) if numbers else ()
    return {tip.id: tip for tip in tips if tip.state is TipState.APPROVED}


def _number(id: str) -> int | None:
    source, _, number = id.partition("/")
    # An id comes back from outside; a database's integers end at 2³¹.
    return int(number) if source == TEAM and number.isdecimal() and len(number) < 10 else None
