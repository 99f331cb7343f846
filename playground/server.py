"""The playground: one port on loopback with the Web API, Socket Mode, the page and its API."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from playground.consent import Consent
from playground.core import Core
from playground.hooks import Hooks
from playground.page_api import PageApi
from playground.webapi import WebApi

STATIC = Path(__file__).parent / "static"
LOOPBACK_NAMES = ("localhost",)
# Far more than Slack takes, little enough that a mistake does not fill the memory.
REQUEST_BYTES_MAX = 4_000_000
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: https:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def loopback(host: str) -> str:
    """`host` if it can be reached from this machine only; ValueError otherwise."""
    if host in LOOPBACK_NAMES:
        return host
    try:
        if ipaddress.ip_address(host).is_loopback:
            return host
    except ValueError:
        pass
    raise ValueError(f"the playground listens on loopback only, not on {host!r}")


class Server:
    def __init__(self, core: Core, page: PageApi, host: str, port: int) -> None:
        self._core = core
        self._host = loopback(host)
        self._port = port
        self._runner: web.AppRunner | None = None
        app = web.Application(middlewares=[self._guard()], client_max_size=REQUEST_BYTES_MAX)
        api, hooks = WebApi(core), Hooks(core)
        app.add_routes(
            [
                web.get("/", self._index),
                web.static("/static", STATIC) if STATIC.is_dir() else web.get("/static", _nothing),
                *page.routes(),
                *Consent(core).routes(),
                web.route("*", "/api/{method}", api.handle),
                web.post("/hooks/{kind}/{team}/{key}", hooks.handle),
                web.get("/link/", core.sockets.handle),
                web.get("/archives/{channel}/{message}", self._archive),
            ]
        )
        app.on_response_prepare.append(_add_headers)
        self._app = app

    async def start(self) -> str:
        """Listen; the origin under which everything is."""
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        address = self._runner.addresses[0]
        self._port = int(address[1])
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _names(self) -> set[str]:
        return {f"{name}:{self._port}" for name in ("127.0.0.1", "localhost", "[::1]", self._host)}

    def _guard(self) -> Middleware:
        """Refuses what a page of another site could send by way of a name that leads here."""

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.host not in self._names():
                return web.json_response({"ok": False, "error": "forbidden_host"}, status=403)
            origin = request.headers.get("Origin")
            if origin is not None and origin.partition("://")[2] not in self._names():
                return web.json_response({"ok": False, "error": "forbidden_origin"}, status=403)
            return await handler(request)

        return guard

    async def _index(self, request: web.Request) -> web.StreamResponse:
        index = STATIC / "index.html"
        if not index.is_file():
            return web.Response(status=404, text="the playground has no page installed")
        return web.FileResponse(index)

    async def _archive(self, request: web.Request) -> web.StreamResponse:
        """A permalink leads to the channel on the page."""
        raise web.HTTPFound(f"/#{request.match_info['channel']}")


async def _nothing(request: web.Request) -> web.StreamResponse:
    raise web.HTTPNotFound


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
