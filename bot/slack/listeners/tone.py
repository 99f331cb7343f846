"""The tone review: `/tone`, its form, the message shortcut, the reaction, and the card's buttons.

The text is read and forgotten. What a later click needs travels in the card itself.
"""

import asyncio
import functools
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.slack import ids
from bot.slack.admins import admins_only
from bot.slack.blocks.help import help_card
from bot.slack.blocks.kit import Message, as_typed, note
from bot.slack.blocks.kit import channel as channel_link
from bot.slack.blocks.modal import modal
from bot.slack.blocks.tip import tip_body
from bot.slack.blocks.tone import ReviewView, fine_buttons, review_card
from bot.slack.blocks.tone_form import FIELD_TEXT, copy_view, form_view, read_form
from bot.slack.carry import FINE_MAX, METADATA_MAX, Draft, TipRef
from bot.slack.errors import CannotSee, MessageGone, NothingToRead, TipGone, slack_code
from bot.slack.gesture import Action, Command, Event, Gesture, Shortcut, Submission
from bot.slack.listeners._asked import is_help
from bot.store import EVERYBODY
from bot.tone import MAX_CHARS, EmptyText, House, Review, TextTooLong, without

from ._house import house_of

LONG = 400  # characters; below, a thread costs more than it saves


async def tone(command: Command) -> None:
    """`/tone <text>`, `/tone help`, and `/tone` alone, which opens the form."""
    if is_help(command.text):
        await command.say(help_card("tone", command.words, command.services.settings.reaction))
    elif not command.text:
        await command.open(form_view(command.words, Draft()))
    else:
        await command.say(await _review(command, Draft(text=command.text)))


async def submitted(form: Submission) -> None:
    """The form: its review takes the form's place."""
    draft = read_form(form)
    try:
        card = await _review(form, draft)
    except EmptyText:
        await form.refuse(FIELD_TEXT, form.words("error-tone-empty"))
        return
    except TextTooLong as error:
        await form.refuse(
            FIELD_TEXT,
            form.words(
                "error-tone-long",
                length=form.words.number(error.length),
                limit=form.words.number(MAX_CHARS),
            ),
        )
        return
    await form.turn_into(_result_view(form, card, draft))


async def review_tone(shortcut: Shortcut) -> None:
    """*Review tone* in a message's menu: works anywhere, since Slack sends the text along."""
    draft = Draft(text=_readable(shortcut.body.get("message") or {}))
    card = await _review(shortcut, draft)
    await shortcut.open(_result_view(shortcut, card, draft))


async def reacted(reaction: Event) -> None:
    """Somebody reacted with the review emoji: they alone get the review, in that thread."""
    item = reaction.event["item"]
    message = await _fetch(reaction, str(item["channel"]), str(item["ts"]))
    if message.get("bot_id") or message.get("subtype") == "bot_message":
        return  # Another program's words are nobody's to mend.
    # An ephemeral message shows in a thread only where there is one already.
    if message.get("thread_ts"):
        reaction.thread = str(message["thread_ts"])
    await reaction.say(await _review(reaction, Draft(text=_readable(message))))


async def edit(action: Action) -> None:
    """The form again, with the text in it."""
    draft = _draft(action)
    view = form_view(action.words, draft, lost=draft.text is None)
    if action.in_modal:
        await action.update(view)
    else:
        await action.open(view)


async def copy(action: Action) -> None:
    """The suggested reply, where it can be selected and copied."""
    draft = Draft.decode(action.value)
    await action.open(copy_view(action.words, draft.text or ""))


async def other_side(action: Action) -> None:
    """It's a customer's message after all, or a reply."""
    draft = _draft(action)
    if draft.text is None:
        await action.open(form_view(action.words, draft, lost=True))
        return
    await _show_again(action, draft)


async def fine_here(action: Action) -> None:
    """Leave this finding out, this once; whether for good is asked next."""
    draft = _draft(action)
    if draft.rule and draft.rule not in draft.fine and len(draft.fine) < FINE_MAX:
        draft = draft.model_copy(update={"fine": (*draft.fine, draft.rule), "rule": None})
    if draft.text is None:
        said = action.words("tone-fine-lost")
        await action.say(
            Message(said, [note(said, action.words.lang), fine_buttons(draft, action.words)])
        )
        return
    await _show_again(action, draft)


async def fine_always(action: Action) -> None:
    """These findings aren't for this person's work: leave them out from now on."""
    await _mute(action, action.user)
    await _noted(action, "tone-fine-noted")


async def fine_for_team(action: Action) -> None:
    """They aren't for this workspace's work. Admins only."""
    await action.ack()
    action.later(_fine_for_team(action))


