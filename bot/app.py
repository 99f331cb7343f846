"""The composition root: settings → services → the Bolt app. Nothing else wires.

async with dean(settings) as running:
    running.app      # slack_bolt's AsyncApp, every listener registered
    running.ticker   # posts the lessons that are due
"""

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Route

from bot import memory, metrics
from bot.advice import Advice
from bot.advice.team import Embedder, TeamSearch
from bot.clock import Clock, SystemClock
from bot.content import Library, load_library
from bot.lessons import SPREAD, Deliverer, LessonService, Ticker
from bot.pulse import Pulse
from bot.services import Services
from bot.slack.bolt import bolt_app
from bot.slack.delivery import SlackSender
from bot.slack.identity import Identities, InstalledWorkspaces, OneWorkspace, identify
from bot.slack.last_look import session
from bot.slack.metered import metered
from bot.slack.oauth import oauth_routes
from bot.store import AllTeamsAsked, AllTeamsClaims, Database, Heartbeats, OAuthStates, Seen
from bot.tasks import Tasks
from bot.tone import Reviewer, missing
from bot.tone.model import shipped
from config import Settings
from config.manifest import bot_scopes

log = logging.getLogger(__name__)

SLACK_TIMEOUT_S = 10  # well under a delivery's lease, so that a slow answer never outlives it


@dataclass(frozen=True, slots=True)
class Domain:
    """What Dean knows, read once: it takes a second or two, and nothing in it changes."""

    library: Library
    advice: Advice
    reviewer: Reviewer


def load_domain() -> Domain:
    """Read the content and the rules. Raises `ContentError` or `RuleError`."""
    library = load_library()
    domain = Domain(library, Advice(library), Reviewer(model=shipped(), missing=missing.shipped()))
    memory.give_back()
    return domain


@dataclass(frozen=True, slots=True)
class Dean:
    """Everything that runs, once it does."""

    services: Services
    app: AsyncApp
    identities: Identities
    ticker: Ticker
    pulse: Pulse
    embedder: Embedder | None  # None where there is nothing to embed with

    async def ready(self) -> dict[str, bool]:
        """What must hold to serve, by name; for `/readyz`."""
        return {"database": await self.services.database.ready()}

    async def metrics(self) -> tuple[bytes, str]:
        """The page for `/metrics`, with what only the database knows read just now. While the
        database is away those keep what they last said."""
        now = self.services.clock.now()
        with contextlib.suppress(SQLAlchemyError, OSError):
            since = await AllTeamsClaims(self.services.database).oldest_due(now)
            beat = await Heartbeats(self.services.database).latest()
            metrics.OLDEST_DUE.set(0 if since is None else (now - since).total_seconds())
            metrics.WORKER_AGE.set(-1 if beat is None else (now - beat).total_seconds())
        return metrics.page()


def slack_client(
    settings: Settings, connection: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    """A Web API client that never retries by itself: a retried post is a post twice. It makes a
    session for each call, unless it is given one for all."""
    token = settings.slack_bot_token
    return metered(
        AsyncWebClient(
            token=token.get_secret_value() if token else None,
            base_url=settings.slack_api_url,
            timeout=SLACK_TIMEOUT_S,
            session=connection,
            retry_handlers=[],
        )
    )


@asynccontextmanager
async def dean(
    settings: Settings,
    *,
    clock: Clock | None = None,
    domain: Domain | None = None,
    spread: dt.timedelta = SPREAD,
) -> AsyncIterator[Dean]:
    """Dean, ready to answer while inside; on the way out everything under way is finished.

    The transport, the ticker and the embedder are started by whoever asked: a web process wants
    one without the other. The database is migrated first: safe when several processes start at
    once. Raises what stops a start: `ContentError`, `RuleError`, `StoreError`, `SlackApiError`.
    """
    clock = clock or SystemClock()
    domain = domain or load_domain()
    database = Database(settings.database_url)
    await database.connect()
    tasks = Tasks()
    closing = contextlib.AsyncExitStack()
    try:
        await database.migrate()
        client = slack_client(settings)
        identities = (
            InstalledWorkspaces(database)
            if settings.installs
            else OneWorkspace(await identify(client))
        )
        seen, states = Seen(database), OAuthStates(database)
        posting = await closing.enter_async_context(session(SLACK_TIMEOUT_S))
        sender = SlackSender(slack_client(settings, posting), identities, domain.library)
        deliverer = Deliverer(database, domain.library, sender, clock)
        pulse, asked = Pulse(database, clock), AllTeamsAsked(database)

        async def prune() -> None:
            await seen.prune(clock.now())
            await asked.prune(clock.now())
            await states.prune(clock.now())

        meaning = domain.advice.meaning
        embedder = Embedder(database, meaning.encoder) if meaning else None
        search = TeamSearch(database, domain.advice)
        closing.push_async_callback(search.close)
        ticker = Ticker(deliverer.tick, prune, pulse.beat, drain=deliverer.drain)
        services = Services(
            settings=settings,
            clock=clock,
            library=domain.library,
            advice=domain.advice,
            team_search=search,
            reviewer=domain.reviewer,
            lessons=LessonService(database, domain.library, clock, spread=spread),
            database=database,
            seen=seen,
            tasks=tasks,
            deliver_now=ticker.kick,
            embed_now=embedder.kick if embedder else lambda: None,
        )
        app = bolt_app(services, client, identities)
        yield Dean(services, app, identities, ticker, pulse, embedder)
    finally:
        await tasks.drain()
        await closing.aclose()
        await database.close()


@asynccontextmanager
async def ticking(running: Dean) -> AsyncIterator[None]:
    """Lessons are posted while inside."""
    running.pulse.begin()
    running.ticker.start()
    try:
        yield
    finally:
        await running.ticker.stop()
        await running.pulse.end()


@asynccontextmanager
async def answering(running: Dean) -> AsyncIterator[None]:
    """Teams' own tips are embedded while inside, and those of the only workspace read ahead: for a
    process that people ask."""
    team_id, search = running.identities.only, running.services.team_search
    reading = asyncio.create_task(search.read(team_id)) if team_id is not None else None
    try:
        async with running.embedder.working() if running.embedder else contextlib.nullcontext():
            yield
    finally:
        if reading is not None:
            reading.cancel()
            await asyncio.wait({reading})


def installing(running: Dean) -> list[Route]:
    """Where workspaces install Dean by themselves; none where the settings name the one."""
    services = running.services
    if not services.settings.installs:
        return []
    return oauth_routes(
        services.settings,
        slack_client(services.settings),
        services.database,
        services.clock,
        bot_scopes(),
    )
