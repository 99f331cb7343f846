"""The review by reaction: who gets it, where, and when Dean says nothing."""

from typing import Any

import pytest

from tests.conftest import Running, Start
from tests.slack.helpers import (
    BLAMING,
    COMPLAINTS,
    FROM_CUSTOMER,
    GOOD,
    NORA,
    SAM,
    SUPPORT,
    VIP_CARE,
    buttons,
    clicked,
    unharmed,
)

MONOCLE = "face_with_monocle"


def reaction(
    running: Running,
    ts: str,
    *,
    user: str = SAM,
    channel: str = "C0SUPPORT",
    name: str = MONOCLE,
    item: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The event, for what a person can't do in the playground."""
    return {
        "type": "reaction_added",
        "user": user,
        "reaction": name,
        "item": item or {"type": "message", "channel": channel, "ts": ts},
        "event_ts": "1700000000.000100",
    }


async def test_only_the_one_who_reacted_gets_the_review(running: Running) -> None:
    slack = running.slack
    ts = await slack.post(NORA, SUPPORT, BLAMING)
    before = len(slack.messages(SUPPORT))
    await slack.react(SAM, SUPPORT, ts, MONOCLE)
    await running.settled()

    (card,) = slack.ephemerals(SAM)
    assert card.channel == "C0SUPPORT"
    assert card.thread_ts is None, "Slack shows no ephemeral message in a thread that isn't there"
    assert "As I already told you" in card.shown
    assert slack.ephemerals(NORA) == []
    assert len(slack.messages(SUPPORT)) == before

    await clicked(running, SAM, card, "tone.side")
    assert card.shown.startswith("This reads as a customer's message.")
    await slack.unreact(SAM, SUPPORT, ts, MONOCLE)
    await running.settled()
    assert len(slack.ephemerals(SAM)) == 1, "taking it back asks nothing"
    unharmed(running)


async def test_in_a_thread_the_review_is_in_the_thread(over_http: Running) -> None:
    slack = over_http.slack
    parent = await slack.post(NORA, SUPPORT, GOOD)
    reply = await slack.post(NORA, SUPPORT, BLAMING, parent)
    await slack.react(SAM, SUPPORT, reply, MONOCLE)
    await over_http.settled()
    (card,) = slack.ephemerals(SAM)
    assert card.thread_ts == parent
    assert "As I already told you" in card.shown, "the reply's own text, not its parent's"
    unharmed(over_http)


async def test_a_customers_words_can_be_read_too(over_http: Running) -> None:
    slack = over_http.slack
    ts = await slack.post(NORA, COMPLAINTS, FROM_CUSTOMER)
    await slack.react(SAM, COMPLAINTS, ts, MONOCLE)
    await over_http.settled()
    (card,) = slack.ephemerals(SAM)
    assert "They sound: " in card.shown
    assert list(buttons(card)) == ["tone.side"]
    unharmed(over_http)


async def test_other_emoji_are_none_of_deans_business(over_http: Running) -> None:
    slack = over_http.slack
    ts = await slack.post(NORA, SUPPORT, BLAMING)
    await slack.react(SAM, SUPPORT, ts, "eyes")
    await over_http.settled()
    assert slack.ephemerals(SAM) == []
    assert [call.method for call in slack.calls] == ["auth.test"]
    unharmed(over_http)


async def test_a_skin_tone_makes_no_difference(start: Start) -> None:
    async with start("http", reaction="+1") as running:
        ts = await running.slack.post(NORA, SUPPORT, BLAMING)
        running.slack.emit(reaction(running, ts, name="+1::skin-tone-4"), "C0SUPPORT")
        await running.settled()
        (card,) = running.slack.ephemerals(SAM)
        assert "As I already told you" in card.shown
        unharmed(running)


async def test_it_can_be_turned_off(start: Start) -> None:
    async with start("http", reaction="") as running:
        slack = running.slack
        ts = await slack.post(NORA, SUPPORT, BLAMING)
        await slack.react(SAM, SUPPORT, ts, MONOCLE)
        slack.emit(reaction(running, ts, name=""), "C0SUPPORT")
        await running.settled()
        assert slack.ephemerals(SAM) == []
        assert [call.method for call in slack.calls] == ["auth.test"]
        result = await slack.command(SAM, SUPPORT, "/tone", "help")
        assert result.shown is not None
        assert "react" not in result.shown.shown, "help doesn't offer what is turned off"
        unharmed(running)


async def test_a_message_that_is_gone(over_http: Running) -> None:
    slack = over_http.slack
    ts = await slack.post(NORA, SUPPORT, BLAMING)
    await slack.delete(NORA, SUPPORT, ts)
    slack.emit(reaction(over_http, ts), "C0SUPPORT")
    await over_http.settled()
    (card,) = slack.ephemerals(SAM)
    assert card.shown == "That message is gone, so there is nothing to read."
    unharmed(over_http, refused=("message_not_found",))


async def test_a_message_without_words(over_http: Running) -> None:
    slack = over_http.slack
    picture = next(message for message in slack.messages(COMPLAINTS) if message.files)
    await slack.react(SAM, COMPLAINTS, picture.ts, MONOCLE)
    smile = await slack.post(NORA, COMPLAINTS, "😀")
    await slack.react(SAM, COMPLAINTS, smile, MONOCLE)
    await over_http.settled()
    said = [card.shown for card in slack.ephemerals(SAM)]
    assert len(said) == 2
    assert all(each.startswith("There are no words in that") for each in said)
    unharmed(over_http)


@pytest.mark.parametrize(
    "item",
    [
        {"type": "file", "file": "F0PARCEL"},
        {"type": "file_comment", "file": "F0PARCEL", "file_comment": "Fc1"},
    ],
    ids=["file", "comment"],
)
async def test_a_file_is_passed_over_in_silence(over_http: Running, item: dict[str, Any]) -> None:
    slack = over_http.slack
    slack.emit(reaction(over_http, "", item=item))
    await over_http.settled()
    assert [call.method for call in slack.calls] == ["auth.test"]
    unharmed(over_http)


async def test_what_programs_wrote_is_passed_over_in_silence(over_http: Running) -> None:
    slack = over_http.slack
    status = next(message for message in slack.messages(SUPPORT) if message.bot_id)
    await slack.react(SAM, SUPPORT, status.ts, MONOCLE)
    card = (await slack.command(SAM, SUPPORT, "/tip", "caller wants my manager")).shown
    assert card is not None
    await clicked(over_http, SAM, card, "tip.share")
    await slack.react(NORA, SUPPORT, slack.messages(SUPPORT)[-1].ts, MONOCLE)
    await over_http.settled()
    assert slack.ephemerals(NORA) == []
    assert slack.ephemerals(SAM) == [card]
    unharmed(over_http)


async def test_deans_own_reaction_asks_nothing(over_http: Running) -> None:
    slack = over_http.slack
    ts = await slack.post(NORA, SUPPORT, BLAMING)
    slack.emit(reaction(over_http, ts, user=slack.bot.id), "C0SUPPORT")
    await over_http.settled()
    assert [call.method for call in slack.calls] == ["auth.test"]
    unharmed(over_http)


async def test_where_dean_is_not_slack_tells_him_nothing(over_http: Running) -> None:
    slack = over_http.slack
    ts = await slack.post(NORA, VIP_CARE, BLAMING)
    await slack.react(SAM, VIP_CARE, ts, MONOCLE)
    await over_http.settled()
    assert slack.deliveries == []

    # Put out of the channel while the event was on its way.
    slack.emit(reaction(over_http, ts, channel="C0VIPCARE"))
    await over_http.settled()
    told = slack.messages(slack.dm(SAM))[-1]
    assert told.user == slack.bot.id
    assert told.shown.startswith("I couldn't read that message: I'm not in ")
    assert "<#C0VIPCARE>" in told.text
    assert "\ue000" not in told.text + told.shown
    unharmed(over_http, refused=("not_in_channel",))


async def test_lost_repeated_and_out_of_order_events(over_http: Running) -> None:
    slack = over_http.slack
    first = await slack.post(NORA, SUPPORT, BLAMING)
    second = await slack.post(NORA, SUPPORT, FROM_CUSTOMER)
    slack.faults.lose("reaction_added")
    await slack.react(SAM, SUPPORT, first, MONOCLE)
    await over_http.settled()
    assert slack.ephemerals(SAM) == []

    slack.faults.duplicate("reaction_added")
    await slack.react(NORA, SUPPORT, first, MONOCLE)
    await over_http.settled()
    assert len(slack.ephemerals(NORA)) == 1

    slack.faults.reorder("reaction_added")
    await slack.unreact(SAM, SUPPORT, first, MONOCLE)
    await slack.react(SAM, SUPPORT, first, MONOCLE)
    await slack.react(SAM, SUPPORT, second, MONOCLE)
    await over_http.settled()
    assert len(slack.ephemerals(SAM)) == 2
    assert slack.pings == []
