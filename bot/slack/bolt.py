"""The Bolt app: who may speak to it, what is dropped, what is registered."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import metrics
from bot.l10n import words_for
from bot.services import Services

from .errors import DATABASE_AWAY, reference
from .identity import Identities
from .listeners import register

log = logging.getLogger(__name__)

_REMEMBERED = 4_096  # ids of one process; the database remembers for all of them


def bolt_app(services: Services, client: AsyncWebClient, identities: Identities) -> AsyncApp:
    """Every listener, behind authorization and deduplication.

    Requests are verified before they come here: by the gate on HTTP, by the socket's own
    authentication in Socket Mode.
    """

    async def authorize(context: AsyncBoltContext, team_id: str | None) -> AuthorizeResult | None:
        identity = await identities.of(team_id) if team_id else None
        if identity is None:
            log.warning("refused", extra={"reason": "not installed there"})
            # Bolt would answer at the address that the request names, whatever that is.
            context["response_url"] = None
            return None
        return AuthorizeResult(
            enterprise_id=identity.enterprise_id,
            team_id=identity.team_id,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user_id,
            bot_token=identity.token.get_secret_value(),
        )

    app = AsyncApp(
        client=_without_token(client),
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for “not ours”
        # The answer goes out when the listener is through: 0.65 ms instead of 11.6 ms, since Bolt
        # otherwise polls for it every 10 ms. So no listener does slow work before it answers.
        process_before_response=True,
        request_verification_enabled=False,
        user_facing_authorize_error_message="Dean isn't installed in this workspace.",
    )
    app.error(_not_understood)
    app.middleware(_once(services))
    register(app, services)
    return app


async def _not_understood(error: Exception, body: Mapping[str, Any]) -> BoltResponse:
    """Bolt itself stumbled over a payload: our listeners tell their own failures.

    Bolt's own handler would log the error's words, which may quote the payload.
    """
    if isinstance(error, DATABASE_AWAY):  # so nobody can say whose request it is
        ref = reference()
        log.error("can't tell whose it is", extra={"ref": ref, "error": type(error).__qualname__})
        if "command" in body:  # can be answered without a token
            text = words_for("en")("error-unknown", ref=ref)
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        return BoltResponse(status=503, body="the database is away")  # Slack tries again
    log.error("not understood", extra={"error": type(error).__qualname__}, exc_info=error)
    return BoltResponse(status=400, body="not understood")


def _without_token(client: AsyncWebClient) -> AsyncWebClient:
    # The token comes from `authorize`, request by request; Bolt warns when it also has another.
    return AsyncWebClient(
        base_url=client.base_url, timeout=client.timeout, retry_handlers=list(client.retry_handlers)
    )


def _once(services: Services) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Middleware that lets each event and each interaction pass once, across processes."""
    recent: OrderedDict[str, None] = OrderedDict()

    async def once(
        body: Mapping[str, Any], next_: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        key = _key(body)
        if key is None:
            return await next_()
        if key in recent or not await _first(services, key):
            metrics.DUPLICATES.inc()
            return BoltResponse(status=200, body="")
        recent[key] = None
        if len(recent) > _REMEMBERED:
            recent.popitem(last=False)
        return await next_()

    return once


def _key(body: Mapping[str, Any]) -> str | None:
    if event_id := body.get("event_id"):
        return f"event:{event_id}"
    if trigger_id := body.get("trigger_id"):
        return f"trigger:{trigger_id}"
    return None


async def _first(services: Services, key: str) -> bool:
    try:
        return await services.seen.first(key, services.clock.now())
    except DATABASE_AWAY as error:
        # Without the database a repeat may run again; refusing everybody would be worse.
        log.warning("can't deduplicate", extra={"error": type(error).__name__})
        return True
