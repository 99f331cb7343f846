"""The lesson's way into Slack: what each of Slack's answers means."""

import datetime as dt
import json
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp.test_utils
import aiohttp.web
import pytest
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Domain
from bot.clock import uptime
from bot.content import Lesson
from bot.lessons import (
    NO_DIGEST,
    Ambiguous,
    CannotLook,
    Found,
    NotFound,
    RateLimited,
    Refused,
    Sent,
)
from bot.lessons.sender import Unsent
from bot.slack.delivery import EVENT_TYPE, SlackSender
from bot.slack.identity import Identity, OneWorkspace
from playground import Playground
from playground.core import Secrets
from tests.conftest import MANIFEST
from tests.slack.helpers import NORA, SAM, SUPPORT, plain

TEAM, CHANNEL = "T0HARBOUR", "C0SUPPORT"
DEAN = Identity(TEAM, "B0PLAYBOT", "U0PLAYBOT", SecretStr(Secrets.bot_token))
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def manifest() -> dict[str, Any]:
    """Ours, with the scope that a workspace may add so that Dean can look."""
    read: dict[str, Any] = json.loads(Path(MANIFEST).read_text("utf-8"))
    read["oauth_config"]["scopes"]["bot"].append("channels:history")
    return read


@pytest.fixture
async def slack(manifest: dict[str, Any]) -> AsyncIterator[Playground]:
    async with Playground(manifest, rate_limits=False) as it:
        yield it


Make = Callable[..., SlackSender]


@pytest.fixture
def sender(slack: Playground, domain: Domain) -> Make:
    def make(url: str | None = None, timeout: int = 10) -> SlackSender:
        client = AsyncWebClient(base_url=url or slack.api_url, timeout=timeout, retry_handlers=[])
        return SlackSender(client, OneWorkspace(DEAN), domain.library)

    return make


@pytest.fixture
def lesson(domain: Domain) -> Lesson:
    return next(iter(domain.library.lessons["en"].values()))


async def post(
    sender: SlackSender, lesson: Lesson, channel: str = CHANNEL, team: str = TEAM
) -> object:
    return await sender.post(
        team,
        channel,
        lesson,
        lang="en",
        position=1,
        total=24,
        delivery_id="d1",
        digest=NO_DIGEST,
        until=uptime() + 60,
    )


async def test_sent_and_found(slack: Playground, sender: Make, lesson: Lesson) -> None:
    sent = await post(sender(), lesson)
    message = slack.messages(SUPPORT)[-1]
    assert sent == Sent(message.ts)
    assert message.metadata == {"event_type": EVENT_TYPE, "event_payload": {"id": "d1"}}
    assert lesson.idea in message.shown

    assert await sender().find(TEAM, CHANNEL, "d1", LONG_AGO) == Found(message.ts)
    assert await sender().find(TEAM, CHANNEL, "d2", LONG_AGO) == NotFound()
    later = slack.clock.now() + dt.timedelta(minutes=1)
    assert await sender().find(TEAM, CHANNEL, "d1", later) == NotFound()


async def test_found_far_back_and_given_up_beyond(
    slack: Playground, sender: Make, lesson: Lesson
) -> None:
    sent = await post(sender(), lesson)
    assert isinstance(sent, Sent)
    for number in range(150):
        await slack.post(SAM, SUPPORT, f"Message {number}")
    since = slack.clock.now() - dt.timedelta(minutes=1)
    assert await sender().find(TEAM, CHANNEL, "d1", since) == Found(sent.ts)
    for number in range(400):
        await slack.post(SAM, SUPPORT, f"Message {number}")
    assert await sender().find(TEAM, CHANNEL, "d1", since) == CannotLook("too_many_messages")


async def test_where_dean_may_not(slack: Playground, sender: Make, lesson: Lesson) -> None:
    assert await post(sender(), lesson, "C0VIPCARE") == Refused("not_in_channel")
    assert await post(sender(), lesson, "C0NOWHERE") == Refused("channel_not_found")
    assert await sender().find(TEAM, "C0VIPCARE", "d1", LONG_AGO) == CannotLook("not_in_channel")


async def test_another_workspace_is_none_of_ours(
    slack: Playground, sender: Make, lesson: Lesson
) -> None:
    assert await post(sender(), lesson, team="T0OTHER") == Refused("account_inactive")
    assert await sender().find("T0OTHER", CHANNEL, "d1", LONG_AGO) == CannotLook("account_inactive")
    assert await sender().tell("T0OTHER", SAM, CHANNEL, "x", "en") == Refused("account_inactive")
    assert slack.calls == []


async def test_without_the_scope_nobody_can_look(domain: Domain) -> None:
    async with Playground(MANIFEST) as slack:
        client = AsyncWebClient(base_url=slack.api_url, retry_handlers=[])
        sender = SlackSender(client, OneWorkspace(DEAN), domain.library)
        assert await sender.find(TEAM, CHANNEL, "d1", LONG_AGO) == CannotLook("missing_scope")


OUTCOMES: list[tuple[dict[str, Any], object]] = [
    ({"error": "ratelimited", "retry_after": 7}, RateLimited(7.0)),
    ({"status": 429, "retry_after": 0}, RateLimited(0.0)),
    ({"error": "is_archived"}, Refused("is_archived")),
    ({"error": "restricted_action"}, Refused("restricted_action")),
    ({"error": "token_revoked"}, Refused("token_revoked")),
    ({"error": "fatal_error"}, Ambiguous("fatal_error")),
    ({"error": "internal_error"}, Ambiguous("internal_error")),
    ({"error": "service_unavailable", "status": 503}, Ambiguous("service_unavailable")),
    ({"status": 500}, Ambiguous("internal_error")),
    ({"status": 503, "error": "is_archived"}, Ambiguous("is_archived")),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "outcome"), OUTCOMES)
