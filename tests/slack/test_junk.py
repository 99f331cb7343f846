"""Junk and repeats over real HTTP: 4xx or a deliberate 200, nothing run twice."""

import asyncio
import contextlib
import copy
import io
import json
import random
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from bot.slack.gate import MAX_BODY
from bot.store import Workspace
from playground.signing import signed_headers
from tests.conftest import Running, Start
from tests.slack.helpers import SAM, SUPPORT, asked, unharmed
from tests.slack.test_gate import MALFORMED
from tests.slack.wire import (
    FORM,
    HOME_OPENED,
    JSON,
    REACTED,
    Wire,
    block_action,
    command,
    envelope,
    message_action,
    submission,
    wire,
)

FUZZED = 400


@pytest.fixture
async def line(over_http: Running) -> AsyncIterator[Wire]:
    async with wire(over_http) as connected:
        yield connected


async def asked_so_far(running: Running) -> int:
    """How often a tip was asked for; counted once a run."""
    await running.settled()
    today = running.slack.clock.now().date()
    counters = Workspace(running.dean.services.database, "T0HARBOUR").counters
    return (await counters.totals(today, today)).get("tip.asked", 0)


async def test_malformed_requests_are_refused_in_a_line(line: Wire) -> None:
    for content_type, body in MALFORMED:
        answer = await line.send(body, content_type)
        assert answer.status == 400, body[:80]
        assert len(answer.text) < 60
    assert len(line.running.slack.calls) == 1, "auth.test, at the start"
    assert (await line.send(urlencode(command()).encode())).status == 200, "and Dean goes on"


async def test_what_isnt_signed_is_not_even_read(line: Wire) -> None:
    body = urlencode(command()).encode()
    good = line.running.slack.sign(body)
    for headers in (
        {},
        good | {"x-slack-signature": good["x-slack-signature"].upper()},
        good | {"x-slack-request-timestamp": "yesterday"},
        good | {"x-slack-request-timestamp": "-1"},
        good | {"x-slack-request-timestamp": "9" * 300},
        line.running.slack.sign(body, timestamp=1),
        line.running.slack.sign(b"something else"),
        signed_headers("another secret", body),
    ):
        assert (await line.send(body, FORM, headers)).status == 401
        assert (await line.send(b"\xff{", JSON, headers)).status == 401
    assert await asked_so_far(line.running) == 0


async def test_two_secrets_while_one_is_replaced(start: Start) -> None:
    secrets = (SecretStr("the-next"), SecretStr("playground-signing-secret"))
    async with start("http", slack_signing_secret=secrets) as running, wire(running) as line:
        for number, secret in enumerate(secrets):
            body = urlencode(command(trigger_id=f"1.{number}")).encode()
            signed = signed_headers(secret.get_secret_value(), body)
            assert (await line.send(body, FORM, signed)).status == 200
        assert await asked_so_far(running) == 2


async def test_size_is_bounded_whatever_the_header_says(line: Wire) -> None:
    big = b"text=" + b"x" * (10 * MAX_BODY)

    async def in_parts() -> AsyncIterator[bytes]:
        for at in range(0, len(big), 65_536):
            yield big[at : at + 65_536]

    headers = {"content-type": FORM, **line.running.slack.sign(big)}
    for body in (io.BytesIO(big), in_parts()):
        # Hung up on half-way is as good an answer to ten megabytes.
        with contextlib.suppress(OSError):
            assert (await line.unsigned(body, headers)).status == 413
    assert await asked_so_far(line.running) == 0
    assert (await line.send(urlencode(command()).encode())).status == 200


@pytest.mark.parametrize("length", ["x", "-5", "1e3", "9" * 30, "9" * 5_000])
async def test_a_content_length_that_is_none(over_http: Running, length: str) -> None:
    assert over_http.url is not None
    host, port = over_http.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n"
    writer.write(head.encode())
    answer = await asyncio.wait_for(reader.read(200), 5)
    writer.close()
    await writer.wait_closed()
    assert answer.split()[1][:1] == b"4"


