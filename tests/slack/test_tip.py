"""`/tip`: what fits, what doesn't, and every button on its cards."""

import pytest

from bot.slack.carry import TipRef
from bot.store import Workspace
from tests.conftest import Running
from tests.slack.helpers import (
    DAAN,
    NORA,
    PRIYA,
    SAM,
    SUPPORT,
    VIP_CARE,
    asked,
    buttons,
    clicked,
    en,
    plain,
    unharmed,
    values,
)

MANAGER = "caller wants my manager"


def kept(running: Running) -> Workspace:
    return Workspace(running.dean.services.database, running.slack.team_id)


async def test_a_tip_that_fits_is_for_the_one_who_asked(running: Running) -> None:
    slack = running.slack
    before = len(slack.messages(SUPPORT))
    card = await asked(running, "/tip", MANAGER)

    assert card.visible_to == SAM
    assert card.text.startswith("They ask for your manager. Do: ")
    for label in ("tip-do", "tip-say", "tip-rather-than", "tip-why", "tip-not-when"):
        assert en(label) in plain(card)
    assert "27 things not to say" in plain(card)
    assert f"“{MANAGER}”" in plain(card)
    assert {"tip.helpful", "tip.not_this", "tip.share", "tip.save", "tip.side"} <= set(
        buttons(card)
    )
    assert {"tip.show.1", "tip.show.2"} <= set(buttons(card))
    assert len(slack.messages(SUPPORT)) == before
    assert slack.ephemerals(NORA) == []

    runner_up = buttons(card)["tip.show.1"]
    await clicked(running, SAM, card, "tip.show.1")
    assert card.text.startswith(runner_up)
    assert "They ask for your manager" in buttons(card).values(), "the first is now a runner-up"
    unharmed(running)


async def test_where_nothing_fits_it_says_so_and_shows_a_way_on(over_http: Running) -> None:
    card = await asked(over_http, "/tip", "kubernetes pod crash loop backoff")

    assert "I have nothing good for “kubernetes pod crash loop backoff”." in plain(card)
    assert "Closest shelf:" in card.shown
    assert "Do  " not in card.shown, "a tip is never dressed up as an answer"

    shelf = buttons(card)["tip.shelf"]
    await clicked(over_http, SAM, card, "tip.shelf")
    assert card.text.startswith(f"{shelf}: ")
    await clicked(over_http, SAM, card, "tip.shelves")
    assert shelf in buttons(card).values()
    unharmed(over_http)


async def test_alone_it_is_a_way_to_browse(running: Running) -> None:
    card = await asked(running, "/tip")
    library = running.dean.services.library
    names = [category.name["en"] for category in library.categories]
    shown = [*names, en("team-tip-suggest")]
    assert list(buttons(card).values()) == shown, "nothing is saved or recent yet"

    await clicked(running, SAM, card, "tip.shelf.2")
    first = buttons(card)["tip.show.0"]
    assert first == library.tip(library.on_shelf(library.categories[1].id)[0], "en").title  # type: ignore[union-attr]
    await clicked(running, SAM, card, "tip.show.0")
    assert card.text.startswith(first)
    unharmed(running)


async def test_what_was_shown_and_what_was_saved_are_found_again(over_http: Running) -> None:
    card = await asked(over_http, "/tip", MANAGER)
    title = card.text.partition(". Do:")[0]
    again = await asked(over_http, "/tip")
    assert "Lately" in again.shown
    assert title in buttons(again).values()

    await clicked(over_http, SAM, card, "tip.save")
    assert buttons(card)["tip.unsave"] == "Saved · remove"
    again = await asked(over_http, "/tip")
    assert "Lately" not in again.shown, "what is saved is not listed twice"
    await clicked(over_http, SAM, again, "tip.show.1")
    assert again.text.startswith(title)
    assert await kept(over_http).saved.list(SAM) == ("never-say/11",)
    assert await kept(over_http).saved.list(NORA) == ()

    await clicked(over_http, SAM, card, "tip.unsave")
    assert "tip.save" in buttons(card)
    assert await kept(over_http).saved.list(SAM) == ()
    unharmed(over_http)


async def test_votes_count_and_the_next_takes_the_place_of_one_that_did_not_fit(
    over_http: Running,
) -> None:
    card = await asked(over_http, "/tip", MANAGER)
    await clicked(over_http, SAM, card, "tip.helpful")
    assert "Noted, thank you." in card.shown
    assert await kept(over_http).votes.of(SAM, "never-say/11") == 1

    seen = [card.text.partition(". Do:")[0]]
    for _ in range(2):
        await clicked(over_http, SAM, card, "tip.not_this")
        assert "Then perhaps this one." in card.shown
        seen.append(card.text.partition(". Do:")[0])
    assert len(set(seen)) == 3
    assert await kept(over_http).votes.of(SAM, "never-say/11") == -1, "the latest vote counts"

    await clicked(over_http, SAM, card, "tip.not_this")
    assert "That was the closest I have." in card.shown
    assert card.text.startswith(seen[-1])
    unharmed(over_http)


