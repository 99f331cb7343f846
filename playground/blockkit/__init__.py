"""Checks Block Kit payloads against Slack's limits, all the way down, with no network.

>>> check_blocks([{"type": "header", "text": {"type": "plain_text", "text": "a" * 151}}], "message")
['/0/text/text: must be no more than 150 characters, and has 151']

Each fault is "JSON pointer: reason"; no faults, an empty list. Written from Slack's published
limits and independent of its SDK, whose own checks do not descend into elements.
"""

from __future__ import annotations

from typing import Any

from playground.blockkit import _blocks, _views
from playground.blockkit._blocks import Surface, elements_of
from playground.blockkit._elements import INPUT_LENGTH_MAX, INTERACTIVE
from playground.blockkit._report import Report
from playground.blockkit._views import VIEW_BYTES_MAX, view_size
from playground.blockkit._words import (
    MESSAGE_CHARS_MAX,
    completed,
    message_chars,
    objects_of,
    shown_text,
)

__all__ = [
    "INPUT_LENGTH_MAX",
    "INTERACTIVE",
    "MESSAGE_CHARS_MAX",
    "VIEW_BYTES_MAX",
    "Surface",
    "check_blocks",
    "check_view",
    "completed",
    "elements_of",
    "message_chars",
    "objects_of",
    "shown_text",
    "view_size",
]


def check_blocks(blocks: Any, surface: Surface = "message", *, at: str = "") -> list[str]:
    """What is wrong with `blocks` on this surface. `at` prefixes the pointers."""
    report = Report(at)
    _blocks.check(report, blocks, surface)
    return report.faults


def check_view(view: Any, kinds: tuple[str, ...] = ("modal", "home"), *, at: str = "") -> list[str]:
    """What is wrong with a view, its size apart (see `view_size`)."""
    report = Report(at)
    _views.check(report, view, kinds)
    return report.faults
