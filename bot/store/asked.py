"""How many people asked about what in a week: counts, and nobody's name.

A person counts once a week and category. To tell that, a mark stands for them: a hash with a
random salt that exists for that week only. When the week is over the salt is deleted, and with it
the only way from a person to their marks.
"""

import datetime as dt
import hashlib
import secrets

from sqlalchemy import delete, func, select

from ._bound import Bound, insert
from .database import Database
from .tables import asked, asked_salt

# The digest tells last week's counts; older ones tell nobody anything.
KEPT = dt.timedelta(days=21)


def week_of(day: dt.date) -> dt.date:
    """Its Monday."""
    return day - dt.timedelta(days=day.weekday())


class Asked(Bound):
    """One workspace's."""

    async def add(self, user_id: str, category: str, day: dt.date) -> None:
        """Somebody asked; asking again that week changes nothing."""
        week = week_of(day)
        async with self._write() as connection:
            await connection.execute(
                insert(connection, asked_salt)
                .values(team_id=self._team_id, week=week, salt=secrets.token_hex(16))
                .on_conflict_do_nothing()
            )
            salt = await connection.scalar(
                select(asked_salt.c.salt).where(self._mine(asked_salt), asked_salt.c.week == week)
            )
            await connection.execute(
                insert(connection, asked)
                .values(
                    team_id=self._team_id,
                    week=week,
                    category=category,
                    mark=_mark(str(salt), user_id),
                )
                .on_conflict_do_nothing()
            )

    async def counts(self, week: dt.date, least: int) -> dict[str, int]:
        """People by category, the most asked first, only where at least `least` did."""
        people = func.count()
        async with self._read() as connection:
            rows = await connection.execute(
                select(asked.c.category, people)
                .where(self._mine(asked), asked.c.week == week)
                .group_by(asked.c.category)
                .having(people >= least)
                .order_by(people.desc(), asked.c.category)
            )
            return {row.category: row[1] for row in rows}

    async def forget_person(self, user_id: str) -> None:
        """Take a person out of the counts of each week that can still be told from others."""
        async with self._write() as connection:
            salts = await connection.execute(
                select(asked_salt.c.week, asked_salt.c.salt).where(self._mine(asked_salt))
            )
            for week, salt in salts.all():
                await connection.execute(
                    delete(asked).where(
                        self._mine(asked),
                        asked.c.week == week,
                        asked.c.mark == _mark(salt, user_id),
                    )
                )


class AllTeamsAsked:
    """What time takes away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def prune(self, now: dt.datetime) -> None:
        """Delete the salts of weeks that are over, and counts that nobody needs any more."""
        today = now.date()
        async with self._database.write() as connection:
            await connection.execute(delete(asked_salt).where(asked_salt.c.week < week_of(today)))
            await connection.execute(delete(asked).where(asked.c.week < today - KEPT))


def _mark(salt: str, user_id: str) -> str:
    return hashlib.sha256(f"{salt}/{user_id}".encode()).hexdigest()[:32]
