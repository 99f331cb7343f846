"""Short-lived rights: trigger ids and response URLs in payloads, codes in installations."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from playground.clock import PlaygroundClock

TRIGGER_SECONDS = 3.0  # Slack's own, in real time
RESPONSE_URL_USES = 5
RESPONSE_URL_LIFE = timedelta(minutes=30)
CODE_LIFE = timedelta(minutes=10)


class TicketError(Exception):
    """Why a ticket is refused, as Slack's error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Trigger:
    id: str
    user: str
    made: float
    # The modal it came from, if it came from one: what views.push pushes onto.
    view_id: str | None = None
    # The conversation it came from, for selects that start at the current one.
    channel: str | None = None
    used: bool = False


@dataclass
class ResponseHook:
    """Where a response URL leads. `origin` is the bot's message that the gesture was made on."""

    key: str
    user: str
    channel: str
    expires: datetime
    origin: str | None = None
    origin_is_ephemeral: bool = False
    thread_ts: str | None = None
    kind: str = "actions"
    uses: int = 0


@dataclass
class Code:
    """What the app gets a token for, once. `user` allowed it, `redirect_uri` was asked for."""

    user: str
    redirect_uri: str | None
    expires: datetime


@dataclass
class Tickets:
    clock: PlaygroundClock
    trigger_seconds: float = TRIGGER_SECONDS
    _triggers: dict[str, Trigger] = field(default_factory=dict)
    _hooks: dict[str, ResponseHook] = field(default_factory=dict)
    _codes: dict[str, Code] = field(default_factory=dict)

    def trigger(self, user: str, *, view_id: str | None = None, channel: str | None = None) -> str:
        stamp = time.time_ns()
        id = f"{stamp // 1000}.{stamp % 10**10}.{secrets.token_hex(16)}"
        self._triggers[id] = Trigger(id, user, time.monotonic(), view_id, channel)
        return id

    def exchange(self, id: str) -> Trigger:
        """Use up a trigger id; TicketError where it is unknown, late or used."""
        trigger = self._triggers.get(id)
        if trigger is None:
            raise TicketError("invalid_trigger_id")
        if trigger.used:
            raise TicketError("exchanged_trigger_id")
        if time.monotonic() - trigger.made > self.trigger_seconds:
            raise TicketError("expired_trigger_id")
        trigger.used = True
        return trigger

    def hook(
        self,
        user: str,
        channel: str,
        *,
        kind: str = "actions",
        origin: str | None = None,
        origin_is_ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> ResponseHook:
        hook = ResponseHook(
            key=secrets.token_urlsafe(18),
            user=user,
            channel=channel,
            expires=self.clock.now() + RESPONSE_URL_LIFE,
            origin=origin,
            origin_is_ephemeral=origin_is_ephemeral,
            thread_ts=thread_ts,
            kind=kind,
        )
        self._hooks[hook.key] = hook
        return hook

    def use(self, key: str) -> ResponseHook:
        """One use of a response URL; TicketError where there is none left."""
        hook = self._hooks.get(key)
        if hook is None:
            raise TicketError("invalid_url")
        if self.clock.now() >= hook.expires:
            raise TicketError("expired_url")
        if hook.uses >= RESPONSE_URL_USES:
            raise TicketError("used_url")
        hook.uses += 1
        return hook

    def code(self, user: str, redirect_uri: str | None) -> str:
        code = f"{secrets.randbelow(10**10)}.{secrets.token_hex(32)}"
        self._codes[code] = Code(user, redirect_uri, self.clock.now() + CODE_LIFE)
        return code

    def redeem(self, code: str, redirect_uri: str | None) -> Code:
        """Use up a code; TicketError where it is unknown, late, used, or another's."""
        found = self._codes.pop(code, None)
        if found is None or self.clock.now() >= found.expires:
            raise TicketError("invalid_code")
        if found.redirect_uri != redirect_uri:
            raise TicketError("bad_redirect_uri")
        return found
