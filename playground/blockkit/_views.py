"""Views: a modal or a Home tab around its blocks."""

from __future__ import annotations

import json
from typing import Any

from playground.blockkit._blocks import Surface
from playground.blockkit._blocks import check as check_all
from playground.blockkit._objects import check_text
from playground.blockkit._report import ID_MAX, Json, Report

TITLE_MAX = 24  # also the words on the submit and close buttons
PRIVATE_METADATA_MAX = 3_000
VIEW_BYTES_MAX = 250_000

_SHARED = ("blocks", "private_metadata", "callback_id", "external_id")
_MODAL = ("title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")


def check(report: Report, value: Any, kinds: tuple[str, ...]) -> None:
    """A view whose type is one of `kinds`."""
    view = report.object(value)
    if view is None:
        return
    kind = view.get("type")
    if kind not in kinds:
        report.at("type").add(f"must be {' or '.join(kinds)}, not {kind}")
        return
    report.only(view, (*_SHARED, *(_MODAL if kind == "modal" else ())))
    report.string(view, "private_metadata", PRIVATE_METADATA_MAX, empty=True)
    report.string(view, "callback_id", ID_MAX, empty=True)
    report.string(view, "external_id", ID_MAX, empty=True)
    if "blocks" not in view:
        report.add("missing required field: blocks")
    if kind == "modal":
        _modal(report, view)
    if "blocks" in view:
        surface: Surface = "modal" if kind == "modal" else "home"
        check_all(report.at("blocks"), view["blocks"], surface)


def _modal(report: Report, view: Json) -> None:
    if "title" not in view:
        report.add("missing required field: title")
    for key in ("title", "submit", "close"):
        if key in view:
            check_text(report.at(key), view[key], TITLE_MAX, plain=True)
    report.boolean(view, "clear_on_close", "notify_on_close", "submit_disabled")
    blocks = view.get("blocks")
    if "submit" not in view and isinstance(blocks, list):
        for index, block in enumerate(blocks):
            if isinstance(block, dict) and block.get("type") == "input":
                report.at("blocks", index).add("an input block needs a view with submit")
                break


def view_size(view: Json) -> int:
    """The bytes of a view as Slack counts them against its 250 KB."""
    return len(json.dumps(view, ensure_ascii=True, separators=(",", ":")))
