"""Response URLs: `POST /hooks/<kind>/<team>/<key>`."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from playground.answers import show
from playground.content import ApiError
from playground.core import Core
from playground.records import HookCall
from playground.tickets import TicketError


class Hooks:
    def __init__(self, core: Core) -> None:
        self._core = core

    async def handle(self, request: web.Request) -> web.StreamResponse:
        with self._core.dispatcher.working():
            fault = self._core.faults.of_call("response_url")
            body, status, answer = None, 200, "ok"
            try:
                body = await _payload(request)
                if fault is not None and fault.delay:
                    await asyncio.sleep(fault.delay)
                if fault is not None and fault.drop_before:
                    _break(request)
                if fault is not None and (fault.status or fault.error):
                    raise ApiError(fault.error or "internal_error", status=fault.status or 400)
                show(self._core, self._core.tickets.use(request.match_info["key"]), body)
            except TicketError as error:
                status, answer = 404, json.dumps({"ok": False, "error": error.code})
            except ApiError as error:
                status, answer = error.status, json.dumps(error.body())
            url = f"{self._core.url}{request.path}"
            self._core.hook_calls.append(HookCall(url, body, status, answer))
            if fault is not None and fault.drop_after_accept:
                _break(request)
            kind = "text/plain" if answer == "ok" else "application/json"
            return web.Response(text=answer, status=status, content_type=kind)


def _break(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError


async def _payload(request: web.Request) -> Any:
    """JSON, or a form with a `payload` of JSON, as Slack takes both."""
    try:
        if request.content_type == "application/x-www-form-urlencoded":
            return json.loads(str((await request.post()).get("payload", "")))
        return json.loads(await request.read())
    except ValueError:
        raise ApiError("invalid_payload", "the body is not JSON", status=400) from None
