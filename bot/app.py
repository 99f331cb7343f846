"""The composition root: settings → services → the Bolt app. Nothing else wires.

async with dean(settings) as running:
    running.app      # slack_bolt's AsyncApp, every listener registered
    running.ticker   # posts the lessons that are due
"""

import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.advice import Advice
from bot.clock import Clock, SystemClock
from bot.content import Library, load_library
from bot.lessons import SPREAD, Deliverer, LessonService, Ticker
from bot.pulse import Pulse
from bot.services import Services
from bot.slack.bolt import Identity, bolt_app, identify
from bot.slack.delivery import SlackSender
from bot.store import AllTeamsAsked, Database, Seen
from bot.tasks import Tasks
from bot.tone import Reviewer
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
    return Domain(library, Advice(library), Reviewer())


@dataclass(frozen=True, slots=True)
class Dean:
    """Everything that runs, once it does."""

    services: Services
    app: AsyncApp
    identity: Identity
    ticker: Ticker
    pulse: Pulse

    async def ready(self) -> dict[str, bool]:
        """What must hold to serve, by name; for `/readyz`."""
        return {"database": await self.services.database.ready()}


def slack_client(settings: Settings) -> AsyncWebClient:
    """A Web API client that never retries by itself: a retried post is a post twice."""
    token = settings.slack_bot_token
    return AsyncWebClient(
        token=token.get_secret_value() if token else None,
        base_url=settings.slack_api_url,
        timeout=SLACK_TIMEOUT_S,
        retry_handlers=[],
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

    The transport and the ticker are started by whoever asked: a web process wants one without
    the other. The database is migrated first: safe when several processes start at once. Raises
    what stops a start: `ContentError`, `RuleError`, `StoreError`, `SlackApiError`.
    """
    clock = clock or SystemClock()
    domain = domain or load_domain()
    database = Database(settings.database_url)
    await database.connect()
    tasks = Tasks()
    try:
        await database.migrate()
        client = slack_client(settings)
        identity = await identify(client)
        seen = Seen(database)
        sender = SlackSender(client, identity.team_id, domain.library)
        deliverer = Deliverer(database, domain.library, sender, clock)
        pulse, asked = Pulse(database, clock), AllTeamsAsked(database)

        async def prune() -> None:
            await seen.prune(clock.now())
            await asked.prune(clock.now())

        ticker = Ticker(deliverer.tick, prune, pulse.beat, drain=deliverer.drain)
        services = Services(
            settings=settings,
            clock=clock,
            library=domain.library,
            advice=domain.advice,
            reviewer=domain.reviewer,
            lessons=LessonService(database, domain.library, clock, spread=spread),
            database=database,
            seen=seen,
            tasks=tasks,
            deliver_now=ticker.kick,
        )
        yield Dean(services, bolt_app(services, client, identity), identity, ticker, pulse)
    finally:
        await tasks.drain()
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
