"""The tone review: the command, its form, the shortcut, and every button on the card."""

import json

import pytest

from bot.slack.carry import Draft
from bot.store import Workspace
from playground import View
from tests.conftest import Running
from tests.slack.helpers import (
    BLAMING,
    DAAN,
    FROM_CUSTOMER,
    GOOD,
    NORA,
    PRIYA,
    SAM,
    STUPID,
    SUPPORT,
    VIP_CARE,
    asked,
    buttons,
    clicked,
    elements,
    en,
    plain,
    unharmed,
    values,
)

BRUSHED = "The line in your street was laid in 1971. The next works there are planned for spring."
LONG = f"{BLAMING} {STUPID} " + "We look at it again with the team that handles this. " * 60


def top(running: Running, user: str = SAM) -> View:
    """The modal that the person looks at."""
    return running.slack.views(user)[-1]


async def sent(
    running: Running,
    view: View,
    text: str,
    more: str = "",
    side: str = "auto",
    customer: str | None = None,
) -> None:
    """Fill in the form and send it."""
    fields = {
        "tone.customer": {"text": customer},
        "tone.text": {"text": text},
        "tone.more": {"text": more or None},
        "tone.side": {"side": side},
    }
    result = await running.slack.submit(SAM, view.id, fields)
    assert result.ok, result
    await running.settled()


async def test_a_reply_that_grates(running: Running) -> None:
    before = len(running.slack.messages(SUPPORT))
    card = await asked(running, "/tone", BLAMING)

    assert card.visible_to == SAM
    assert card.text.startswith("Soften before you send. “As I already told you”: ")
    for part in ("Soften before you send  ·  ", "“As I already told you”", "Instead:"):
        assert part in card.shown
    assert "Suggested reply" in card.shown
    assert "Only you can see this. Nothing of your text is kept." in card.shown
    assert {"tone.edit", "tone.copy", "tone.tip", "tone.side"} <= set(buttons(card))
    assert len(running.slack.messages(SUPPORT)) == before
    unharmed(running)


async def test_a_reply_with_nothing_to_mend_is_told_so_in_one_line(over_http: Running) -> None:
    card = await asked(over_http, "/tone", GOOD)
    assert card.shown.startswith("Good to send. ")
    assert set(buttons(card)) == {"tone.side"}
    unharmed(over_http)


async def test_a_reply_that_must_not_go_out(over_http: Running) -> None:
    card = await asked(over_http, "/tone", STUPID)
    assert card.shown.startswith("Don't send this one")
    assert "stupid" in card.shown
    unharmed(over_http)


async def test_the_form_from_empty_to_copied(running: Running) -> None:
    slack = running.slack
    ack = await slack.command(SAM, SUPPORT, "/tone")
    assert ack.ok
    assert ack.shown is None
    await running.settled()
    form = top(running)
    assert form.content["title"]["text"] == "Check a reply"

    refused = await slack.submit(SAM, form.id, {"tone.text": {"text": "?!… 😀"}})
    assert refused.response_action == "errors"
    assert list(refused.errors) == ["tone.text"]
    assert refused.errors["tone.text"].startswith("There are no words in that to review.")

    await sent(running, form, BLAMING)
    review = top(running)
    assert review.id == form.id, "the review takes the form's place"
    assert review.content["title"]["text"] == "Tone review"
    assert "As I already told you" in review.shown

    await clicked(running, SAM, review, "tone.copy")
    copied = next(each for each in elements(top(running)) if each["type"] == "plain_text_input")
    assert top(running).content["title"]["text"] == "Ready to copy"
    assert copied["initial_value"] == running.dean.services.reviewer.review(BLAMING).rewrite
    await slack.submit(SAM, top(running).id)
    await running.settled()
    assert [view.id for view in slack.views(SAM)] == [review.id]

    await clicked(running, SAM, top(running), "tone.edit")
    form = top(running)
    assert form.content["title"]["text"] == "Check a reply"
    field = next(each for each in elements(form) if each["type"] == "plain_text_input")
    assert field["initial_value"] == BLAMING
    await sent(running, form, GOOD)
    assert "Good to send." in top(running).shown
    unharmed(running)


