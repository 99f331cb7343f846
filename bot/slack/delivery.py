"""The daily lesson's way into Slack: one attempt a call, and an honest word on how it went."""

import datetime as dt
import logging
import math
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.content import Language, Lesson, Library
from bot.l10n import Words, words_for
from bot.lessons.sender import (
    Ambiguous,
    CannotLook,
    Digest,
    FindOutcome,
    Found,
    NotFound,
    RateLimited,
    Refused,
    SendOutcome,
    Sent,
    Unsent,
)

from .blocks.kit import Message, line, rich
from .blocks.kit import channel as channel_link
from .blocks.lesson import lesson_card
from .errors import DATABASE_AWAY, slack_code
from .identity import Identities
from .last_look import LastLook

log = logging.getLogger(__name__)

EVENT_TYPE = "lesson_delivery"

# After these Slack may have posted: "It's possible some aspect of the operation succeeded."
_AMBIGUOUS = frozenset(
    {"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
_CANNOT_LOOK = frozenset({"missing_scope", "not_in_channel", "channel_not_found", "no_permission"})
_PAGES = 5  # 500 messages since the lesson was due; a channel that busy is beyond looking
_DEFAULT_WAIT_S = 30.0  # where Slack limits us and doesn't say for how long


class SlackSender:
    """`bot.lessons.Sender` by a client that must not retry by itself, and whose session is
    `last_look.session`'s. The token is the workspace's own, call by call."""

    def __init__(self, client: AsyncWebClient, identities: Identities, library: Library) -> None:
        self._client = client
        self._identities = identities
        self._library = library

    async def post(
        self,
        team_id: str,
        channel_id: str,
        lesson: Lesson,
        *,
        lang: Language,
        position: int,
        total: int,
        delivery_id: str,
        digest: Digest,
        until: float = math.inf,
    ) -> SendOutcome:
        """Post the lesson with its delivery's id in the metadata, where any app may read it."""
        token = await self._token(team_id)
        if not isinstance(token, str):
            return token
        card = lesson_card(lesson, position, total, words_for(lang), self._library, digest)
        with LastLook(until) as look:
            outcome = await self._send(
                token,
                channel_id,
                card,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"id": delivery_id}},
            )
        return Unsent("frozen") if look.too_late else outcome

    async def find(
        self, team_id: str, channel_id: str, delivery_id: str, since: dt.datetime
    ) -> FindOutcome:
        """Look for the id among the channel's messages since then."""
        try:
            identity = await self._identities.of(team_id)
        except DATABASE_AWAY as error:
            return Ambiguous(type(error).__name__)
        if identity is None:
            return CannotLook("account_inactive")
        cursor: str | None = None
        for _ in range(_PAGES):
            try:
                page = await self._client.conversations_history(
                    token=identity.token.get_secret_value(),
                    channel=channel_id,
                    oldest=f"{since.timestamp():.6f}",
                    include_all_metadata=True,
                    limit=100,
                    cursor=cursor,
                )
            except SlackApiError as error:
                return _why_not_found(error)
            except Exception as error:  # the SDK raises many kinds for an answer it can't read
                return Ambiguous(type(error).__name__)
            for message in page.get("messages") or ():
                if _delivery_of(message) == delivery_id:
                    return Found(str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return NotFound()
        return CannotLook("too_many_messages")

    async def tell(
        self, team_id: str, user_id: str, channel_id: str, error: str, lang: Language
    ) -> SendOutcome:
        """Tell, in private, why a channel's lessons have stopped."""
        token = await self._token(team_id)
        if not isinstance(token, str):
            return token
        words = words_for(lang)
        said = words(
            "lesson-stopped",
            channel=channel_link(channel_id),
            reason=refusal_in_words(error, words),
            command="/lesson resume",
        )
        return await self._send(token, user_id, Message(said, [rich(line(lang, said))]))

    async def _token(self, team_id: str) -> str | Refused | Unsent:
        """The workspace's token, or why nothing can be sent there."""
        try:
            identity = await self._identities.of(team_id)
        except DATABASE_AWAY as error:
            return Unsent(type(error).__name__)
        return (
            Refused("account_inactive") if identity is None else identity.token.get_secret_value()
        )

    async def _send(
        self,
        token: str,
        channel: str,
        message: Message,
        metadata: Mapping[str, Any] | None = None,
    ) -> SendOutcome:
        try:
            answer = await self._client.chat_postMessage(
                token=token,
                channel=channel,
                metadata=dict(metadata) if metadata else None,
                unfurl_links=False,
                unfurl_media=False,
                **message.payload(),
            )
        except SlackApiError as error:
            return _why_not_sent(error)
        except aiohttp.ClientConnectorError as error:
            return Unsent(type(error).__name__)  # nobody to talk to, so nothing was said
        except Exception as error:  # the request left, and who knows how far it came
            return Ambiguous(type(error).__name__)
        return Sent(str(answer["ts"]))


def refusal_in_words(error: str, words: Words) -> str:
    """Slack's error code as a reason that a person can act on."""
    # restricted_action has variants: …_read_only_channel, …_thread_only_channel.
    known = "restricted_action" if error.startswith("restricted_action") else error
    name = f"refusal-{known}"
    return words(name) if words.has(name) else words("refusal-other", error=error)


def _why_not_sent(error: SlackApiError) -> SendOutcome:
    limited = _limited(error)
    if limited is not None:
        return limited
    code = slack_code(error)
    # Without a code the answer wasn't Slack's own: a proxy's page, a gateway's error.
    if not code or code in _AMBIGUOUS or _status(error) >= 500:
        return Ambiguous(code or f"http_{_status(error)}")
    return Refused(code)


def _why_not_found(error: SlackApiError) -> FindOutcome:
    limited = _limited(error)
    if limited is not None:
        return limited
    code = slack_code(error)
    return CannotLook(code) if code in _CANNOT_LOOK else Ambiguous(code or "no_answer")


def _limited(error: SlackApiError) -> RateLimited | None:
    if _status(error) != 429 and slack_code(error) not in ("ratelimited", "rate_limited"):
        return None
    given = {str(k).lower(): v for k, v in (error.response.headers or {}).items()}
    try:
        return RateLimited(max(float(given["retry-after"]), 0.0))
    except (KeyError, TypeError, ValueError):
        return RateLimited(_DEFAULT_WAIT_S)


def _status(error: SlackApiError) -> int:
    # With a body that it can't parse, the SDK hands over aiohttp's response instead of its own.
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


def _delivery_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("id")
