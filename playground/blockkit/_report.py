"""Collects what is wrong with a Block Kit payload, each with the JSON pointer of the place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

ID_MAX = 255  # block_id, action_id, callback_id, external_id
URL_MAX = 3_000


class Report:
    """`report.at("elements", 0)` is the same report one step further down."""

    def __init__(self, pointer: str = "", faults: list[str] | None = None) -> None:
        self.pointer = pointer
        self.faults: list[str] = [] if faults is None else faults

    def at(self, *steps: str | int) -> Report:
        return Report("/".join([self.pointer, *map(str, steps)]), self.faults)

    def add(self, reason: str) -> None:
        self.faults.append(f"{self.pointer or '/'}: {reason}")

    # What nearly every object needs.

    def object(self, value: Any) -> Json | None:
        if isinstance(value, dict):
            return value
        self.add("must be an object")
        return None

    def only(self, value: Json, allowed: Iterable[str]) -> None:
        """No property besides `allowed` (`type` always is)."""
        for name in value.keys() - {*allowed, "type"}:
            self.add(f"no such property: {name}")

    def string(
        self, value: Json, key: str, longest: int, *, required: bool = False, empty: bool = False
    ) -> str | None:
        found = value.get(key)
        if found is None:
            if required:
                self.add(f"missing required field: {key}")
            return None
        here = self.at(key)
        if not isinstance(found, str):
            here.add("must be a string")
            return None
        if len(found) > longest:
            here.add(f"must be no more than {longest} characters, and has {len(found)}")
        if not found and not empty:
            here.add("must be at least 1 character")
        return found

    def boolean(self, value: Json, *keys: str) -> None:
        for key in keys:
            if key in value and not isinstance(value[key], bool):
                self.at(key).add("must be true or false")

    def choice(self, value: Json, key: str, allowed: Iterable[str]) -> None:
        if key in value and value[key] not in (names := tuple(allowed)):
            self.at(key).add(f"must be one of {', '.join(names)}")

    def items(
        self, value: Json, key: str, least: int, most: int, *, required: bool = True
    ) -> list[Any]:
        found = value.get(key)
        if found is None:
            if required:
                self.add(f"missing required field: {key}")
            return []
        here = self.at(key)
        if not isinstance(found, list):
            here.add("must be an array")
            return []
        if len(found) < least:
            here.add(f"must have at least {least} items")
        if len(found) > most:
            here.add(f"must have no more than {most} items, and has {len(found)}")
        return found

    def whole(
        self, value: Json, key: str, least: int, most: int, *, required: bool = False
    ) -> int | None:
        found = value.get(key)
        if found is None:
            if required:
                self.add(f"missing required field: {key}")
            return None
        if isinstance(found, bool) or not isinstance(found, int):
            self.at(key).add("must be a whole number")
            return None
        if not least <= found <= most:
            self.at(key).add(f"must be between {least} and {most}")
        return found
