"""The words in blocks: what a person reads, how long they are, and ids that Slack fills in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from playground.blockkit._blocks import elements_of
from playground.blockkit._elements import INTERACTIVE
from playground.blockkit._report import Json

MESSAGE_CHARS_MAX = 13_000
# Nobody outside Slack knows how it counts blocks; measured refusals (at 13,297 characters of
# markdown alone, at 11,341 spread over many small elements) fit the text plus a little for
# every container.
CONTAINER_CHARS = 30


def objects_of(value: Any) -> Iterator[Json]:
    """Every object in a payload, outermost first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from objects_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects_of(inner)


def message_chars(blocks: list[Json]) -> int:
    """The length of blocks as it counts against `msg_blocks_too_long`."""
    return sum(
        CONTAINER_CHARS + (len(found["text"]) if isinstance(found.get("text"), str) else 0)
        for found in objects_of(blocks)
        if "type" in found
    )


def shown_text(blocks: list[Json]) -> str:
    """What a person reads in these blocks, a line for each piece; for tests and previews."""
    lines: list[str] = []
    for block in blocks:
        if block.get("type") == "rich_text":
            lines += [_inline(e) for e in block.get("elements", [])]
            continue
        for found in objects_of(block):
            text = found.get("text")
            if isinstance(text, str):
                lines.append(text)
            elif found.get("type") == "image" and found.get("alt_text"):
                lines.append(str(found["alt_text"]))
    return "\n".join(line for line in lines if line)


def _inline(element: Json) -> str:
    kind = element.get("type", "")
    inner = element.get("elements")
    if isinstance(inner, list):
        joint = "\n" if kind == "rich_text_list" else ""
        return joint.join(_inline(one) for one in inner)
    if kind == "emoji":
        return f":{element.get('name')}:"
    for key in ("text", "url", "fallback"):
        if element.get(key):
            return str(element[key])
    for key, sign in (("user_id", "@"), ("channel_id", "#"), ("range", "@"), ("usergroup_id", "@")):
        if key in element:
            return f"{sign}{element[key]}"
    return ""


def completed(blocks: list[Json]) -> list[Json]:
    """A copy with what Slack fills in: block ids, action ids, defaults of text objects."""
    blocks = deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements_of(block):
            if element.get("type") in INTERACTIVE:
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
        if block.get("type") == "input":
            block.setdefault("optional", False)
            block.setdefault("dispatch_action", False)
    for found in objects_of(blocks):
        if found.get("type") == "plain_text":
            found.setdefault("emoji", True)
        elif found.get("type") == "mrkdwn":
            found.setdefault("verbatim", False)
    return blocks
