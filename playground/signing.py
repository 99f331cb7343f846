"""Slack's request signatures, version 0."""

from __future__ import annotations

import hashlib
import hmac
import time


def signed_headers(
    secret: str, body: bytes, *, timestamp: int | str | None = None
) -> dict[str, str]:
    """The headers of a request with this raw body, of now unless `timestamp` says otherwise."""
    stamp = str(int(time.time()) if timestamp is None else timestamp)
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest.hexdigest()}"}
