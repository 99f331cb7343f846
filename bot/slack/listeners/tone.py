"""The tone review: `/tone`, its form, the message shortcut, the reaction, and the card's buttons.

The text is read and forgotten. What a later click needs travels in the card itself.
"""

import asyncio
import dataclasses
import functools
from collections.abc import Mapping
from typing import Any, get_args

from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.slack import ids
from bot.slack.blocks.help import help_card
from bot.slack.blocks.kit import Message, as_typed, note
from bot.slack.blocks.kit import channel as channel_link
from bot.slack.blocks.modal import modal
from bot.slack.blocks.tip import tip_body
from bot.slack.blocks.tone import ReviewView, review_card
from bot.slack.blocks.tone_form import FIELD_TEXT, copy_view, form_view, read_form
from bot.slack.carry import METADATA_MAX, Draft, TipRef
from bot.slack.errors import CannotSee, MessageGone, NothingToRead, TipGone, slack_code
from bot.slack.gesture import Action, Command, Event, Gesture, Shortcut, Submission
from bot.slack.listeners._asked import is_help
from bot.tone import MAX_CHARS, EmptyText, Finding, Review, TextTooLong, Verdict

LONG = 400  # characters; below, a thread costs more than it saves
_GRAVITY: dict[Verdict, int] = {verdict: n for n, verdict in enumerate(get_args(Verdict))}


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
    """This rule isn't for this person's work: leave it out from now on."""
    draft = _draft(action)
    rule = Draft.decode(action.value).rule
    if rule:
        await action.workspace.muted.add(action.user, rule, action.services.clock.now())
    if draft.text is None:
        said = action.words("tone-fine-noted")
        await action.say(Message(said, [note(said, action.words.lang)]))
        return
    await _show_again(action, draft)


async def tip_behind(action: Action) -> None:
    """The tip that a finding rests on."""
    ref = TipRef.decode(action.value)
    tip = action.services.library.tip(ref.tip, ref.lang)
    if tip is None:
        raise TipGone
    words = action.speak(ref.lang)
    blocks = tip_body(tip, ref, words, action.services.library)
    await action.open(modal(words, "tone-tip-title", blocks))


async def _show_again(action: Action, draft: Draft) -> None:
    card = await _review(action, draft.model_copy(update={"rule": None}))
    if action.in_modal:
        await action.update(_result_view(action, card, draft))
    else:
        await action.say(card, replace=True)


async def _review(gesture: Gesture, draft: Draft) -> Message:
    """Review the draft and make its card, without what this person called fine."""
    text = draft.text or ""
    review = await _read(gesture, text, draft)
    muted = await gesture.workspace.muted.keys(gesture.user)
    kept = without(review, muted)
    words = gesture.speak(review.lang)
    gesture.aside(_count(gesture, kept))
    metrics.REVIEWS.labels(gesture.kind).inc()
    view = ReviewView(kept, draft, hidden=len(review.findings) - len(kept.findings))
    return review_card(view, words, gesture.services.library)


async def _read(gesture: Gesture, text: str, draft: Draft) -> Review:
    read = functools.partial(
        gesture.services.reviewer.review, text, lang=draft.lang, side=draft.side
    )
    # A long text takes a tenth of a second, in which nobody else would be answered.
    return await asyncio.to_thread(read) if len(text) > LONG else read()


def without(review: Review, muted: frozenset[str]) -> Review:
    """The review without the muted rules' findings; what is grave stays, whoever muted it."""
    kept = tuple(
        finding
        for finding in review.findings
        if finding.severity == "stop" or finding.rule not in muted
    )
    if len(kept) == len(review.findings):
        return review
    # The suggested reply also mends what is fine here, so it is no longer the one to suggest.
    return dataclasses.replace(review, findings=kept, verdict=_verdict(kept), rewrite=None)


def _verdict(findings: tuple[Finding, ...]) -> Verdict:
    return max((finding.severity for finding in findings), key=_GRAVITY.__getitem__, default="send")


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
    if carried.text is None and action.view is not None:
        whole = Draft.decode(str(action.view.get("private_metadata") or "{}"))
        return carried.model_copy(update={"text": whole.text})
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
