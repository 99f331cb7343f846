"""The digest below the week's first lesson: what the team asked about last week, in counts, and
thanks for the tips of its own that were approved."""

import datetime as dt

from bot.store import Delivery, Workspace, week_of

from .calendar import start_of_day, zone
from .sender import NO_DIGEST, Digest

LEAST = 5  # people: with fewer, a count would point at somebody
MOST = 3  # categories; the rest is for nobody's Monday morning

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


async def last_week(workspace: Workspace, held: Delivery, tz: str) -> Digest:
    """What there is to tell of last week; nothing but at the channel's first lesson of a week."""
    week = week_of(held.local_date)
    if held.local_date > week and await workspace.deliveries.given_between(
        held.channel_id, week, held.local_date - _DAY, held.kind
    ):
        return NO_DIGEST
    counts = await workspace.asked.counts(week - _WEEK, LEAST)
    since, until = (start_of_day(day, zone(tz)) for day in (week - _WEEK, week))
    titles = await workspace.tips.suggested_and_approved(since, until)
    return Digest(dict(list(counts.items())[:MOST]), titles)
