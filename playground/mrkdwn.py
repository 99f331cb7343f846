"""Slack's markup as far as it matters here: what people type, and whom a text mentions.

A person's words are stored as Slack stores them: `&`, `<` and `>` escaped, names and links turned
into entities. A bot's text is stored as it is given, entities and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playground.blockkit import objects_of
from playground.model import Channel, Json, Person

_LINK = re.compile(r"https?://[^\s<>|]+")
_NAME = re.compile(r"(?<![\w@])@([\w.-]*\w)")
_CHANNEL = re.compile(r"(?<![\w#&])#([\w-]+)")
_BROADCASTS = ("channel", "here", "everyone")
_ENTITY = re.compile(r"<([^<>]+)>")
# What marks a link while the rest is read; nobody types these.
_MARKS = {0: None, 1: None}
_PLAIN_BROADCAST = re.compile(r"(?<!\w)@(channel|here|everyone)\b")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def typed(text: str, people: Iterable[Person], channels: Iterable[Channel]) -> str:
    """What Slack makes of text that a person typed into the composer."""
    ids = {person.name: person.id for person in people}
    named = {channel.name: channel.id for channel in channels if channel.kind != "im"}

    def mention(match: re.Match[str]) -> str:
        name = match[1]
        if name in _BROADCASTS:
            return f"<!{name}>"
        return f"<@{ids[name]}>" if name in ids else match[0]

    def channel(match: re.Match[str]) -> str:
        name = match[1]
        return f"<#{named[name]}|{name}>" if name in named else match[0]

    text = _LINK.sub(lambda match: f"\0{match[0]}\1", escaped(text.translate(_MARKS)))
    pieces = re.split("(\0[^\1]*\1)", text)
    for index, piece in enumerate(pieces):
        if piece.startswith("\0"):
            pieces[index] = f"<{piece[1:-1]}>"
        else:
            pieces[index] = _CHANNEL.sub(channel, _NAME.sub(mention, piece))
    return "".join(pieces)


def rich_text(text: str) -> list[Json]:
    """The rich_text block that Slack adds to a person's message."""
    elements: list[Json] = []
    place = 0
    for match in _ENTITY.finditer(text):
        if match.start() > place:
            elements.append({"type": "text", "text": unescaped(text[place : match.start()])})
        elements.append(_entity(match[1]))
        place = match.end()
    if place < len(text):
        elements.append({"type": "text", "text": unescaped(text[place:])})
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": "rt", "elements": [section]}]


def _entity(inside: str) -> Json:
    body, _, label = inside.partition("|")
    if body.startswith("@"):
        return {"type": "user", "user_id": body[1:]}
    if body.startswith("#"):
        return {"type": "channel", "channel_id": body[1:]}
    if body.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": body.removeprefix("!subteam^")}
    if body.startswith("!"):
        return {"type": "broadcast", "range": body[1:]}
    return {"type": "link", "url": unescaped(body), **({"text": label} if label else {})}


@dataclass(frozen=True)
class Ping:
    """Somebody whom the bot's words would notify. `target` is `channel`, `U…` or `S…`."""

    target: str
    surface: str
    place: str
    words: str


def mentions(text: str, *, link_names: bool = False) -> list[str]:
    """Whom a mrkdwn text notifies."""
    found: list[str] = []
    for match in _ENTITY.finditer(text):
        body = match[1].partition("|")[0]
        if body.startswith("@"):
            found.append(body[1:])
        elif body.startswith("!subteam^"):
            found.append(body.removeprefix("!subteam^"))
        elif body.lstrip("!") in _BROADCASTS and body.startswith("!"):
            found.append(body[1:])
    if link_names:
        found += _PLAIN_BROADCAST.findall(text)
    return found


def pings_in(
    text: str,
    blocks: list[Json],
    attachments: list[Json],
    *,
    surface: str,
    place: str,
    link_names: bool = False,
) -> list[Ping]:
    """Every mention in a message or view; plain_text mentions nobody."""
    found = [(who, text) for who in mentions(text, link_names=link_names)]
    for thing in objects_of([*blocks, *attachments]):
        kind = thing.get("type")
        words: Any = thing.get("text")
        if kind in ("mrkdwn", "markdown") or (kind is None and isinstance(words, str)):
            found += [(who, str(words)) for who in mentions(str(words), link_names=link_names)]
        for key in ("user_id", "usergroup_id", "range"):
            if kind in ("user", "usergroup", "broadcast") and key in thing:
                found.append((str(thing[key]), kind))
        if kind is None and isinstance(thing.get("pretext"), str):
            found += [(who, thing["pretext"]) for who in mentions(thing["pretext"])]
    return [Ping(who, surface, place, words) for who, words in found]
