"""The long-running commands: web, socket, worker, playground, and which of them is the main job."""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import uvicorn
from slack_sdk.errors import SlackApiError
from starlette.applications import Starlette

from bot.app import Dean, answering, dean, installing, ticking
from bot.slack.http import EVENTS_PATH, asgi_app, metrics_route
from bot.slack.oauth import INSTALL_PATH
from bot.slack.socket import SocketLost, socket_mode, watch
from bot.store import Database
from config import Settings, SettingsError, load_settings
from config.logs import configure

log = logging.getLogger(__name__)

DRAIN_S = 10  # hosts kill a process 30 s after asking it to stop


def run(arguments: argparse.Namespace) -> int:
    """The main job: Slack with tokens, the playground without."""
    settings = load_settings()
    if settings.transport == "socket":
        return _serve(settings, _socket(settings, tick=True))
    if settings.transport == "http":
        return _serve(settings, _web(settings, tick=True))
    return _playground(settings)


def web(arguments: argparse.Namespace) -> int:
    """HTTP alone; lessons are the worker's."""
    settings = load_settings()
    if not _has_workspaces(settings) or not settings.slack_signing_secret:
        raise SettingsError(
            ["SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET: HTTP needs both; see README, “In Slack”"]
        )
    return _serve(settings, _web(settings, tick=False))


def socket(arguments: argparse.Namespace) -> int:
    """Socket Mode alone; lessons are the worker's."""
    settings = load_settings()
    if settings.slack_bot_token is None or settings.slack_app_token is None:
        raise SettingsError(
            ["SLACK_BOT_TOKEN and SLACK_APP_TOKEN: Socket Mode needs both; see README, “In Slack”"]
        )
    return _serve(settings, _socket(settings, tick=False))


def worker(arguments: argparse.Namespace) -> int:
    """The ticker and the deliveries alone."""
    settings = load_settings()
    if not _has_workspaces(settings):
        raise SettingsError(["SLACK_BOT_TOKEN: is missing; the worker posts with it"])
    return _serve(settings, _worker(settings))


def playground(arguments: argparse.Namespace) -> int:
    """The stand-in for Slack, whatever tokens there are."""
    return _playground(load_settings())


def migrate(arguments: argparse.Namespace) -> int:
    """Bring the database's tables to this version."""
    settings = load_settings()

    async def work() -> None:
        database = Database(settings.database_url)
        await database.connect()
        try:
            await database.migrate()
        finally:
            await database.close()

    asyncio.run(work())
    print("The database is current.")
    return 0


def _has_workspaces(settings: Settings) -> bool:
    """The one whose token is given, or those that install Dean."""
    return settings.slack_bot_token is not None or settings.installs


def _serve(settings: Settings, work: Coroutine[Any, Any, None]) -> int:
    configure(settings.log_level)
    try:
        asyncio.run(work)
    except SlackApiError as error:
        code = error.response.get("error")
        print(
            f"Slack refuses the token ({code}). Copy it again from api.slack.com/apps; "
            "`python -m bot check` says which.",
            file=sys.stderr,
        )
        return 1
    except (aiohttp.ClientError, TimeoutError) as error:
        print(f"Slack can't be reached ({type(error).__name__}).", file=sys.stderr)
        return 1
    except SocketLost:
        print("The connection to Slack didn't come back; start me again.", file=sys.stderr)
        return 1
    return 0


async def _web(settings: Settings, *, tick: bool) -> None:
    async with dean(settings) as running:
        await serve_http(running, settings, tick=tick)


async def serve_http(running: Dean, settings: Settings, *, tick: bool) -> None:
    """Serve until a signal says stop."""

    @asynccontextmanager
    async def alongside() -> AsyncIterator[None]:
        async with answering(running), ticking(running) if tick else contextlib.nullcontext():
            yield

    application = asgi_app(
        running.app,
        settings,
        ready=running.ready,
        running=alongside,
        measured=running.metrics,
        installing=installing(running),
    )
    server = uvicorn.Server(_config(application, settings.host, settings.port))
    address = f"http://{settings.host}:{settings.port}"
    _say(f"Dean answers Slack on {address}{EVENTS_PATH}")
    if settings.installs:
        _say(f"Workspaces install him at {address}{INSTALL_PATH}")
    await server.serve()
    if not server.started:
        raise SystemExit(1)  # uvicorn has said why, for example that the port is taken


def _config(application: Starlette, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=DRAIN_S,
    )


class _Beside(uvicorn.Server):
    """A server beside the main job, which listens to signals itself."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _measuring(running: Dean, settings: Settings) -> AsyncIterator[None]:
    """`/metrics` on a port of its own, where one is set: for processes without HTTP."""
    if settings.metrics_port is None:
        yield
        return
    application = Starlette(routes=[metrics_route(running.metrics)])
    server = _Beside(_config(application, settings.host, settings.metrics_port))
    serving = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        with contextlib.suppress(SystemExit):
            await serving


async def _socket(settings: Settings, *, tick: bool) -> None:
    stop = _listening()
    async with (
        dean(settings) as running,
        _measuring(running, settings),
        answering(running),
        socket_mode(running.app, settings) as handler,
    ):
        _say("Dean is connected to Slack over Socket Mode.")
        watching = asyncio.create_task(watch(handler))
        stopping = asyncio.create_task(stop.wait())
        try:
            if tick:
                async with ticking(running):
                    await asyncio.wait({watching, stopping}, return_when="FIRST_COMPLETED")
            else:
                await asyncio.wait({watching, stopping}, return_when="FIRST_COMPLETED")
            if watching.done():
                await watching
        finally:
            watching.cancel()
            stopping.cancel()


async def _worker(settings: Settings) -> None:
    stop = _listening()
    async with dean(settings) as running, _measuring(running, settings), ticking(running):
        _say("Dean posts the lessons that are due.")
        await stop.wait()


def _playground(settings: Settings) -> int:
    from .try_out import playground as work  # noqa: PLC0415 - Slack's own users never need it

    # Whoever tries Dean out looks at the page; warnings are enough here.
    configure("WARNING")
    try:
        asyncio.run(work(settings, _stopped))
    except OSError as error:
        print(
            f"Port {settings.port} can't be used ({error.strerror}). "
            "Choose another: PORT=3001 make run",
            file=sys.stderr,
        )
        return 1
    return 0


async def _stopped() -> None:
    """Return when the process is asked to stop."""
    await _listening().wait()


def _listening() -> asyncio.Event:
    """Set when the process is asked to stop, from this moment on: also in the midst of a start,
    which then ends as it should."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    return stop


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
