"""A team's own tips: suggested by anybody, decided on by admins."""

import logging

from slack_sdk.errors import SlackApiError

from bot.content.models import LANGUAGES
from bot.l10n import words_for
from bot.slack.admins import admins_only
from bot.slack.blocks.forms import Unfit
from bot.slack.blocks.kit import Message, line, rich
from bot.slack.blocks.team_tips import (
    FIELD_TITLE,
    form_view,
    read_form,
)
from bot.slack.carry import TeamTipRef, shortened
from bot.slack.errors import AlreadyDecided, slack_code
from bot.slack.gesture import Action, Submission
from bot.store import TeamTip, TipState

from .home import publish

log = logging.getLogger(__name__)


async def suggest(action: Action) -> None:
    """The form, from a card or from App Home."""
    query = shortened(action.value or "")
    await action.open(form_view(action.words, TeamTipRef(), query=query))


async def submitted(form: Submission) -> None:
    """The form was sent: a new suggestion, or an admin's change."""
    ref = TeamTipRef.decode(form.view.get("private_metadata") or None)
    try:
        draft = read_form(form, form.words)
    except Unfit as error:
        await form.ack(response_action="errors", errors=error.faults)
        return
    tips, words = form.workspace.tips, form.words
    if not ref.number:
        now = form.services.clock.now()
        added = await tips.add(draft, author=form.user, state=TipState.AWAITING, now=now)
        if added is None:
            await form.refuse(FIELD_TITLE, words("team-tip-there"))
            return
        said = words("team-tip-sent", title=draft.title)
        await form.say(Message(said, [rich(line(words.lang, said))]))
        return
    before = await tips.get(ref.number)
    if before is None:
        raise AlreadyDecided
    if before.content_hash == draft.content_hash:
        return
    # Whether they may is asked of Slack only now: the form may be hours old. Slack waits three
    # seconds for the answer, and it answers this in far less.
    await admins_only(form)
    changed = await tips.edit(ref.number, draft)
    if changed is None:
        await form.refuse(FIELD_TITLE, words("team-tip-there"))
        return
    form.services.embed_now()
    await form.ack()
    form.later(publish(form, ref.offset))


async def edit(action: Action) -> None:
    """The form, with a tip to change."""
    await action.ack()
    action.later(_open(action, TeamTipRef.decode(action.value)))


async def approve(action: Action) -> None:
    """From now on everybody finds it."""
    await action.ack()
    action.later(_approve(action, TeamTipRef.decode(action.value)))


async def decline(action: Action) -> None:
    """It goes, and its author is told."""
    await action.ack()
    action.later(_decline(action, TeamTipRef.decode(action.value)))


async def remove(action: Action) -> None:
    """Nobody finds it any more."""
    await action.ack()
    action.later(_remove(action, TeamTipRef.decode(action.value)))


async def page(action: Action) -> None:
    """Another page of the list."""
    await action.ack()
    action.later(publish(action, TeamTipRef.decode(action.value).offset))


async def _open(action: Action, ref: TeamTipRef) -> None:
    await admins_only(action)
    tip = await action.workspace.tips.get(ref.number)
    if tip is None:
        raise AlreadyDecided
    view = form_view(action.words, ref, tip)
    await action.client.views_open(trigger_id=str(action.body["trigger_id"]), view=view)


async def _approve(action: Action, ref: TeamTipRef) -> None:
    await admins_only(action)
    tips = action.workspace.tips
    tip = await tips.get(ref.number)
    if tip is None or not await tips.approve(ref.number, action.services.clock.now()):
        raise AlreadyDecided
    action.services.embed_now()
    await _tell(action, tip, approved=True)
    await publish(action, ref.offset)


async def _decline(action: Action, ref: TeamTipRef) -> None:
    await admins_only(action)
    tips = action.workspace.tips
    tip = await tips.get(ref.number)
    if tip is None or tip.state is not TipState.AWAITING or not await tips.remove(ref.number):
        raise AlreadyDecided
    await _tell(action, tip, approved=False)
    await publish(action, ref.offset)


async def _remove(action: Action, ref: TeamTipRef) -> None:
    await admins_only(action)
    if not await action.workspace.tips.remove(ref.number):
        raise AlreadyDecided
    await publish(action, ref.offset)


async def _tell(action: Action, tip: TeamTip, *, approved: bool) -> None:
    """Tell the author, once, in their own language; not who decided it themselves."""
    if tip.author is None or tip.author == action.user:
        return
    person = await action.workspace.people.get(tip.author)
    known = next((lang for lang in LANGUAGES if lang == person.language), None)
    words = words_for(known or action.services.settings.language)
    said = words("team-tip-approved" if approved else "team-tip-declined", title=tip.title)
    try:
        await action.client.chat_postMessage(
            channel=tip.author,
            unfurl_links=False,
            unfurl_media=False,
            **Message(said, [rich(line(words.lang, said))]).payload(),
        )
    except SlackApiError as error:
        # Somebody who has left can't be told; what was decided holds.
        log.warning("can't tell an author", extra={"error": slack_code(error)})
