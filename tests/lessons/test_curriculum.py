"""Order, rounds, and what new lessons do to them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lessons import Curriculum, LessonError, NoLessons, Place, Problem

from .helpers import a_library

CURRICULUM = Curriculum(a_library())
ALL = ("a/1.1", "a/1.2", "a/2.1", "b/1.1", "b/1.2")


def test_the_tracks_come_in_order() -> None:
    assert CURRICULUM.lessons() == ALL
    assert CURRICULUM.lessons(("second",)) == ("b/1.1", "b/1.2")
    assert CURRICULUM.lessons(("second", "first"))[:3] == ("b/1.1", "b/1.2", "a/1.1")


def test_none_twice_before_all_were_given() -> None:
    places = CURRICULUM.preview((), 7)
    assert [place.lesson_id for place in places] == [*ALL, "a/1.1", "a/1.2"]
    assert [place.position for place in places] == [1, 2, 3, 4, 5, 1, 2]
    assert {place.total for place in places} == {5}


def test_a_new_lesson_comes_in_this_round_and_shuffles_nothing() -> None:
    more = Curriculum(a_library(first=("a/1.1", "a/9.9", "a/1.2", "a/2.1")))
    given = ("a/1.1", "a/1.2")
    assert [place.lesson_id for place in more.preview(given, 4)] == [
        "a/9.9", "a/2.1", "b/1.1", "b/1.2",
    ]  # fmt: skip
    assert more.next(given) == Place("a/9.9", 3, 6)


def test_a_new_lesson_does_not_reopen_rounds_that_were_whole() -> None:
    more = Curriculum(a_library(first=("a/1.1", "a/1.2", "a/2.1", "a/9.9")))
    assert more.next((*ALL, "a/1.1")).lesson_id == "a/1.2"
    assert more.next(ALL) == Place("a/9.9", 6, 6)


def test_a_lesson_that_is_gone_leaves_no_hole() -> None:
    fewer = Curriculum(a_library(first=("a/1.1", "a/2.1")))
    assert fewer.next(("a/1.1", "a/1.2")) == Place("a/2.1", 2, 4)
    assert fewer.place("a/1.2", ()) is None


def test_the_place_of_one_that_was_chosen() -> None:
    assert CURRICULUM.place("a/2.1", ("a/1.1", "a/1.2")) == Place("a/2.1", 3, 5)
    assert CURRICULUM.place("a/1.1", ALL) == Place("a/1.1", 1, 5)


def test_a_date_gives_a_lesson() -> None:
    days = [dt.date(2026, 11, 23) + dt.timedelta(days=n) for n in range(10)]
    chosen = [CURRICULUM.of_date(day) for day in days]
    assert chosen == [CURRICULUM.of_date(day) for day in days]
    assert {place.lesson_id for place in chosen[:5]} == set(ALL)
    assert all(CURRICULUM.lessons()[place.position - 1] == place.lesson_id for place in chosen)


def test_nothing_to_teach() -> None:
    empty = Curriculum(a_library((), ()))
    with pytest.raises(NoLessons):
        empty.next(())
    with pytest.raises(NoLessons):
        empty.of_date(dt.date(2026, 11, 23))
    with pytest.raises(NoLessons):
        CURRICULUM.next((), ("gone",))


def test_a_track_that_isnt_there() -> None:
    CURRICULUM.check(("first", "second"))
    with pytest.raises(LessonError) as caught:
        CURRICULUM.check(("first", "third"))
    assert caught.value.code is Problem.TRACK_UNKNOWN


@given(
    steps=st.lists(
        st.tuples(st.integers(1, 12), st.sets(st.sampled_from(range(9)), min_size=1)), max_size=8
    )
)
def test_edits_never_repeat_a_lesson_within_a_round(steps: list[tuple[int, set[int]]]) -> None:
    """Days go by, the library changes in between: what is taught throughout comes once before
    any lesson comes twice."""
    history: list[str] = []
    for days, taught in steps:
        order = [f"a/1.{number + 1}" for number in sorted(taught)]
        curriculum = Curriculum(a_library(order, ()))
        for _ in range(days):
            place = curriculum.next(history)
            heard = history[-(place.position - 1) :] if place.position > 1 else []
            assert place.lesson_id not in heard
            assert 1 <= place.position <= place.total == len(order)
            history.append(place.lesson_id)
