"""The database: SQLite on one machine, PostgreSQL on several, one code path.

    database = Database(url)
    await database.connect()
    await database.migrate()
    workspace = Workspace(database, team_id)
    await workspace.people.set_language(user_id, "nl")

Every repository is bound to one workspace when it is made; there is no query without one. The
exceptions are named for it: `Seen` (an event is deduplicated before anybody asks whose it is),
`OAuthStates` (whoever installs Dean hasn't said where), `Heartbeats` (a process serves all), and
what delivery, time and counting need over all teams (`AllTeamsPlanning`, `AllTeamsClaims`,
`AllTeamsAsked`, `AllTeamsEmbedding`, `AllTeamsInstallations`, `Refusals`).
Message text is never stored: there is no column for it.
"""

from .asked import AllTeamsAsked, week_of
from .claims import AllTeamsClaims
from .database import Database
from .deliveries import GIVEN
from .errors import BadDatabaseUrl, DatabaseNotMigrated, DatabaseUnreachable, StoreError
from .heartbeats import Heartbeats
from .installations import AllTeamsInstallations, OAuthStates
from .people import EVERYBODY
from .planning import AllTeamsPlanning
from .records import (
    FOREVER,
    LESSON,
    TEAM,
    Delivery,
    DeliveryState,
    Installation,
    Pattern,
    Person,
    PlannedDay,
    Readiness,
    Schedule,
    TeamTip,
    TipState,
    Votes,
)
from .schedules import Refusals
from .seen import Seen
from .team_tip_embedding import AllTeamsEmbedding, ToEmbed
from .team_tips import Cursor
from .url import DEFAULT_URL, normalise
from .workspace import Workspace

__all__ = [
    "DEFAULT_URL",
    "EVERYBODY",
    "FOREVER",
    "GIVEN",
    "LESSON",
    "TEAM",
    "AllTeamsAsked",
    "AllTeamsClaims",
    "AllTeamsEmbedding",
    "AllTeamsInstallations",
    "AllTeamsPlanning",
    "BadDatabaseUrl",
    "Cursor",
    "Database",
    "DatabaseNotMigrated",
    "DatabaseUnreachable",
    "Delivery",
    "DeliveryState",
    "Heartbeats",
    "Installation",
    "OAuthStates",
    "Pattern",
    "Person",
    "PlannedDay",
    "Readiness",
    "Refusals",
    "Schedule",
    "Seen",
    "StoreError",
    "TeamTip",
    "TipState",
    "ToEmbed",
    "Votes",
    "Workspace",
    "normalise",
    "week_of",
]
