"""An app manifest, read for what the playground needs: commands, shortcuts, events, scopes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.model import Json


class ManifestError(ValueError):
    """The manifest cannot be used; the message says where it is wrong."""


@dataclass(frozen=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    name: str
    callback_id: str
    type: str
    description: str = ""


@dataclass(frozen=True)
class Manifest:
    """`Manifest.read(path_or_dict)`; commands by their name, shortcuts by their callback id."""

    name: str
    bot_name: str
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    scopes: frozenset[str]
    events: frozenset[str]
    home_enabled: bool
    messages_tab_enabled: bool
    interactivity: bool

    @classmethod
    def read(cls, source: Json | Path | str) -> Manifest:
        if isinstance(source, dict):
            return _from_json(source)
        path = Path(source)
        try:
            loaded = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ManifestError(f"no manifest can be read at {path}: {error.strerror}") from error
        except ValueError as error:
            raise ManifestError(f"{path} is not JSON: {error}") from error
        if not isinstance(loaded, dict):
            raise ManifestError(f"{path} holds no JSON object")
        return _from_json(loaded)


def _from_json(source: Json) -> Manifest:
    features = _object(source, "features")
    settings = _object(source, "settings")
    home = _object(features, "app_home")
    name = str(_object(source, "display_information").get("name") or "")
    if not name:
        raise ManifestError("the manifest has no display_information.name")
    commands = [
        Command(
            command=_needed(item, "command", "features.slash_commands"),
            description=str(item.get("description", "")),
            usage_hint=str(item.get("usage_hint", "")),
            should_escape=bool(item.get("should_escape", False)),
        )
        for item in features.get("slash_commands", [])
    ]
    shortcuts = [
        Shortcut(
            name=_needed(item, "name", "features.shortcuts"),
            callback_id=_needed(item, "callback_id", "features.shortcuts"),
            type=_needed(item, "type", "features.shortcuts"),
            description=str(item.get("description", "")),
        )
        for item in features.get("shortcuts", [])
    ]
    scopes = _object(_object(source, "oauth_config"), "scopes").get("bot", [])
    events = _object(settings, "event_subscriptions").get("bot_events", [])
    if (commands or shortcuts) and "commands" not in scopes:
        raise ManifestError("slash commands and shortcuts need the bot scope `commands`")
    return Manifest(
        name=name,
        bot_name=str(_object(features, "bot_user").get("display_name") or name),
        commands={command.command: command for command in commands},
        shortcuts={shortcut.callback_id: shortcut for shortcut in shortcuts},
        scopes=frozenset(map(str, scopes)),
        events=frozenset(map(str, events)),
        home_enabled=bool(home.get("home_tab_enabled", False)),
        messages_tab_enabled=bool(home.get("messages_tab_enabled", True)),
        interactivity=bool(_object(settings, "interactivity").get("is_enabled", False)),
    )


def _object(parent: Json, key: str) -> Json:
    value: Any = parent.get(key, {})
    if not isinstance(value, dict):
        raise ManifestError(f"the manifest's {key} is not an object")
    return value


def _needed(item: Any, key: str, where: str) -> str:
    value = item.get(key) if isinstance(item, dict) else None
    if not isinstance(value, str) or not value:
        raise ManifestError(f"an entry of the manifest's {where} has no {key}")
    return value
