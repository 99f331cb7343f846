"""How a Web API method is declared: its arguments, scope, rate and caller."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.content import ApiError
from playground.core import Core
from playground.model import Json

ArgType = Literal["string", "boolean", "number", "json", "ts"]
Handler = Callable[[Core, Json], Json]

TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100  # calls a minute, from Slack's rate limits page

_TRUE, _FALSE = ("1", "true", "True"), ("0", "false", "False", "")
_TS = re.compile(r"\d{1,12}(\.\d{1,6})?")


@dataclass(frozen=True)
class Method:
    """One method. `arguments` has every documented name; those in `required` must be given."""

    name: str
    handler: Handler
    arguments: dict[str, ArgType] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    scope: str | None = None
    per_minute: int = TIER_3
    caller: Literal["bot", "app", "anyone"] = "bot"

    def read(self, given: Json) -> Json:
        """Arguments in their types; ApiError for unknown, missing and malformed ones."""
        # The SDK adds `team_id` to any call of a client that was made for one workspace.
        unknown = sorted(given.keys() - self.arguments.keys() - {"team_id"})
        if unknown:
            names = ", ".join(unknown)
            raise ApiError("invalid_arg_name", f"{self.name} takes no argument called {names}")
        missing = [name for name in self.required if given.get(name) in (None, "")]
        if missing:
            raise ApiError(
                "invalid_arguments", *(f"missing required field: {name}" for name in missing)
            )
        return {
            name: _typed(name, self.arguments[name], value)
            for name, value in given.items()
            if name in self.arguments and value is not None
        }


def _typed(name: str, kind: ArgType, value: Any) -> Any:
    if kind == "boolean":
        if isinstance(value, bool):
            return value
        text = str(value)
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        raise ApiError("invalid_arguments", f"{name} must be true or false")
    if kind == "number":
        try:
            return int(value)
        except (TypeError, ValueError):
            raise ApiError("invalid_arguments", f"{name} must be a number") from None
    if kind == "json":
        return value
    if isinstance(value, dict | list | bool):
        raise ApiError("invalid_array_arg", f"{name} must be a string")
    text = str(value)
    if kind == "ts" and text and _TS.fullmatch(text) is None:
        raise ApiError("invalid_arguments", f"{name} must be a timestamp")
    return text


def needs_scope(core: Core, *scopes: str) -> None:
    """ApiError unless the manifest grants one of these scopes."""
    if not core.manifest.scopes.intersection(scopes):
        provided = ",".join(sorted(core.manifest.scopes))
        raise ApiError("missing_scope", needed=",".join(scopes), provided=provided)


def decoded(value: Any, code: str) -> Any:
    """A JSON argument, given as text or as it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ApiError(code) from None
