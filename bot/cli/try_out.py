"""The playground with Dean in it: one process, one port, a page in the browser."""

import asyncio
import datetime as dt
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import SecretStr

from bot.app import answering, dean, ticking
from bot.slack.socket import socket_mode
from bot.store import DEFAULT_URL
from config import Settings
from config.manifest import MANIFEST
from playground import Playground

# Apart from a real workspace's: what is tried out here is nobody's schedule.
DATABASE_URL = "sqlite+aiosqlite:///var/playground.db"

# Three things to try; the page makes each `action` a button.
HINTS: list[dict[str, Any]] = [
    {
        "title": "Ask for a tip",
        "text": "In any channel, type /tip and what is going on.",
        "action": {"type": "compose", "text": "/tip caller wants my manager"},
    },
    {
        "title": "Review a reply",
        "text": "Pick Review tone from a message's menu, react to it with :{reaction}:, or paste a "
        "reply after /tone.",
        "action": {"type": "focus_message", "tool": "more"},
    },
    {
        "title": "See tomorrow's lesson now",
        "text": "Turn lessons on in a channel that Dean is in, then move the clock to the next "
        "morning.",
        "action": {"type": "compose", "text": "/lesson on 09:00 daily"},
    },
]


def for_playground(settings: Settings, slack: Playground) -> Settings:
    """The person's own settings, pointed at the stand-in."""
    return settings.model_copy(
        update={
            "slack_client_id": None,
            "slack_client_secret": None,
            "slack_bot_token": SecretStr(slack.bot_token),
            "slack_app_token": SecretStr(slack.app_token),
            "slack_signing_secret": (SecretStr(slack.signing_secret),),
            "slack_api_url": slack.api_url,
            "database_url": DATABASE_URL
            if settings.database_url == DEFAULT_URL
            else settings.database_url,
        }
    )


def hints(settings: Settings) -> list[dict[str, Any]]:
    """Three things to try, without the reaction where it is turned off."""
    return [
        {**hint, "text": hint["text"].replace("{reaction}", settings.reaction)} for hint in HINTS
    ]


async def playground(settings: Settings, stopped: Callable[[], Awaitable[None]]) -> None:
    """Run until `stopped` returns. Raises `OSError` where the port is taken."""
    slack = Playground(MANIFEST, port=settings.port, hints=hints(settings))
    async with slack:
        ours = for_playground(settings, slack)
        async with (
            # No herd here to spread: who moves the clock to nine wants the lesson at nine.
            dean(ours, clock=slack.clock, spread=dt.timedelta()) as running,
            answering(running),
            socket_mode(running.app, ours),
            ticking(running),
        ):
            # Who moves the clock wants to see what happens then, not half a minute later.
            kicks: set[asyncio.Task[None]] = set()

            def moved(_: object) -> None:
                kick = asyncio.get_running_loop().create_task(running.ticker.kick())
                kicks.add(kick)
                kick.add_done_callback(kicks.discard)

            forget = slack.clock.on_change(moved)
            print(
                f"The playground is at {slack.url} (Ctrl+C stops it; nothing leaves this machine).",
                file=sys.stderr,
                flush=True,
            )
            await stopped()
            forget()
