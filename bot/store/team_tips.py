"""A team's own tips: written to be kept, found by that workspace alone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, literal_column, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content import TeamTipDraft

from ._bound import Bound, insert
from .records import TEAM, Readiness, TeamTip, TipState
from .tables import (
    recent_tip,
    saved_tip,
    team_tip,
    team_tip_book,
    team_tip_gone,
    team_tip_vector,
    vote,
)

_SHOWN = [
    team_tip.c[name]
    for name in (
        *("number", "title", "do", "say", "situations", "language"),
        *("author", "state", "created_at", "content_hash", "revision"),
    )
]


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far a reader has come in the changes of a workspace's tips."""

    revision: int = 0
    number: int = 0


class TeamTips(Bound):
    """One workspace's.

    Every change takes a new revision, in the same transaction: whoever knows one reads on from
    there (`changed_since`, `gone_since`) and has missed nothing.
    """

    async def add(
        self, draft: TeamTipDraft, *, author: str | None, state: TipState, now: dt.datetime
    ) -> TeamTip | None:
        """Keep a tip; None where the very same is there already, approved or awaiting."""
        added = await self.add_all([draft], author=author, state=state, now=now)
        return await self.get(added[0]) if added else None

    async def add_all(
        self,
        drafts: Sequence[TeamTipDraft],
        *,
        author: str | None,
        state: TipState,
        now: dt.datetime,
    ) -> tuple[int, ...]:
        """Keep tips, all or none; the numbers of those that weren't there yet."""
        by_hash = {draft.content_hash: draft for draft in drafts}
        async with self._write() as connection:
            revision, last = await self._open_book(connection)
            known = set(
                await connection.scalars(
                    select(team_tip.c.content_hash).where(
                        self._mine(team_tip), team_tip.c.content_hash.in_(by_hash)
                    )
                )
            )
            rows = [
                _texts(draft)
                | {
                    "team_id": self._team_id,
                    "number": number,
                    "author": author,
                    "state": state.value,
                    "created_at": now,
                    "approved_at": now if state is TipState.APPROVED else None,
                    "revision": revision,
                }
                for number, draft in enumerate(
                    (each for key, each in by_hash.items() if key not in known), last + 1
                )
            ]
            if rows:
                await connection.execute(insert(connection, team_tip), rows)
                await self._close_book(connection, revision, last + len(rows))
        return tuple(row["number"] for row in rows)

    async def get(self, number: int) -> TeamTip | None:
        """One tip, approved or awaiting."""
        found = await self.some([number])
        return found[0] if found else None

    async def some(self, numbers: Iterable[int]) -> tuple[TeamTip, ...]:
        """Those of `numbers` that there are, in the order given."""
        wanted = list(dict.fromkeys(numbers))
        if not wanted:
            return ()
        async with self._read() as connection:
            rows = await connection.execute(
                select(*_SHOWN).where(self._mine(team_tip), team_tip.c.number.in_(wanted))
            )
            found = {row.number: _read(row) for row in rows}
        return tuple(found[number] for number in wanted if number in found)

    async def suggested_and_approved(
        self, since: dt.datetime, until: dt.datetime
    ) -> tuple[str, ...]:
        """The titles of tips that somebody suggested and an admin approved in that time."""
        async with self._read() as connection:
            titles = await connection.scalars(
                select(team_tip.c.title)
                .where(
                    self._mine(team_tip),
                    team_tip.c.state == TipState.APPROVED.value,
                    team_tip.c.author.is_not(None),
                    team_tip.c.approved_at >= since,
                    team_tip.c.approved_at < until,
                )
                .order_by(team_tip.c.approved_at, team_tip.c.number)
            )
            return tuple(titles)

    async def page(self, state: TipState, *, limit: int, offset: int = 0) -> tuple[TeamTip, ...]:
        """A page: the longest waiting first, the newest of the approved first."""
        newest = team_tip.c.number.desc() if state is TipState.APPROVED else team_tip.c.number
        async with self._read() as connection:
            rows = await connection.execute(
                select(*_SHOWN)
                .where(self._mine(team_tip), team_tip.c.state == state.value)
                .order_by(newest)
                .limit(limit)
                .offset(offset)
            )
            return tuple(_read(row) for row in rows)

    async def count(self, state: TipState) -> int:
        async with self._read() as connection:
            found = await connection.scalar(
                select(func.count()).where(self._mine(team_tip), team_tip.c.state == state.value)
            )
        return int(found or 0)

    async def approve(self, number: int, now: dt.datetime) -> bool:
        """Let everybody find it. False where it isn't awaiting: somebody else was there first."""
        async with self._write() as connection:
            revision, last = await self._open_book(connection)
            result = await connection.execute(
                update(team_tip)
                .where(
                    self._is(number),
                    team_tip.c.state == TipState.AWAITING.value,
                )
                .values(state=TipState.APPROVED.value, approved_at=now, revision=revision)
            )
            if result.rowcount:
                await self._close_book(connection, revision, last)
        return result.rowcount == 1

    async def edit(self, number: int, draft: TeamTipDraft) -> bool | None:
        """Change what it says. False where it's gone, None where another says just that."""
        try:
            async with self._write() as connection:
                revision, last = await self._open_book(connection)
                result = await connection.execute(
                    update(team_tip)
                    .where(self._is(number))
                    .values(**_texts(draft), revision=revision, encoder=None, lease_until=None)
                )
                if result.rowcount:
                    await self._close_book(connection, revision, last)
        except IntegrityError:
            return None
        return result.rowcount == 1

    async def remove(self, number: int) -> bool:
        """Take it away with everything that hangs on it; whether it was there."""
        return bool(await self.remove_all([number]))

    async def remove_all(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Take tips away; the numbers of those that were there."""
        if not numbers:
            return ()
        async with self._write() as connection:
            revision, last = await self._open_book(connection)
            gone = tuple(
                await connection.scalars(
                    delete(team_tip)
                    .where(self._mine(team_tip), team_tip.c.number.in_(numbers))
                    .returning(team_tip.c.number)
                )
            )
            if not gone:
                return ()
            await connection.execute(
                delete(team_tip_vector).where(
                    self._mine(team_tip_vector), team_tip_vector.c.number.in_(gone)
                )
            )
            ids = [f"{TEAM}/{number}" for number in gone]
            for table in (saved_tip, recent_tip, vote):
                await connection.execute(
                    delete(table).where(self._mine(table), table.c.tip_id.in_(ids))
                )
            await connection.execute(
                insert(connection, team_tip_gone),
                [
                    {"team_id": self._team_id, "number": number, "revision": revision}
                    for number in gone
                ],
            )
            await self._close_book(connection, revision, last)
        return gone

    async def revision(self) -> int:
        """Of the last change; 0 before the first. Cheap: to be asked with every query."""
        async with self._read() as connection:
            found = await connection.scalar(
                select(team_tip_book.c.revision).where(self._mine(team_tip_book))
            )
        return int(found or 0)

    async def changed_since(self, seen: Cursor, limit: int) -> tuple[TeamTip, ...]:
        """Approved tips that changed after `seen`, in the order of their changes."""
        async with self._read() as connection:
            rows = await connection.execute(
                select(*_SHOWN)
                .where(
                    self._mine(team_tip),
                    team_tip.c.state == TipState.APPROVED.value,
                    or_(
                        team_tip.c.revision > seen.revision,
                        and_(
                            team_tip.c.revision == seen.revision,
                            team_tip.c.number > seen.number,
                        ),
                    ),
                )
                .order_by(team_tip.c.revision, team_tip.c.number)
                .limit(limit)
            )
            return tuple(_read(row) for row in rows)

    async def gone_since(self, revision: int) -> tuple[int, ...]:
        """The numbers of tips that were taken away after `revision`."""
        async with self._read() as connection:
            found = await connection.scalars(
                select(team_tip_gone.c.number).where(
                    self._mine(team_tip_gone), team_tip_gone.c.revision > revision
                )
            )
            return tuple(found)

    async def vectors(self, numbers: Sequence[int], encoder: str) -> dict[int, list[bytes]]:
        """Each tip's lines' vectors, of those tips that have all of theirs."""
        found: dict[int, list[bytes]] = {}
        async with self._read() as connection:
            rows = await connection.execute(
                select(team_tip_vector.c.number, team_tip_vector.c.vector)
                .join(
                    team_tip,
                    and_(
                        team_tip.c.team_id == team_tip_vector.c.team_id,
                        team_tip.c.number == team_tip_vector.c.number,
                        team_tip.c.encoder == encoder,
                    ),
                )
                .where(
                    self._mine(team_tip_vector),
                    team_tip_vector.c.number.in_(numbers),
                    team_tip_vector.c.encoder == encoder,
                )
            )
            for row in rows:
                found.setdefault(row.number, []).append(row.vector)
        return found

    async def readiness(self, encoder: str) -> Readiness:
        """How many of the approved have their vectors."""
        async with self._read() as connection:
            row = (
                await connection.execute(
                    select(
                        func.count(),
                        func.count().filter(team_tip.c.encoder == encoder),
                    ).where(self._mine(team_tip), _approved())
                )
            ).one()
        return Readiness(ready=row[1], total=row[0])

    async def forget_person(self, user_id: str) -> None:
        """Their suggestions go; what was approved is the team's, and nobody's by name."""
        async with self._write() as connection:
            awaiting = await connection.scalars(
                select(team_tip.c.number).where(
                    self._mine(team_tip),
                    team_tip.c.author == user_id,
                    team_tip.c.state == TipState.AWAITING.value,
                )
            )
            await TeamTips(self._database, self._team_id, connection).remove_all(tuple(awaiting))
            await connection.execute(
                update(team_tip)
                .where(self._mine(team_tip), team_tip.c.author == user_id)
                .values(author=None)
            )

    def _is(self, number: int) -> ColumnElement[bool]:
        return and_(self._mine(team_tip), team_tip.c.number == number)

    async def _open_book(self, connection: AsyncConnection) -> tuple[int, int]:
        """Take the next revision, which nobody else gets before this transaction ends; with it,
        the last number that was given out."""
        await connection.execute(
            insert(connection, team_tip_book)
            .values(team_id=self._team_id, revision=0, number=0)
            .on_conflict_do_nothing()
        )
        row = (
            await connection.execute(
                select(team_tip_book.c.revision, team_tip_book.c.number)
                .where(self._mine(team_tip_book))
                .with_for_update()
            )
        ).one()
        return row.revision + 1, row.number

    async def _close_book(self, connection: AsyncConnection, revision: int, number: int) -> None:
        await connection.execute(
            update(team_tip_book)
            .where(self._mine(team_tip_book))
            .values(revision=revision, number=number)
        )


def _approved() -> ColumnElement[bool]:
    return team_tip.c.state == literal_column("'approved'")


def _texts(draft: TeamTipDraft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "do": draft.do,
        "say": list(draft.say),
        "situations": list(draft.situations),
        "language": draft.lang,
        "content_hash": draft.content_hash,
    }


def _read(row: Row[Any]) -> TeamTip:
    values = dict(row._mapping)
    values["state"] = TipState(values["state"])
    values["say"], values["situations"] = tuple(values["say"]), tuple(values["situations"])
    return TeamTip(**values)
