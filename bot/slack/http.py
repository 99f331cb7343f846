"""The ASGI application: Slack's one endpoint behind the gate, and the health checks."""

import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from config import Settings

from .gate import MAX_BODY, Refusal, check_shape, verify

log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"

Ready = Callable[[], Awaitable[dict[str, bool]]]
Measured = Callable[[], Awaitable[tuple[bytes, str]]]


def asgi_app(
    app: AsyncApp,
    settings: Settings,
    *,
    ready: Ready,
    running: Callable[[], AbstractAsyncContextManager[None]],
    measured: Measured | None = None,
    installing: Sequence[Route] = (),
) -> Starlette:
    """`app` on HTTP. `running` spans the server's life: what Dean does besides answering;
    `installing` are the addresses of `oauth.oauth_routes`."""

    async def events(request: Request) -> Response:
        try:
            body = await _read(request)
            verify(dict(request.headers), body, settings.slack_signing_secret)
            found = check_shape(request.headers.get("content-type", ""), body)
        except Refusal as refusal:
            log.warning("refused", extra={"status": refusal.status, "reason": refusal.reason})
            return PlainTextResponse(refusal.reason, status_code=refusal.status)
        except ClientDisconnect:
            return PlainTextResponse("", status_code=400)
        try:
            bolts = AsyncBoltRequest(body=json.dumps(found), headers=dict(request.headers))
        except Exception as error:  # a shape that the gate lets pass and Bolt can't read
            log.warning("refused", extra={"status": 400, "error": type(error).__name__})
            return PlainTextResponse("not understood", status_code=400)
        answer = await app.async_dispatch(bolts)
        return Response(
            answer.body,
            status_code=answer.status,
            headers={name: values[0] for name, values in answer.headers.items()},
        )

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(request: Request) -> Response:
        checks = await ready()
        return JSONResponse(checks, status_code=200 if all(checks.values()) else 503)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with running():
            yield

    return Starlette(
        routes=[
            Route(EVENTS_PATH, events, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            *([metrics_route(measured)] if measured else []),
            *installing,
        ],
        lifespan=lifespan,
    )


def metrics_route(measured: Measured) -> Route:
    """`GET /metrics`."""

    async def metrics(request: Request) -> Response:
        body, kind = await measured()
        return Response(body, media_type=kind)

    return Route("/metrics", metrics)


async def _read(request: Request) -> bytes:
    """The body, within bounds. Raises `Refusal` 400 or 413."""
    declared = request.headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdigit():
        raise Refusal(400, "the content-length is no number")
    if len(declared) > 12 or int(declared) > MAX_BODY:  # Python reads no number of 5,000 digits
        raise Refusal(413, "too large")
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY:
            raise Refusal(413, "too large")
        parts.append(part)
    return b"".join(parts)
