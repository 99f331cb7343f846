"""The last look before a request leaves: a process that was frozen in the meantime sends nothing.

    with LastLook(until=uptime() + 20) as look:
        await client.chat_postMessage(…)     # on a session made by `session`
    look.too_late                            # nothing was sent, and never will be

Whoever claimed a delivery may be stopped at any instruction, and meanwhile another process may
look into the channel, find nothing and send. The check is made by the HTTP client itself, in the
same breath in which it hands the request's body to the system.
"""

from contextvars import ContextVar, Token
from types import SimpleNamespace, TracebackType
from typing import Self

import aiohttp

from bot.clock import uptime

_LOOK: ContextVar["LastLook | None"] = ContextVar("last_look", default=None)


class _TooLate(Exception):
    """The body stays here."""


class LastLook:
    """Inside it, requests of this task leave before `until`, by `uptime()`, or not at all."""

    def __init__(self, until: float) -> None:
        self._until = until
        self._token: Token[LastLook | None] | None = None
        self.too_late = False

    def __enter__(self) -> Self:
        self._token = _LOOK.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._token is not None:
            _LOOK.reset(self._token)

    def check(self) -> None:
        if uptime() > self._until:
            self.too_late = True
            raise _TooLate


def session(timeout_s: float) -> aiohttp.ClientSession:
    """A session whose requests are looked at once more. Each has a connection of its own: one
    that was kept open may be dead, and nobody could tell whether the request still got through.
    """
    trace = aiohttp.TraceConfig()
    trace.on_request_chunk_sent.append(_before_the_body)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(force_close=True),
        timeout=aiohttp.ClientTimeout(total=timeout_s),
        trace_configs=[trace],
    )


async def _before_the_body(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    _params: aiohttp.TraceRequestChunkSentParams,
) -> None:
    # aiohttp calls this when it is about to write the chunk, and writes without another await.
    look = _LOOK.get()
    if look is not None:
        look.check()
