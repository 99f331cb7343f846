"""One workspace's data: everything that Dean keeps is reached from here."""

import contextlib
from collections.abc import AsyncIterator

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from .asked import Asked
from .database import Database
from .days_off import DaysOff
from .deliveries import Deliveries
from .installations import TeamInstallation
from .people import MutedRules, People, RecentTips, SavedTips, TipVotes
from .schedules import Schedules
from .tables import installation, metadata, schedule
from .team import Counters, Settings
from .team_tips import TeamTips


class Workspace:
    """All that is kept of one workspace, and nothing of another.

        workspace = Workspace(database, team_id)
        await workspace.saved.add(user_id, "never-say/11", clock.now())
        async with workspace.atomic() as same:   # all of it or none
            ...

    It is cheap: make one for every request.
    """

    def __init__(
        self, database: Database, team_id: str, connection: AsyncConnection | None = None
    ) -> None:
        self._database = database
        self._connection = connection
        self.team_id = team_id
        self.people = People(database, team_id, connection)
        self.saved = SavedTips(database, team_id, connection)
        self.recent = RecentTips(database, team_id, connection)
        self.votes = TipVotes(database, team_id, connection)
        self.muted = MutedRules(database, team_id, connection)
        self.schedules = Schedules(database, team_id, connection)
        self.deliveries = Deliveries(database, team_id, connection)
        self.counters = Counters(database, team_id, connection)
        self.settings = Settings(database, team_id, connection)
        self.days_off = DaysOff(database, team_id, connection)
        self.asked = Asked(database, team_id, connection)
        self.tips = TeamTips(database, team_id, connection)
        self.installation = TeamInstallation(database, team_id, connection)

    @contextlib.asynccontextmanager
    async def atomic(self) -> AsyncIterator["Workspace"]:
        """The same workspace inside one transaction; inside another one, that one."""
        if self._connection is not None:
            yield self
            return
        async with self._database.write() as connection:
            yield Workspace(self._database, self.team_id, connection)

    async def forget_person(self, user_id: str) -> None:
        """Remove every trace of one person. A channel's schedule stays the channel's, and an
        approved tip the team's, without the name of who made it."""
        async with self._database.write() as connection:
            for table in metadata.sorted_tables:
                if "user_id" in table.c:
                    await connection.execute(
                        delete(table).where(
                            table.c.team_id == self.team_id, table.c.user_id == user_id
                        )
                    )
            await connection.execute(
                update(schedule)
                .where(schedule.c.team_id == self.team_id, schedule.c.set_by == user_id)
                .values(set_by=None)
            )
            await Asked(self._database, self.team_id, connection).forget_person(user_id)
            await TeamTips(self._database, self.team_id, connection).forget_person(user_id)

    async def forget(self, *, installed_with: str | None = None) -> None:
        """Remove every row of this workspace, in every table; with a token given, only if Dean is
        still installed with that one."""
        async with self._database.write() as connection:
            if installed_with is not None:
                token = await connection.scalar(
                    select(installation.c.bot_token)
                    .where(installation.c.team_id == self.team_id)
                    .with_for_update()
                )
                if token != installed_with:
                    return
            for table in metadata.sorted_tables:
                if "team_id" in table.c:
                    await connection.execute(delete(table).where(table.c.team_id == self.team_id))
