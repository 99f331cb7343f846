"""App Home: what is on it, the language, the saved tips."""

from tests.conftest import Running
from tests.slack.helpers import (
    SAM,
    SUPPORT,
    TAMAR,
    asked,
    buttons,
    clicked,
    elements,
    home,
    plain,
    unharmed,
)


async def test_the_page(running: Running) -> None:
    page = await home(running, SAM)
    for part in (
        "The calm colleague at the next desk.",
        "/tip caller wants my manager",
        ":face_with_monocle:",
        "Today's lesson",
        "None yet. Save one from its card.",
        "No channel gets one yet.",
        "nothing you wrote",
    ):
        assert part in plain(page), part
    unharmed(running)


async def test_the_messages_tab_needs_no_page(over_http: Running) -> None:
    await over_http.slack.open_home(SAM, "messages")
    await over_http.settled()
    assert over_http.slack.home(SAM) is None
    unharmed(over_http)


async def test_a_language_chosen_here_is_spoken_everywhere(running: Running) -> None:
    slack = running.slack
    page = await home(running, SAM)
    for value, title in (("nl", "Zeg"), ("he", "לומר"), ("en", "Say")):
        ack = await slack.click(SAM, page, "home.language", value)
        assert ack.ok
        await running.settled()
        chosen = next(each for each in elements(page) if each["type"] == "static_select")
        assert chosen["initial_option"]["value"] == value
        card = await asked(running, "/tip", "caller wants my manager")
        assert title in card.shown, value
        review = await asked(running, "/tone", "As I already told you, the fee can't be changed.")
        assert ("Instead:" in review.shown) == (value == "en")

    await slack.click(SAM, page, "home.language", "auto")
    await running.settled()
    card = await asked(running, "/tip", "klant wil mijn leidinggevende spreken")
    assert "Zeg" in card.shown, "the language follows the question again"
    other = await asked(running, "/tip", "caller wants my manager", user=TAMAR)
    assert "Say" in other.shown, "one person's choice is nobody else's"
    unharmed(running)


async def test_a_saved_tip_opens_from_here(over_http: Running) -> None:
    slack = over_http.slack
    card = await asked(over_http, "/tip", "caller wants my manager")
    await clicked(over_http, SAM, card, "tip.save")
    page = await home(over_http, SAM)
    title = card.text.partition(". Do:")[0]
    assert buttons(page)["home.tip.1"] == title

    await clicked(over_http, SAM, page, "home.tip.1")
    shown = slack.views(SAM)[-1]
    assert title in shown.shown
    assert "tip.share" not in buttons(shown), "there is no channel to share it in"
    for action, words in (
        ("tip.helpful", "Noted, thank you."),
        ("tip.side", "I'm the one answering"),
        ("tip.unsave", "Save"),
    ):
        await clicked(over_http, SAM, slack.views(SAM)[-1], action)
        assert words in slack.views(SAM)[-1].shown
    assert len(slack.views(SAM)) == 1
    assert slack.views(SAM)[-1].content["title"]["text"] == "Dean"
    unharmed(over_http)


async def test_schedules_are_named_by_their_channel(over_http: Running) -> None:
    await asked(over_http, "/lesson", "on 09:00 weekdays")
    page = await home(over_http, SAM)
    channels = [
        part["channel_id"]
        for block in page.blocks
        for section in block.get("elements", [])
        for part in section.get("elements", [])
        if part.get("type") == "channel"
    ]
    assert channels == ["C0SUPPORT"]
    assert "\ue000" not in page.shown
    unharmed(over_http)


async def test_a_forged_language_changes_nothing(over_http: Running) -> None:
    slack = over_http.slack
    page = await home(over_http, SAM)
    for block in page.blocks:
        for element in block.get("elements", []):
            if element.get("type") == "static_select":
                element["options"][0]["value"] = "xx"
    ack = await slack.click(SAM, page, "home.language", "xx")
    assert ack.ok
    await over_http.settled()
    assert "Say" in (await asked(over_http, "/tip", "caller wants my manager")).shown
    unharmed(over_http)


async def test_the_home_of_somebody_new_in_the_channel(over_http: Running) -> None:
    """Two people's pages are two pages."""
    await asked(over_http, "/tip", "caller wants my manager", channel=SUPPORT)
    first, second = await home(over_http, SAM), await home(over_http, TAMAR)
    assert first.id != second.id
    unharmed(over_http)
