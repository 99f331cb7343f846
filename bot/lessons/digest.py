"""The digest below the week's first lesson: what the team asked about last week, in counts."""

import datetime as dt

from bot.store import Delivery, Workspace, week_of

from .sender import Digest

LEAST = 5  # people: with fewer, a count would point at somebody
MOST = 3  # categories; the rest is for nobody's Monday morning

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)


async def last_week(workspace: Workspace, held: Delivery) -> Digest:
    """Last week's counts by category; empty but for the channel's first lesson of a week."""
    week = week_of(held.local_date)
    if held.local_date > week and await workspace.deliveries.given_between(
        held.channel_id, week, held.local_date - _DAY, held.kind
    ):
        return {}
    counts = await workspace.asked.counts(week - _WEEK, LEAST)
    return dict(list(counts.items())[:MOST])