async def test_with_the_customers_message_beside_it_the_form_says_what_is_missing(
    running: Running,
) -> None:
    slack = running.slack
    await slack.command(SAM, SUPPORT, "/tone")
    await running.settled()
    message = "No heating since Friday and there is a baby in the house!! When will you come?"
    await sent(running, top(running), BRUSHED, customer=message)
    review = top(running)
    assert "Good to send." in review.shown
    assert "Perhaps add:" in review.shown
    assert "A word about what went wrong for them." in review.shown

    await clicked(running, SAM, review, "tone.edit")
    values = {each.get("initial_value") for each in elements(top(running))}
    assert {BRUSHED, message} <= values, "both are there to go on with"
    await sent(running, top(running), BRUSHED, customer=message)

    await clicked(running, SAM, top(running), "tone.side")
    assert "Perhaps add:" not in top(running).shown, "it is a customer's own message now"
    unharmed(running)


async def test_a_click_keeps_the_message_that_its_button_had_no_room_for(running: Running) -> None:
    await running.slack.command(SAM, SUPPORT, "/tone")
    await running.settled()
    message = "No heating since Friday and a baby in the house!! When will you come? " * 7
    reply = BLAMING + " The line in your street was laid in 1971 and works well." * 7
    await sent(running, top(running), reply, customer=message)
    assert "Perhaps add:" in top(running).shown
    await clicked(running, SAM, top(running), "tone.fine_here.1")
    assert "Perhaps add:" in top(running).shown
    unharmed(running)


async def test_a_message_too_long_to_carry_is_asked_for_again(running: Running) -> None:
    await running.slack.command(SAM, SUPPORT, "/tone")
    await running.settled()
    message = "No heating since Friday and a baby in the house!! When will you come? " * 42
    await sent(running, top(running), BLAMING, customer=message)
    asking = "The customer's message was too long to carry over."
    assert "Perhaps add:" in top(running).shown
    assert asking not in top(running).shown

    await clicked(running, SAM, top(running), "tone.fine_here.1")
    assert asking in top(running).shown, "without it nobody can say what is left out"
    await clicked(running, SAM, top(running), "tone.edit")
    assert asking in top(running).shown
    assert BLAMING in {each.get("initial_value") for each in elements(top(running))}
    await sent(running, top(running), BRUSHED, customer=message)
    assert asking not in top(running).shown
    unharmed(running)


async def test_a_message_that_quotes_the_customer_is_read_beside_it(over_http: Running) -> None:
    quoted = "> We've been without heating since Friday, with a baby! When will you come?\n"
    card = await asked(over_http, "/tone", quoted + BRUSHED)
    assert "A word about what went wrong for them." in card.shown
    unharmed(over_http)


async def test_the_second_field_takes_the_rest(over_http: Running) -> None:
    await over_http.slack.command(SAM, SUPPORT, "/tone")
    await over_http.settled()
    await sent(over_http, top(over_http), GOOD, more=STUPID)
    assert "stupid idiot" in top(over_http).shown
    unharmed(over_http)


async def test_the_form_takes_what_slack_takes_and_no_more(over_http: Running) -> None:
    slack = over_http.slack
    await slack.command(SAM, SUPPORT, "/tone")
    await over_http.settled()
    form = top(over_http)
    too_long = await slack.submit(SAM, form.id, {"tone.text": {"text": "a " * 1_501}})
    assert list(too_long.errors) == ["tone.text"], "Slack's own client says so"
    full = ("We look at it again. " * 150)[:3_000]
    await sent(over_http, form, full, more=full)
    assert "tone.edit" in buttons(top(over_http)) or "Good to send" in top(over_http).shown
    unharmed(over_http)


async def test_edit_from_the_card_and_check_again(over_http: Running) -> None:
    card = await asked(over_http, "/tone", BLAMING)
    await clicked(over_http, SAM, card, "tone.edit")
    field = next(each for each in elements(top(over_http)) if each["type"] == "plain_text_input")
    assert field["initial_value"] == BLAMING
    await clicked(over_http, SAM, card, "tone.copy")
    field = next(each for each in elements(top(over_http)) if each["type"] == "plain_text_input")
    assert field["initial_value"].startswith("To recap")
    assert plain(field["initial_value"]) == field["initial_value"], "nothing invisible is copied"
    unharmed(over_http)


