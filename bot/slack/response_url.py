"""Answers to a `response_url`: only to Slack, five times in thirty minutes by Slack's rule."""

import logging
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.webhook.async_client import AsyncWebhookClient

from config.settings import SLACK_API_URL

log = logging.getLogger(__name__)

_SLACKS_OWN = ("https", "hooks.slack.com", None)


class ResponseRefused(Exception):
    """Slack didn't take the answer, or the address isn't Slack's."""


class Responder:
    """Answers one interaction. `api_url` names the Slack that we talk to, real or stand-in."""

    def __init__(self, url: object, api_url: str) -> None:
        self._url = url if isinstance(url, str) else ""
        self._api_url = api_url

    async def __call__(
        self, payload: dict[str, Any], *, replace: bool = False, in_channel: bool = False
    ) -> None:
        """Post `payload`. Raises `ResponseRefused`."""
        if not is_slacks(self._url, self._api_url):
            raise ResponseRefused("not an address of Slack's")
        answer = await AsyncWebhookClient(self._url, retry_handlers=[]).send_dict(
            payload
            | {
                "replace_original": replace,
                "response_type": "in_channel" if in_channel else "ephemeral",
                "unfurl_links": False,
                "unfurl_media": False,
            }
        )
        if answer.status_code != 200:
            raise ResponseRefused(f"status {answer.status_code}")


def is_slacks(url: str, api_url: str) -> bool:
    """Whether `url` is where Slack takes answers.

    A payload names this address, so a forged one could make us call anything: it must be Slack's
    own host, or the origin of the stand-in that `SLACK_API_URL` names.
    """
    try:
        parts = urlsplit(url)
        given = (parts.scheme, parts.hostname, parts.port)
        if parts.username is not None or parts.password is not None:
            return False
    except ValueError:
        return False
    if api_url == SLACK_API_URL:
        return given == _SLACKS_OWN
    api = urlsplit(api_url)
    return given == (api.scheme, api.hostname, api.port)
