"""What a workspace is made of: people, channels, messages.

A `Workspace` is what a playground starts from; `playground.seed` writes the default one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from playground.blockkit import shown_text

Json = dict[str, Any]
Kind = Literal["channel", "private", "im"]

SLACKBOT = "USLACKBOT"


@dataclass
class Person:
    """Somebody of the workspace, or a bot user."""

    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "UTC"
    locale: str = "en-US"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    color: str = "4a5568"
    bot_id: str | None = None
    deleted: bool = False

    @property
    def initials(self) -> str:
        words = self.real_name.split() or [self.name or "?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@dataclass
class Channel:
    """A channel or a direct message. `members` holds the ids of people and bots."""

    id: str
    name: str
    kind: Kind = "channel"
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    creator: str = ""
    is_archived: bool = False
    created: int = 1_700_000_000


@dataclass
class Message:
    """A message as it is kept. `visible_to` names the one person who sees an ephemeral one."""

    ts: str
    channel: str
    text: str = ""
    user: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    subtype: str | None = None
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    metadata: Json | None = None
    edited: Json | None = None
    visible_to: str | None = None
    broadcast: bool = False
    # What is in input elements of an ephemeral or ordinary message, as the person left it.
    state: Json = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def shown(self) -> str:
        """All the words a person reads in it: those of the blocks, else the text."""

        parts = shown_text(self.blocks) if self.blocks else self.text
        extra = [str(a.get(key)) for a in self.attachments for key in ("pretext", "text", "title")]
        return "\n".join([parts, *[e for e in extra if e != "None"]]).strip()


@dataclass
class Workspace:
    """What a playground starts from."""

    team_id: str
    name: str
    domain: str
    people: list[Person]
    channels: list[Channel]
    messages: list[Message] = field(default_factory=list)
