"""The app leaves a workspace: so does everything that Dean kept of it."""

from bot.slack.gesture import Event


async def uninstalled(event: Event) -> None:
    """`app_uninstalled`: forget the workspace."""
    await event.workspace.forget()


async def revoked(event: Event) -> None:
    """`tokens_revoked`: with the bot's own token gone, Dean can't act there any more.

    It may come before or after `app_uninstalled`, so both forget, and either may find nothing.
    """
    if (event.event.get("tokens") or {}).get("bot"):
        await event.workspace.forget()
