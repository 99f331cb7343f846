"""Logging: one JSON object a line, no message text, no secret.

Slack's loggers are pinned here because some of theirs write whole request bodies: request
verification at INFO when a signature is bad, the Web API client at DEBUG.
"""

import datetime as dt
import json
import logging
import re
import sys

# What a line may carry besides its message. Anything else that a caller attaches is dropped.
ALLOWED = frozenset(
    {"ref", "gesture", "kind", "team", "channel", "method", "error", "status", "ms", "lang",
     "delivery_id", "state", "attempt", "reason", "port", "count"}
)  # fmt: skip

_SECRETS = re.compile(
    r"xox[a-z](?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+|https?://hooks\.slack\.com/\S+|v0=[0-9a-f]{64}"
    r"|(?<=code=)[\w.-]+|(?<=://)[^\s:/@]+:[^\s@/]+(?=@)"
)

_PINNED = {
    "slack_bolt": logging.WARNING,
    "slack_bolt.AsyncApp": logging.WARNING,
    "slack_bolt.RequestVerification": logging.WARNING,
    "slack_bolt.AsyncRequestVerification": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    "apscheduler": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
}


def redact(text: str) -> str:
    """`text` with tokens, signatures, hook addresses and passwords struck out."""
    return _SECRETS.sub("[redacted]", text)


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON with allow-listed keys.

    An exception's frames and type are kept and its message is not: messages quote what people
    wrote.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "ts": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": redact(record.getMessage()),
        }
        line |= {key: value for key, value in vars(record).items() if key in ALLOWED}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__qualname__
            line["at"] = _frames(record)
        return redact(json.dumps(line, ensure_ascii=False, default=str))


def _frames(record: logging.LogRecord) -> list[str]:
    frames = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-8:]


def configure(level: str = "INFO") -> None:
    """Set up the root logger once, at start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(_passes)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _PINNED.items():
        logging.getLogger(name).setLevel(least)


def _passes(record: logging.LogRecord) -> bool:
    """Whether the record may pass. The levels alone don't hold: Bolt sets its loggers' anew, to
    the root's, whenever an app is made."""
    return all(
        record.levelno >= least
        for name, least in _PINNED.items()
        if record.name == name or record.name.startswith(f"{name}.")
    )
