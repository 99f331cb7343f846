"""The app leaves a workspace: so does everything that Dean kept of it."""

import asyncio

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.errors import slack_code
from bot.slack.gesture import Event

# Slack sends an event again for up to an hour, and meanwhile Dean may have been installed anew. So
# the token is asked; again after so long, since Slack may be slow to let it die, or busy.
ASK_AGAIN_S = (1.0, 5.0)
_DEAD = frozenset(
    {"account_inactive", "app_uninstalled", "invalid_auth", "not_authed", "token_expired",
     "token_revoked"}
)  # fmt: skip


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
    found = await event.workspace.installation.get()
    if found is None:
        await event.workspace.forget()
    elif not await _lives(event, found.bot_token):
        # Unless another process hears of a new installation in this moment.
        await event.workspace.forget(installed_with=found.bot_token)


async def _lives(event: Event, token: str) -> bool:
    """Whether the token is still good. Where Slack doesn't say, the event is believed."""
    lives = False
    for wait in (*ASK_AGAIN_S, None):
        try:
            await event.client.auth_test(token=token)  # Bolt gives none for a farewell
        except SlackApiError as error:
            if slack_code(error) in _DEAD:
                return False
            lives = False
        except (aiohttp.ClientError, TimeoutError):
            lives = False
        else:
            lives = True
        if wait is not None:
            await asyncio.sleep(wait)
    return lives
