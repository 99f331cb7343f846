"""What one person chose, saved, voted and muted."""

import datetime as dt
from typing import Literal

from sqlalchemy import delete, func, select

from ._bound import Bound, insert, upsert
from .records import Person, Votes
from .tables import muted, person, recent_tip, saved_tip, vote

# App Home and `/tip` alone show these; older ones would only be kept, not shown.
RECENT_KEPT = 10


class People(Bound):
    """Each person's language and side."""

    async def get(self, user_id: str) -> Person:
        """What they chose; a person that nobody knows yet chose nothing."""
        async with self._read() as connection:
            row = (
                await connection.execute(
                    select(person.c.language, person.c.side).where(
                        self._mine(person), person.c.user_id == user_id
                    )
                )
            ).one_or_none()
        return Person(user_id, row.language, row.side) if row else Person(user_id)

    async def set_language(self, user_id: str, language: str | None) -> None:
        """None gives the choice back: the language then follows the query."""
        await self._set(user_id, "language", language)

    async def set_side(self, user_id: str, side: str | None) -> None:
        await self._set(user_id, "side", side)

    async def _set(self, user_id: str, column: str, value: str | None) -> None:
        async with self._write() as connection:
            await upsert(
                connection,
                person,
                {"team_id": self._team_id, "user_id": user_id, column: value},
            )


class SavedTips(Bound):
    """The tips that somebody keeps at hand."""

    async def add(self, user_id: str, tip_id: str, at: dt.datetime) -> bool:
        """Whether it is new; saving twice changes nothing."""
        async with self._write() as connection:
            result = await connection.execute(
                insert(connection, saved_tip)
                .values(team_id=self._team_id, user_id=user_id, tip_id=tip_id, created_at=at)
                .on_conflict_do_nothing()
            )
        return result.rowcount == 1

    async def remove(self, user_id: str, tip_id: str) -> bool:
        """Whether it was there."""
        async with self._write() as connection:
            result = await connection.execute(
                delete(saved_tip).where(
                    self._mine(saved_tip),
                    saved_tip.c.user_id == user_id,
                    saved_tip.c.tip_id == tip_id,
                )
            )
        return result.rowcount == 1

    async def list(self, user_id: str) -> tuple[str, ...]:
        """Tip ids, the newest first."""
        async with self._read() as connection:
            found = await connection.scalars(
                select(saved_tip.c.tip_id)
                .where(self._mine(saved_tip), saved_tip.c.user_id == user_id)
                .order_by(saved_tip.c.created_at.desc(), saved_tip.c.tip_id)
            )
            return tuple(found)


class RecentTips(Bound):
    """The last tips that somebody was shown: the tips, never what was asked."""

    async def add(self, user_id: str, tip_id: str, at: dt.datetime) -> None:
        """Put it first; beyond `RECENT_KEPT` the oldest are forgotten."""
        async with self._write() as connection:
            await upsert(
                connection,
                recent_tip,
                {"team_id": self._team_id, "user_id": user_id, "tip_id": tip_id, "at": at},
            )
            kept = (
                select(recent_tip.c.tip_id)
                .where(self._mine(recent_tip), recent_tip.c.user_id == user_id)
                .order_by(recent_tip.c.at.desc(), recent_tip.c.tip_id)
                .limit(RECENT_KEPT)
            )
            await connection.execute(
                delete(recent_tip).where(
                    self._mine(recent_tip),
                    recent_tip.c.user_id == user_id,
                    recent_tip.c.tip_id.not_in(kept),
                )
            )

    async def list(self, user_id: str) -> tuple[str, ...]:
        """Tip ids, the latest first."""
        async with self._read() as connection:
            found = await connection.scalars(
                select(recent_tip.c.tip_id)
                .where(self._mine(recent_tip), recent_tip.c.user_id == user_id)
                .order_by(recent_tip.c.at.desc(), recent_tip.c.tip_id)
            )
            return tuple(found)


class TipVotes(Bound):
    """👍 and 👎: one a person a tip, the latest counts."""

    async def cast(self, user_id: str, tip_id: str, value: Literal[1, -1]) -> None:
        async with self._write() as connection:
            await upsert(
                connection,
                vote,
                {"team_id": self._team_id, "user_id": user_id, "tip_id": tip_id, "value": value},
            )

    async def withdraw(self, user_id: str, tip_id: str) -> None:
        async with self._write() as connection:
            await connection.execute(
                delete(vote).where(
                    self._mine(vote), vote.c.user_id == user_id, vote.c.tip_id == tip_id
                )
            )

    async def of(self, user_id: str, tip_id: str) -> int | None:
        """1, -1, or None where they didn't vote."""
        async with self._read() as connection:
            found: int | None = await connection.scalar(
                select(vote.c.value).where(
                    self._mine(vote), vote.c.user_id == user_id, vote.c.tip_id == tip_id
                )
            )
        return found

    async def totals(self) -> dict[str, Votes]:
        """Every tip that was voted on, by id."""
        async with self._read() as connection:
            rows = await connection.execute(
                select(vote.c.tip_id, vote.c.value, func.count().label("votes"))
                .where(self._mine(vote))
                .group_by(vote.c.tip_id, vote.c.value)
            )
            counts: dict[str, dict[int, int]] = {}
            for row in rows:
                counts.setdefault(row.tip_id, {})[row.value] = row.votes
        return {tip: Votes(by.get(1, 0), by.get(-1, 0)) for tip, by in counts.items()}


# In place of a person: a rule that nobody in the workspace hears of. No id of Slack's is a star.
EVERYBODY = "*"


class MutedRules(Bound):
    """“This is fine here”: the rules that somebody, or `EVERYBODY`, no longer hears of."""

    async def add(self, user_id: str, key: str, at: dt.datetime) -> None:
        async with self._write() as connection:
            await connection.execute(
                insert(connection, muted)
                .values(team_id=self._team_id, user_id=user_id, key=key, at=at)
                .on_conflict_do_nothing()
            )

    async def remove(self, user_id: str, key: str) -> None:
        async with self._write() as connection:
            await connection.execute(
                delete(muted).where(
                    self._mine(muted), muted.c.user_id == user_id, muted.c.key == key
                )
            )

    async def clear(self, user_id: str) -> None:
        """Hear of them all again."""
        async with self._write() as connection:
            await connection.execute(
                delete(muted).where(self._mine(muted), muted.c.user_id == user_id)
            )

    async def silent_for(self, user_id: str) -> frozenset[str]:
        """What isn't pointed out to this person: their own choice and everybody's."""
        return await self.keys(user_id, EVERYBODY)

    async def keys(self, *user_ids: str) -> frozenset[str]:
        async with self._read() as connection:
            found = await connection.scalars(
                select(muted.c.key).where(self._mine(muted), muted.c.user_id.in_(user_ids))
            )
            return frozenset(found)
