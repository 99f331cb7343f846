"""What stands before Bolt on HTTP: size, signature, shape.

Bolt parses before it verifies, and answers 500 to what it can't parse. Here a request is refused
in one line, 4xx, before anything of it is read; what passes is signed by Slack and well formed.
Nothing of a body is ever logged.
"""

import hashlib
import hmac
import json
import logging
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from pydantic import SecretStr

log = logging.getLogger(__name__)

MAX_BODY = 1_000_000  # Slack's largest, a view submission, is bounded by 250 kB a view
MAX_AGE_S = 300  # as Slack asks: older requests may be replays

_FORM = "application/x-www-form-urlencoded"
_DIGITS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Why a request goes no further: a status, and a line for whoever sent it."""

    status: int
    reason: str


def verify(
    headers: Mapping[str, str],
    body: bytes,
    secrets: Sequence[SecretStr],
    clock: Callable[[], float] = time.time,
) -> None:
    """Check Slack's signature over the raw bytes, against each secret that is accepted.

    `headers` has lower-case names. Raises `Refusal` 401. Source: Slack's "Verifying requests".
    """
    stamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not stamp or not signature:
        raise Refusal(401, "not signed")
    if not _DIGITS.fullmatch(stamp):
        raise Refusal(401, "the timestamp is no number")
    if abs(clock() - int(stamp)) > MAX_AGE_S:
        raise Refusal(401, "the timestamp is too far off")
    message = b"v0:" + stamp.encode() + b":" + body
    given = signature.encode("utf-8", "surrogateescape")
    matched = False
    for secret in secrets:  # every one, so that the time says nothing of which
        digest = hmac.new(secret.get_secret_value().encode(), message, hashlib.sha256)
        matched |= hmac.compare_digest(f"v0={digest.hexdigest()}".encode(), given)
    if not matched:
        raise Refusal(401, "the signature doesn't match")


def check_shape(content_type: str, body: bytes) -> dict[str, Any]:
    """What the body says, once it is sure that Bolt can work with it. Raises `Refusal` 400.

    It is for Bolt to take as it is. Bolt's own reading differs: it loses a command in whose text
    the word “payload” stands, and of two payloads it reads the one that wasn't checked.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "not UTF-8") from None
    if content_type.split(";", maxsplit=1)[0].strip().lower() == _FORM:
        return _check_form(text)
    body_read = _json_object(text)
    _check_event(body_read)
    return body_read


def check_envelope(kind: str, payload: object) -> None:
    """The same for what comes through Slack's socket. Raises `Refusal` 400."""
    if not isinstance(payload, dict):
        raise Refusal(400, "no payload")
    match kind:
        case "slash_commands":
            _check_command(payload)
        case "interactive":
            _check_interaction(payload)
        case "events_api":
            _check_event(payload)
        case _:
            raise Refusal(400, "an envelope of no known type")


def _check_form(text: str) -> dict[str, Any]:
    try:
        form = parse_qs(text, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        raise Refusal(400, "too many fields") from None
    if "payload" in form:
        payload = _json_object(form["payload"][0])
        _check_interaction(payload)
        return payload
    command = {name: given[0] for name, given in form.items()}
    if "ssl_check" not in form:
        _check_command(command)
    return command


def _check_command(command: Mapping[str, Any]) -> None:
    for name in ("command", "team_id", "user_id", "trigger_id"):
        if not isinstance(command.get(name), str) or not command[name]:
            raise Refusal(400, f"no {name}")


def _json_object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal(400, "not JSON") from None
    if not isinstance(found, dict):
        raise Refusal(400, "not a JSON object")
    return found


def _check_event(body: Mapping[str, Any]) -> None:
    kind = body.get("type")
    if kind == "url_verification":
        if not isinstance(body.get("challenge"), str):
            raise Refusal(400, "no challenge")
    elif kind == "event_callback":
        event = body.get("event")
        if not isinstance(event, dict) or not isinstance(event.get("type"), str):
            raise Refusal(400, "no event")
        if not isinstance(body.get("event_id"), str) or not isinstance(body.get("team_id"), str):
            raise Refusal(400, "no event_id or team_id")
        item = event.get("item")
        if event["type"] == "reaction_added" and not _is_item(item):
            raise Refusal(400, "no item")
    elif kind != "app_rate_limited":
        raise Refusal(400, "not an event")


def _is_item(item: object) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("type"), str):
        return False
    return item["type"] != "message" or all(
        isinstance(item.get(name), str) for name in ("channel", "ts")
    )


def _check_interaction(payload: Mapping[str, Any]) -> None:
    kind = payload.get("type")
    for name in ("user", "team"):
        who = payload.get(name)
        if not isinstance(who, dict) or not isinstance(who.get("id"), str):
            raise Refusal(400, f"no {name}")
    if kind == "block_actions":
        actions = payload.get("actions")
        if not isinstance(actions, list) or not actions or not all(map(_is_action, actions)):
            raise Refusal(400, "no actions")
    elif kind in ("view_submission", "view_closed"):
        view = payload.get("view")
        if not isinstance(view, dict) or not all(
            isinstance(view.get(name), str) for name in ("id", "type", "callback_id")
        ):
            raise Refusal(400, "no view")
        if not _is_state(view.get("state")):
            raise Refusal(400, "no form")
    elif kind in ("message_action", "shortcut"):
        if not isinstance(payload.get("callback_id"), str):
            raise Refusal(400, "no callback_id")
        if kind == "message_action" and not isinstance(payload.get("message"), dict):
            raise Refusal(400, "no message")
    else:
        raise Refusal(400, "not an interaction")
    if kind != "view_closed" and not isinstance(payload.get("trigger_id"), str):
        raise Refusal(400, "no trigger_id")


def _is_action(action: object) -> bool:
    return isinstance(action, dict) and all(
        isinstance(action.get(name), str) for name in ("action_id", "block_id", "type")
    )


def _is_state(state: object) -> bool:
    if state is None:
        return True
    values = state.get("values", {}) if isinstance(state, dict) else None
    return isinstance(values, dict) and all(
        isinstance(block, dict) and all(isinstance(element, dict) for element in block.values())
        for block in values.values()
    )
