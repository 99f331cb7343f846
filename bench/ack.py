"""How long a person waits for `/tip`: Dean's whole answer beside a bare Bolt app's.

    python bench/ack.py [--calls 300]

Signed requests over HTTP on loopback, one after the other, the two apps in turn, so that a busy
machine slows both alike. The bare app is the least that Bolt can do (one command, one word back),
as it comes and with `process_before_response`. Quote the ratios; the milliseconds are this
machine's.
"""

import argparse
import asyncio
import hashlib
import hmac
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import uvicorn
from pydantic import SecretStr
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.app import dean
from bot.cli.try_out import MANIFEST
from bot.slack.http import asgi_app
from config import Settings
from playground import Playground

SECRET = "bench"
QUERIES = (
    "caller wants my manager",
    "she won't stop shouting",
    "says he will sue us",
    "klant scheldt me uit",
    "לקוח דורש מנהל",
    "wants a refund after 60 days",
    "keeps calling me sweetie",
    "five questions in one mail",
)


@asynccontextmanager
async def served(application: object) -> AsyncIterator[str]:
    """`application` on a port of its own."""
    config = uvicorn.Config(application, port=0, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/slack/events"
    server.should_exit = True
    await serving


def bare(*, before: bool) -> AsyncSlackRequestHandler:
    """A bot that says “hello”."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T0", bot_id="B0", bot_user_id="U0", bot_token="xoxb-0"
        )

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=before)

    @app.command("/tip")
    async def hello(ack):  # type: ignore[no-untyped-def]
        await ack("hello")

    return AsyncSlackRequestHandler(app)


def request(query: str, number: int, team: str) -> tuple[bytes, dict[str, str]]:
    """One signed slash command."""
    body = urlencode(
        {
            "command": "/tip",
            "text": query,
            "team_id": team,
            "user_id": "U0SAM",
            "channel_id": "C0SUPPORT",
            "trigger_id": f"{time.time_ns()}.{number}",
            "response_url": "https://hooks.slack.com/commands/x",
        }
    ).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return body, {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest.hexdigest()}",
    }


async def main() -> None:
    """Start all three, call them in turn, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=300)
    calls = parser.parse_args().calls
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        async with Playground(MANIFEST) as slack:
            settings = Settings(
                slack_bot_token=SecretStr(slack.bot_token),
                slack_signing_secret=(SecretStr(SECRET),),
                slack_api_url=slack.api_url,
                database_url=f"sqlite+aiosqlite:///{folder}/bench.db",
            )
            async with dean(settings) as running:
                ours = asgi_app(
                    running.app, settings, ready=running.ready, running=lambda: served("")
                )
                async with (
                    served(ours) as dean_url,
                    served(bare(before=False)) as plain_url,
                    served(bare(before=True)) as before_url,
                    aiohttp.ClientSession() as session,
                ):
                    urls = {
                        "Dean, /tip": dean_url,
                        "bare Bolt, as it comes": plain_url,
                        "bare Bolt, process_before_response": before_url,
                    }
                    times: dict[str, list[float]] = {name: [] for name in urls}
                    for number in range(calls + 20):
                        for name, url in urls.items():
                            query = QUERIES[number % len(QUERIES)]
                            body, headers = request(query, number, slack.team_id)
                            began = time.perf_counter()
                            async with session.post(url, data=body, headers=headers) as answer:
                                said = await answer.text()
                                assert answer.status == 200
                                assert "(ref " not in said, "Dean answered with an error"
                            if number >= 20:
                                times[name].append((time.perf_counter() - began) * 1000)
    base = statistics.median(times["bare Bolt, as it comes"])
    print(f"{'':36} {'median':>9} {'p99':>9}  ratio to bare Bolt")
    for name, found in times.items():
        median, p99 = statistics.median(found), statistics.quantiles(found, n=100)[98]
        print(f"{name:36} {median:6.2f} ms {p99:6.2f} ms  {median / base:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
