"""Days without a lesson: public holidays, the team's own days off, a pause; and what is taught."""

import datetime as dt

import pytest

from bot.lessons import DayMonth, LessonError, LessonService, Problem, country
from bot.lessons.holidays import is_holiday, name
from bot.store import Database

from .helpers import CHANNEL, TEAM, FakeClock, FakeSlack, a_deliverer, subscribe

CHRISTMAS_EVE = dt.date(2026, 12, 24)


async def _dates(service: LessonService, channel: str = CHANNEL) -> list[str]:
    coming = await service.preview(TEAM, channel, "en")
    return [f"{each.date:%m-%d}" for each in coming]


async def _posted(
    database: Database, slack: FakeSlack, clock: FakeClock, start: str, days: int
) -> list[str]:
    """At nine every day, with a restart in between; the days on which something was posted."""
    clock.set(f"{start}T08:00:00+00:00")
    for _ in range(days * 2):
        await a_deliverer(database, slack, clock).tick()
        clock.move(hours=12)
    return [f"{post.at:%m-%d}" for post in slack.posts]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NL", "NL"), ("nl", "NL"), ("Nederland", "NL"), ("netherlands", "NL"), ("הולנד", "NL"),
        ("ישראל", "IL"), ("Germany", "DE"), ("de-by", "DE-BY"), ("UK", "GB"),
        ("United States", "US"),
    ],
)  # fmt: skip
def test_countries_as_people_write_them(written: str, code: str) -> None:
    assert country(written) == code


@pytest.mark.parametrize("written", ["", "XX", "Atlantis", "DE-XX", "none"])
def test_a_country_that_isnt_known(written: str) -> None:
    with pytest.raises(LessonError) as caught:
        country(written)
    assert caught.value.code is Problem.COUNTRY_UNKNOWN


def test_holidays_of_a_country_and_of_a_part_of_it() -> None:
    assert is_holiday("NL", dt.date(2026, 12, 25))
    assert not is_holiday("NL", CHRISTMAS_EVE)
    assert is_holiday("IL", dt.date(2026, 9, 12))  # Rosh Hashanah
    epiphany = dt.date(2027, 1, 6)
    assert is_holiday("DE-BY", epiphany)
    assert not is_holiday("DE", epiphany)
    assert not is_holiday("XX", epiphany)  # dropped by a later release
    assert name("DE-BY", "nl") == "Duitsland (BY)"


async def test_no_lesson_on_a_public_holiday(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    clock.set("2026-12-23T12:00:00+00:00")
    await subscribe(service)
    await service.set_holidays(TEAM, CHANNEL, "Nederland")
    assert await _dates(service) == ["12-24", "12-28", "12-29", "12-30", "12-31"]
    assert await _posted(database, slack, clock, "2026-12-24", 10) == [
        "12-24", "12-28", "12-29", "12-30", "12-31",
    ]  # fmt: skip
    await service.set_holidays(TEAM, CHANNEL, None)
    assert (await service.status(TEAM, CHANNEL)).schedule.holidays is None


async def test_a_new_time_keeps_what_was_chosen(service: LessonService) -> None:
    await subscribe(service, holidays="NL", tracks=("second",), digest=True)
    changed = await service.subscribe(
        TEAM, CHANNEL, "U2", local_time=dt.time(10), weekdays=None, tz="Europe/Amsterdam", lang="nl"
    )
    assert (changed.holidays, changed.tracks, changed.digest) == ("NL", ("second",), True)


async def test_days_off_are_the_whole_teams(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    clock.set("2026-12-22T12:00:00+00:00")
    await subscribe(service)
    await subscribe(service, channel="C2", tz="Asia/Tokyo")
    await subscribe(service, team="T2")
    ahead = await service.change_days_off(TEAM, [CHRISTMAS_EVE, DayMonth(12, 28)], off=True)
    assert ahead == (CHRISTMAS_EVE, dt.date(2026, 12, 28))
    assert (await _dates(service))[:3] == ["12-23", "12-25", "12-29"]
    assert (await _dates(service, "C2"))[:3] == ["12-23", "12-25", "12-29"]
    await _posted(database, slack, clock, "2026-12-23", 4)
    by_team = {
        team: {f"{post.at:%m-%d}" for post in slack.posts if post.team_id == team}
        for team in (TEAM, "T2")
    }
    assert "12-24" not in by_team[TEAM]
    assert "12-24" in by_team["T2"], "another team works"
    left = await service.change_days_off(TEAM, [dt.date(2026, 12, 28)], off=False)
    assert left == ()
    assert "12-28" in await _dates(service)


async def test_a_day_off_takes_back_what_is_due(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    await subscribe(service)
    clock.set("2026-11-23T08:00:00+00:00")
    await service.change_days_off(TEAM, [clock.now().date()], off=True)
    await a_deliverer(database, slack, clock).tick()
    assert slack.posts == []
    await service.post_now(TEAM, CHANNEL)  # somebody wants it all the same
    await a_deliverer(database, slack, clock).tick()
    assert len(slack.posts) == 1


@pytest.mark.parametrize(
    ("until", "through", "resumes"),
    [
        (DayMonth(1, 4), False, "2027-01-04"),
        (DayMonth(1, 4), True, "2027-01-05"),
        (DayMonth(11, 22), False, "2027-11-22"),  # yesterday, so next year's
        (DayMonth(2, 29), False, "2028-02-29"),
        (dt.date(2026, 11, 23), True, "2026-11-24"),  # today rests
    ],
)
async def test_a_pause_until_a_day_without_its_year(
    service: LessonService, until: DayMonth | dt.date, through: bool, resumes: str
) -> None:
    await subscribe(service)
    schedule = await service.pause(TEAM, CHANNEL, until, through=through)
    assert schedule.paused_until == dt.date.fromisoformat(resumes)


async def test_tracks_by_any_of_their_names(service: LessonService) -> None:
    await subscribe(service)
    await service.set_tracks(TEAM, CHANNEL, ["SECOND"])
    coming = await service.preview(TEAM, CHANNEL, "en", 3)
    assert [each.lesson.id for each in coming] == ["b/1.1", "b/1.2", "b/1.1"]
    assert coming[0].total == 2
    with pytest.raises(LessonError) as caught:
        await service.set_tracks(TEAM, CHANNEL, ["third"])
    assert caught.value.code is Problem.TRACK_UNKNOWN
    every = await service.set_tracks(TEAM, CHANNEL, ["first", "second"])
    assert every.tracks == (), "a third track is for who chose all of them"


async def test_the_list_of_a_team_says_what_each_status_says(
    database: Database, service: LessonService, slack: FakeSlack, clock: FakeClock
) -> None:
    for number, tz in enumerate(("Asia/Tokyo", "Europe/Amsterdam", "America/Los_Angeles")):
        await subscribe(service, channel=f"C{number}", tz=tz, days=127)
    await subscribe(service, channel="C9")
    await service.pause(TEAM, "C9")
    await _posted(database, slack, clock, "2026-11-24", 2)
    listed = await service.list_for_team(TEAM)
    assert [each.schedule.channel_id for each in listed] == ["C0", "C1", "C2", "C9"]
    for each in listed:
        assert each == await service.status(TEAM, each.schedule.channel_id)
