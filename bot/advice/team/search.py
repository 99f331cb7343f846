"""Each workspace's own tips in memory, following the database."""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from bot.advice.own import Own
from bot.advice.search import Advice
from bot.store import Cursor, Database, Readiness, StoreError, TeamTip, Workspace

from .index import Entry, Index
from .words import Background

log = logging.getLogger(__name__)

_PAGE = 500  # tips read at once
# A person waits for the answer, and Slack three seconds: after so long it comes from what has been
# read until then.
PATIENCE_S = 1.5


class TeamSearch:
    """`own = await search.of(team_id)`, to be given to `Advice.find`.

    Whether anything changed is asked of the database with every query: a number. What changed is
    then read, by this process or another's making, a page at a time.
    """

    def __init__(self, database: Database, advice: Advice) -> None:
        self._database = database
        self._advice = advice
        meaning = advice.meaning
        self._encoder = meaning.encoder.fingerprint if meaning else None
        self._shelves: dict[str, _Shelf] = {}

    async def of(self, team_id: str) -> Own:
        """The team's tips as they are now.

        A tip removed before this call is not among them, unless reading takes longer than a
        person waits; then the card itself will say that it's gone.
        """
        shelf = self._shelf(team_id)
        try:
            if not await shelf.current():
                await asyncio.wait({shelf.follow()}, timeout=PATIENCE_S)
        except (SQLAlchemyError, StoreError, OSError) as error:
            # What was read is still good, and an answer without the newest beats none.
            log.warning("can't read the team's tips", extra={"error": type(error).__name__})
        return shelf.index

    async def read(self, team_id: str) -> None:
        """Read all of a team's tips, however long it takes."""
        shelf = self._shelf(team_id)
        try:
            while not await shelf.current():
                await shelf.follow()
        except (SQLAlchemyError, StoreError, OSError) as error:
            log.warning("can't read the team's tips", extra={"error": type(error).__name__})

    async def readiness(self, team_id: str) -> Readiness | None:
        """How many are found by meaning too; None where none ever will: by words only."""
        if self._encoder is None:
            return None
        return await Workspace(self._database, team_id).tips.readiness(self._encoder)

    async def close(self) -> None:
        """Stop reading."""
        for shelf in self._shelves.values():
            await shelf.close()

    def _shelf(self, team_id: str) -> "_Shelf":
        shelf = self._shelves.get(team_id)
        if shelf is None:
            meaning = self._advice.meaning
            background = Background(self._advice.lines, self._advice.common)
            index = Index(background, meaning.heads if meaning else None)
            shelf = _Shelf(Workspace(self._database, team_id), index, self._encoder)
            self._shelves[team_id] = shelf
        return shelf


class _Shelf:
    """One team's."""

    def __init__(self, workspace: Workspace, index: "Index", encoder: str | None) -> None:
        self.index = index
        self._tips = workspace.tips
        self._encoder = encoder
        self._revision = 0  # all changes up to this one are in the index
        self._seen = Cursor()
        self._following: asyncio.Task[None] | None = None

    async def current(self) -> bool:
        """Whether nothing has changed since."""
        return await self._tips.revision() == self._revision

    def follow(self) -> "asyncio.Task[None]":
        """Read what changed: what is being done already, or done from now."""
        if self._following is None or self._following.done():
            self._following = asyncio.create_task(self._follow(), name="team tips")
            self._following.add_done_callback(_seen)
        return self._following

    async def close(self) -> None:
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait({self._following})

    async def _follow(self) -> None:
        revision = await self._tips.revision()
        if revision < self._revision:  # the workspace was forgotten meanwhile
            self.index.clear()
            self._revision, self._seen = 0, Cursor()
        # First, since reading the rest may take long; and again, since meanwhile more may go.
        self.index.drop(await self._tips.gone_since(self._revision))
        while page := await self._tips.changed_since(self._seen, _PAGE):
            numbers = [tip.number for tip in page]
            vectors = await self._tips.vectors(numbers, self._encoder) if self._encoder else {}
            entries = [_entry(tip, vectors.get(tip.number, ())) for tip in page]
            await asyncio.to_thread(self.index.put, entries)
            self._seen = Cursor(page[-1].revision, page[-1].number)
        self.index.drop(await self._tips.gone_since(self._revision))
        self._revision = revision


def _seen(task: "asyncio.Task[None]") -> None:
    """Tell of a failure once; the next query tries again."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.warning("can't read the team's tips", extra={"error": type(error).__name__})


def _entry(tip: TeamTip, vectors: "list[bytes] | tuple[()]") -> "Entry":
    from .index import Entry  # noqa: PLC0415 - see above

    return Entry(
        number=tip.number,
        id=tip.id,
        title=tip.title,
        content=tip.content_hash,
        asked=(tip.title, *tip.situations),
        told=(tip.do, *tip.say),
        vectors=tuple(vectors),
    )
