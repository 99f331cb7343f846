"""What open pages are told while something happens: server-sent events, per person."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playground.model import Json

# A page that reads nothing for so long is dropped rather than kept in memory.
BACKLOG_MAX = 1_000


@dataclass
class _Page:
    user: str
    queue: asyncio.Queue[bytes | None]


class Stream:
    """`publish(name, data, users)` reaches the pages of these people; of all with None."""

    def __init__(self) -> None:
        self._pages: list[_Page] = []

    def publish(self, name: str, data: Json, users: Collection[str] | None = None) -> None:
        packet = f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
        for page in list(self._pages):
            if users is not None and page.user not in users:
                continue
            try:
                page.queue.put_nowait(packet)
            except asyncio.QueueFull:
                self._pages.remove(page)

    @contextmanager
    def page(self, user: str) -> Iterator[asyncio.Queue[bytes | None]]:
        """Packets for one open page, until it is closed; None ends the stream."""
        page = _Page(user, asyncio.Queue(BACKLOG_MAX))
        self._pages.append(page)
        try:
            yield page.queue
        finally:
            if page in self._pages:
                self._pages.remove(page)

    def close(self) -> None:
        for page in self._pages:
            if not page.queue.full():
                page.queue.put_nowait(None)
