"""Socket Mode: the same app, reached without a public address."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from config import Settings

from .gate import Refusal, check_envelope

log = logging.getLogger(__name__)

_WATCH_EVERY_S = 10.0
# Slack's own client reconnects by itself; when it hasn't for this long it never will, and a
# fresh process is the known cure.
_GIVE_UP_AFTER_S = 180.0


class _Handler(AsyncSocketModeHandler):
    """Bolt's, behind the same check of shapes as HTTP."""

    async def handle(  # type: ignore[override]  # Bolt's own signature is narrower than its base's
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        try:
            check_envelope(req.type, req.payload)
            await super().handle(client, req)
            return
        except Refusal as refusal:
            log.warning("refused", extra={"reason": refusal.reason})
        except ConnectionError:
            raise
        except Exception as error:  # a shape that passes and that Bolt can't read
            log.warning("refused", extra={"error": type(error).__name__})
        # Acknowledged, or Slack would send it three times more.
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


class SocketLost(Exception):
    """The connection didn't come back; whoever supervises Dean should start him again."""


@asynccontextmanager
async def socket_mode(app: AsyncApp, settings: Settings) -> AsyncIterator[AsyncSocketModeHandler]:
    """Connected while inside. Raises `SlackApiError` when Slack refuses the token."""
    if settings.slack_app_token is None:
        raise ValueError("Socket Mode needs SLACK_APP_TOKEN")
    handler = _Handler(app, settings.slack_app_token.get_secret_value(), web_client=app.client)
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        yield handler
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def watch(handler: AsyncSocketModeHandler) -> None:
    """Return never; raise `SocketLost` when the connection is gone for good."""
    silent = 0.0
    while silent < _GIVE_UP_AFTER_S:
        await asyncio.sleep(_WATCH_EVERY_S)
        connected = await handler.client.is_connected()
        silent = 0.0 if connected else silent + _WATCH_EVERY_S
    raise SocketLost
