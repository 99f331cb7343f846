"""What a channel chooses about its lessons, in commands, in the form and in App Home."""

import datetime as dt

import aiohttp

from bot.content import TeamTipDraft
from bot.store import TipState, Workspace
from playground import Message
from tests.conftest import Running
from tests.slack.helpers import (
    DAAN,
    SAM,
    SUPPORT,
    TAMAR,
    asked,
    buttons,
    clicked,
    elements,
    plain,
    unharmed,
    values,
)

TUESDAY = dt.datetime(2026, 12, 22, 12, tzinfo=dt.UTC)
ON = "on 09:00 weekdays"


def lessons_in(running: Running, channel: str) -> list[Message]:
    return [m for m in running.slack.messages(channel) if m.metadata is not None]


async def nine(running: Running, day: int, month: int = 12) -> None:
    """That day's nine o'clock comes, and a minute more."""
    year = 2026 if month == 12 else 2027
    running.slack.clock.set(TUESDAY.replace(year=year, month=month, day=day, hour=9, minute=1))
    await running.dean.ticker.kick()
    await running.settled()


async def test_holidays_and_days_off(over_http: Running) -> None:
    over_http.slack.clock.set(TUESDAY)
    await asked(over_http, "/lesson", ON)
    said = await asked(over_http, "/lesson", "holidays United Kingdom")
    assert "no lesson on public holidays (United Kingdom)" in plain(said)
    said = await asked(over_http, "/lesson", "days off 24 december, 2026-12-29")
    assert "Thursday 24 December and Tuesday 29 December" in plain(said)
    status = await asked(over_http, "/lesson", "status")
    assert "Not on public holidays (United Kingdom)." in plain(status)
    assert "Days off: Thursday 24 December and Tuesday 29 December." in plain(status)
    for day in (23, 24, 25, 28, 29, 30):
        await nine(over_http, day)
    assert [m.ts.partition(".")[0] for m in lessons_in(over_http, SUPPORT)] == [
        str(int(TUESDAY.replace(day=day, hour=9, minute=1).timestamp())) for day in (23, 30)
    ], "the 28th is Boxing Day's substitute"

    said = await asked(over_http, "/lesson", "days on 2026-12-29")
    assert said.shown.startswith("No days off are set")
    said = await asked(over_http, "/lesson", "holidays off")
    assert "on public holidays, too" in plain(said)
    said = await asked(over_http, "/lesson", "holidays Atlantis")
    assert "I don't know the public holidays of “atlantis”" in plain(said)
    unharmed(over_http)


async def test_the_same_in_dutch_and_in_hebrew(over_http: Running) -> None:
    over_http.slack.clock.set(TUESDAY)
    home = over_http.dean.services
    for user, language in ((DAAN, "nl"), (TAMAR, "he")):
        await over_http.slack.open_home(user)
        await over_http.settled()
        page = over_http.slack.home(user)
        assert page is not None
        await over_http.slack.click(user, page, "home.language", language)
        await over_http.settled()
    await asked(over_http, "/lesson", "aan 09:00 werkdagen", user=DAAN)
    said = await asked(over_http, "/lesson", "feestdagen nederland", user=DAAN)
    assert "geen les op feestdagen (Nederland)" in plain(said)
    said = await asked(over_http, "/lesson", "pauze t/m 2027-01-04", user=DAAN)
    assert "tot dinsdag 5 januari" in plain(said)
    said = await asked(over_http, "/lesson", "pauze tot 4 januari", user=DAAN)
    assert "tot maandag 4 januari" in plain(said)
    said = await asked(over_http, "/lesson", "סיכום כן", user=TAMAR)
    assert "החל מ-5 אנשים" in plain(said)
    said = await asked(over_http, "/lesson", "reeks het gesprek zelf", user=DAAN)
    assert "hoort: Het gesprek zelf." in plain(said)
    said = await asked(over_http, "/lesson", "סדרות", user=TAMAR)
    assert all(track.name["he"] in plain(said) for track in home.lessons.tracks())
    unharmed(over_http)


async def test_the_form_has_it_too(over_http: Running) -> None:
    slack = over_http.slack
    slack.clock.set(TUESDAY)
    card = await asked(over_http, "/lesson")
    await clicked(over_http, SAM, card, "lesson.open_form")
    view = slack.views(SAM)[-1]
    refused = await slack.submit(SAM, view.id, {"lesson.holidays": {"holidays": "Atlantis"}})
    assert list(refused.errors) == ["lesson.holidays"]
    result = await slack.submit(
        SAM,
        view.id,
        {
            "lesson.holidays": {"holidays": "Israel"},
            "lesson.tracks": {"tracks": ["conversations"]},
            "lesson.digest": {"digest": ["on"]},
        },
    )
    assert result.ok, result
    await over_http.settled()
    status = plain(await asked(over_http, "/lesson", "status"))
    assert "Not on public holidays (Israel)." in status
    assert "Tracks: The conversation itself." in status
    assert "With the digest of last week's questions." in status

    card = await asked(over_http, "/lesson", "status")
    await clicked(over_http, SAM, card, "lesson.open_form")
    fields = {each["action_id"]: each for each in elements(slack.views(SAM)[-1])}
    assert fields["holidays"]["initial_value"] == "IL"
    assert [each["value"] for each in fields["tracks"]["initial_options"]] == ["conversations"]
    assert [each["value"] for each in fields["digest"]["initial_options"]] == ["on"]
    unharmed(over_http)


