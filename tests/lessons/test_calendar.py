"""When a lesson is due, where the clocks change and where they don't."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lessons import (
    EVERY_DAY,
    MONDAY_TO_FRIDAY,
    LessonError,
    Problem,
    Weekday,
    days_in,
    occurrence,
    occurrences,
    working_days,
    zone,
    zones,
)
from bot.lessons.calendar import late_until

SUNDAY_TO_THURSDAY = 0b1001111


@pytest.mark.parametrize(
    ("tz", "date", "time", "utc"),
    [
        # No such time that night: the clocks jump over it, and it comes an hour later.
        ("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:30"),
        ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28T01:30"),
        ("Asia/Jerusalem", "2027-03-26", "02:30", "2027-03-26T00:30"),
        ("Africa/Cairo", "2027-04-30", "00:00", "2027-04-29T22:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45"),
        # Twice that night: the first.
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("Asia/Jerusalem", "2026-10-25", "01:30", "2026-10-24T22:30"),
        ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03T14:45"),
        ("Africa/Cairo", "2026-10-29", "23:30", "2026-10-29T20:30"),
        # The day after, whose midnight cron triggers lose.
        ("Europe/Berlin", "2027-03-29", "00:00", "2027-03-28T22:00"),
        # The jump goes over midnight; the date exists all the same.
        ("America/Nuuk", "2027-03-27", "23:30", "2027-03-28T01:30"),
        # Around the day that Apia did not have.
        ("Pacific/Apia", "2011-12-29", "09:00", "2011-12-29T19:00"),
        ("Pacific/Apia", "2011-12-31", "09:00", "2011-12-30T19:00"),
    ],
)
def test_named_days(tz: str, date: str, time: str, utc: str) -> None:
    found = occurrence(dt.date.fromisoformat(date), dt.time.fromisoformat(time), zone(tz))
    assert found == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("time", ["00:00", "09:00", "23:59"])
@pytest.mark.parametrize(
    ("tz", "date"), [("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21")]
)
def test_a_date_that_nobody_lived_has_none(tz: str, date: str, time: str) -> None:
    moment = dt.time.fromisoformat(time)
    start = dt.date.fromisoformat(date)
    assert occurrence(start, moment, zone(tz)) is None
    nearby = occurrences(start - dt.timedelta(days=1), moment, zone(tz))
    assert [day.day for day, _ in itertools.islice(nearby, 2)] == [start.day - 1, start.day + 1]


@pytest.mark.parametrize("time", ["00:30", "02:30", "23:45"])
def test_every_zone_has_one_lesson_a_date_all_year(time: str) -> None:
    moment = dt.time.fromisoformat(time)
    swept = 0
    for tz in sorted(zones()):
        year = list(itertools.islice(occurrences(dt.date(2026, 12, 1), moment, zone(tz)), 366))
        dates = [date for date, _ in year]
        assert dates == [dt.date(2026, 12, 1) + dt.timedelta(days=n) for n in range(366)], tz
        for (_, one), (_, other) in itertools.pairwise(year):
            assert dt.timedelta(hours=22) <= other - one <= dt.timedelta(hours=26), tz
        swept += len(year)
    assert swept == 366 * len(zones())


@given(
    tz=st.sampled_from(sorted(zones())),
    date=st.dates(dt.date(1970, 1, 2), dt.date(2040, 1, 1)),
    time=st.times(),
)
def test_an_occurrence_is_at_its_time_or_the_clocks_jumped(
    tz: str, date: dt.date, time: dt.time
) -> None:
    moment = time.replace(tzinfo=None)
    found = occurrence(date, moment, zone(tz))
    if found is None:
        return
    local = found.astimezone(zone(tz))
    shown = local.replace(tzinfo=None, fold=0)
    wanted = dt.datetime.combine(date, moment)
    assert shown >= wanted
    if shown != wanted:
        # Then no instant has that wall time: neither reading of it comes back as itself.
        for fold in (0, 1):
            there = wanted.replace(tzinfo=zone(tz), fold=fold).astimezone(dt.UTC)
            assert there.astimezone(zone(tz)).replace(tzinfo=None, fold=0) != wanted


@given(mask=st.integers(1, EVERY_DAY), tz=st.sampled_from(sorted(zones())))
def test_only_the_days_of_the_mask(mask: int, tz: str) -> None:
    days = itertools.islice(
        occurrences(dt.date(2026, 11, 23), dt.time(9), zone(tz), mask), mask.bit_count()
    )
    assert [Weekday(date.weekday()) for date, _ in days] == list(days_in(mask))


@pytest.mark.parametrize(
    ("tz", "mask"),
    [
        ("Europe/Amsterdam", MONDAY_TO_FRIDAY),
        ("America/New_York", MONDAY_TO_FRIDAY),
        ("Asia/Jerusalem", SUNDAY_TO_THURSDAY),
        ("Israel", SUNDAY_TO_THURSDAY),
        ("Asia/Tel_Aviv", SUNDAY_TO_THURSDAY),
        ("Africa/Cairo", SUNDAY_TO_THURSDAY),
        ("Asia/Dubai", MONDAY_TO_FRIDAY),
        ("UTC", MONDAY_TO_FRIDAY),
    ],
)
def test_working_days_are_those_of_the_place(tz: str, mask: int) -> None:
    assert working_days(tz) == mask


def test_every_zone_has_working_days() -> None:
    assert all(0 < working_days(tz) < EVERY_DAY for tz in zones())


@pytest.mark.parametrize("tz", ["Europe/Amsterdm", "", "localtime", "../etc/passwd", "Factory"])
def test_a_zone_that_isnt_one(tz: str) -> None:
    with pytest.raises(LessonError) as caught:
        zone(tz)
    assert caught.value.code is Problem.ZONE_UNKNOWN


@pytest.mark.parametrize(
    ("time", "until"),
    [
        ("09:00", "13:00"),  # four hours
        ("16:00", "18:00"),  # not into the evening
        ("17:55", "18:10"),  # but long enough for a restart
        ("18:00", "22:00"),  # unless evening is what they chose
        ("20:30", "00:30"),
    ],
)
def test_how_late_a_lesson_may_be(time: str, until: str) -> None:
    date, moment, where = dt.date(2026, 11, 23), dt.time.fromisoformat(time), zone("Asia/Tokyo")
    due = occurrence(date, moment, where)
    assert due is not None
    assert f"{late_until(due, date, moment, where).astimezone(where):%H:%M}" == until
