"""Stand-ins that behave: a clock, a Slack that keeps what was posted, a small library."""

import asyncio
import datetime as dt
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.content import Language, Lesson, Library, Source, SourceArticle, Track
from bot.lessons import (
    Ambiguous,
    Deliverer,
    Digest,
    FindOutcome,
    Found,
    LessonService,
    NotFound,
    Sender,
    SendOutcome,
    Sent,
)
from bot.store import Database, Schedule

TEAM, CHANNEL, USER, ZONE = "T1", "C1", "U1", "Europe/Amsterdam"


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: str) -> None:
        self._now = dt.datetime.fromisoformat(now)

    def now(self) -> dt.datetime:
        return self._now

    def set(self, now: str) -> None:
        self._now = dt.datetime.fromisoformat(now)

    def move(self, **by: float) -> None:
        self._now += dt.timedelta(**by)


class Died(BaseException):
    """The process ended here."""


@dataclass(frozen=True)
class Post:
    team_id: str
    channel_id: str
    lesson_id: str
    lang: str
    position: int
    total: int
    delivery_id: str
    at: dt.datetime
    ts: str
    digest: Digest


@dataclass(frozen=True)
class Silence:
    """What happens to one post: whether it arrives, and how the sender hears of it."""

    arrives: bool
    outcome: SendOutcome | BaseException


@dataclass
class FakeSlack:
    """Posts, finds and tells. `plan` scripts what happens to the next posts; then all is well."""

    clock: FakeClock
    posts: list[Post] = field(default_factory=list)
    told: list[tuple[str, str, str, str]] = field(default_factory=list)
    plan: deque[SendOutcome | Silence] = field(default_factory=deque)
    finds: deque[FindOutcome | Exception] = field(default_factory=deque)
    tells: deque[SendOutcome] = field(default_factory=deque)
    looked_since: list[dt.datetime] = field(default_factory=list)
    gate: asyncio.Event | None = None
    started: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(
        self,
        team_id: str,
        channel_id: str,
        lesson: Lesson,
        *,
        lang: Language,
        position: int,
        total: int,
        delivery_id: str,
        digest: Digest,
        until: float,
    ) -> SendOutcome:
        self.started.set()
        await asyncio.sleep(0)
        if self.gate is not None:
            await self.gate.wait()
        planned = self.plan.popleft() if self.plan else Sent("")
        if isinstance(planned, Silence):
            arrives, outcome = planned.arrives, planned.outcome
        else:
            arrives, outcome = isinstance(planned, Sent), planned
        ts = f"{self.clock.now().timestamp()}.{len(self.posts):06}"
        if arrives:
            self.posts.append(
                Post(
                    team_id,
                    channel_id,
                    lesson.id,
                    lang,
                    position,
                    total,
                    delivery_id,
                    self.clock.now(),
                    ts,
                    digest,
                )
            )
        if isinstance(outcome, BaseException):
            raise outcome
        return Sent(ts) if isinstance(outcome, Sent) else outcome

    async def find(
        self, team_id: str, channel_id: str, delivery_id: str, since: dt.datetime
    ) -> FindOutcome:
        self.looked_since.append(since)
        if self.finds:
            scripted = self.finds.popleft()
            if isinstance(scripted, Exception):
                raise scripted
            return scripted
        for post in self.posts:
            where = (post.team_id, post.channel_id, post.delivery_id)
            if where == (team_id, channel_id, delivery_id) and post.at >= since:
                return Found(post.ts)
        return NotFound()

    async def tell(
        self, team_id: str, user_id: str, channel_id: str, error: str, lang: Language
    ) -> SendOutcome:
        outcome = self.tells.popleft() if self.tells else Sent("1.0")
        if isinstance(outcome, Sent):
            self.told.append((team_id, user_id, channel_id, error))
        return outcome

    @property
    def lessons(self) -> list[str]:
        return [post.lesson_id for post in self.posts]


LOST = Silence(arrives=False, outcome=Ambiguous("timeout"))
ARRIVED_UNHEARD = Silence(arrives=True, outcome=Ambiguous("timeout"))


def a_lesson(id: str) -> Lesson:
    article, _, number = id.partition("/")
    return Lesson(
        id=id,
        title=f"The lesson numbered {number}",
        idea=f"Lesson {number}. " + "A thought that is long enough to be one. " * 6,
        try_today="Try it today.",
        question="How did it go?",
        source=Source(article=article, item=int(number.partition(".")[0])),
        reviewed=dt.date(2026, 11, 1),
    )


def a_library(
    first: Sequence[str] = ("a/1.1", "a/1.2", "a/2.1"), second: Sequence[str] = ("b/1.1", "b/1.2")
) -> Library:
    """Two tracks, `first` and `second`; Dutch has one lesson, Hebrew none."""
    every = {id: a_lesson(id) for id in (*first, *second)}
    name: dict[Language, str] = {"en": "A name", "nl": "Een naam", "he": "שם של משהו"}
    return Library(
        categories=(),
        sources={id: SourceArticle(id=id, name=name, items=9) for id in ("a", "b")},
        tracks=(
            Track(id="first", name=name, lessons=tuple(first)),
            Track(id="second", name=name, lessons=tuple(second)),
        ),
        tips={"en": {}, "nl": {}, "he": {}},
        lessons={"en": every, "nl": {id: every[id] for id in first[:1]}, "he": {}},
    )


def a_deliverer(
    database: Database,
    slack: Sender,
    clock: FakeClock,
    *,
    library: Library | None = None,
) -> Deliverer:
    """A process's deliverer; making another one is what a restart does."""
    return Deliverer(database, library or a_library(), slack, clock, leases=clock)


async def subscribe(
    service: LessonService,
    *,
    team: str = TEAM,
    channel: str = CHANNEL,
    user: str = USER,
    at: str = "09:00",
    days: int | None = None,
    tz: str = ZONE,
    lang: Language = "en",
    tracks: tuple[str, ...] = (),
    holidays: str | None = None,
    digest: bool = False,
) -> Schedule:
    return await service.subscribe(
        team,
        channel,
        user,
        local_time=dt.time.fromisoformat(at),
        weekdays=days,
        tz=tz,
        lang=lang,
        tracks=tracks,
        holidays=holidays,
        digest=digest,
    )