async def test_the_tip_behind_a_finding(running: Running) -> None:
    card = await asked(running, "/tone", BLAMING)
    ref = json.loads(values(card)["tone.tip"])
    await clicked(running, SAM, card, "tone.tip")
    tip = running.dean.services.library.tip(ref["tip"], "en")
    assert tip is not None
    assert tip.title in top(running).shown
    assert top(running).content["title"]["text"] == "The tip behind this"
    unharmed(running)


async def test_a_customers_message_and_the_correction(running: Running) -> None:
    card = await asked(running, "/tone", FROM_CUSTOMER)
    assert card.shown.startswith("This reads as a customer's message.")
    assert "They sound: " in card.shown
    assert "a refund" in card.shown
    assert "What helps" in card.shown
    assert set(buttons(card)) == {"tone.side"}

    assert buttons(card)["tone.side"] == "It's my reply"
    await clicked(running, SAM, card, "tone.side")
    assert "customer's message" not in card.text
    assert buttons(card)["tone.side"] == "It's a customer's message"
    await clicked(running, SAM, card, "tone.side")
    assert card.shown.startswith("This reads as a customer's message.")
    unharmed(running)


async def test_fine_here_leaves_it_out_this_once(over_http: Running) -> None:
    card = await asked(over_http, "/tone", BLAMING)
    assert plain(buttons(card)["tone.fine_here.1"]) == "“As I already told you” is fine here"
    assert "tone.fine_always" not in buttons(card), "nothing was called fine yet"
    await clicked(over_http, SAM, card, "tone.fine_here.1")
    assert card.shown.startswith("Good to send.")
    assert "1 thing left out: it was called fine here." in card.shown

    again = await asked(over_http, "/tone", BLAMING)
    assert again.shown.startswith("Soften before you send"), "once isn't always"
    unharmed(over_http)


async def test_fine_for_good_is_not_pointed_out_again_to_this_person(over_http: Running) -> None:
    card = await asked(over_http, "/tone", BLAMING)
    await clicked(over_http, SAM, card, "tone.fine_here.1")
    await clicked(over_http, SAM, card, "tone.fine_always")
    assert "Noted. I won't point that out to you again." in card.shown
    assert "tone.fine_always" not in buttons(card)

    again = await asked(over_http, "/tone", BLAMING)
    assert again.shown.startswith("Good to send.")
    nora = await asked(over_http, "/tone", BLAMING, user=NORA)
    assert nora.shown.startswith("Soften before you send"), "for one person, not for the team"
    unharmed(over_http)


async def test_admins_call_it_fine_for_everybody(over_http: Running) -> None:
    card = await asked(over_http, "/tone", BLAMING)
    await clicked(over_http, SAM, card, "tone.fine_here.1")
    await clicked(over_http, SAM, card, "tone.fine_team")
    assert any(en("error-only-admins") in told.shown for told in over_http.slack.ephemerals(SAM))
    assert (await asked(over_http, "/tone", BLAMING)).shown.startswith("Soften before you send")

    card = await asked(over_http, "/tone", BLAMING, user=NORA)
    await clicked(over_http, NORA, card, "tone.fine_here.1")
    await clicked(over_http, NORA, card, "tone.fine_team")
    assert "Noted for the whole team." in card.shown
    assert (await asked(over_http, "/tone", BLAMING)).shown.startswith("Good to send.")
    unharmed(over_http)


async def test_fine_here_of_a_text_too_long_to_carry(over_http: Running) -> None:
    card = await asked(over_http, "/tone", LONG)
    await clicked(over_http, SAM, card, "tone.fine_here.2")  # the first is grave
    asked_back = over_http.slack.ephemerals(SAM)[-1]
    assert "too long to show it again" in asked_back.shown
    await clicked(over_http, SAM, asked_back, "tone.fine_always")
    again = await asked(over_http, "/tone", BLAMING)
    assert again.shown.startswith("Good to send."), "the same finding, in another text"
    unharmed(over_http)


async def test_what_is_grave_cannot_be_muted(over_http: Running) -> None:
    grave = over_http.dean.services.reviewer.review(STUPID).findings[0]
    card = await asked(over_http, "/tone", STUPID)
    assert not any(
        id.startswith("tone.fine_here") and "stupid" in words for id, words in buttons(card).items()
    )
    workspace = Workspace(over_http.dean.services.database, over_http.slack.team_id)
    await workspace.muted.add(SAM, grave.rule, over_http.slack.clock.now())
    again = await asked(over_http, "/tone", STUPID)
    assert again.shown.startswith("Don't send this one")
    assert "left out" not in again.shown
    unharmed(over_http)


