"""Faults on demand: what goes wrong with the next calls and deliveries.

>>> playground.faults.add(method="chat.postMessage", status=500, times=2)
>>> playground.faults.add(method="chat.postMessage", error="ratelimited", retry_after=1)
>>> playground.faults.add(method="response_url", delay=2.0)
>>> playground.faults.add(method="chat.postMessage", drop_after_accept=True)
>>> playground.faults.lose("reaction_added"); playground.faults.duplicate("message")
>>> playground.faults.reorder("message", count=2)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Outgoing = Literal["lose", "duplicate", "reorder"]


@dataclass
class CallFault:
    """What happens to a call of `method` (`*` is any, `response_url` any response URL).

    `drop_after_accept` carries the call out and breaks the connection without an answer;
    `drop_before` breaks it with nothing done. `delay` is in real seconds and may be combined.
    """

    method: str
    status: int | None = None
    error: str | None = None
    retry_after: int | None = None
    delay: float = 0.0
    drop_after_accept: bool = False
    drop_before: bool = False
    times: int | None = 1


@dataclass
class OutgoingFault:
    """What happens to deliveries named `name`: an event type, a command, an interaction type."""

    action: Outgoing
    name: str
    times: int = 1


class Faults:
    def __init__(self) -> None:
        self._calls: list[CallFault] = []
        self._outgoing: list[OutgoingFault] = []

    def add(
        self,
        *,
        method: str,
        status: int | None = None,
        error: str | None = None,
        retry_after: int | None = None,
        delay: float = 0.0,
        drop_after_accept: bool = False,
        drop_before: bool = False,
        times: int | None = 1,
    ) -> CallFault:
        """Spoil the next `times` calls of `method`; with None, all of them."""
        fault = CallFault(
            method=method,
            status=status,
            error=error,
            retry_after=retry_after,
            delay=delay,
            drop_after_accept=drop_after_accept,
            drop_before=drop_before,
            times=times,
        )
        self._calls.append(fault)
        return fault

    def lose(self, name: str = "*", *, times: int = 1) -> None:
        """The next `times` deliveries never arrive, and nobody tries again."""
        self._outgoing.append(OutgoingFault("lose", name, times))

    def duplicate(self, name: str = "*", *, times: int = 1) -> None:
        """The next `times` deliveries arrive twice, with the same ids."""
        self._outgoing.append(OutgoingFault("duplicate", name, times))

    def reorder(self, name: str = "*", *, count: int = 2) -> None:
        """The next `count` deliveries are held and then sent, last first."""
        self._outgoing.append(OutgoingFault("reorder", name, count))

    def clear(self) -> None:
        self._calls.clear()
        self._outgoing.clear()

    # For the playground itself.

    def of_call(self, method: str) -> CallFault | None:
        for fault in self._calls:
            if fault.method in (method, "*"):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._calls.remove(fault)
                return fault
        return None

    def of_delivery(self, name: str) -> OutgoingFault | None:
        """The fault that takes the next delivery; its `times` counts what is left after it."""
        for fault in self._outgoing:
            if fault.name in (name, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self._outgoing.remove(fault)
                return replace(fault)
        return None
