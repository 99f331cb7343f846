"""The daily lesson, as the rest of the program asks for it.

    service = LessonService(database, library, SystemClock())
    await service.subscribe(
        team_id, channel_id, user_id,
        local_time=time(9), weekdays=None, tz="Europe/Amsterdam", lang="en",
    )
    today = await service.today(team_id, channel_id, "en")
    today.lesson.title, today.position, today.total

Every method is bound to a workspace by its `team_id`; what can't be done is a `LessonError`.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import TypeVar

from bot.clock import Clock
from bot.content import Language, Lesson, Library, Track
from bot.store import FOREVER, GIVEN, LESSON, Database, Delivery, Schedule, Workspace

from .calendar import EVERY_DAY, DayMonth, Weekday, working_days, zone
from .curriculum import Curriculum, Place
from .errors import LessonError, NoLessons, NotSubscribed, PauseInPast, Problem
from .holidays import country
from .ledger import post_now, replan, skip_next
from .schedule import NO_SPREAD, local_date, offset, upcoming

PREVIEW = 5  # a working week

_T = TypeVar("_T")


@dataclasses.dataclass(frozen=True, slots=True)
class LessonOfDay:
    """A lesson and its place: “9 of 24”."""

    lesson: Lesson
    position: int
    total: int
    date: dt.date
    given: bool = False  # whether the channel has had it


@dataclasses.dataclass(frozen=True, slots=True)
class Upcoming:
    """A lesson that is to come, and when."""

    lesson: Lesson
    position: int
    total: int
    date: dt.date
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class ScheduleStatus:
    """Where a channel's lesson stands. `last` is the latest delivery that is over, with its
    state and reason; `next_at` is None while nothing is coming."""

    schedule: Schedule
    next_at: dt.datetime | None
    last: Delivery | None


class Kept(Enum):
    """In place of a choice: leave it as it is."""

    AS_IT_IS = "as it is"


KEEP = Kept.AS_IT_IS


class LessonService:
    """What people can ask and set about the daily lesson."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        *,
        spread: dt.timedelta = NO_SPREAD,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._spread = spread
        self._curriculum = Curriculum(library)

    async def today(
        self, team_id: str, channel_id: str | None, lang: Language, *, tz: str = "UTC"
    ) -> LessonOfDay:
        """The channel's lesson of today: the one it had, or the one it gets next. Without a
        channel, or where that has no schedule, the date alone decides (in `tz`).
        """
        workspace = Workspace(self._database, team_id)
        schedule = await self._find(workspace, channel_id) if channel_id else None
        if schedule is None:
            return self.of_date(self._clock.now().astimezone(zone(tz)).date(), lang)
        date = local_date(schedule, self._clock.now())
        row = await workspace.deliveries.on(schedule.channel_id, date)
        if row is not None and row.state in GIVEN and row.content_id is not None:
            before = await workspace.deliveries.given(schedule.channel_id, before=date)
            place = self._curriculum.place(row.content_id, before, schedule.tracks)
            if place is not None:
                return self._lesson(place, lang, date, given=True)
        given = await workspace.deliveries.given(schedule.channel_id)
        return self._lesson(self._curriculum.next(given, schedule.tracks), lang, date)

    def of_date(self, date: dt.date, lang: Language) -> LessonOfDay:
        """The lesson of a date, for a terminal and for those who follow no channel."""
        return self._lesson(self._curriculum.of_date(date), lang, date)

    async def subscribe(
        self,
        team_id: str,
        channel_id: str,
        user_id: str,
        *,
        local_time: dt.time,
        weekdays: int | None,
        tz: str,
        lang: Language,
        tracks: tuple[str, ...] | Kept = KEEP,
        holidays: str | Kept | None = KEEP,
        digest: bool | Kept = KEEP,
    ) -> Schedule:
        """Start the channel's lesson, or change its hour, days, zone and language.

        `weekdays` is a mask (bit 0 is Monday); None is the working days where `tz` is. `tracks`
        are ids, none meaning all; `holidays` is a country, as `set_holidays` takes it. It ends a
        pause. The first lesson is at the next occurrence, never at one that has passed.
        """
        zone(tz)
        if not isinstance(tracks, Kept):
            self._curriculum.check(tracks)
            tracks = self._curriculum.unless_all(tracks)
        free = country(holidays) if isinstance(holidays, str) else holidays
        days = working_days(tz) if weekdays is None else weekdays
        if not 0 < days <= EVERY_DAY:
            raise LessonError(Problem.NO_DAYS)
        now = self._clock.now()
        async with Workspace(self._database, team_id).atomic() as workspace:
            before = await workspace.schedules.get(channel_id, lock=True)
            schedule = Schedule(
                team_id=team_id,
                channel_id=channel_id,
                local_time=local_time.replace(second=0, microsecond=0, tzinfo=None),
                tz=tz,
                weekdays=days,
                language=lang,
                tracks=_or_kept(tracks, before.tracks if before else ()),
                set_by=user_id,
                holidays=_or_kept(free, before.holidays if before else None),
                digest=_or_kept(digest, before.digest if before else False),
                offset_s=offset(team_id, channel_id, self._spread),
                planned_through=now.date(),  # replanned below
                plan_at=now,
                version=before.version if before else 0,
            )
            return await replan(workspace, schedule, now)

    async def unsubscribe(self, team_id: str, channel_id: str) -> None:
        """No more lessons. What the channel had is remembered: starting again goes on from
        there."""
        await self._change(team_id, channel_id, enabled=False)

    async def pause(
        self,
        team_id: str,
        channel_id: str,
        until: dt.date | DayMonth | Weekday | None = None,
        *,
        through: bool = False,
    ) -> Schedule:
        """Rest until a date, which has a lesson again; until the next such day or weekday; or
        until somebody resumes it. With `through` that day rests too."""
        async with Workspace(self._database, team_id).atomic() as workspace:
            schedule = await self._get(workspace, channel_id, lock=True)
            today = local_date(schedule, self._clock.now())
            if isinstance(until, Weekday):
                until = today + dt.timedelta(days=(until - today.weekday() - 1) % 7 + 1)
            elif isinstance(until, DayMonth):
                until = until.after(today)
            if until is not None and through and until < dt.date.max:
                until += dt.timedelta(days=1)
            if until is not None and until <= today:
                raise PauseInPast(today.isoformat())
            changed = dataclasses.replace(
                schedule, paused_until=until or FOREVER, pause_reason=None, pause_told=True
            )
            return await replan(workspace, changed, self._clock.now())

    async def resume(self, team_id: str, channel_id: str) -> Schedule:
        """End a pause, whoever or whatever began it."""
        return await self._change(
            team_id, channel_id, paused_until=None, pause_reason=None, pause_told=True
        )

    async def set_holidays(self, team_id: str, channel_id: str, written: str | None) -> Schedule:
        """Leave out a country's public holidays: `NL`, `DE-BY` or its name; None: no country's."""
        code = None if written is None else country(written)
        return await self._change(team_id, channel_id, holidays=code)

    async def set_tracks(self, team_id: str, channel_id: str, tracks: Sequence[str]) -> Schedule:
        """Give only these tracks, by id or by name in any language; none means all."""
        chosen = tuple(dict.fromkeys(self._curriculum.track(each) for each in tracks))
        return await self._change(team_id, channel_id, tracks=self._curriculum.unless_all(chosen))

    async def set_digest(self, team_id: str, channel_id: str, on: bool) -> Schedule:
        """Whether the week's first lesson says what the team asked about last week."""
        return await self._change(team_id, channel_id, digest=on)

    async def days_off(self, team_id: str) -> tuple[dt.date, ...]:
        """The team's own days off that are still to come, in order."""
        workspace = Workspace(self._database, team_id)
        # A zone may be a day behind.
        return await workspace.days_off.since(self._clock.now().date() - dt.timedelta(days=1))

    async def change_days_off(
        self, team_id: str, days: Iterable[dt.date | DayMonth], *, off: bool
    ) -> tuple[dt.date, ...]:
        """Take days off for the whole team, or give them back; those to come, in order."""
        now = self._clock.now()
        dates = [day.after(now.date()) if isinstance(day, DayMonth) else day for day in days]
        async with Workspace(self._database, team_id).atomic() as workspace:
            if off:
                await workspace.days_off.add(dates)
            else:
                await workspace.days_off.remove(dates)
            for schedule in await workspace.schedules.list():
                await replan(workspace, schedule, now)
        return await self.days_off(team_id)

    def tracks(self) -> tuple[Track, ...]:
        """Every track, in the curriculum's order."""
        return self._library.tracks

    async def skip_next(self, team_id: str, channel_id: str) -> dt.date:
        """Leave out the next lesson; its date. Asked twice, it leaves out two."""
        async with Workspace(self._database, team_id).atomic() as workspace:
            schedule = await self._get(workspace, channel_id, lock=True)
            return await skip_next(workspace, schedule, self._clock.now())

    async def post_now(self, team_id: str, channel_id: str) -> Delivery:
        """Have today's lesson posted by the next tick: kick the ticker after this."""
        if not self._curriculum.lessons():
            raise NoLessons
        async with Workspace(self._database, team_id).atomic() as workspace:
            schedule = await self._get(workspace, channel_id, lock=True)
            return await post_now(workspace, schedule, self._clock.now())

    async def status(self, team_id: str, channel_id: str) -> ScheduleStatus:
        """The schedule, its next lesson and its last outcome."""
        workspace = Workspace(self._database, team_id)
        return await self._status(workspace, await self._get(workspace, channel_id))

    async def preview(
        self, team_id: str, channel_id: str, lang: Language, n: int = PREVIEW
    ) -> tuple[Upcoming, ...]:
        """The next `n` lessons with their dates; fewer where fewer are coming."""
        workspace = Workspace(self._database, team_id)
        schedule = await self._get(workspace, channel_id)
        given = await workspace.deliveries.given(channel_id)
        days = await self._upcoming(workspace, schedule, n)
        chosen: list[Upcoming] = []
        for row in days:
            # A lesson that was tried and is to be tried again keeps its day.
            place = (
                self._curriculum.place(row.content_id, given, schedule.tracks)
                if row.content_id
                else None
            ) or self._curriculum.next(given, schedule.tracks)
            given = (*given, place.lesson_id)
            of_day = self._lesson(place, lang, row.local_date)
            chosen.append(
                Upcoming(of_day.lesson, of_day.position, of_day.total, of_day.date, row.due_at)
            )
        return tuple(chosen)

    async def list_for_team(self, team_id: str) -> tuple[ScheduleStatus, ...]:
        """Every channel of the workspace that has a lesson, paused ones too."""
        workspace, now = Workspace(self._database, team_id), self._clock.now()
        yesterday = now.date() - 2 * dt.timedelta(days=1)  # in every zone
        rows = await workspace.deliveries.all_since(yesterday)
        last = await workspace.deliveries.last_of_each()
        free = frozenset(await workspace.days_off.since(yesterday))
        found = []
        for each in await workspace.schedules.list():
            coming = next(upcoming(each, rows.get(each.channel_id, {}), now, free), None)
            found.append(
                ScheduleStatus(each, coming.due_at if coming else None, last.get(each.channel_id))
            )
        return tuple(found)

    async def _change(self, team_id: str, channel_id: str, **changes: object) -> Schedule:
        async with Workspace(self._database, team_id).atomic() as workspace:
            schedule = await self._get(workspace, channel_id, lock=True)
            changed = dataclasses.replace(schedule, **changes)  # type: ignore[arg-type]
            return await replan(workspace, changed, self._clock.now())

    async def _find(
        self, workspace: Workspace, channel_id: str, *, lock: bool = False
    ) -> Schedule | None:
        schedule = await workspace.schedules.get(channel_id, LESSON, lock=lock)
        return schedule if schedule is not None and schedule.enabled else None

    async def _get(self, workspace: Workspace, channel_id: str, *, lock: bool = False) -> Schedule:
        schedule = await self._find(workspace, channel_id, lock=lock)
        if schedule is None:
            raise NotSubscribed
        return schedule

    async def _status(self, workspace: Workspace, schedule: Schedule) -> ScheduleStatus:
        coming = await self._upcoming(workspace, schedule, 1)
        return ScheduleStatus(
            schedule,
            coming[0].due_at if coming else None,
            await workspace.deliveries.last(schedule.channel_id),
        )

    async def _upcoming(
        self, workspace: Workspace, schedule: Schedule, count: int
    ) -> tuple[Delivery, ...]:
        now = self._clock.now()
        yesterday = local_date(schedule, now) - dt.timedelta(days=1)
        rows = await workspace.deliveries.since(schedule.channel_id, yesterday)
        free = frozenset(await workspace.days_off.since(yesterday))
        return tuple(itertools.islice(upcoming(schedule, rows, now, free), count))

    def _lesson(
        self, place: Place, lang: Language, date: dt.date, *, given: bool = False
    ) -> LessonOfDay:
        lesson = self._library.lesson(place.lesson_id, lang)
        if lesson is None:
            raise NoLessons
        return LessonOfDay(lesson, place.position, place.total, date, given)


def _or_kept(choice: _T | Kept, before: _T) -> _T:
    return before if isinstance(choice, Kept) else choice
