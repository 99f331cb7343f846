"""Which lesson is next: the tracks' order, none twice before all were given.

    curriculum = Curriculum(library)
    curriculum.next(given)      # Place(lesson_id="career-lessons/3.2", position=9, total=24)

What was given comes from the ledger and isn't kept a second time, so lessons that are added,
moved or dropped change what comes and never what was.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bot.content import Library

from .errors import LessonError, NoLessons, Problem


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson's place in the round: “9 of 24”."""

    lesson_id: str
    position: int
    total: int


class Curriculum:
    """The library's lessons in the order in which a channel hears them."""

    def __init__(self, library: Library) -> None:
        self._called = {
            name.casefold(): track.id
            for track in library.tracks
            for name in (track.id, *track.name.values())
        }
        self._tracks = {
            track.id: tuple(id for id in track.lessons if id in library.lessons["en"])
            for track in library.tracks
        }

    def check(self, tracks: Iterable[str]) -> None:
        """Raises `LessonError` for a track that the library lacks."""
        for track in tracks:
            if track not in self._tracks:
                raise LessonError(Problem.TRACK_UNKNOWN, track=track)

    def track(self, called: str) -> str:
        """A track's id, from that or its name in any language. Raises `LessonError`."""
        found = self._called.get(called.casefold())
        if found is None:
            raise LessonError(Problem.TRACK_UNKNOWN, given=called, track=called)
        return found

    def unless_all(self, tracks: tuple[str, ...]) -> tuple[str, ...]:
        """Who chose every track wants those to come as well, and that is what none means."""
        return () if set(tracks) == set(self._tracks) else tracks

    def lessons(self, tracks: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Lesson ids in order; of these tracks, or of all. A track that is gone gives none."""
        chosen = tracks or tuple(self._tracks)
        return tuple(dict.fromkeys(id for track in chosen for id in self._tracks.get(track, ())))

    def next(self, given: Iterable[str], tracks: tuple[str, ...] = ()) -> Place:
        """The first lesson that this round lacks. Raises `NoLessons` where there is none."""
        return self.preview(given, 1, tracks)[0]

    def preview(
        self, given: Iterable[str], count: int, tracks: tuple[str, ...] = ()
    ) -> tuple[Place, ...]:
        """The next `count` lessons, in order."""
        order = self.lessons(tracks)
        if not order:
            raise NoLessons
        heard = self._round(given, order)
        places = []
        for _ in range(count):
            if len(heard) == len(order):
                heard = []
            lesson_id = next(id for id in order if id not in heard)
            heard.append(lesson_id)
            places.append(Place(lesson_id, len(heard), len(order)))
        return tuple(places)

    def place(
        self, lesson_id: str, given: Iterable[str], tracks: tuple[str, ...] = ()
    ) -> Place | None:
        """Where this very lesson stands when given after those; None if it is no longer taught."""
        order = self.lessons(tracks)
        if lesson_id not in order:
            return None
        return Place(lesson_id, len(self._round([*given, lesson_id], order)), len(order))

    def of_date(self, date: dt.date, tracks: tuple[str, ...] = ()) -> Place:
        """The lesson of a date, for those who follow no channel's round."""
        order = self.lessons(tracks)
        if not order:
            raise NoLessons
        index = date.toordinal() % len(order)
        return Place(order[index], index + 1, len(order))

    @staticmethod
    def _round(given: Iterable[str], order: tuple[str, ...]) -> list[str]:
        """What was given since the last round began. A repetition is where one begins: so a
        lesson that is added later can't reopen a round that was whole at its time."""
        heard: list[str] = []
        known = frozenset(order)
        for id in given:
            if id in known:
                heard = [id] if id in heard else [*heard, id]
        return heard