async def test_an_exact_replay_runs_once(line: Wire) -> None:
    body = urlencode(command()).encode()
    signed = line.running.slack.sign(body)
    first = await line.send(body, FORM, signed)
    again = await line.send(body, FORM, signed)
    assert (first.status, again.status) == (200, 200)
    assert "They ask for your manager" in first.text
    assert again.text == ""
    assert await asked_so_far(line.running) == 1


async def test_an_event_sent_again_runs_once(line: Wire) -> None:
    slack = line.running.slack
    for number in range(4):
        body = json.dumps(envelope(HOME_OPENED)).encode()
        retried = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"}
        answer = await line.send(body, JSON, slack.sign(body) | retried)
        assert answer.status == 200
    await line.running.settled()
    assert [call.method for call in slack.calls].count("views.publish") == 1


async def test_the_same_event_eight_times_at_once_runs_once(line: Wire) -> None:
    slack = line.running.slack
    answers = await asyncio.gather(*(line.event(HOME_OPENED, event_id="Ev8") for _ in range(8)))
    assert {answer.status for answer in answers} == {200}
    clicks = await asyncio.gather(*(line.interaction(block_action()) for _ in range(8)))
    assert {answer.status for answer in clicks} == {200}
    commands = await asyncio.gather(*(line.command(trigger_id="8") for _ in range(8)))
    assert sum("They ask" in answer.text for answer in commands) == 1
    await line.running.settled()
    assert [call.method for call in slack.calls].count("views.publish") == 1
    assert await asked_so_far(line.running) == 1


async def test_a_repeat_after_a_restart_is_still_a_repeat(start: Start) -> None:
    for expected in (1, 1):
        async with start("http") as running, wire(running) as line:
            assert (await line.command()).status == 200
            assert await asked_so_far(running) == expected


async def test_what_nobody_knows_is_answered_on_purpose(line: Wire) -> None:
    assert (await line.event({"type": "app_was_renamed"})).status == 200
    assert (await line.event({"type": "message", "text": "hello"}, event_id="Ev2")).status == 200
    unknown = block_action(trigger_id="1")
    unknown["actions"][0]["action_id"] = "a.new.one"
    assert (await line.interaction(unknown)).status == 200
    elsewhere = submission(trigger_id="2")
    elsewhere["view"]["callback_id"] = "a.new.one"
    assert (await line.interaction(elsewhere)).status == 200
    assert (await line.interaction(elsewhere | {"type": "view_closed"})).status == 200
    assert (await line.interaction(message_action(callback_id="x", trigger_id="3"))).status == 200
    shortcut = {**message_action(callback_id="x", trigger_id="4"), "type": "shortcut"}
    assert (await line.interaction(shortcut)).status == 200
    assert (await line.command(command="/unheard-of", trigger_id="5")).status == 404
    assert (await line.interaction(block_action(type="block_suggestion"))).status == 400
    await line.running.settled()


async def test_a_button_of_another_time_says_so(over_http: Running) -> None:
    card = await asked(over_http, "/tip", "caller wants my manager")
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "tip.share":
                element["action_id"] = "tip.frame"
    await over_http.slack.click(SAM, card, "tip.frame")
    await over_http.settled()
    last = over_http.slack.ephemerals(SAM, SUPPORT)[-1]
    assert last.shown.startswith("That card is from an older version of me.")
    unharmed(over_http)


async def test_slacks_own_checks(line: Wire) -> None:
    assert await line.running.slack.verify_request_url("a-challenge")
    assert (await line.send(b"ssl_check=1&token=x")).status == 200
    limited = json.dumps({"type": "app_rate_limited", "team_id": "T0HARBOUR"}).encode()
    assert (await line.send(limited, JSON)).status in (200, 404)


