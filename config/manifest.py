"""The Slack app's manifest: what whoever makes the app pastes, and what Dean may do by it."""

import json
from pathlib import Path

MANIFEST = Path(__file__).resolve().parent / "manifest.json"


def bot_scopes() -> tuple[str, ...]:
    """The scopes that Dean needs."""
    read = json.loads(MANIFEST.read_text("utf-8"))
    return tuple(read["oauth_config"]["scopes"]["bot"])
