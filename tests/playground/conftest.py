"""A playground with short waits and no rate limits, and tiny bots to go with it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground

from .helpers import HttpApp, SocketApp, manifest


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    waits = (0.0, 0.01, 0.01)
    async with Playground(
        manifest(), retry_waits=waits, ack_seconds=0.5, rate_limits=False
    ) as playground:
        yield playground


@pytest.fixture
async def client(slack: Playground) -> AsyncIterator[AsyncWebClient]:
    """Slack's own client; it raises SlackApiError where an answer is not ok."""
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[]
        )


@pytest.fixture
async def http(slack: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(slack.url) as session:
        yield session


@pytest.fixture
async def app(slack: Playground) -> AsyncIterator[HttpApp]:
    """A bot over HTTP."""
    bot = HttpApp()
    await bot.start()
    slack.request_url = bot.url
    yield bot
    await bot.stop()


@pytest.fixture
async def socket(slack: Playground) -> AsyncIterator[SocketApp]:
    """A bot over Socket Mode."""
    bot = SocketApp(slack)
    await bot.start()
    yield bot
    await bot.stop()
