"""What was handled already, across processes."""

import datetime as dt
import hashlib

from sqlalchemy import delete

from ._bound import insert
from .database import Database
from .tables import seen

# Slack retries an event for about an hour, and an interaction's trigger lives seconds.
KEPT = dt.timedelta(hours=24)


class Seen:
    """Events and interactions by their id; bound to no workspace, since a repeat is dropped
    before anybody asks whose it is.

        if not await seen.first(f"event:{event_id}", now): return

    Only a hash of the key is stored, so a key may be made of anything.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first(self, key: str, now: dt.datetime) -> bool:
        """True for one caller, in one process, the first time; False ever after."""
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        async with self._database.write() as connection:
            result = await connection.execute(
                insert(connection, seen).values(key=digest, at=now).on_conflict_do_nothing()
            )
        return result.rowcount == 1

    async def prune(self, now: dt.datetime) -> int:
        """Forget what is older than `KEPT`; gives how many."""
        async with self._database.write() as connection:
            result = await connection.execute(delete(seen).where(seen.c.at < now - KEPT))
        return result.rowcount