async def test_each_of_slacks_answers(
    slack: Playground, sender: Make, lesson: Lesson, fault: dict[str, Any], outcome: object
) -> None:
    slack.faults.add(method="chat.postMessage", **fault)
    assert await post(sender(), lesson) == outcome
    assert [call.method for call in slack.calls] == ["chat.postMessage"], "one attempt"


@pytest.mark.parametrize("how", ["drop_before", "drop_after_accept"])
async def test_a_dropped_connection_says_nothing(
    slack: Playground, sender: Make, lesson: Lesson, how: str
) -> None:
    slack.faults.add(method="chat.postMessage", **{how: True})  # type: ignore[arg-type]
    assert isinstance(await post(sender(), lesson), Ambiguous)
    there = await sender().find(TEAM, CHANNEL, "d1", LONG_AGO)
    assert isinstance(there, Found if how == "drop_after_accept" else NotFound)
    assert [call.method for call in slack.calls].count("chat.postMessage") == 1, "never twice"

    slack.faults.add(method="conversations.history", times=2, **{how: True})  # type: ignore[arg-type]
    assert isinstance(await sender().find(TEAM, CHANNEL, "d1", LONG_AGO), Ambiguous)


async def test_where_nobody_listens_nothing_was_said(sender: Make, lesson: Lesson) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/"
        assert await post(sender(url), lesson) == Unsent("ClientConnectorError")


async def test_an_answer_that_does_not_come(
    slack: Playground, sender: Make, lesson: Lesson
) -> None:
    slack.faults.add(method="*", delay=1.5, times=2)
    assert await post(sender(timeout=1), lesson) == Ambiguous("TimeoutError")
    assert await sender(timeout=1).find(TEAM, CHANNEL, "d1", LONG_AGO) == Ambiguous("TimeoutError")


FIND_OUTCOMES: list[tuple[dict[str, Any], object]] = [
    ({"error": "ratelimited", "retry_after": 7}, RateLimited(7.0)),
    ({"error": "channel_not_found"}, CannotLook("channel_not_found")),
    ({"error": "internal_error"}, Ambiguous("internal_error")),
    ({"status": 500}, Ambiguous("internal_error")),
]


@pytest.mark.parametrize(("fault", "outcome"), FIND_OUTCOMES)
async def test_looking(
    slack: Playground, sender: Make, fault: dict[str, Any], outcome: object
) -> None:
    slack.faults.add(method="conversations.history", **fault)
    assert await sender().find(TEAM, CHANNEL, "d1", LONG_AGO) == outcome


# What isn't Slack's own answer: a proxy's page, half an answer.
NOT_SLACKS: list[tuple[int, str, str]] = [
    (200, "text/html", "<html>Sign in to the wifi</html>"),
    (502, "text/html", "<html>Bad gateway</html>"),
    (200, "text/plain", "ok"),
    (503, "text/plain", "no server is available"),
    (200, "application/json", '{"ok": tr'),
    (500, "application/json", ""),
    (200, "application/json", "[]"),
    (200, "application/json", "null"),
    (200, "application/json", "{}"),
    (404, "application/json", '{"detail": "not found"}'),
    (204, "application/json", ""),
]


@pytest.mark.parametrize(("status", "kind", "body"), NOT_SLACKS)
async def test_an_answer_that_isnt_slacks_says_nothing(
    sender: Make, lesson: Lesson, status: int, kind: str, body: str
) -> None:
    async with stranger(status, kind, body, {}) as url:
        assert isinstance(await post(sender(url), lesson), Ambiguous)
        assert isinstance(await sender(url).find(TEAM, CHANNEL, "d1", LONG_AGO), Ambiguous)
        assert isinstance(await sender(url).tell(TEAM, SAM, CHANNEL, "x", "en"), Ambiguous)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 30.0),
        ({"Retry-After": "soon"}, 30.0),
        ({"retry-after": "12"}, 12.0),
        ({"Retry-After": "-5"}, 0.0),
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "text/html"])
async def test_how_long_to_wait(
    sender: Make, lesson: Lesson, headers: dict[str, str], seconds: float, kind: str
) -> None:
    body = '{"ok": false, "error": "ratelimited"}'
    async with stranger(429, kind, body, headers) as url:
        assert await post(sender(url), lesson) == RateLimited(seconds)
        assert await sender(url).find(TEAM, CHANNEL, "d1", LONG_AGO) == RateLimited(seconds)


def stranger(status: int, kind: str, body: str, headers: dict[str, str]) -> "_Stranger":
    """Something that listens where Slack should, and always says the same."""

    async def answer(_: aiohttp.web.Request) -> aiohttp.web.Response:
        return aiohttp.web.Response(status=status, content_type=kind, text=body, headers=headers)

    application = aiohttp.web.Application()
    application.router.add_route("*", "/api/{method}", answer)
    return _Stranger(aiohttp.test_utils.TestServer(application))


class _Stranger:
    def __init__(self, server: aiohttp.test_utils.TestServer) -> None:
        self._server = server

    async def __aenter__(self) -> str:
        await self._server.start_server()
        return str(self._server.make_url("/api/"))

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("not_in_channel", "I'm not in the channel."),
        ("restricted_action_thread_only_channel", "doesn't let apps post"),
        ("a_new_code", "a_new_code"),
    ],
)
async def test_who_set_it_up_is_told_why(
    slack: Playground, sender: Make, error: str, words: str
) -> None:
    assert isinstance(await sender().tell(TEAM, NORA, CHANNEL, error, "en"), Sent)
    told = slack.messages(slack.dm(NORA))[-1]
    assert words in plain(told)
    assert "<#C0SUPPORT>" in told.text
    assert "\ue000" not in told.text + told.shown
