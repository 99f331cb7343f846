"""The deliverer's side of the ledger: claim, fence, record, over all workspaces."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update

from bot.clock import Clock

from .database import Database
from .deliveries import read
from .leases import Leases
from .records import FOREVER, Delivery, DeliveryState
from .tables import delivery, due_state, schedule, sending_state

_DUE, _SENDING = DeliveryState.DUE.value, DeliveryState.SENDING.value


class AllTeamsClaims:
    """Who works on which delivery, among any number of processes.

    `now` is the time by which lessons are due; leases run by a time of their own (`Leases`), or
    by `clock`. `attempt` is the fencing token: whoever holds an older one changes nothing.
    """

    def __init__(self, database: Database, clock: Clock | None = None) -> None:
        self._database = database
        self._leases = Leases(sqlite=database.is_sqlite, clock=clock)

    async def claim(
        self, now: dt.datetime, lease: dt.timedelta, limit: int
    ) -> tuple[Delivery, ...]:
        """Take up to `limit` that are due, for `lease`. Nobody else gets them meanwhile."""
        return await self._take(
            and_(
                due_state(),
                delivery.c.ready_at <= now,
                delivery.c.late_until > now,
                self._free(),
            ),
            order=delivery.c.ready_at,
            until=self._leases.after(lease),
            limit=limit,
        )

    async def claim_silent(
        self, settle: dt.timedelta, lease: dt.timedelta, limit: int
    ) -> tuple[Delivery, ...]:
        """Take those whose sender fell silent at least `settle` after its lease ran out."""
        return await self._take(
            and_(sending_state(), self._leases.over(delivery.c.lease_until, settle)),
            order=delivery.c.lease_until,
            until=self._leases.after(lease),
            limit=limit,
        )

    async def fence(
        self, held: Delivery, content_id: str, now: dt.datetime, lease: dt.timedelta
    ) -> bool:
        """The last look before sending. False: it is no longer ours, don't send.

        From here on the message may exist, so from here on the state is `sending`.
        """
        return await self._change(
            held,
            and_(
                delivery.c.state == _DUE,
                ~self._leases.over(delivery.c.lease_until),
                delivery.c.ready_at <= now,
                delivery.c.late_until > now,
            ),
            state=_SENDING,
            content_id=content_id,
            lease_until=self._leases.after(lease),
            error=None,
            updated_at=now,
        )

    async def release(self, held: Delivery) -> bool:
        """Give back what was claimed and not begun, so that others needn't wait for the lease."""
        return await self._change(held, delivery.c.state == _DUE, lease_until=None)

    async def sent(self, id: str, slack_ts: str, now: dt.datetime) -> bool:
        """It is in the channel. Whoever knows that may say so, whatever the row says meanwhile:
        a late answer is still an answer."""
        async with self._database.write() as connection:
            result = await connection.execute(
                update(delivery)
                .where(delivery.c.id == id, delivery.c.state != DeliveryState.SENT.value)
                .values(
                    state=DeliveryState.SENT.value,
                    slack_ts=slack_ts,
                    error=None,
                    lease_until=None,
                    updated_at=now,
                )
            )
        return result.rowcount == 1

    async def refused(self, held: Delivery, error: str, now: dt.datetime) -> bool:
        """Slack said no: this one failed, and its schedule rests until a person looks."""
        async with self._database.write() as connection:
            result = await connection.execute(
                update(delivery)
                .where(self._holds(held), delivery.c.state == _SENDING)
                .values(
                    state=DeliveryState.FAILED.value,
                    error=error,
                    lease_until=None,
                    updated_at=now,
                )
            )
            if not result.rowcount:
                return False
            await connection.execute(
                update(schedule)
                .where(
                    schedule.c.team_id == held.team_id,
                    schedule.c.channel_id == held.channel_id,
                    schedule.c.kind == held.kind,
                    schedule.c.pause_reason.is_(None),
                )
                .values(
                    paused_until=FOREVER,
                    pause_reason=error,
                    pause_told=False,
                    version=schedule.c.version + 1,
                )
            )
            await connection.execute(
                delete(delivery).where(
                    delivery.c.team_id == held.team_id,
                    delivery.c.channel_id == held.channel_id,
                    delivery.c.kind == held.kind,
                    delivery.c.state == _DUE,
                )
            )
        return True

    async def rate_limited(self, held: Delivery, wait: dt.timedelta, now: dt.datetime) -> bool:
        """Not posted. It and all that its workspace has due wait so long.

        The wait is a lease that nobody holds: a clock that jumps makes it no longer or shorter.
        """
        until = self._leases.after(wait)
        async with self._database.write() as connection:
            result = await connection.execute(
                update(delivery)
                .where(self._holds(held), delivery.c.state == _SENDING)
                .values(state=_DUE, lease_until=until, updated_at=now)
            )
            # Also takes what was claimed meanwhile: with an older attempt the fence lets none
            # through.
            waiting = self._locked(
                and_(
                    due_state(),
                    delivery.c.team_id == held.team_id,
                    delivery.c.id != held.id,
                    delivery.c.ready_at < now + wait,
                )
            )
            await connection.execute(
                update(delivery)
                .where(delivery.c.id.in_(waiting))
                .values(lease_until=until, attempt=delivery.c.attempt + 1)
            )
        return result.rowcount == 1

    async def unsent(self, held: Delivery, wait: dt.timedelta, now: dt.datetime) -> bool:
        """It never left this machine: due again after so long."""
        return await self._change(
            held,
            delivery.c.state == _SENDING,
            state=_DUE,
            lease_until=self._leases.after(wait),
            updated_at=now,
        )

    async def silent(self, held: Delivery, reason: str, now: dt.datetime) -> bool:
        """No clear answer: it stays `sending` until somebody has looked in the channel."""
        return await self._change(held, delivery.c.state == _SENDING, error=reason, updated_at=now)

    async def not_there(self, held: Delivery, now: dt.datetime) -> bool:
        """Looked, and it never arrived: due again."""
        return await self._change(
            held,
            delivery.c.state == _SENDING,
            state=_DUE,
            lease_until=None,
            error=None,
            updated_at=now,
        )

    async def look_later(self, held: Delivery, wait: dt.timedelta) -> bool:
        """Couldn't look just now."""
        return await self._change(
            held, delivery.c.state == _SENDING, lease_until=self._leases.after(wait)
        )

    async def unknown(self, held: Delivery, reason: str, now: dt.datetime) -> bool:
        """Nobody can say whether it arrived, so it isn't sent again."""
        return await self._change(
            held,
            delivery.c.state == _SENDING,
            state=DeliveryState.UNKNOWN.value,
            error=reason,
            lease_until=None,
            updated_at=now,
        )

    async def skip(self, held: Delivery, reason: str, now: dt.datetime) -> bool:
        """Not to be sent at all."""
        return await self._change(
            held,
            delivery.c.state == _DUE,
            state=DeliveryState.SKIPPED.value,
            error=reason,
            lease_until=None,
            updated_at=now,
        )

    async def oldest_due(self, now: dt.datetime) -> dt.datetime | None:
        """Since when the longest waiting one could have been posted; None where none waits."""
        async with self._database.read() as connection:
            found: dt.datetime | None = await connection.scalar(
                select(func.min(delivery.c.ready_at)).where(
                    due_state(), delivery.c.ready_at <= now, delivery.c.late_until > now
                )
            )
        return found

    async def skip_late(self, now: dt.datetime, reason: str) -> tuple[Delivery, ...]:
        """Everything that nobody holds and that is past its time."""
        late = and_(
            due_state(),
            delivery.c.ready_at <= now,
            delivery.c.late_until <= now,
            self._free(),
        )
        async with self._database.write() as connection:
            rows = await connection.execute(
                update(delivery)
                .where(delivery.c.id.in_(self._locked(late)))
                .values(
                    state=DeliveryState.SKIPPED.value,
                    error=reason,
                    lease_until=None,
                    updated_at=now,
                )
                .returning(delivery)
            )
            return tuple(read(row) for row in rows)

    async def _take(
        self,
        which: ColumnElement[bool],
        *,
        order: ColumnElement[Any],
        until: ColumnElement[dt.datetime],
        limit: int,
    ) -> tuple[Delivery, ...]:
        ids = self._locked(which).order_by(order).limit(limit)
        async with self._database.write() as connection:
            rows = await connection.execute(
                update(delivery)
                .where(delivery.c.id.in_(ids))
                .values(lease_until=until, attempt=delivery.c.attempt + 1)
                .returning(delivery)
            )
            return tuple(sorted((read(row) for row in rows), key=lambda row: row.ready_at))

    @staticmethod
    def _locked(which: ColumnElement[bool]) -> Select[tuple[str]]:
        """Ids that no other process is changing. Skipping those can't deadlock; SQLite has one
        writer and ignores the words."""
        return select(delivery.c.id).where(which).with_for_update(skip_locked=True)

    def _free(self) -> ColumnElement[bool]:
        return or_(delivery.c.lease_until.is_(None), self._leases.over(delivery.c.lease_until))

    def _holds(self, held: Delivery) -> ColumnElement[bool]:
        return and_(delivery.c.id == held.id, delivery.c.attempt == held.attempt)

    async def _change(self, held: Delivery, when: ColumnElement[bool], **values: object) -> bool:
        async with self._database.write() as connection:
            result = await connection.execute(
                update(delivery).where(self._holds(held), when).values(**values)
            )
        return result.rowcount == 1
