"""Delivery by signed HTTP requests to the app's request URL."""

from __future__ import annotations

import json
import time
from urllib.parse import urlencode

import aiohttp

from playground.model import Json
from playground.records import Attempt, Kind
from playground.signing import signed_headers

REDIRECTS_MAX = 2  # Slack follows two
USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


class HttpTransport:
    def __init__(self, signing_secret: str, ack_seconds: float) -> None:
        self._secret = signing_secret
        self._timeout = aiohttp.ClientTimeout(total=ack_seconds)
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(trust_env=False)

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(
        self, url: str, kind: Kind, payload: Json, *, retry_num: int = 0, reason: str | None = None
    ) -> tuple[Attempt, bool]:
        """One request; how it went, and whether the app asked for no further ones."""
        body, content_type = encoded(kind, payload)
        headers = {"Content-Type": content_type, "User-Agent": USER_AGENT, "Accept": "*/*"}
        headers |= signed_headers(self._secret, body)
        if retry_num:
            headers |= {"x-slack-retry-num": str(retry_num), "x-slack-retry-reason": reason or ""}
        if self._session is None:
            raise RuntimeError("the playground has not been started")
        began = time.monotonic()
        status: int | None = None
        answer, fault, final = b"", None, False
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=self._timeout, max_redirects=REDIRECTS_MAX
            ) as response:
                answer = await response.read()
                status = response.status
                if not 200 <= status < 300:
                    fault = "http_error"
                    final = response.headers.get("x-slack-no-retry") == "1"
        except TimeoutError:
            fault = "http_timeout"
        except aiohttp.TooManyRedirects:
            fault = "too_many_redirects"
        except aiohttp.ClientSSLError:
            fault = "ssl_error"
        except aiohttp.ClientConnectionError:
            fault = "connection_failed"
        except aiohttp.ClientError:
            fault = "unknown_error"
        return Attempt(status, fault, time.monotonic() - began, retry_num, answer), final


def encoded(kind: Kind, payload: Json) -> tuple[bytes, str]:
    """The raw body and its content type: forms for commands and interactions, JSON for events."""
    if kind == "command":
        return urlencode(payload, errors="replace").encode(), "application/x-www-form-urlencoded"
    if kind == "interaction":
        form = urlencode({"payload": json.dumps(payload)})
        return form.encode(), "application/x-www-form-urlencoded"
    return json.dumps(payload).encode(), "application/json"
