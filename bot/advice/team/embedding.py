"""Embedding in the background: each tip once, whoever dies meanwhile."""

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import numpy as np
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.store import AllTeamsEmbedding, Database, StoreError
from bot.vectors import Floats

from .lines import as_kept, lines_of

log = logging.getLogger(__name__)

_TIPS = 32  # in one transaction; what a process that dies had in hand is done again
_LINES = 16  # between two breaths: about 60 ms
# Of the time that work took, so that whoever else wants the core and the encoder gets them.
_REST = 0.25
# A batch takes a second or two, and on a busy machine ten times that.
LEASE = dt.timedelta(seconds=60)
_LOOK_AGAIN_S = 15.0  # for what another process added, or left undone


class Encoding(Protocol):
    """What makes vectors: `bot.advice.encoder.Encoder`."""

    @property
    def fingerprint(self) -> str: ...
    def encode(self, texts: Sequence[str]) -> Floats: ...


class Embedder:
    """`async with embedder.working(): …`; `embedder.kick()` when there is something new.

    Any number of processes may work on one database: each tip is held by one of them.
    """

    def __init__(
        self,
        database: Database,
        encoder: Encoding,
        *,
        lease: dt.timedelta = LEASE,
        tips: int = _TIPS,
        clock: Clock | None = None,
    ) -> None:
        self._queue = AllTeamsEmbedding(database, clock)
        self._encoder = encoder
        self._lease = lease
        self._tips = tips
        self._kicked = asyncio.Event()

    def kick(self) -> None:
        """There is something to do: don't wait for the next look."""
        self._kicked.set()

    @contextlib.asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work while inside; on the way out what is in hand is given up."""
        task = asyncio.create_task(self._work(), name="embedding")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def all(self) -> int:
        """Do what there is to do now; how many tips were done."""
        done = 0
        while batch := await self.batch():
            done += batch
        return done

    async def batch(self) -> int:
        """Embed some tips; how many were in hand, 0 where nothing was left."""
        encoder = self._encoder.fingerprint
        held = await self._queue.claim(encoder, self._lease, self._tips)
        if not held:
            return 0
        lines = {tip.key: lines_of(tip) for tip in held}
        new = {
            key: text
            for tip in held
            for key, text in lines[tip.key].items()
            if key not in tip.known
        }
        vectors = await asyncio.to_thread(self._encode, list(new.values()))
        kept = dict(zip(new, as_kept(vectors), strict=True)) if new else {}
        made = {
            tip.key: {key: kept[key] for key in lines[tip.key] if key not in tip.known}
            for tip in held
        }
        await self._queue.finish(
            encoder, held, made, {key: frozenset(each) for key, each in lines.items()}
        )
        return len(held)

    def _encode(self, texts: Sequence[str]) -> Floats:
        """In a thread: the encoder lets go of the interpreter while it works."""
        parts: list[Floats] = []
        for start in range(0, len(texts), _LINES):
            begun = time.perf_counter()
            parts.append(self._encoder.encode(texts[start : start + _LINES]))
            time.sleep(_REST * (time.perf_counter() - begun))
        return np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)

    async def _work(self) -> None:
        while True:
            self._kicked.clear()
            try:
                done = await self.batch()
            except (SQLAlchemyError, StoreError, OSError) as error:
                log.warning("can't embed", extra={"error": type(error).__name__})
                done = 0
            except Exception:
                # One text that breaks the encoder mustn't end the work on all others.
                log.exception("embedding failed")
                done = 0
            if not done:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._kicked.wait(), _LOOK_AGAIN_S)
