"""The app leaves a workspace: so does everything that Dean kept of it."""

from slack_sdk.errors import SlackApiError

from bot.slack.gesture import Event


async def uninstalled(event: Event) -> None:
    """`app_uninstalled`: forget the workspace."""
    await _forget(event)


async def revoked(event: Event) -> None:
    """`tokens_revoked`: with the bot's own token gone, Dean can't act there any more.

    It may come before or after `app_uninstalled`, so both forget, and either may find nothing.
    """
    if (event.event.get("tokens") or {}).get("bot"):
        await _forget(event)


async def _forget(event: Event) -> None:
    if not await _installed_since(event):
        await event.workspace.forget()


async def _installed_since(event: Event) -> bool:
    """Whether Dean was installed anew after this was sent, which Slack does for up to an hour.
    The token tells, not the clocks, which may differ."""
    found = await event.workspace.installation.get()
    sent = event.body.get("event_time")
    if found is None or not isinstance(sent, int) or found.installed_at.timestamp() < sent:
        return False
    try:
        await event.client.auth_test(token=found.bot_token)  # Bolt gives none for a farewell
    except SlackApiError:
        return False
    return True
