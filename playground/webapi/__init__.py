"""The Web API: `POST` or `GET /api/<method>`, as a form, JSON or multipart.

`WebApi(core).handle` is an aiohttp handler; `METHODS` lists what is there.
"""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

from aiohttp import web

from playground.content import ApiError
from playground.core import Core
from playground.faults import CallFault
from playground.model import Json
from playground.records import ApiCall
from playground.webapi import chat, conversations, oauth, reactions, views, workspace
from playground.webapi._method import Method, needs_scope
from playground.webapi.limits import Limits

METHODS: dict[str, Method] = {
    method.name: method
    for module in (chat, conversations, oauth, reactions, views, workspace)
    for method in module.METHODS
}

_FORM = "application/x-www-form-urlencoded"
_POSTS = ("chat.postMessage",)  # what one message a second a channel holds for


class WebApi:
    def __init__(self, core: Core) -> None:
        self._core = core
        self._limits = Limits()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        with self._core.dispatcher.working():
            call = ApiCall(name, {}, self._core.clock.now())
            self._core.calls.append(call)
            fault = self._core.faults.of_call(name)
            headers = {"x-slack-req-id": f"playground-{len(self._core.calls)}"}
            try:
                given, token = await _arguments(request)
                call.args = given
                await _spoil_before(request, fault)
                call.response = {"ok": True, **self._answer(name, given, token)}
                if METHODS[name].caller == "bot":
                    headers["x-oauth-scopes"] = ",".join(sorted(self._core.manifest.scopes))
            except ApiError as error:
                call.response, call.status = error.body(), error.status
                if error.retry_after is not None:
                    headers["Retry-After"] = str(error.retry_after)
            if fault is not None and fault.drop_after_accept:
                _break(request)
            return web.json_response(call.response, status=call.status, headers=headers)

    def _answer(self, name: str, given: Json, token: str) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        self._check_token(method, token)
        if self._core.rate_limits:
            _limited(self._limits.method(name, method.per_minute))
        if method.scope is not None:
            needs_scope(self._core, method.scope)
        args = method.read(given)
        if self._core.rate_limits and name in _POSTS:
            _limited(self._limits.channel(str(args["channel"])))
        return method.handler(self._core, args)

    def _check_token(self, method: Method, token: str) -> None:
        if method.caller == "anyone":
            return
        if not token:
            raise ApiError("not_authed")
        secrets = self._core.secrets
        if token not in (secrets.bot_token, secrets.app_token):
            raise ApiError("invalid_auth")
        if (token == secrets.app_token) != (method.caller == "app"):
            raise ApiError("not_allowed_token_type")
        if not self._core.installed and method.caller == "bot":
            raise ApiError("account_inactive")


def _limited(wait: int) -> None:
    if wait:
        error = ApiError("ratelimited", status=429)
        error.retry_after = wait
        raise error


async def _spoil_before(request: web.Request, fault: CallFault | None) -> None:
    if fault is None:
        return
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.drop_before:
        _break(request)
    if fault.error is not None or fault.status is not None:
        limited = fault.error == "ratelimited" or fault.status == 429
        error = ApiError(
            fault.error or ("ratelimited" if limited else "internal_error"),
            status=fault.status or (429 if limited else 200),
        )
        error.retry_after = fault.retry_after if fault.retry_after is not None else None
        if limited and error.retry_after is None:
            error.retry_after = 1
        raise error


def _break(request: web.Request) -> None:
    """Break the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """The arguments and the token, from wherever the client put them."""
    given: Json = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        given |= await _body(request)
    token = str(given.pop("token", "") or "")
    scheme, _, header = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and header:
        token = header.strip()
    if scheme.lower() == "basic" and header:
        given |= _client(header)
    return given, token


def _client(header: str) -> Json:
    """An app's own name and secret, as oauth.v2.access takes them."""
    try:
        name, _, secret = base64.b64decode(header.strip(), validate=True).decode().partition(":")
    except ValueError:
        raise ApiError("invalid_client_id") from None
    return {"client_id": name, "client_secret": secret}


async def _body(request: web.Request) -> Json:
    kind = request.content_type
    if kind == "application/json":
        try:
            body: Any = json.loads(await request.read())
        except ValueError:
            raise ApiError("invalid_json") from None
        if not isinstance(body, dict):
            raise ApiError("json_not_object")
        return body
    if kind in (_FORM, "multipart/form-data"):
        try:
            form = await request.post()
        except ValueError:  # includes bytes that are not UTF-8
            raise ApiError("invalid_form_data") from None
        return {name: value for name, value in form.items() if isinstance(value, str)}
    if kind == "application/octet-stream" and "Content-Type" not in request.headers:
        raise ApiError("missing_post_type")
    raise ApiError("invalid_post_type")
