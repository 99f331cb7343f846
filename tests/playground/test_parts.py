"""The clock, the manifest, the seed, and the command line."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

from playground import ManifestError, Playground, PlaygroundClock, default_seed
from playground.manifest import Manifest

from .helpers import SAM, HttpApp, manifest

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_clock_runs_or_stands_still() -> None:
    seen: list[datetime] = []
    clock = PlaygroundClock(frozen=NOON)
    forget = clock.on_change(seen.append)
    assert clock.advance(timedelta(days=1)) == NOON + timedelta(days=1)
    assert clock.set(NOON) == clock.now() == NOON
    forget()
    clock.advance(timedelta(1))
    assert seen == [NOON + timedelta(days=1), NOON]
    running = PlaygroundClock()
    running.set(NOON)
    assert NOON <= running.now() < NOON + timedelta(minutes=1)
    with pytest.raises(ValueError, match="time zone"):
        clock.set(datetime(2026, 1, 1))


async def test_sleeping_until_the_clock_is_moved() -> None:
    clock = PlaygroundClock(frozen=NOON)
    sleeping = asyncio.create_task(clock.sleep_until(NOON + timedelta(hours=1)))
    await asyncio.sleep(0)
    clock.advance(timedelta(minutes=30))
    await asyncio.sleep(0)
    assert not sleeping.done()
    clock.advance(timedelta(minutes=30))
    await sleeping
    await PlaygroundClock().sleep_until(datetime.now(UTC) + timedelta(milliseconds=5))


async def test_retries_wait_on_the_playgrounds_clock() -> None:
    app = HttpApp()
    await app.start()
    app.answers = lambda request: web.Response(status=500)
    async with Playground(manifest(), request_url=app.url) as slack:
        await slack.react(SAM, "support", slack.messages("support")[1].ts, "eyes")
        await slack.idle()
        assert len(app.requests) == 2
        slack.clock.advance(timedelta(minutes=1))
        await slack.idle()
        assert len(app.requests) == 3
        slack.clock.advance(timedelta(minutes=5))
        await slack.idle()
        assert len(app.requests) == 4
    await app.stop()


async def test_timestamps_are_never_used_twice() -> None:
    async with Playground(manifest(), clock=PlaygroundClock(frozen=NOON)) as slack:
        stamps = [await slack.post(SAM, "support", str(number)) for number in range(50)]
        assert len(set(stamps)) == 50
        assert stamps == sorted(stamps)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({}, "display_information.name"),
        ({"display_information": []}, "display_information"),
        ({**manifest(), "features": {"slash_commands": [{"command": ""}]}}, "slash_commands"),
        ({**manifest(), "features": {"shortcuts": [{"name": "x"}]}}, "callback_id"),
        (manifest(scopes=["chat:write"]), "`commands`"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_where(source: dict[str, object], words: str) -> None:
    with pytest.raises(ManifestError, match=words):
        Manifest.read(source)


def test_a_manifest_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    with pytest.raises(ManifestError, match="no manifest"):
        Manifest.read(path)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(ManifestError, match="no JSON object"):
        Manifest.read(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ManifestError, match="not JSON"):
        Manifest.read(path)
    path.write_text(json.dumps(manifest()), encoding="utf-8")
    read = Manifest.read(path)
    assert read.bot_name == "Tiny Bot"
    assert read.commands["/tip"].usage_hint == "what happened"


def test_the_seed_is_a_small_team_with_something_to_review() -> None:
    seed = default_seed(NOON)
    members = {channel.name: channel.members for channel in seed.channels}
    ids = {person.id for person in seed.people}
    assert len({ZoneInfo(person.tz) for person in seed.people}) == len(seed.people) == 5
    assert {"he-IL", "nl-NL"} < {person.locale for person in seed.people}
    assert sum(person.is_admin for person in seed.people) == 1
    assert len({message.ts for message in seed.messages}) == len(seed.messages)
    assert all(float(message.ts) < NOON.timestamp() for message in seed.messages)
    assert all(message.user in ids or message.bot_id for message in seed.messages)
    assert sum(bool(message.files) for message in seed.messages) == 1
    assert sum(message.subtype == "bot_message" for message in seed.messages) == 1
    assert not any(member.startswith("U0PLAY") for member in members["vip-care"])
    by_channel = {channel.id: channel.members for channel in seed.channels}
    assert all(
        message.user is None or message.user in by_channel[message.channel]
        for message in seed.messages
    )


def test_the_playground_knows_no_bot() -> None:
    sources = Path(sys.modules["playground"].__file__ or "").parent.rglob("*.py")
    texts = [path.read_text(encoding="utf-8") for path in sources]
    assert not [text for text in texts if "from bot" in text or "import bot\n" in text]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_command_line(tmp_path: Path, stop: signal.Signals) -> None:
    path = tmp_path / "manifest.json"
    command = [sys.executable, "-m", "playground", "--manifest", str(path), "--port", "0"]
    failed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert "no manifest" in failed.stderr
    path.write_text(json.dumps(manifest()), encoding="utf-8")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
        with urllib.request.urlopen(f"{url}/page/state") as response:
            assert json.load(response)["bot"]["name"] == "Tiny Bot"
        process.send_signal(stop)
        assert process.wait(10) == 0
