"""`dean check`, and the commands that need tokens."""

import asyncio
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from playground import Playground
from tests.cli.conftest import Run, really
from tests.conftest import MANIFEST

SECRET = "canary-secret"


def verdicts(out: str) -> dict[str, str]:
    """`ok` or `BAD` by what was looked at."""
    lines = [line for line in out.splitlines() if not line.startswith("      ")]
    return {line[5:].partition(":")[0]: line[:3].strip() for line in lines}


def test_without_tokens_all_is_well(run: Run) -> None:
    ran = run("check")
    assert ran.status == 0
    assert set(verdicts(ran.out).values()) == {"ok"}
    assert {"content", "tone review", "models", "settings", "database"} <= set(verdicts(ran.out))
    assert "the playground" in ran.out
    assert "en 52 tips" in ran.out


def test_settings_that_are_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)
    monkeypatch.setenv("DEAN_LANGUAGE", "xx")
    ran = run("check")
    assert ran.status == 1
    assert verdicts(ran.out)["settings"] == "BAD"
    assert "DEAN_LANGUAGE" in ran.out
    assert SECRET not in ran.out + ran.err


def test_a_database_that_cannot_be_reached(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").write_text("x", "utf-8")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///file/dean.db")
    ran = run("check")
    assert ran.status == 1
    assert verdicts(ran.out)["database"] == "BAD"


def test_a_database_is_made_and_then_current(run: Run) -> None:
    assert "at the next start" in run("check").out
    migrated = run("migrate")
    assert (migrated.status, migrated.out) == (0, "The database is current.\n")
    assert "its tables are current" in run("check").out


async def checked(monkeypatch: pytest.MonkeyPatch, run: Run, **playground: Any) -> str:
    """`check` against a Slack of our own."""
    faults = playground.pop("faults", [])
    tokens = playground.pop("tokens", {})
    async with Playground(MANIFEST, rate_limits=False) as slack:
        for fault in faults:
            slack.faults.add(**fault)
        for name, value in {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            **tokens,
        }.items():
            monkeypatch.setenv(name, value)
        ran = await asyncio.to_thread(run, "check")
        offline = await asyncio.to_thread(run, "check", "--offline")
    assert "Slack" not in verdicts(offline.out)
    assert "xoxb" not in ran.out
    assert "xapp" not in ran.out
    return ran.out


async def test_tokens_that_are_good(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    out = await checked(monkeypatch, run)
    assert verdicts(out)["Slack"] == "ok"
    assert "Harbour Support" in out


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tokens": {"SLACK_BOT_TOKEN": "xoxb-another"}}, "invalid_auth"),
        ({"tokens": {"SLACK_APP_TOKEN": "xapp-another"}}, "invalid_auth"),
        ({"faults": [{"method": "auth.test", "error": "account_inactive"}]}, "account_inactive"),
        ({"faults": [{"method": "auth.test", "status": 500}]}, "Slack"),
        (
            {"faults": [{"method": "auth.test", "drop_before": True, "times": 2}]},
            "can't be reached",
        ),
    ],
)
async def test_tokens_that_slack_refuses(
    run: Run, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], words: str
) -> None:
    out = await checked(monkeypatch, run, **changes)
    assert verdicts(out)["Slack"] == "BAD"
    assert words in out


async def test_scopes_that_are_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.check.bot_scopes", lambda: ("chat:write", "canvases:read"))
    out = await checked(monkeypatch, run)
    assert verdicts(out)["Slack"] == "BAD"
    assert "canvases:read" in out
    assert "chat:write," not in out


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("web", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]),
        ("socket", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        ("worker", ["SLACK_BOT_TOKEN"]),
    ],
)
def test_what_needs_tokens_says_which(run: Run, command: str, names: list[str]) -> None:
    ran = run(command)
    assert ran.status == 1
    for name in names:
        assert name in ran.err


def test_a_misspelt_setting_stops_the_start(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEAN_REACTON", SECRET)
    for command in ([], ["web"], ["socket"], ["worker"], ["playground"], ["migrate"]):
        ran = run(*command)
        assert ran.status == 1
        assert "did you mean DEAN_REACTION?" in ran.err
        assert SECRET not in ran.err


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = really("playground", PORT=port, DATABASE_URL=f"sqlite:///{tmp_path}/dean.db")
    assert ran.status == 1
    assert f"Port {port} can't be used" in ran.err
    assert "PORT=3001 make run" in ran.err
    assert "Traceback" not in ran.err


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    for command in (
        *("web", "socket", "worker", "playground", "migrate"),
        *("check", "tip", "tips", "tone", "lesson", "schema"),
    ):
        assert re.search(rf"^    {command}\b", ran.out, re.MULTILINE)
        assert run(command, "--help").status == 0


def test_several_workspaces(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "1.canary")
    first = run("check")
    assert verdicts(first.out)["settings"] == "ok"
    assert "/slack/install" in first.out
    run("migrate")
    out = run("check").out
    assert "0 workspaces installed Dean" in out
    assert "Slack" not in verdicts(out), "there is no token to ask with"
    assert "canary" not in out
