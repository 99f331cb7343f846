"""`/lesson`, its form, and the lesson that comes at its hour."""

import datetime as dt

import pytest

from bot.lessons import Curriculum
from playground import Message, View
from tests.conftest import Running, Start
from tests.slack.helpers import (
    NORA,
    PRIYA,
    SAM,
    SUPPORT,
    VIP_CARE,
    asked,
    buttons,
    clicked,
    elements,
    plain,
    unharmed,
)

MONDAY = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
ON = "on 09:00 weekdays"


def at(running: Running, moment: dt.datetime) -> None:
    running.slack.clock.set(moment)


def lessons_in(running: Running, channel: str) -> list[Message]:
    return [m for m in running.slack.messages(channel) if m.metadata is not None]


async def ticked(running: Running) -> None:
    await running.dean.ticker.kick()
    await running.settled()


def form(running: Running, user: str = SAM) -> View:
    view = running.slack.views(user)[-1]
    assert view.content["title"]["text"] == "Daily lesson"
    return view


async def test_todays_lesson(running: Running) -> None:
    at(running, MONDAY)
    place = Curriculum(running.dean.services.library).of_date(MONDAY.date())
    lesson = running.dean.services.library.lesson(place.lesson_id, "en")
    assert lesson is not None
    card = await asked(running, "/lesson")
    for part in (lesson.title, lesson.idea, lesson.try_today, lesson.question):
        assert part in card.shown
    assert card.text.startswith(lesson.title)
    assert "This channel gets no lesson yet." in card.shown
    assert buttons(card) == {"lesson.open_form": "Set up for a channel"}
    assert (await asked(running, "/lesson", "today")).shown == card.shown
    unharmed(running)


async def test_a_lesson_comes_at_its_hour_and_once(running: Running) -> None:
    at(running, MONDAY)
    said = await asked(running, "/lesson", ON)
    assert "on weekdays at 09:00 (Europe/London)" in plain(said)
    assert "Tuesday 2 March, 09:00" in said.shown
    assert "<#C0SUPPORT>" in said.text

    await ticked(running)
    assert lessons_in(running, SUPPORT) == [], "it isn't time yet"
    at(running, MONDAY.replace(day=2, hour=9, minute=1))
    await ticked(running)
    await ticked(running)
    (posted,) = lessons_in(running, SUPPORT)
    assert posted.visible_to is None
    assert "Talk about it" in posted.shown
    assert posted.metadata is not None
    assert posted.metadata["event_type"] == "lesson_delivery"
    assert list(posted.metadata["event_payload"]) == ["id"]

    status = await asked(running, "/lesson", "status")
    assert "Last: Tuesday 2 March, posted." in plain(status)
    at(running, MONDAY.replace(day=3, hour=9, minute=1))
    await ticked(running)
    first, second = lessons_in(running, SUPPORT)
    assert first.text != second.text
    unharmed(running)


async def test_off_pause_resume_skip_status_and_preview(over_http: Running) -> None:
    at(over_http, MONDAY)
    for text in ("off", "pause", "resume", "skip", "status", "preview", "now"):
        said = await asked(over_http, "/lesson", text)
        assert said.shown.startswith("This channel gets no lesson yet."), text

    await asked(over_http, "/lesson", ON)
    preview = await asked(over_http, "/lesson", "preview")
    assert plain(preview).splitlines()[1].startswith("Tuesday 2 March: ")
    assert len(preview.shown.splitlines()) == 6
    skipped = await asked(over_http, "/lesson", "skip")
    assert "After it: Wednesday 3 March, 09:00." in plain(skipped)
    paused = await asked(over_http, "/lesson", "pause until 2027-03-15")
    assert "Paused until Monday 15 March" in plain(paused)
    status = await asked(over_http, "/lesson", "status")
    assert "Monday 15 March" in status.shown
    assert set(buttons(status)) == {"lesson.open_form", "lesson.preview"}
    await clicked(over_http, SAM, status, "lesson.preview")
    assert "Monday 15 March" in over_http.slack.ephemerals(SAM)[-1].shown
    resumed = await asked(over_http, "/lesson", "resume")
    assert "Wednesday 3 March, 09:00" in resumed.shown, "what was skipped stays skipped"
    forever = await asked(over_http, "/lesson", "pause")
    assert "/lesson resume goes on." in forever.shown
    at(over_http, MONDAY.replace(day=3, hour=9, minute=1))
    await ticked(over_http)
    assert lessons_in(over_http, SUPPORT) == []
    await asked(over_http, "/lesson", "resume")
    off = await asked(over_http, "/lesson", "off")
    assert off.shown.startswith("No more lessons in ")
    at(over_http, MONDAY.replace(day=5, hour=9, minute=1))
    await ticked(over_http)
    assert lessons_in(over_http, SUPPORT) == []
    unharmed(over_http)


