"""One workspace's part of the ledger: what a channel heard, and what it will hear."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ._bound import Bound, insert
from .records import LESSON, Delivery, DeliveryState, columns
from .tables import delivery

# Heard, or perhaps heard: either way it isn't given again before the others.
GIVEN = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.UNKNOWN)
_OVER = (
    DeliveryState.SENT,
    DeliveryState.UNKNOWN,
    DeliveryState.SKIPPED,
    DeliveryState.FAILED,
)


def read(row: Any) -> Delivery:
    values = dict(row._mapping)
    values["state"] = DeliveryState(values["state"])
    return Delivery(**values)


def _values(row: Delivery) -> dict[str, Any]:
    return columns(row) | {"state": row.state.value}


async def enter(connection: AsyncConnection, rows: Iterable[Delivery]) -> None:
    """Enter days; a local date that has a row keeps the row it has."""
    values = [_values(row) for row in rows]
    if values:
        await connection.execute(insert(connection, delivery).on_conflict_do_nothing(), values)


class Deliveries(Bound):
    """One workspace's deliveries."""

    async def on(self, channel_id: str, date: dt.date, kind: str = LESSON) -> Delivery | None:
        """The row of one local date."""
        return await self._one(self._of(channel_id, kind).where(delivery.c.local_date == date))

    async def last(self, channel_id: str, kind: str = LESSON) -> Delivery | None:
        """The latest that is over, however it ended."""
        return await self._one(
            self._of(channel_id, kind)
            .where(delivery.c.state.in_(_OVER))
            .order_by(delivery.c.updated_at.desc(), delivery.c.local_date.desc())
            .limit(1)
        )

    async def last_of_each(self, kind: str = LESSON) -> dict[str, Delivery]:
        """The latest that is over, by channel."""
        newest = (
            func.row_number()
            .over(
                partition_by=delivery.c.channel_id,
                order_by=(delivery.c.updated_at.desc(), delivery.c.local_date.desc()),
            )
            .label("newest")
        )
        ranked = (
            select(delivery, newest)
            .where(self._mine(delivery), delivery.c.kind == kind, delivery.c.state.in_(_OVER))
            .subquery()
        )
        async with self._read() as connection:
            rows = await connection.execute(
                select(*(ranked.c[each.name] for each in delivery.c)).where(ranked.c.newest == 1)
            )
            return {row.channel_id: read(row) for row in rows}

    async def all_since(
        self, date: dt.date, kind: str = LESSON
    ) -> dict[str, dict[dt.date, Delivery]]:
        """Every row from that local date on, by channel and date."""
        found: dict[str, dict[dt.date, Delivery]] = {}
        async with self._read() as connection:
            rows = await connection.execute(
                select(delivery).where(
                    self._mine(delivery), delivery.c.kind == kind, delivery.c.local_date >= date
                )
            )
            for row in rows:
                found.setdefault(row.channel_id, {})[row.local_date] = read(row)
        return found

    async def given_between(
        self, channel_id: str, first: dt.date, last: dt.date, kind: str = LESSON
    ) -> bool:
        """Whether the channel was given anything on those local dates."""
        async with self._read() as connection:
            return bool(
                await connection.scalar(
                    select(
                        exists().where(
                            self._channel(channel_id, kind),
                            delivery.c.state.in_(GIVEN),
                            delivery.c.local_date.between(first, last),
                        )
                    )
                )
            )

    async def since(
        self, channel_id: str, date: dt.date, kind: str = LESSON
    ) -> dict[dt.date, Delivery]:
        """Every row from that local date on, by date."""
        async with self._read() as connection:
            rows = await connection.execute(
                self._of(channel_id, kind).where(delivery.c.local_date >= date)
            )
            return {row.local_date: read(row) for row in rows}

    async def given(
        self, channel_id: str, kind: str = LESSON, *, before: dt.date | None = None
    ) -> tuple[str, ...]:
        """The content ids that the channel was given, in order; only `before` a local date."""
        query = (
            select(delivery.c.content_id)
            .where(
                self._channel(channel_id, kind),
                delivery.c.state.in_(GIVEN),
                delivery.c.content_id.is_not(None),
            )
            .order_by(delivery.c.local_date)
        )
        if before is not None:
            query = query.where(delivery.c.local_date < before)
        async with self._read() as connection:
            found = await connection.scalars(query)
            return tuple(id for id in found if id is not None)

    async def enter(self, rows: Iterable[Delivery]) -> None:
        """Enter days; a local date that has a row keeps the row it has."""
        listed = tuple(rows)
        self._check(listed)
        async with self._write() as connection:
            await enter(connection, listed)

    async def replace(self, row: Delivery, states: tuple[DeliveryState, ...]) -> bool:
        """Put `row` in the place of its local date's, if that is in one of `states` or missing.

        The id stays the one that was there: a message that arrived after all is still found.
        False where another process was faster.
        """
        self._check((row,))
        changed = _values(row)
        del changed["id"], changed["attempt"], changed["content_id"]
        async with self._write() as connection:
            result = await connection.execute(
                update(delivery)
                .where(
                    self._channel(row.channel_id, row.kind),
                    delivery.c.local_date == row.local_date,
                    delivery.c.state.in_(states),
                )
                .values(changed)
            )
            if result.rowcount:
                return True
            added = await connection.execute(
                insert(connection, delivery).values(_values(row)).on_conflict_do_nothing()
            )
        return added.rowcount == 1

    async def withdraw(
        self,
        channel_id: str,
        kind: str,
        *,
        due_after: dt.datetime | None,
        skipped_for: str,
        since: dt.date,
    ) -> frozenset[dt.date]:
        """Take back what is planned and not begun, and what was skipped for that reason `since`
        that date; gives the local dates. With `due_after`, what is due already stays.
        """
        planned: ColumnElement[bool] = delivery.c.state == DeliveryState.DUE.value
        if due_after is not None:
            planned = and_(planned, delivery.c.due_at > due_after)
        undone = and_(
            delivery.c.state == DeliveryState.SKIPPED.value,
            delivery.c.error == skipped_for,
            delivery.c.local_date >= since,
        )
        async with self._write() as connection:
            dates = await connection.scalars(
                delete(delivery)
                .where(self._channel(channel_id, kind), or_(planned, undone))
                .returning(delivery.c.local_date)
            )
            return frozenset(dates)

    def _channel(self, channel_id: str, kind: str) -> ColumnElement[bool]:
        return and_(
            self._mine(delivery), delivery.c.channel_id == channel_id, delivery.c.kind == kind
        )

    def _of(self, channel_id: str, kind: str) -> Select[Any]:
        return select(delivery).where(self._channel(channel_id, kind))

    async def _one(self, query: Select[Any]) -> Delivery | None:
        async with self._read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return read(row) if row else None

    def _check(self, rows: tuple[Delivery, ...]) -> None:
        if any(row.team_id != self._team_id for row in rows):
            raise ValueError("that delivery belongs to another workspace")
