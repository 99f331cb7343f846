"""Who Dean is in each workspace, and the token to act there."""

from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.store import Database, Workspace

from .errors import DATABASE_AWAY


@dataclass(frozen=True, slots=True)
class Identity:
    """Who Dean is in one workspace."""

    team_id: str
    bot_id: str
    bot_user_id: str
    token: SecretStr
    enterprise_id: str | None = None


class Identities(Protocol):
    """Where Dean is installed."""

    async def of(self, team_id: str) -> Identity | None:
        """Who he is there; None where he isn't. May raise what a database raises that is away."""
        ...

    @property
    def only(self) -> str | None:
        """The one workspace that there can be; None where any may install Dean."""
        ...


class OneWorkspace:
    """The workspace whose token stands in the settings."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    async def of(self, team_id: str) -> Identity | None:
        # Another workspace's request, however well signed, is never answered with this token.
        return self._identity if team_id == self._identity.team_id else None

    @property
    def only(self) -> str | None:
        return self._identity.team_id


class InstalledWorkspaces:
    """Those that installed Dean by themselves. The database is asked each time: another process
    may have heard meanwhile that one installed or removed him. While it is away, what was last
    heard holds: a tip needs no database, and is wanted now."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heard: dict[str, Identity] = {}

    async def of(self, team_id: str) -> Identity | None:
        try:
            found = await Workspace(self._database, team_id).installation.get()
        except DATABASE_AWAY:
            if team_id in self._heard:
                return self._heard[team_id]
            raise
        if found is None:
            self._heard.pop(team_id, None)
            return None
        self._heard[team_id] = Identity(
            team_id=team_id,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            token=SecretStr(found.bot_token),
            enterprise_id=found.enterprise_id,
        )
        return self._heard[team_id]

    @property
    def only(self) -> str | None:
        return None


async def identify(client: AsyncWebClient) -> Identity:
    """Ask Slack whose token `client` has. Raises `SlackApiError` when the token isn't good."""
    found = await client.auth_test()
    return Identity(
        team_id=str(found["team_id"]),
        bot_id=str(found["bot_id"]),
        bot_user_id=str(found["user_id"]),
        token=SecretStr(client.token or ""),
        enterprise_id=found.get("enterprise_id"),
    )
