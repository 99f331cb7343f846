"""The gate by itself: signatures and shapes."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr

from bot.slack.gate import MAX_AGE_S, Refusal, check_envelope, check_shape, verify
from tests.slack.wire import (
    FORM,
    HOME_OPENED,
    JSON,
    block_action,
    command,
    envelope,
    message_action,
    submission,
)

NOW = 1_800_000_000
OLD, NEW = SecretStr("old-secret"), SecretStr("new-secret")
BODY = b"command=%2Ftip&text=x"


def headers(
    body: bytes = BODY, *, secret: SecretStr = NEW, stamp: str = str(NOW), version: str = "v0"
) -> dict[str, str]:
    message = f"{version}:{stamp}:".encode() + body
    digest = hmac.new(secret.get_secret_value().encode(), message, hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"{version}={digest}"}


def checked(given: dict[str, str], body: bytes = BODY, *secrets: SecretStr) -> None:
    verify(given, body, secrets or (NEW,), lambda: NOW)


@pytest.mark.parametrize("off", [0, MAX_AGE_S, -MAX_AGE_S, 299, -299])
def test_what_slack_signed_lately_passes(off: int) -> None:
    checked(headers(stamp=str(NOW + off)))


def test_each_of_two_secrets_is_accepted_while_they_are_replaced() -> None:
    for secret in (OLD, NEW):
        checked(headers(secret=secret), BODY, OLD, NEW)
    with pytest.raises(Refusal):
        checked(headers(secret=OLD), BODY, NEW)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", "✓".encode(), b"x" * 100_000])
def test_the_raw_bytes_are_what_is_signed(body: bytes) -> None:
    checked(headers(body), body)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "not signed"),
        ({"x-slack-signature": headers()["x-slack-signature"]}, "not signed"),
        ({"x-slack-request-timestamp": str(NOW)}, "not signed"),
        (headers() | {"x-slack-signature": ""}, "not signed"),
        (headers(stamp="soon"), "no number"),
        (headers(stamp="-1800000000"), "no number"),
        (headers(stamp="+1800000000"), "no number"),
        (headers(stamp="1800000000.5"), "no number"),
        (headers(stamp="١٨٠٠٠٠٠٠٠٠"), "no number"),
        (headers(stamp="9" * 400), "no number"),
        (headers(stamp="NaN"), "no number"),
        (headers(stamp="999999999999"), "too far off"),
        (headers(stamp="0"), "too far off"),
        (headers(stamp=str(NOW - MAX_AGE_S - 1)), "too far off"),
        (headers(stamp=str(NOW + MAX_AGE_S + 1)), "too far off"),
        (headers(secret=SecretStr("another")), "doesn't match"),
        (headers(b"another body"), "doesn't match"),
        (headers(version="v1"), "doesn't match"),
        (headers() | {"x-slack-request-timestamp": str(NOW - 1)}, "doesn't match"),
        (headers() | {"x-slack-signature": headers()["x-slack-signature"].upper()}, "doesn't"),
        (headers() | {"x-slack-signature": headers()["x-slack-signature"][3:]}, "doesn't match"),
        (headers() | {"x-slack-signature": "v0=" + "é" * 64}, "doesn't match"),
        (headers() | {"x-slack-signature": "v0=\udcff"}, "doesn't match"),
    ],
)
def test_everything_else_is_refused(given: dict[str, str], reason: str) -> None:
    with pytest.raises(Refusal, match=reason) as refused:
        checked(given)
    assert refused.value.status == 401


def test_without_a_secret_nobody_passes() -> None:
    with pytest.raises(Refusal):
        verify(headers(), BODY, (), lambda: NOW)


def form(payload: Any) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, urlencode(command()).encode()),
        (FORM + "; charset=utf-8", urlencode(command(text="")).encode()),
        (FORM, b"ssl_check=1&token=x"),
        (FORM, form(block_action())),
        (FORM, form(submission())),
        (FORM, form(message_action())),
        (FORM, form(submission(type="view_closed", trigger_id=None))),
        (JSON, json.dumps(envelope(HOME_OPENED)).encode()),
        (JSON, json.dumps({"type": "url_verification", "challenge": "c"}).encode()),
        (JSON, json.dumps({"type": "app_rate_limited"}).encode()),
        ("", json.dumps(envelope(HOME_OPENED)).encode()),
    ],
)
def test_what_slack_sends_is_well_formed(content_type: str, body: bytes) -> None:
    found = check_shape(content_type, body)
    assert isinstance(found, dict)
    assert found


def test_a_form_is_read_once_and_bolt_gets_what_was_checked() -> None:
    two = form(block_action()) + b"&payload=%7B%7D"
    assert check_shape(FORM, two)["type"] == "block_actions"
    assert check_shape(FORM, urlencode(command(text="the payload")).encode())["text"] == (
        "the payload"
    )


def without(payload: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in names}


def each_of(*values: Any) -> tuple[Any, ...]:
    """Values of any kinds, side by side."""
    return values


_STATES: list[Any] = [5, [], {"values": []}, {"values": {"b": 1}}, {"values": {"b": {"a": "x"}}}]
MALFORMED: list[tuple[str, bytes]] = [
    (FORM, b"\xff\xfe"),
    (FORM, b""),
    (FORM, b"text=x"),
    (FORM, b"&".join(b"a=1" for _ in range(101))),
    (FORM, b"payload="),
    (FORM, b"payload=%7Bbroken"),
    (FORM, b"payload=" + b"%5B" * 100_000),
    *((FORM, form(each)) for each in each_of(None, [], "text", 5, {}, {"type": "unheard_of"})),
    *(
        (FORM, urlencode(command(**{name: ""})).encode())
        for name in ("command", "team_id", "user_id", "trigger_id")
    ),
    *(
        (FORM, form(without(block_action(), each)))
        for each in each_of("team", "user", "trigger_id")
    ),
    *(
        (FORM, form(block_action(actions=each)))
        for each in each_of(None, [], {}, "x", [5], [{}], [None])
    ),
    *((FORM, form(block_action(user=each))) for each in each_of(None, "U1", {}, {"id": 5})),
    *((FORM, form(block_action(team=each))) for each in each_of(None, "T1", {}, {"id": None})),
    *(
        (FORM, form(submission(view=each)))
        for each in each_of(None, [], {}, {"id": "V", "type": "modal"})
    ),
    *((FORM, form(submission(view=submission()["view"] | {"state": each}))) for each in _STATES),
    (FORM, form(without(message_action(), "message"))),
    (FORM, form(message_action(callback_id=5))),
    (FORM, form(message_action(message="text"))),
    *((JSON, each) for each in each_of(b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff", b"{}")),
    (JSON, b"[" * 100_000),
    (JSON, b'{"type": "url_verification"}'),
    (JSON, b'{"type": "url_verification", "challenge": 5}'),
    *(
        (JSON, json.dumps(envelope(each)).encode())
        for each in each_of(None, [], {}, "x", {"type": 5})
    ),
    (JSON, json.dumps(without(envelope(HOME_OPENED), "event_id")).encode()),
    (JSON, json.dumps(without(envelope(HOME_OPENED), "team_id")).encode()),
    *(
        (JSON, json.dumps(envelope({"type": "reaction_added", "item": each})).encode())
        for each in each_of(
            None, "x", {}, {"type": "message"}, {"type": "message", "channel": 1, "ts": 2}
        )
    ),
]


@pytest.mark.parametrize(("content_type", "body"), MALFORMED, ids=range(len(MALFORMED)))
def test_what_bolt_could_not_read_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        check_shape(content_type, body)
    assert refused.value.status == 400
    assert len(refused.value.reason) < 60, "a line, and nothing of the body"


# What comes through the socket has the same shapes, without the wire around them.


def test_what_slack_puts_into_an_envelope_passes() -> None:
    check_envelope("slash_commands", command())
    for payload in (block_action(), submission(), message_action()):
        check_envelope("interactive", payload)
    check_envelope("events_api", envelope(HOME_OPENED))


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("slash_commands", None),
        ("slash_commands", []),
        ("slash_commands", {}),
        ("slash_commands", command() | {"team_id": 5}),
        ("interactive", {}),
        ("interactive", block_action(actions=[])),
        ("events_api", {}),
        ("events_api", envelope(None)),
        ("hello", {"type": "hello"}),
        ("", command()),
    ],
)
def test_another_envelope_is_refused(kind: str, payload: object) -> None:
    with pytest.raises(Refusal):
        check_envelope(kind, payload)