async def test_posting_now_from_the_status_and_from_home(running: Running) -> None:
    slack = running.slack
    slack.clock.set(TUESDAY)
    await asked(running, "/lesson", ON)
    status = await asked(running, "/lesson", "status")
    assert buttons(status)["lesson.post_now"] == "Post it now"
    await clicked(running, SAM, status, "lesson.post_now")
    assert slack.ephemerals(SAM)[-1].shown.startswith("On its way to ")
    assert len(lessons_in(running, SUPPORT)) == 1

    slack.clock.set(TUESDAY.replace(day=26))  # a Saturday
    await slack.open_home(SAM)
    await running.settled()
    page = slack.home(SAM)
    assert page is not None
    assert "Next: Monday 28 December, 09:00. Last: Tuesday 22 December, posted." in plain(page)
    assert values(page)["lesson.post_now"] == "C0SUPPORT"
    await clicked(running, SAM, page, "lesson.post_now")
    assert "On its way to " in slack.views(SAM)[-1].shown
    assert len(lessons_in(running, SUPPORT)) == 2
    unharmed(running)


async def test_the_digest_comes_under_the_weeks_first_lesson(over_http: Running) -> None:
    slack = over_http.slack
    slack.clock.set(TUESDAY)
    await asked(over_http, "/lesson", ON)
    await asked(over_http, "/lesson", "digest on")
    for user in slack.people:
        if not slack.people[user].is_bot and user.startswith("U0"):
            await slack.command(user, SUPPORT, "/tip", "caller wants my manager")
    await over_http.settled()
    for day in (28, 29):
        await nine(over_http, day)
    first, second = lessons_in(over_http, SUPPORT)
    said = "Last week the team asked me most about Rules, refusals and managers (5 people)."
    assert said in plain(first)
    assert said in plain(first.text), "screen readers hear it, too"
    assert "Last week" not in plain(second)
    assert not any(name in first.shown for name in ("Sam", "Nora", "U0"))
    unharmed(over_http)


async def test_the_digest_thanks_for_new_tips_of_the_teams_own(over_http: Running) -> None:
    slack = over_http.slack
    slack.clock.set(TUESDAY)
    await asked(over_http, "/lesson", ON)
    await asked(over_http, "/lesson", "digest on")
    tips = Workspace(over_http.dean.services.database, slack.team_id).tips
    for title in ("Ask <@U0NORA> & smile", "Second", "Third", "Fourth"):
        draft = TeamTipDraft(title=title, do="What to do about it.", situations=(title,), lang="en")
        tip = await tips.add(draft, author=SAM, state=TipState.AWAITING, now=slack.clock.now())
        assert tip is not None
        await tips.approve(tip.number, slack.clock.now())
    await nine(over_http, 28)
    (lesson,) = lessons_in(over_http, SUPPORT)
    said = (
        "New among your own tips: “Ask <@U0NORA> & smile”, “Second”, “Third”, and 1 more."
        " Thank you to all who wrote them."
    )
    assert said in plain(lesson)
    unharmed(over_http)


async def test_metrics_are_served(over_http: Running) -> None:
    over_http.slack.clock.set(TUESDAY)
    await asked(over_http, "/lesson", ON)
    await asked(over_http, "/lesson", "now")
    await asked(over_http, "/tip", "kubernetes pod crash")
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{over_http.url}/metrics") as answer,
    ):
        assert answer.status == 200
        page = await answer.text()
    for name in (
        'deliveries_total{state="sent"}',
        "delivery_lateness_seconds_count",
        "delivery_ambiguous_total",
        "delivery_oldest_due_seconds",
        'slack_api_seconds_count{method="chat.postMessage"}',
        "slack_api_errors_total",
        'events_total{outcome="answered",type="/lesson"}',
        "ack_seconds_count",
        "event_duplicates_total",
        "reviews_total",
        "search_no_match_total",
        "worker_heartbeat_age_seconds",
    ):
        assert name in page, name
    assert over_http.slack.team_id not in page
    assert "C0SUPPORT" not in page
    unharmed(over_http)
