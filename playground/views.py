"""Modals in their stacks, and Home tabs: what each person has open."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from playground.blockkit import completed
from playground.conversations import Conversations
from playground.forms import state_of, view_words
from playground.model import Json
from playground.stream import Stream

STACK_MAX = 3  # the root view and two pushed onto it


class ViewError(Exception):
    """Why a view cannot be shown, as Slack's error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class View:
    """A view as one person has it. `state` is what stands in its inputs now."""

    id: str
    user: str
    type: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: Json = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.content["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        return str(self.content.get("external_id") or "")

    @property
    def shown(self) -> str:
        """All the words a person reads in it."""
        return view_words(self.content)


class Views:
    """`open`, `push`, `update`, `publish`; `stack(user)` from the root up, `home(user)`."""

    def __init__(self, conversations: Conversations, stream: Stream) -> None:
        self._conversations = conversations
        self._stream = stream
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        return list(self._stacks.get(user, []))

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def find(self, view_id: str) -> View | None:
        return next((view for view in self._all() if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        return next((view for view in self._all() if view.external_id == external_id), None)

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + [*self._homes.values()]

    def open(self, user: str, content: Json, conversation: str | None = None) -> View:
        """A new root view; what was open before is gone."""
        view = self._made(user, content, conversation=conversation)
        self._stacks[user] = [view]
        self._stream.publish("view_opened", {"view": self.shape(view)}, [user])
        return view

    def push(self, user: str, content: Json) -> View:
        stack = self._stacks.get(user, [])
        if not stack:
            raise ViewError("not_found")
        if len(stack) >= STACK_MAX:
            raise ViewError("push_limit_reached")
        view = self._made(user, content, root=stack[0].id, previous=stack[-1].id)
        stack.append(view)
        self._stream.publish("view_pushed", {"view": self.shape(view)}, [user])
        return view

    def update(self, view: View, content: Json) -> View:
        """Other content for an open view; inputs that are still there keep what is in them."""
        self._refuse_twin(content, view)
        self._fill(view, content)
        name = "home" if view.type == "home" else "view_updated"
        self._stream.publish(name, {"view": self.shape(view)}, [view.user])
        return view

    def publish(self, user: str, content: Json, expected_hash: str | None) -> View:
        """Set a person's Home tab; `expected_hash` guards against overwriting a newer one."""
        current = self._homes.get(user)
        if expected_hash is not None and (current is None or current.hash != expected_hash):
            raise ViewError("hash_conflict")
        if current is not None:
            return self.update(current, content)
        view = self._made(user, content)
        self._homes[user] = view
        self._stream.publish("home", {"view": self.shape(view)}, [user])
        return view

    def close(self, view: View, *, everything: bool = False) -> list[View]:
        """Take a view off its stack, with those above it; those taken, top first."""
        stack = self._stacks.get(view.user, [])
        if view not in stack:
            return []
        everything = everything or bool(view.content.get("clear_on_close"))
        place = 0 if everything else stack.index(view)
        gone = stack[place:][::-1]
        del stack[place:]
        top = self.shape(stack[-1]) if stack else None
        data = {"view_id": view.id, "cleared": not stack, "view": top}
        self._stream.publish("view_closed", data, [view.user])
        return gone

    def shape(self, view: View) -> Json:
        """A view as Slack sends it, and as the page gets it."""
        content = view.content
        return {
            "id": view.id,
            "team_id": self._conversations.workspace.team_id,
            "type": view.type,
            "blocks": view.blocks,
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "external_id": content.get("external_id", ""),
            "title": content.get("title"),
            "submit": content.get("submit"),
            "close": content.get("close"),
            "submit_disabled": content.get("submit_disabled", False),
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "state": {"values": view.state},
            "hash": view.hash,
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "app_id": self._conversations.app_id,
            "app_installed_team_id": self._conversations.workspace.team_id,
            "bot_id": self._conversations.bot.bot_id,
        }

    def _made(
        self,
        user: str,
        content: Json,
        *,
        root: str | None = None,
        previous: str | None = None,
        conversation: str | None = None,
    ) -> View:
        self._refuse_twin(content, None)
        id = f"V{secrets.token_hex(5).upper()}"
        view = View(id, user, content["type"], content, "", root or id, previous)
        self._fill(view, content, conversation)
        return view

    def _fill(self, view: View, content: Json, conversation: str | None = None) -> None:
        blocks = completed(content["blocks"])
        for key in ("title", "submit", "close"):
            part: Any = content.get(key)
            if isinstance(part, dict):
                part.setdefault("emoji", True)
        view.content = {**content, "blocks": blocks}
        view.state = state_of(blocks, view.state, conversation=conversation)
        view.hash = f"{self._conversations.timestamp().partition('.')[0]}.{secrets.token_hex(4)}"
        self._conversations.note_view_pings(blocks, view.type, view.id)

    def _refuse_twin(self, content: Json, this: View | None) -> None:
        external_id = str(content.get("external_id") or "")
        twin = self.find_external(external_id) if external_id else None
        if twin is not None and twin is not this:
            raise ViewError("duplicate_external_id")