async def test_a_text_too_long_to_carry_is_asked_for_again(over_http: Running) -> None:
    assert 3_000 < len(LONG) < 4_000
    card = await asked(over_http, "/tone", LONG)
    assert "As I already told you" in card.shown
    assert Draft.decode(values(card)["tone.edit"]).text is None
    assert "tone.copy" not in buttons(card), "there would be nothing to copy"

    for action in ("tone.edit", "tone.side"):
        await clicked(over_http, SAM, card, action)
        assert "Your text was too long to carry over. Paste it again here." in top(over_http).shown
    side = next(each for each in elements(top(over_http)) if each["type"] == "static_select")
    assert side["initial_option"]["value"] == "customer", "what was corrected is kept"
    unharmed(over_http)


async def test_the_answer_follows_the_language_of_the_reply(over_http: Running) -> None:
    card = await asked(over_http, "/tone", "Zoals ik al zei kunnen we niets doen.", user=DAAN)
    words = card.shown
    assert "Zoals ik al zei" in words
    assert "Instead:" not in words
    unharmed(over_http)


@pytest.mark.parametrize("text", ["help", "?", "hulp", "עזרה"])
async def test_help_names_every_way_in(over_http: Running, text: str) -> None:
    card = await asked(over_http, "/tone", text)
    for way in ("/tone alone", "Review tone", "face_with_monocle"):
        assert way in card.shown
    unharmed(over_http)


# The message shortcut


async def test_review_from_a_messages_menu(running: Running) -> None:
    slack = running.slack
    ts = await slack.post(NORA, SUPPORT, BLAMING)
    ack = await slack.shortcut(SAM, SUPPORT, ts, "review_tone")
    assert ack.ok
    await running.settled()
    assert "As I already told you" in top(running).shown
    assert slack.views(NORA) == []
    assert slack.ephemerals(SAM) == []

    await clicked(running, SAM, top(running), "tone.side")
    assert "This reads as a customer's message." in top(running).shown
    unharmed(running)


async def test_review_works_where_dean_is_not(over_http: Running) -> None:
    slack = over_http.slack
    await slack.post(SAM, SUPPORT, "A question")
    parent = slack.messages(SUPPORT)[-1].ts
    places = [
        (SUPPORT, await slack.post(NORA, SUPPORT, BLAMING, parent), SAM),
        (VIP_CARE, await slack.post(NORA, VIP_CARE, BLAMING), SAM),
        (slack.dm(PRIYA), await slack.post(PRIYA, slack.dm(PRIYA), BLAMING), PRIYA),
    ]
    for channel, ts, user in places:
        assert (await slack.shortcut(user, channel, ts, "review_tone")).ok
        await over_http.settled()
        assert "As I already told you" in top(over_http, user).shown
    unharmed(over_http)


async def test_review_reads_what_people_see(over_http: Running) -> None:
    slack = over_http.slack
    ts = await slack.post(
        NORA, SUPPORT, "@sam & <team>: as I already told you, see https://example.com/a?b=1&c=2"
    )
    await slack.shortcut(SAM, SUPPORT, ts, "review_tone")
    await over_http.settled()
    await clicked(over_http, SAM, top(over_http), "tone.edit")
    field = next(each for each in elements(top(over_http)) if each["type"] == "plain_text_input")
    assert (
        "& <team>: as I already told you, see https://example.com/a?b=1&c=2"
        in (field["initial_value"])
    )
    unharmed(over_http)


async def test_a_message_without_words_has_nothing_to_review(over_http: Running) -> None:
    slack = over_http.slack
    picture = next(m for m in slack.messages("complaints") if m.files)
    smile = await slack.post(NORA, SUPPORT, "😀 👍")
    for channel, ts in (("complaints", picture.ts), (SUPPORT, smile)):
        assert (await slack.shortcut(SAM, channel, ts, "review_tone")).ok
        await over_http.settled()
        assert "There are no words in that" in top(over_http).shown
    unharmed(over_http)
