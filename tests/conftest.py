"""Dean as he runs, with the playground as Slack on the other side."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from pydantic import SecretStr

from bot.app import Dean, Domain, dean, installing, load_domain
from bot.lessons import NO_SPREAD
from bot.slack.http import EVENTS_PATH, asgi_app
from bot.slack.oauth import REDIRECT_PATH
from bot.slack.socket import socket_mode
from bot.store import Database
from config import Settings
from playground import Playground
from tests.databases import NoServer, fresh_database, postgresql_server

MANIFEST = Path(__file__).resolve().parents[1] / "config" / "manifest.json"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL server for this run. Without one its tests skip, visibly; where `CI` is set
    they fail: a run that left them out proves nothing about it."""
    try:
        with postgresql_server() as url:
            yield url
    except NoServer as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(f"PostgreSQL: {error}")


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A fresh, empty database of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'var' / 'dean.db'}"
        return
    async with fresh_database(request.getfixturevalue("postgresql")) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The same, migrated."""
    database = Database(database_url)
    await database.connect()
    await database.migrate()
    yield database
    await database.close()


@dataclass(frozen=True)
class Running:
    """A Dean, the Slack that he is in, and the address where Slack reaches him (HTTP only)."""

    dean: Dean
    slack: Playground
    settings: Settings
    url: str | None

    async def settled(self) -> None:
        """Return when everything that was asked has been answered."""
        for _ in range(3):
            await self.slack.idle(0.01)
            while self.dean.services.tasks.busy:  # noqa: ASYNC110 - a test may poll
                await asyncio.sleep(0.01)


Start = Callable[..., AbstractAsyncContextManager[Running]]


@pytest.fixture(scope="session")
def domain() -> Domain:
    """The library, the search and the rules, read once for all tests."""
    return load_domain()


@pytest.fixture
def start(domain: Domain, tmp_path: Path) -> Start:
    """`async with start("http") as running:`, with settings to change by keyword."""

    @asynccontextmanager
    async def started(transport: str = "http", **changes: object) -> AsyncIterator[Running]:
        slack = Playground(MANIFEST, retry_waits=(0, 0, 0), rate_limits=False)
        async with slack:
            # Validated, not constructed: the environment of whoever runs the tests stays out.
            settings = Settings.model_validate(
                {
                    "slack_bot_token": SecretStr(slack.bot_token),
                    "slack_app_token": SecretStr(slack.app_token)
                    if transport == "socket"
                    else None,
                    "slack_signing_secret": slack.signing_secret,
                    "slack_api_url": slack.api_url,
                    "database_url": f"sqlite+aiosqlite:///{tmp_path}/dean.db",
                }
            ).model_copy(update=changes)
            async with dean(
                settings, clock=slack.clock, domain=domain, spread=NO_SPREAD
            ) as running:
                connect = _http if transport == "http" else _socket
                async with connect(running, settings, slack) as url:
                    yield Running(running, slack, settings, url)

    return started


@pytest.fixture(params=["http", "socket"])
async def running(request: pytest.FixtureRequest, start: Start) -> AsyncIterator[Running]:
    """Dean over each transport in turn."""
    async with start(request.param) as it:
        yield it


@pytest.fixture
async def over_http(start: Start) -> AsyncIterator[Running]:
    """Dean over HTTP."""
    async with start("http") as it:
        yield it


@asynccontextmanager
async def _http(running: Dean, settings: Settings, slack: Playground) -> AsyncIterator[str]:
    @asynccontextmanager
    async def nothing_else() -> AsyncIterator[None]:
        yield

    application = asgi_app(
        running.app,
        settings,
        ready=running.ready,
        running=nothing_else,
        measured=running.metrics,
        installing=installing(running),
    )
    config = uvicorn.Config(
        application, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="on"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            await serving
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    slack.request_url = url + EVENTS_PATH
    slack.redirect_url = url + REDIRECT_PATH
    try:
        yield url
    finally:
        slack.request_url = None
        server.should_exit = True
        await serving


@asynccontextmanager
async def _socket(running: Dean, settings: Settings, slack: Playground) -> AsyncIterator[None]:
    async with socket_mode(running.app, settings):
        async with asyncio.timeout(10):
            while slack.transport != "socket":  # noqa: ASYNC110 - a test may poll
                await asyncio.sleep(0.01)
        yield None
