"""Slack fails, refuses, dawdles or hangs up: the person is told where it is possible at all,
nothing crashes, and nothing is left running."""

import asyncio
from typing import Any

import pytest

from bot.tasks import Tasks
from playground import Message
from tests.conftest import Running, Start
from tests.slack.helpers import BLAMING, NORA, SAM, SUPPORT, asked, buttons, en, plain

MONOCLE = "face_with_monocle"
BROKE = en("error-unknown", ref="----").partition("----")[0]
BUSY, AWAY = en("error-slack-busy"), en("error-slack-away")

FAULTS: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "429": {"status": 429, "retry_after": 3},
    "an error of Slack's": {"error": "fatal_error"},
    "dropped": {"drop_before": True},
}


def words_for_it(fault: dict[str, Any]) -> str:
    """What the person is told when a call of the Web API ends so."""
    return BUSY if fault.get("status") == 429 else AWAY


faulty = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)


def direct(running: Running) -> list[Message]:
    """What Dean said to Sam in private."""
    slack = running.slack
    return [m for m in slack.messages(slack.dm(SAM)) if m.user == slack.bot.id]


async def still_well(running: Running) -> None:
    """Nothing is left running, and the next one is answered."""
    await running.settled()
    assert not running.dean.services.tasks.busy
    running.slack.faults.clear()
    assert (
        "They ask for your manager"
        in (await asked(running, "/tip", "caller wants my manager")).shown
    )
    assert running.slack.pings == []
    assert all(delivery.delivered for delivery in running.slack.deliveries)


@faulty
async def test_a_form_that_cannot_be_opened(over_http: Running, fault: dict[str, Any]) -> None:
    slack = over_http.slack
    slack.faults.add(method="views.open", **fault)
    assert (await slack.command(SAM, SUPPORT, "/tone")).ok
    await over_http.settled()
    assert plain(slack.ephemerals(SAM)[-1]).startswith(words_for_it(fault))
    assert slack.views(SAM) == []
    await still_well(over_http)


async def test_a_form_that_came_too_late(start: Start) -> None:
    async with start("http") as running:
        slack = running.slack
        slack.faults.add(method="views.open", error="expired_trigger_id")
        card = await asked(running, "/tone", BLAMING)
        await slack.click(SAM, card, "tone.edit")
        await running.settled()
        assert slack.ephemerals(SAM)[-1].shown.startswith(BROKE)
        assert "As I already told you" in card.shown, "the card stays"
        await still_well(running)


@faulty
async def test_a_card_that_cannot_be_changed(over_http: Running, fault: dict[str, Any]) -> None:
    slack = over_http.slack
    card = await asked(over_http, "/tip", "caller wants my manager")
    before = card.shown
    slack.faults.add(method="response_url", **fault)
    assert (await slack.click(SAM, card, "tip.not_this")).ok
    await over_http.settled()
    assert card.shown == before
    # An answer to the card's own address has no code of Slack's, unless the line went dead.
    words = AWAY if "drop_before" in fault else BROKE
    assert slack.ephemerals(SAM)[-1].shown.startswith(words), "told below the card"

    slack.faults.add(method="response_url", times=None, **fault)
    assert (await slack.click(SAM, card, "tip.not_this")).ok
    await over_http.settled()
    assert [m.shown.startswith(words) for m in direct(over_http)] == [True], "told in private, once"
    assert len([hook for hook in slack.hook_calls if hook.status != 200]) <= 3, "and not for ever"
    await still_well(over_http)


async def test_where_nothing_gets_through_dean_gives_up(over_http: Running) -> None:
    slack = over_http.slack
    card = await asked(over_http, "/tip", "caller wants my manager")
    slack.faults.add(method="*", status=503, times=None)
    slack.faults.add(method="response_url", status=503, times=None)
    for action in ("tip.share", "tip.save", "tip.side"):
        assert (await slack.click(SAM, card, action)).ok
    await over_http.settled()
    assert direct(over_http) == []
    await still_well(over_http)


async def test_an_answer_that_is_not_taken_any_more(over_http: Running) -> None:
    """Half an hour later a command's address is closed; a button brings a new one."""
    slack = over_http.slack
    card = await asked(over_http, "/tip", "caller wants my manager")
    for _ in range(7):
        await slack.click(SAM, card, "tip.side")
        await over_http.settled()
    assert [hook.status for hook in slack.hook_calls] == [200] * 7
    await still_well(over_http)