async def test_only_what_there_is_to_ask(line: Wire) -> None:
    base = line.running.url
    for path, status in (("/healthz", 200), ("/readyz", 200), ("/slack/events", 405), ("/x", 404)):
        async with line.session.get(f"{base}{path}") as answer:
            assert answer.status == status, path
    async with line.session.get(f"{base}/readyz") as answer:
        assert await answer.json() == {"database": True}


# Values of every kind but the right one.
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", "x", "\x00", "\ud800", "\u202e", "<!channel>", "a" * 4_000,
    [], [[]], [None], {}, {"id": None}, {"id": 5}, {"id": "x"}, {"type": "x"}, {"values": 1},
]  # fmt: skip


def mutated(payload: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """`payload` with one to three places removed, replaced or doubled."""
    changed = copy.deepcopy(payload)
    for _ in range(chance.randint(1, 3)):
        node: Any = changed
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = chance.choice(keys)
            below = node[key]
            if isinstance(below, dict | list) and below and chance.random() < 0.7:
                node = below
                continue
            if chance.random() < 0.3:
                del node[key]
            else:
                node[key] = chance.choice(ODD)
            break
    return changed


async def test_no_payload_however_odd_breaks_anything(line: Wire) -> None:
    chance = random.Random(20_270_301)
    fork = {"authorizations": [{"enterprise_id": None, "team_id": "T0HARBOUR", "is_bot": True}]}
    bases = [
        block_action(), submission(), message_action(),
        block_action(view=submission()["view"], container={"type": "view", "view_id": "V1"}),
        envelope(HOME_OPENED, **fork), envelope(REACTED, **fork, is_ext_shared_channel=True),
        envelope({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U1"]}}),
    ]  # fmt: skip
    seen: dict[int, int] = {}
    for number in range(FUZZED):
        base = chance.choice(bases)
        payload = mutated(base, chance)
        ids = {"trigger_id", "event_id"} & payload.keys()
        for name in ids:
            if isinstance(payload[name], str):
                payload[name] = f"{number}.fuzz"
        if base["type"] == "event_callback":
            answer = await line.send(json.dumps(payload).encode(), JSON)
        else:
            answer = await line.interaction(payload)
        seen[answer.status] = seen.get(answer.status, 0) + 1
        assert answer.status < 500, payload
    await line.running.settled()
    assert seen[200] > FUZZED // 10, "some get through to the listeners"
    assert seen[400] > FUZZED // 10
    assert line.running.slack.pings == []
    assert (await line.command(trigger_id="after")).status == 200, "and Dean goes on"


async def test_no_command_however_odd_breaks_anything(line: Wire) -> None:
    chance = random.Random(7)
    texts = ["", "x", "\x00", "\u202e", "<!channel>", "payload", "a" * 40_000, "😀" * 300, "&=%"]
    for number in range(100):
        fields = command(
            command=chance.choice(["/tip", "/tone", "/lesson"]),
            text=chance.choice(texts),
            trigger_id=f"{number}.fuzz",
            response_url=chance.choice(["", "http://[", "http://169.254.169.254/", "x"]),
        )
        for name in chance.sample(["channel_id", "response_url", "text"], chance.randint(0, 2)):
            del fields[name]
        answer = await line.send(urlencode(fields).encode())
        assert answer.status == 200, fields
    await line.running.settled()
    assert line.running.slack.pings == []


async def test_odd_events_through_the_socket_are_acknowledged_and_dropped(start: Start) -> None:
    chance = random.Random(11)
    async with start("socket") as running:
        slack = running.slack
        for _ in range(60):
            event = mutated(chance.choice([HOME_OPENED, REACTED]), chance)
            if isinstance(event.get("type"), str):
                slack.emit(event)
        await running.settled()
        assert slack.deliveries
        assert all(each.delivered and len(each.attempts) == 1 for each in slack.deliveries)
        assert slack.pings == []
        assert "They ask" in (await asked(running, "/tip", "caller wants my manager")).shown
