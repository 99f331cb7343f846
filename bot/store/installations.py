"""Who installed Dean by themselves, and who is about to."""

import datetime as dt
import hashlib
import secrets

from sqlalchemy import delete, func, select

from ._bound import Bound, upsert
from .database import Database
from .records import Installation
from .tables import installation, oauth_state

# From “Add to Slack” to the way back; Slack's own code lives as long.
STATE_LASTS = dt.timedelta(minutes=10)


class TeamInstallation(Bound):
    """One workspace's installation.

    The token is kept as it is, since it has to be used: who reads this database can post as Dean.
    """

    async def get(self) -> Installation | None:
        """The last one; None where nobody installed Dean, or he was removed."""
        async with self._read() as connection:
            row = (
                await connection.execute(select(installation).where(self._mine(installation)))
            ).one_or_none()
        if row is None:
            return None
        return Installation(
            bot_token=row.bot_token,
            bot_id=row.bot_id,
            bot_user_id=row.bot_user_id,
            installed_at=row.installed_at,
            enterprise_id=row.enterprise_id,
        )

    async def save(self, given: Installation) -> None:
        """Keep it in the place of an older one."""
        values = {
            "team_id": self._team_id,
            "enterprise_id": given.enterprise_id,
            "bot_token": given.bot_token,
            "bot_id": given.bot_id,
            "bot_user_id": given.bot_user_id,
            "installed_at": given.installed_at,
        }
        async with self._write() as connection:
            await upsert(connection, installation, values)


class AllTeamsInstallations:
    """How many installed Dean; the one question over all of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self) -> int:
        """Workspaces."""
        async with self._database.read() as connection:
            return (await connection.scalar(select(func.count()).select_from(installation))) or 0


class OAuthStates:
    """What tells that whoever comes back from Slack set out from here; each holds once.

        state = await states.issue(now)
        if not await states.consume(state, now): refuse

    Bound to no workspace: nobody has said yet which it will be. Only hashes are stored, so who
    reads the database can't finish another's installation.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def issue(self, now: dt.datetime) -> str:
        """A new one."""
        state = secrets.token_urlsafe(32)
        async with self._database.write() as connection:
            # Here too: anybody may ask for one, and where only HTTP runs nothing else prunes.
            await connection.execute(delete(oauth_state).where(oauth_state.c.expires_at <= now))
            await connection.execute(
                oauth_state.insert().values(state=_hash(state), expires_at=now + STATE_LASTS)
            )
        return state

    async def consume(self, state: str, now: dt.datetime) -> bool:
        """True once, for one caller, within `STATE_LASTS`."""
        async with self._database.write() as connection:
            result = await connection.execute(
                delete(oauth_state).where(
                    oauth_state.c.state == _hash(state), oauth_state.c.expires_at > now
                )
            )
        return result.rowcount == 1

    async def prune(self, now: dt.datetime) -> int:
        """Forget those that can't be used any more; gives how many."""
        async with self._database.write() as connection:
            result = await connection.execute(
                delete(oauth_state).where(oauth_state.c.expires_at <= now)
            )
        return result.rowcount


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()
