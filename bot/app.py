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

from bot import metrics
from bot.advice import Advice
from bot.advice.team import Embedder, TeamSearch
from bot.clock import Clock, SystemClock
from bot.content import Library, load_library
from bot.lessons import SPREAD, Deliverer, LessonService, Ticker
from bot.pulse import Pulse
from bot.services import Services
from bot.slack.bolt import Identity, bolt_app, identify
from bot.slack.delivery import SlackSender
from bot.slack.last_look import session
from bot.slack.metered import metered
from bot.store import AllTeamsAsked, AllTeamsClaims, Database, Heartbeats, Seen
from bot.tasks import Tasks
from bot.tone import Reviewer
from bot.tone.model import shipped
from config import Settings

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
    return Domain(library, Advice(library), Reviewer(model=shipped()))


@dataclass(frozen=True, slots=True)
class Dean:
    """Everything that runs, once it does."""

    services: Services
    app: AsyncApp
    identity: Identity
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
        identity = await identify(client)
        seen = Seen(database)
        posting = await closing.enter_async_context(session(SLACK_TIMEOUT_S))
        sender = SlackSender(slack_client(settings, posting), identity.team_id, domain.library)
        deliverer = Deliverer(database, domain.library, sender, clock)
        pulse, asked = Pulse(database, clock), AllTeamsAsked(database)

        async def prune() -> None:
            await seen.prune(clock.now())
            await asked.prune(clock.now())

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
        app = bolt_app(services, client, identity)
        yield Dean(services, app, identity, ticker, pulse, embedder)
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
    """The team's own tips are read and embedded while inside: for a process that people ask."""
    reading = asyncio.create_task(running.services.team_search.read(running.identity.team_id))
    try:
        async with running.embedder.working() if running.embedder else contextlib.nullcontext():
            yield
    finally:
        reading.cancel()
        await asyncio.wait({reading})