async def test_now_is_now_and_only_once_a_day(over_http: Running) -> None:
    at(over_http, MONDAY)
    await asked(over_http, "/lesson", ON)
    said = await asked(over_http, "/lesson", "now")
    assert said.shown.startswith("On its way to ")
    assert len(lessons_in(over_http, SUPPORT)) == 1
    again = await asked(over_http, "/lesson", "now")
    assert again.shown.startswith("This channel had its lesson today")
    today = await asked(over_http, "/lesson")
    assert today.text == lessons_in(over_http, SUPPORT)[0].text
    assert buttons(today) == {}, "there is nothing to set up any more"
    unharmed(over_http)


async def test_the_form(running: Running) -> None:
    slack = running.slack
    at(running, MONDAY)
    card = await asked(running, "/lesson")
    await clicked(running, SAM, card, "lesson.open_form")
    view = form(running)
    fields = {each["action_id"]: each for each in elements(view)}
    assert fields["zone"]["initial_value"] == "Europe/London"
    assert fields["channel"]["initial_conversation"] == "C0SUPPORT"

    for values, field, words in (
        ({"lesson.zone": {"zone": "Mars/Olympus"}}, "lesson.zone", "isn't a time zone"),
        ({"lesson.days": {"days": []}}, "lesson.days", ""),
    ):
        refused = await slack.submit(SAM, view.id, {"lesson.zone": {"zone": "Asia/Tokyo"}} | values)
        assert list(refused.errors) == [field]
        assert words in refused.errors[field]

    result = await slack.submit(
        SAM,
        view.id,
        {
            "lesson.channel": {"channel": "C0COMPLAINTS"},
            "lesson.time": {"time": "16:30"},
            "lesson.days": {"days": ["0", "4"]},
            "lesson.zone": {"zone": "Asia/Tokyo"},
        },
    )
    assert result.ok, result
    await running.settled()
    assert slack.views(SAM) == []
    said = slack.ephemerals(SAM)[-1]
    assert said.channel == "C0COMPLAINTS"
    assert "on Monday and Friday at 16:30" in plain(said)
    assert "(Asia/Tokyo)" in plain(said)

    status = await asked(running, "/lesson", "status", channel="complaints")
    await clicked(running, SAM, status, "lesson.open_form")
    fields = {each["action_id"]: each for each in elements(form(running))}
    assert fields["time"]["initial_time"] == "16:30", "the form shows what is set"
    assert [each["value"] for each in fields["days"]["initial_options"]] == ["0", "4"]
    unharmed(running)


async def test_the_form_by_name_and_for_a_channel_of_others(over_http: Running) -> None:
    slack = over_http.slack
    at(over_http, MONDAY)
    result = await slack.command(PRIYA, SUPPORT, "/lesson", "form")
    assert result.ok
    await over_http.settled()
    view = form(over_http, PRIYA)
    ok = await slack.submit(PRIYA, view.id, {"lesson.channel": {"channel": "C0COMPLAINTS"}})
    assert ok.ok
    await over_http.settled()
    assert "gets a lesson" in slack.messages(slack.dm(PRIYA))[-1].shown, "she isn't in there"
    unharmed(over_http, refused=("user_not_in_channel",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("on", "At what time?"),
        ("on 25:00", "isn't a time I know"),
        ("on 09:00 Mars/Olympus", "isn't a time zone I know"),
        ("on 09:00 mondayy", "I don't understand"),
        ("pause until soon", "isn't a date I know"),
        ("pause until 2020-01-01", "This channel gets no lesson yet"),
        ("stauts", "Did you mean “status”?"),
        ("<!channel> & <@U0SAM>", "I don't know"),
        ("skip friday", "I don't understand"),
        ("x" * 40_000, "I don't understand"),
    ],
)
async def test_what_is_not_understood_is_said_with_a_way_on(
    over_http: Running, text: str, words: str
) -> None:
    said = await asked(over_http, "/lesson", text)
    assert words in plain(said)
    unharmed(over_http)