@pytest.mark.parametrize("channel", [SUPPORT, VIP_CARE], ids=["in", "not in"])
async def test_a_shared_tip_is_the_channels_and_holds_no_question(
    over_http: Running, channel: str
) -> None:
    slack = over_http.slack
    card = await asked(over_http, "/tip", MANAGER, channel=channel)
    before = card.shown
    await clicked(over_http, SAM, card, "tip.share")

    shared = slack.messages(channel)[-1]
    assert shared.visible_to is None
    assert shared.text == card.text
    assert "Shared by sam" in plain(shared)
    assert MANAGER not in shared.shown
    assert buttons(shared) == {}
    assert card.shown == before, "the card stays"
    unharmed(over_http)


async def test_the_other_side_of_the_conversation(over_http: Running) -> None:
    card = await asked(over_http, "/tip", MANAGER)
    first = card.shown
    assert buttons(card)["tip.side"] == "I'm the customer here"
    await clicked(over_http, SAM, card, "tip.side")
    assert buttons(card)["tip.side"] == "I'm the one answering"
    assert card.shown != first
    await clicked(over_http, SAM, card, "tip.side")
    assert card.shown == first
    unharmed(over_http)


async def test_the_answer_is_in_the_language_of_the_question(over_http: Running) -> None:
    dutch = await asked(over_http, "/tip", "klant wil mijn leidinggevende spreken", user=DAAN)
    assert "Zeg" in dutch.shown
    await clicked(over_http, DAAN, dutch, "tip.helpful")
    assert "Zeg" in dutch.shown, "the card stays in its language"

    await kept(over_http).people.set_language(DAAN, "en")
    english = await asked(over_http, "/tip", "klant wil mijn leidinggevende spreken", user=DAAN)
    assert "Rather than" in english.shown, "what a person chose goes before what they type"
    assert "Zeg" not in english.shown
    unharmed(over_http)


@pytest.mark.parametrize("text", ["help", " HELP ", "?", "hulp", "עזרה"])
async def test_help(over_http: Running, text: str) -> None:
    card = await asked(over_http, "/tip", text)
    assert "/tip caller wants my manager" in card.shown
    assert card.text.startswith("/tip: the tip that fits.")
    unharmed(over_http)


async def test_in_the_direct_message_with_dean(over_http: Running) -> None:
    card = await asked(over_http, "/tip", MANAGER, channel=over_http.slack.dm(PRIYA), user=PRIYA)
    await clicked(over_http, PRIYA, card, "tip.share")
    assert over_http.slack.messages(over_http.slack.dm(PRIYA))[-1].text == card.text
    unharmed(over_http)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "{}",
        "[]",
        "not json",
        '{"tip":"never-say/11"}',
        '{"tip":"../etc/passwd","lang":"en"}',
        '{"tip":"never-say/11","lang":"xx"}',
        '{"tip":"never-say/11","lang":"en","admin":true}',
        '{"tip":"never-say/11","lang":"en","query":"' + "x" * 151 + '"}',
        '{"tip":"never-say/11","lang":"en","query":"\ud800"}',
    ],
)
async def test_a_forged_button_is_a_card_from_another_time(over_http: Running, value: str) -> None:
    slack = over_http.slack
    card = await asked(over_http, "/tip", MANAGER)
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "tip.save":
                element["value"] = value
    await clicked(over_http, SAM, card, "tip.save")
    assert slack.ephemerals(SAM)[-1].shown.startswith("That card is from an older version of me.")
    assert await kept(over_http).saved.list(SAM) == ()
    unharmed(over_http)


async def test_a_tip_that_the_library_no_longer_has(over_http: Running) -> None:
    slack = over_http.slack
    card = await asked(over_http, "/tip", MANAGER)
    gone = TipRef.decode(values(card)["tip.save"]).model_copy(update={"tip": "never-say/999"})
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") in ("tip.save", "tip.share", "tip.helpful"):
                element["value"] = gone.encode()
    for action in ("tip.save", "tip.share", "tip.helpful"):
        await clicked(over_http, SAM, card, action)
        assert slack.ephemerals(SAM)[-1].shown.startswith("I no longer have that tip.")
    assert await kept(over_http).saved.list(SAM) == ()
    assert await kept(over_http).votes.totals() == {}, "nobody votes for what isn't there"
    unharmed(over_http)