async def _fine_for_team(action: Action) -> None:
    await admins_only(action)
    await _mute(action, EVERYBODY)
    await _noted(action, "tone-fine-noted-team")


async def _mute(action: Action, who: str) -> None:
    now = action.services.clock.now()
    async with action.workspace.atomic() as workspace:
        for rule in Draft.decode(action.value).fine:
            await workspace.muted.add(who, rule, now)


async def _noted(action: Action, key: str) -> None:
    draft = _draft(action).model_copy(update={"fine": ()})
    if draft.text is None:
        said = action.words(key)
        await action.say(Message(said, [note(said, action.words.lang)]), replace=True)
        return
    await _show_again(action, draft, noted=key)


async def tip_behind(action: Action) -> None:
    """The tip that a finding rests on."""
    ref = TipRef.decode(action.value)
    tip = action.services.library.tip(ref.tip, ref.lang)
    if tip is None:
        raise TipGone
    words = action.speak(ref.lang)
    blocks = tip_body(tip, ref, words, action.services.library)
    await action.open(modal(words, "tone-tip-title", blocks))


async def _show_again(action: Action, draft: Draft, noted: str | None = None) -> None:
    draft = draft.model_copy(update={"rule": None})
    card = await _review(action, draft, noted)
    if action.in_modal:
        await action.update(_result_view(action, card, draft))
    else:
        await action.say(card, replace=True)


async def _review(gesture: Gesture, draft: Draft, noted: str | None = None) -> Message:
    """Review the draft and make its card, without what is fine here."""
    text = draft.text or ""
    workspace = gesture.workspace
    review = await _read(gesture, text, draft, await house_of(workspace))
    kept = without(review, await workspace.muted.silent_for(gesture.user) | set(draft.fine))
    words = gesture.speak(review.lang)
    gesture.aside(_count(gesture, kept))
    metrics.REVIEWS.labels(gesture.kind).inc()
    hidden = len(review.findings) - len(kept.findings)
    view = ReviewView(kept, draft, hidden, noted)
    return review_card(view, words, gesture.services.library)


async def _read(gesture: Gesture, text: str, draft: Draft, house: House) -> Review:
    read = functools.partial(
        gesture.services.reviewer.review,
        text,
        lang=draft.lang,
        side=draft.side,
        house=house,
        customer=draft.customer or "",
    )
    # A long text, or one beside the message that it answers, takes a tenth of a second or two, in
    # which nobody else would be answered.
    long = len(text) > LONG or draft.customer or ">" in text
    return await asyncio.to_thread(read) if long else read()


def _result_view(gesture: Gesture, card: Message, draft: Draft) -> Any:
    return modal(
        gesture.words,
        "tone-result-title",
        card.blocks,
        callback_id=ids.TONE_RESULT,
        private_metadata=draft.fitting(METADATA_MAX),
    )


def _draft(action: Action) -> Draft:
    """The draft that a click is about: the button's own, else the view's."""
    carried = Draft.decode(action.value)
    if carried.customer is None and action.view is not None:
        # A view holds more than a button: the text, and before that the message, may be there only.
        whole = Draft.decode(str(action.view.get("private_metadata") or "{}"))
        if carried.text in (None, whole.text):
            return carried.model_copy(
                update={
                    "text": whole.text,
                    "customer": whole.customer,
                    "message_lost": whole.message_lost,
                }
            )
    return carried


def _readable(message: Mapping[str, Any]) -> str:
    """A message's words as they were typed. Raises `NothingToRead`."""
    text = as_typed(str(message.get("text") or "")).strip()
    if not text:
        raise NothingToRead
    return text


async def _fetch(gesture: Event, channel: str, ts: str) -> Mapping[str, Any]:
    """The message that was reacted to. Needs no history scope: `reactions.get` gives the text.

    Raises `MessageGone` or `CannotSee`.
    """
    try:
        found = await gesture.client.reactions_get(channel=channel, timestamp=ts, full=True)
    except SlackApiError as error:
        code = slack_code(error)
        if code in ("message_not_found", "no_item_specified", "bad_timestamp"):
            raise MessageGone from error
        if code in ("channel_not_found", "not_in_channel", "missing_scope", "no_permission"):
            gesture.channel = None  # Nothing can be said in there; tell them in private.
            raise CannotSee(channel=channel_link(channel)) from error
        raise
    message = found.get("message")
    if not isinstance(message, dict) or str(message.get("ts")) != ts:
        raise MessageGone
    return message


async def _count(gesture: Gesture, review: Review) -> None:
    name = f"tone.{review.verdict or review.side}"
    await gesture.workspace.counters.add(name, gesture.services.clock.now().date())