@pytest.mark.parametrize("text", ["help", "?"])
async def test_help(over_http: Running, text: str) -> None:
    said = await asked(over_http, "/lesson", text)
    assert "/lesson on 09:00 weekdays" in said.shown
    unharmed(over_http)


async def test_where_dean_is_not_he_says_so_and_then_tells_who_set_it(over_http: Running) -> None:
    slack = over_http.slack
    at(over_http, MONDAY)
    said = await asked(over_http, "/lesson", ON, channel=VIP_CARE)
    assert "gets a lesson" in said.shown
    assert "I'm not in " in said.shown
    assert "Invite me there with /invite @Dean" in said.shown

    at(over_http, MONDAY.replace(day=2, hour=9, minute=1))
    await ticked(over_http)
    at(over_http, MONDAY.replace(day=2, hour=9, minute=2))
    await ticked(over_http)
    told = slack.messages(slack.dm(SAM))[-1]
    assert told.shown.startswith("I couldn't post the daily lesson in ")
    assert "I have paused it there. /lesson resume" in plain(told)

    await slack.invite(VIP_CARE, by=SAM)
    await asked(over_http, "/lesson", "resume", channel=VIP_CARE)
    at(over_http, MONDAY.replace(day=3, hour=9, minute=1))
    await ticked(over_http)
    assert len(lessons_in(over_http, VIP_CARE)) == 1
    unharmed(over_http, refused=("not_in_channel",))


async def test_a_schedule_survives_a_restart(start: Start) -> None:
    async with start("http") as first:
        at(first, MONDAY)
        await asked(first, "/lesson", ON)
        await asked(first, "/lesson", "now")
        (before,) = lessons_in(first, SUPPORT)
    async with start("socket") as second:
        at(second, MONDAY.replace(day=2, hour=9, minute=1))
        await ticked(second)
        (after,) = lessons_in(second, SUPPORT)
        assert after.text != before.text, "the next one"
        unharmed(second)


async def test_where_slack_does_not_tell_a_zone_the_default_holds(start: Start) -> None:
    async with start("http", timezone="Europe/Amsterdam") as running:
        slack = running.slack
        at(running, MONDAY)
        faults: tuple[dict[str, object], ...] = (
            {"error": "user_not_found"},
            {"status": 500},
            {"drop_before": True, "times": 2},  # aiohttp itself reads again once
            {"delay": 1.7},  # a form must open within three seconds
        )
        for fault in faults:
            slack.faults.add(method="users.info", **fault)  # type: ignore[arg-type]
            said = await asked(running, "/lesson", ON, user=NORA)
            assert "Europe/Amsterdam" in said.shown, fault
        said = await asked(running, "/lesson", ON, user=NORA)
        assert "Europe/Stockholm" in said.shown
        said = await asked(running, "/lesson", f"{ON} Asia/Jerusalem", user=NORA)
        assert "Asia/Jerusalem" in said.shown, "what was typed goes before what Slack says"
        assert slack.pings == []


async def test_in_the_direct_message(over_http: Running) -> None:
    slack = over_http.slack
    at(over_http, MONDAY)
    await asked(over_http, "/lesson", ON, user=PRIYA, channel=slack.dm(PRIYA))
    at(over_http, MONDAY.replace(day=2, hour=14, minute=1))
    await ticked(over_http)
    assert len(lessons_in(over_http, slack.dm(PRIYA))) == 1
    unharmed(over_http)
