"""The manifest, the code, the help and the README say the same."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.content.models import LANGUAGES
from bot.l10n import words_for
from bot.slack import ids
from bot.slack.listeners import registry
from config import Settings

ROOT = Path(__file__).resolve().parents[1]
MANIFEST: dict[str, Any] = json.loads((ROOT / "config" / "manifest.json").read_text("utf-8"))
README = (ROOT / "README.md").read_text("utf-8")

# Every Web API method that Dean calls, and the scope that Slack asks of it.
SCOPES: dict[str, str | None] = {
    "apps_connections_open": None,  # the app-level token's connections:write
    "apps_uninstall": None,  # the app's own id and secret
    "auth_test": None,
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "conversations_history": "channels:history",
    "oauth_v2_access": None,  # the app's own id and secret
    "reactions_get": "reactions:read",
    "users_info": "users:read",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
# Asked for only where a workspace adds it: without it Dean can't look whether a lesson arrived.
OPTIONAL = {"channels:history"}
_FAMILIES = (
    *("admin", "api", "apps", "assistant", "auth", "bookmarks", "bots", "calls", "canvases"),
    *("chat", "conversations", "dialog", "dnd", "emoji", "files", "functions", "groups", "im"),
    *("links", "mpim", "oauth", "openid", "pins", "reactions", "reminders", "search", "slackLists"),
    *("stars", "team", "tooling", "usergroups", "users", "views", "workflows"),
)


def called() -> Iterator[str]:
    """The SDK's methods that the code names."""
    pattern = re.compile(rf"({'|'.join(_FAMILIES)})_\w+")
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and pattern.fullmatch(node.attr):
                owner = ast.unparse(node.value)
                if "client" in owner.lower():
                    yield node.attr


def named(feature: str, key: str) -> list[str]:
    return [each[key] for each in MANIFEST["features"][feature]]


def test_commands() -> None:
    assert sorted(named("slash_commands", "command")) == sorted(registry.COMMANDS)
    assert {ids.TIP, ids.TONE, ids.LESSON} == set(registry.COMMANDS)


def test_commands_get_their_text_as_it_was_typed() -> None:
    assert not any(each["should_escape"] for each in MANIFEST["features"]["slash_commands"])


def test_shortcuts() -> None:
    assert named("shortcuts", "callback_id") == list(registry.SHORTCUTS) == [ids.REVIEW_TONE]
    assert MANIFEST["features"]["shortcuts"][0]["type"] == "message"


def test_events() -> None:
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(subscribed) == sorted([*registry.EVENTS, "reaction_added"])


def test_every_name_leads_somewhere() -> None:
    """Each id is a command, a shortcut, an action, a form or a view that only shows."""
    shown_only = {ids.TONE_RESULT}
    known = {
        *registry.COMMANDS,
        *registry.SHORTCUTS,
        *registry.ACTIONS,
        *registry.SUBMISSIONS,
        *shown_only,
    }
    names = {value for name, value in vars(ids).items() if name.isupper()}
    assert names == known


def test_scopes_are_those_of_the_methods_called_and_no_more() -> None:
    found = set(called())
    found -= {"api_call"}  # what every method goes through
    assert found <= SCOPES.keys(), "say in SCOPES what a new method needs"
    assert found >= SCOPES.keys() - {"apps_connections_open"}, "SCOPES names what nobody calls"
    needed = {scope for method in found if (scope := SCOPES[method])} - OPTIONAL
    asked = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    assert asked == needed | {"commands"}
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_the_readme_explains_every_scope_and_no_other() -> None:
    table = README.partition("## What Dean may do")[2].partition("\n## ")[0]
    explained = re.findall(r"^\| `([a-z:_.]+)` \|", table, re.MULTILINE)
    assert sorted(explained) == sorted(MANIFEST["oauth_config"]["scopes"]["bot"])


@pytest.mark.parametrize("command", sorted(registry.COMMANDS))
def test_every_command_is_explained(command: str) -> None:
    feature = command.removeprefix("/")
    assert f"`{command}`" in README
    for lang in LANGUAGES:
        words = words_for(lang)
        assert command in words(f"help-{feature}-title")
        assert command in words(f"help-{feature}", reaction="eyes")


def test_the_shortcut_is_named_where_it_is_explained() -> None:
    (name,) = named("shortcuts", "name")
    assert f"*{name}*" in README
    assert name in words_for("en")("help-tone", reaction="eyes")


def test_the_subcommands_of_lesson_are_explained() -> None:
    row = next(line for line in README.splitlines() if line.startswith("| `/lesson`"))
    words = words_for("en")
    told = words("error-lesson-unknown-command", given="x")
    for sub in ("on", "off", "pause", "resume", "skip", "status", "preview", "now", "form"):
        assert re.search(rf"\b{sub}\b", row)
        assert re.search(rf"\b{sub}\b", words("help-lesson"))
        assert re.search(rf"\b{sub}\b", told)


def test_the_review_emoji_is_the_one_that_is_shown() -> None:
    assert Settings.model_fields["reaction"].default == "face_with_monocle"
    assert "🧐" in README


def test_the_page_and_the_messages_are_on() -> None:
    home = MANIFEST["features"]["app_home"]
    assert home["home_tab_enabled"], "app_home_opened publishes it"
    assert home["messages_tab_enabled"], "failures are told there"
    assert not home["messages_tab_read_only_enabled"]
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
