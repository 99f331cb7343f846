"""A team's own phrases to avoid and to allow, and what was called fine for everybody."""

from bot.slack.admins import admins_only
from bot.slack.blocks.forms import Unfit
from bot.slack.blocks.house import (
    FIELD_AVOID,
    edition,
    hears_again,
    house_form,
    read_house,
)
from bot.slack.gesture import Action, Submission
from bot.store import EVERYBODY

from ._house import KEPT_AS, house_of, muted_for_everybody
from .home import publish


async def open_form(action: Action) -> None:
    """The form, for admins."""
    await action.ack()
    action.later(_open(action))


async def submitted(form: Submission) -> None:
    """The form was sent."""
    try:
        house = read_house(form, form.words)
    except Unfit as error:
        await form.ack(response_action="errors", errors=error.faults)
        return
    # Asked only now: the form may be hours old, and what its sender may do another by now.
    await admins_only(form)
    async with form.workspace.atomic() as workspace:
        if form.view.get("private_metadata") != edition(await house_of(workspace)):
            await form.refuse(FIELD_AVOID, form.words("house-changed"))
            return
        await workspace.settings.set(KEPT_AS, house.model_dump(mode="json"))
        if hears_again(form):
            await workspace.muted.clear(EVERYBODY)
    await form.ack()
    form.later(publish(form))


async def _open(action: Action) -> None:
    await admins_only(action)
    muted = await muted_for_everybody(action.workspace)
    view = house_form(action.words, await house_of(action.workspace), len(muted))
    await action.client.views_open(trigger_id=str(action.body["trigger_id"]), view=view)