@faulty
async def test_a_review_that_cannot_be_shown_in_the_channel(
    over_http: Running, fault: dict[str, Any]
) -> None:
    slack = over_http.slack
    ts = await slack.post(NORA, SUPPORT, BLAMING)
    slack.faults.add(method="chat.postEphemeral", **fault)
    await slack.react(SAM, SUPPORT, ts, MONOCLE)
    await over_http.settled()
    (told,) = slack.ephemerals(SAM)
    assert told.shown.startswith(words_for_it(fault))

    await slack.unreact(SAM, SUPPORT, ts, MONOCLE)
    slack.faults.add(method="chat.postEphemeral", times=2, **fault)
    await slack.react(SAM, SUPPORT, ts, MONOCLE)
    await over_http.settled()
    assert [m.shown.startswith(words_for_it(fault)) for m in direct(over_http)] == [True]
    assert slack.messages(SUPPORT)[-1].ts == ts, "nothing of it in public"
    await still_well(over_http)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"error": "message_not_found"}, en("error-message-gone")),
        ({"error": "channel_not_found"}, "I couldn't read that message"),
        ({"error": "missing_scope"}, "I couldn't read that message"),
        ({"error": "ratelimited"}, BUSY),
        ({"status": 500}, AWAY),
        # Where it only reads, aiohttp itself asks once more.
        ({"drop_before": True, "times": 2}, AWAY),
        ({"drop_before": True, "times": 1}, "As I already told you"),
        ({"delay": 0.3}, "As I already told you"),
    ],
)
async def test_a_message_that_cannot_be_read(
    over_http: Running, fault: dict[str, Any], words: str
) -> None:
    slack = over_http.slack
    ts = await slack.post(NORA, SUPPORT, BLAMING)
    slack.faults.add(method="reactions.get", **fault)
    await slack.react(SAM, SUPPORT, ts, MONOCLE)
    await over_http.settled()
    (told,) = slack.ephemerals(SAM) + direct(over_http)
    assert words in plain(told)
    await still_well(over_http)


@faulty
async def test_modals_that_cannot_be_changed(over_http: Running, fault: dict[str, Any]) -> None:
    slack = over_http.slack
    ts = await slack.post(NORA, SUPPORT, BLAMING)
    slack.faults.add(method="views.open", **fault)
    assert (await slack.shortcut(SAM, SUPPORT, ts, "review_tone")).ok
    await over_http.settled()
    told = [view.shown for view in slack.views(SAM)] + [m.shown for m in direct(over_http)]
    assert len(told) == 1
    assert words_for_it(fault) in told[0]

    assert (await slack.shortcut(SAM, SUPPORT, ts, "review_tone")).ok
    await over_http.settled()
    review = slack.views(SAM)[-1]
    for method, action in (("views.update", "tone.side"), ("views.push", "tone.copy")):
        slack.faults.add(method=method, **fault)
        assert (await slack.click(SAM, slack.views(SAM)[-1], action)).ok
        await over_http.settled()
        assert words_for_it(fault) in slack.views(SAM)[-1].shown or direct(over_http)
        await slack.close_view(SAM, slack.views(SAM)[-1].id)
        assert (await slack.shortcut(SAM, SUPPORT, ts, "review_tone")).ok
        await over_http.settled()
        assert "tone.copy" in buttons(slack.views(SAM)[-1])
    assert review.user == SAM
    await still_well(over_http)


@faulty
async def test_a_page_that_cannot_be_published(over_http: Running, fault: dict[str, Any]) -> None:
    slack = over_http.slack
    slack.faults.add(method="views.publish", **fault)
    await slack.open_home(SAM)
    await over_http.settled()
    assert slack.home(SAM) is None
    said = slack.ephemerals(SAM) + direct(over_http)
    assert [m.shown.startswith(words_for_it(fault)) for m in said] == [True]
    await slack.open_home(SAM)
    await over_http.settled()
    assert slack.home(SAM) is not None
    await still_well(over_http)


async def test_what_is_under_way_is_finished_at_the_end(start: Start) -> None:
    async with start("http") as running:
        slack = running.slack
        card = await asked(running, "/tip", "caller wants my manager")
        slack.faults.add(method="response_url", delay=0.4)
        assert (await slack.click(SAM, card, "tip.helpful")).ok, "answered at once, all the same"
        assert running.dean.services.tasks.busy
    assert en("tip-thanks") in plain(card)
    assert [hook.status for hook in slack.hook_calls] == [200]


async def test_what_is_under_way_may_start_more(caplog: pytest.LogCaptureFixture) -> None:
    tasks, done = Tasks(), list[str]()

    async def work(name: str) -> None:
        await asyncio.sleep(0.02)
        if name != "last":
            tasks.start(work("last"), name="last")
        done.append(name)

    tasks.start(work("first"), name="first")
    await tasks.drain()
    assert done == ["first", "last"]
    assert not tasks.busy

    async def broken() -> None:
        raise RuntimeError

    tasks.start(broken(), name="broken")
    tasks.start(asyncio.sleep(60), name="endless")
    await tasks.drain(timeout=0.05)
    assert not tasks.busy, "what doesn't end is ended"
    assert [r.getMessage() for r in caplog.records if r.name == "bot.tasks"] == [
        "background work failed",
        "work cancelled at shutdown",
    ]
    await tasks.drain()


async def test_the_socket_comes_back(start: Start) -> None:
    async with start("socket") as running:
        await asked(running, "/tip", "caller wants my manager")
        await running.slack.sockets.disconnect()
        for _ in range(200):
            await running.slack.idle(0.02)
            if running.slack.transport == "socket":
                break
        await still_well(running)


async def test_without_the_database_people_are_told(running: Running) -> None:
    await running.dean.services.database.close()
    for command, text in (("/tone", BLAMING), ("/tip", "caller wants my manager"), ("/tip", "")):
        assert (await asked(running, command, text)).shown.startswith(BROKE)
    for command, text in (("/tone", "help"), ("/tip", "kubernetes pod crash loop")):
        assert BROKE not in (await asked(running, command, text)).shown, "needs no database"
    assert await running.dean.ready() == {"database": False}
