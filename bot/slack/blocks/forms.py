"""What all forms share: Slack's limits, what was typed in a field, and what is wrong with it."""

from collections.abc import Mapping
from typing import Any, Protocol

from .kit import typed

INPUT_MAX = 3_000  # Slack's limit for a text field
LABEL_MAX = 2_000
OPTION_MAX = 75
PLACEHOLDER_MAX = 150


class Form(Protocol):
    """A form that was sent."""

    def field(self, block: str) -> Any:
        """The state of the one element of an input block; empty where there is none."""
        ...


class Unfit(ValueError):
    """What was written can't be kept; `faults` says why, in words, by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(", ".join(faults))


def text_in(form: Form, field: str) -> str:
    """What was typed in a text field."""
    return typed(str(form.field(field).get("value") or ""))


def lines_in(form: Form, field: str) -> list[str]:
    """Its lines that hold something."""
    return [line for each in text_in(form, field).splitlines() if (line := each.strip())]
