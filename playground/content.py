"""What a bot wants to show: checked as Slack checks it, wherever it comes in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from playground.blockkit import (
    MESSAGE_CHARS_MAX,
    VIEW_BYTES_MAX,
    check_blocks,
    check_view,
    message_chars,
    view_size,
)
from playground.model import Json

TEXT_MAX = 40_000
MARKDOWN_MAX = 12_000
ATTACHMENTS_MAX = 100
METADATA_BYTES_MAX = 8_000


class ApiError(Exception):
    """A refusal with Slack's error code; `messages` say what is meant, as Slack's do."""

    def __init__(self, code: str, *messages: str, status: int = 200, **extra: Any) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = [f"[ERROR] {message}" for message in messages]
        self.status = status
        self.extra = extra
        self.retry_after: int | None = None

    def body(self) -> Json:
        body: Json = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


@dataclass
class Content:
    """The body of a message."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None


def pointed(faults: list[str]) -> list[str]:
    """`/0/text: too long` as Slack writes it: `too long [json-pointer:/0/text]`."""
    split = (fault.partition(": ") for fault in faults)
    return [f"{reason} [json-pointer:{pointer}]" for pointer, _, reason in split]


def message_content(given: Json, *, total: bool = True) -> Content:
    """Text, blocks, attachments and metadata of a message; ApiError where Slack refuses them.

    `total` is off where Slack doesn't count a message's blocks together (response URLs).
    """
    text = given.get("text") or ""
    markdown = given.get("markdown_text")
    blocks = _array(given.get("blocks"), "invalid_blocks_format", "blocks")
    attachments = _array(given.get("attachments"), "invalid_attachments", "attachments")
    if markdown is not None:
        if text or blocks:
            raise ApiError("markdown_text_conflict")
        if len(markdown) > MARKDOWN_MAX:
            raise ApiError("msg_too_long", f"markdown_text takes {MARKDOWN_MAX} characters")
        blocks = [{"type": "markdown", "text": markdown}]
        text = markdown
    if not isinstance(text, str):
        raise ApiError("invalid_arguments", "text must be a string")
    if not (text.strip() or blocks or attachments):
        raise ApiError("no_text")
    if len(text) > TEXT_MAX:
        raise ApiError("msg_too_long")
    if len(attachments) > ATTACHMENTS_MAX:
        raise ApiError("too_many_attachments")
    faults = check_blocks(blocks, "message", at="/blocks") if blocks else []
    for index, attachment in enumerate(attachments):
        if not isinstance(attachment, dict):
            raise ApiError("invalid_attachments")
        inner = attachment.get("blocks")
        if inner is not None:
            faults += check_blocks(inner, "message", at=f"/attachments/{index}/blocks")
    if faults:
        raise ApiError("invalid_blocks", *pointed(faults), errors=pointed(faults))
    if total and message_chars(blocks) > MESSAGE_CHARS_MAX:
        raise ApiError("msg_blocks_too_long")
    return Content(text, blocks, attachments, _metadata(given.get("metadata")))


def _array(value: Any, code: str, name: str) -> list[Json]:
    if value in (None, ""):
        return []
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise ApiError(code, f"{name} is not JSON") from None
    if not isinstance(value, list):
        raise ApiError(code, f"{name} must be an array")
    return value


def _metadata(value: Any) -> Json | None:
    if value in (None, ""):
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise ApiError("invalid_metadata_format") from None
    if not isinstance(value, dict):
        raise ApiError("invalid_metadata_format")
    if not isinstance(value.get("event_type"), str) or not isinstance(
        value.get("event_payload"), dict
    ):
        raise ApiError("invalid_metadata_schema", "event_type and event_payload are needed")
    if len(json.dumps(value).encode()) > METADATA_BYTES_MAX:
        raise ApiError("metadata_too_large")
    return value


def view_content(value: Any, kinds: tuple[str, ...]) -> Json:
    """A view, parsed; ApiError where Slack refuses it."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise ApiError("invalid_arguments", "view is not JSON") from None
    if not isinstance(value, dict):
        raise ApiError("invalid_arguments", "must provide an object [json-pointer:/view]")
    # A client may send what an API answer gave it, empty properties included.
    view = {key: part for key, part in value.items() if part is not None}
    if view_size(view) > VIEW_BYTES_MAX:
        raise ApiError("view_too_large")
    faults = check_view(view, kinds, at="/view")
    if faults:
        raise ApiError("invalid_arguments", *pointed(faults))
    return view
