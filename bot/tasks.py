"""Work that goes on after the answer: started here, waited for at shutdown."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Tasks:
    """`tasks.start(coroutine)`; at the end `await tasks.drain()`."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """Run `work` beside everything else. Its failure is logged, by name and type."""
        task = asyncio.create_task(self._guarded(work, name), name=name)
        # The loop keeps only weak references: without this set a task may vanish half-way.
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    async def drain(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - shutdown's own bound
        """Wait for what is running and what that starts, `timeout` seconds at most; then cancel
        the rest."""
        until = asyncio.get_running_loop().time() + timeout
        while self._running and (left := until - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(set(self._running), timeout=left)
        late = set(self._running)
        for task in late:
            task.cancel()
        if late:
            log.warning("work cancelled at shutdown", extra={"count": len(late)})
            await asyncio.gather(*late, return_exceptions=True)

    @staticmethod
    async def _guarded(work: Coroutine[Any, Any, None], name: str) -> None:
        try:
            await work
        except Exception:
            log.exception("background work failed", extra={"kind": name})
