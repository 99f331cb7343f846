"""Nothing that people wrote, and no secret, is in any log, at any level."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from bot.tone import Reviewer
from config.logs import ALLOWED, JsonFormatter, configure, redact
from tests.conftest import Running, Start
from tests.slack.helpers import COMPLAINTS, NORA, SAM, SUPPORT, asked, clicked
from tests.slack.wire import FORM, JSON, block_action, command, submission, wire

CANARY = "quetzalcanary"
TEXT = f"As I already told you, the {CANARY} fee can't be changed."
CODE = "canarycode.123-abc"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written, with logging set up as at a real start, and louder than it ever is."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logging.root.manager.loggerDict}
    monkeypatch.setattr(sys, "stderr", stream)
    configure("DEBUG")
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))


def secrets_of(running: Running) -> set[str]:
    """Every string of this run that must not be in a log."""
    slack = running.slack
    hooks = {str(each.payload.get("response_url")) for each in slack.deliveries}
    keys = {url.rpartition("/")[2] for url in hooks if "/hooks/" in url}
    assert keys
    return {CANARY, CODE, slack.bot_token, slack.app_token, slack.signing_secret, *keys}


async def every_flow(running: Running) -> None:
    slack = running.slack
    card = await asked(running, "/tip", f"caller wants my manager {CANARY}")
    for action in ("tip.save", "tip.not_this", "tip.helpful", "tip.share", "tip.side"):
        await clicked(running, SAM, card, action)
    await asked(running, "/tip", f"{CANARY} {CANARY}s")
    review = await asked(running, "/tone", TEXT)
    for action in ("tone.tip", "tone.edit", "tone.side"):
        await clicked(running, SAM, review, action)
    await asked(running, "/tone", f"{CANARY} " * 2_000)
    await slack.command(SAM, SUPPORT, "/tone")
    await running.settled()
    await slack.submit(SAM, slack.views(SAM)[-1].id, {"tone.text": {"text": TEXT}})
    await running.settled()
    await clicked(running, SAM, slack.views(SAM)[-1], "tone.side")
    await asked(running, "/lesson", f"on {CANARY}")
    await asked(running, "/lesson", "on 09:00")
    await asked(running, "/lesson", "now")
    ts = await slack.post(NORA, COMPLAINTS, TEXT)
    await slack.react(SAM, COMPLAINTS, ts, "face_with_monocle")
    await slack.shortcut(SAM, COMPLAINTS, ts, "review_tone")
    await slack.open_home(SAM)
    await running.settled()


async def failures(running: Running) -> None:
    """The same where Slack fails, refuses or drops."""
    slack = running.slack
    for fault in ({"status": 500}, {"error": "fatal_error"}, {"drop_before": True}):
        for method in ("views.open", "response_url", "chat.postEphemeral", "reactions.get"):
            slack.faults.add(method=method, **fault)
        card = (await slack.command(SAM, SUPPORT, "/tone", TEXT)).shown
        assert card is not None
        await slack.click(SAM, card, "tone.edit")
        await running.settled()
        ts = await slack.post(NORA, COMPLAINTS, TEXT)
        await slack.react(SAM, COMPLAINTS, ts, "face_with_monocle")
        await running.settled()
        slack.faults.clear()


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_no_flow_logs_a_text_or_a_secret(
    start: Start, transport: str, logged: io.StringIO
) -> None:
    async with start(transport) as running:
        await every_flow(running)
        await failures(running)
        forbidden = secrets_of(running)
    written = logged.getvalue()
    assert [word for word in forbidden if word in written] == []
    lines = [json.loads(line) for line in written.splitlines()]
    ours = [line for line in lines if line["event"] == "answered"]
    assert {"/tip", "/tone", "/lesson", "tip.save", "tone.form"} <= {
        line["gesture"] for line in ours
    }
    assert any(line["event"] == "unexpected failure" and line["ref"] for line in lines)


async def test_no_junk_is_logged(start: Start, logged: io.StringIO) -> None:
    async with start("http") as running, wire(running) as line:
        body = urlencode(command(text=TEXT)).encode()
        stale = running.slack.sign(body, timestamp=5)
        assert (await line.send(body, FORM, {})).status == 401
        assert (await line.send(body, FORM, stale)).status == 401
        for junk in (TEXT.encode(), b"payload=" + TEXT.encode(), b"\xff" + TEXT.encode()):
            assert (await line.send(junk, FORM)).status == 400
            assert (await line.send(junk, JSON)).status == 400
        assert (await line.command(command="/unheard-of", text=TEXT)).status == 404
        odd = block_action(trigger_id="1", actions=[block_action()["actions"][0] | {"value": TEXT}])
        assert (await line.interaction(odd)).status == 200
        odd = submission(trigger_id="2")
        odd["view"]["state"]["values"]["tone.text"]["text"]["value"] = {TEXT: TEXT}
        assert (await line.interaction(odd)).status == 200
        assert (await line.interaction(odd | {"authorizations": TEXT})).status in (200, 400)
        assert (await line.event({"type": "message", "text": TEXT, "user": [TEXT]})).status == 200
        async with line.session.get(f"{running.url}/slack/oauth_redirect?code={CODE}") as answer:
            assert answer.status == 404
        signature = running.slack.sign(body)["x-slack-signature"]
    written = logged.getvalue()
    assert CANARY not in written
    assert CODE not in written
    assert signature not in written
    assert '"reason": "the timestamp is too far off"' in written, "what was refused is said"


async def test_a_failure_nobody_foresaw_keeps_its_words_to_itself(
    start: Start, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Reviewer, text: str, **more: object) -> None:
        raise RuntimeError(f"can't read {text}")

    monkeypatch.setattr(Reviewer, "review", broken)
    async with start("http") as running:
        card = await asked(running, "/tone", TEXT)
        assert CANARY not in card.shown
        assert card.shown.startswith("Something broke on my side (ref ")
        written = [json.loads(line) for line in logged.getvalue().splitlines()]
        failed = next(line for line in written if line["event"] == "unexpected failure")
        assert failed["ref"] in card.shown
        assert failed["exception"] == "RuntimeError"
        assert any("broken" in frame for frame in failed["at"])
    assert CANARY not in logged.getvalue()


# The formatter by itself


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-456-abcDEF",
        "xoxp-123-456",
        "xoxe.xoxb-1-abc",
        "xoxe-1-abc",
        "xapp-1-A1-2-abc",
        "https://hooks.slack.com/commands/T1/2/abc",
        "v0=" + "0123456789abcdef" * 4,
    ],
)
def test_secrets_are_struck_out(secret: str) -> None:
    assert redact(f"before {secret} after") == "before [redacted] after"


def test_the_secret_part_of_an_address_is_struck_out() -> None:
    assert redact("GET /slack/oauth_redirect?code=12.34-ab&state=x") == (
        "GET /slack/oauth_redirect?code=[redacted]&state=x"
    )
    assert redact("postgresql://dean:hunter2@db/dean") == "postgresql://[redacted]@db/dean"
    assert redact("nothing secret: xox, v0=1, hooks") == "nothing secret: xox, v0=1, hooks"


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("a.logger", logging.WARNING, "file.py", 1, message, args, None)
    made.__dict__.update(extra)
    return made


def test_a_line_is_json_with_known_keys_only() -> None:
    line = json.loads(
        JsonFormatter().format(
            record(
                "said %s", "שלום\n", gesture="/tip", ms=1.5, text=CANARY, user="U1", args_=CANARY
            )
        )
    )
    assert line.keys() <= ALLOWED | {"ts", "level", "logger", "event"}
    assert line["event"] == "said שלום\n"
    assert (line["gesture"], line["ms"], line["level"]) == ("/tip", 1.5, "warning")
    assert CANARY not in json.dumps(line)


def test_an_exception_is_its_type_and_its_frames() -> None:
    try:
        raise ValueError(CANARY) from KeyError(CANARY)
    except ValueError:
        failed = record("failed")
        failed.exc_info = sys.exc_info()
    written = JsonFormatter().format(failed)
    assert CANARY not in written
    line = json.loads(written)
    assert line["exception"] == "ValueError"
    assert line["at"] == [
        f"test_logs.py:{failed.exc_info[2].tb_lineno} test_an_exception_is_its_type_and_its_frames"  # type: ignore[union-attr]
    ]


def test_secrets_in_known_keys_are_struck_out_too() -> None:
    assert "xoxb-1-abc" not in JsonFormatter().format(record("x", reason="token xoxb-1-abc"))


def test_what_cant_be_written_is_written_otherwise(logged: io.StringIO) -> None:
    logging.getLogger("bot").warning("odd", extra={"reason": "\ud800", "error": object()})
    assert json.loads(logged.getvalue())["event"] == "odd"
