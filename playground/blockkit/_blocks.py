"""Blocks: each type with its limits, where it may stand, and what it may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from playground.blockkit._elements import (
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    check_element,
    check_image_source,
)
from playground.blockkit._objects import check_text
from playground.blockkit._report import ID_MAX, URL_MAX, Json, Report
from playground.blockkit._rich_text import check_rich_text

Surface = Literal["message", "modal", "home"]

BLOCKS_MAX: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
SECTION_TEXT_MAX = 3_000
FIELDS_MAX = 10
FIELD_TEXT_MAX = 2_000
HEADER_MAX = 150
CONTEXT_MAX = 10
ACTIONS_MAX = 25
CONTEXT_ACTIONS_MAX = 5
LABEL_MAX = 2_000
IMAGE_TITLE_MAX = 2_000
MARKDOWN_MAX = 12_000  # all markdown blocks of a message together
VIDEO_TITLE_MAX = 200
VIDEO_AUTHOR_MAX = 50
TABLE_ROWS_MAX = 100
TABLE_CELLS_MAX = 20

EVERYWHERE: frozenset[Surface] = frozenset({"message", "modal", "home"})
MESSAGE: frozenset[Surface] = frozenset({"message"})


def check(report: Report, blocks: Any, surface: Surface) -> None:
    if not isinstance(blocks, list):
        report.add("must be an array")
        return
    if len(blocks) > BLOCKS_MAX[surface]:
        report.add(f"no more than {BLOCKS_MAX[surface]} items allowed, and there are {len(blocks)}")
    seen: set[str] = set()
    markdown = 0
    focus: list[str] = []
    for index, value in enumerate(blocks):
        here = report.at(index)
        block = here.object(value)
        if block is None:
            continue
        kind = str(block.get("type"))
        if kind not in _BLOCKS:
            here.at("type").add(f"unknown block type: {kind}")
            continue
        allowed_on, properties, checker = _BLOCKS[kind]
        if surface not in allowed_on:
            here.at("type").add(f"a {kind} block cannot stand in a {surface}")
            continue
        here.only(block, (*properties, "block_id"))
        block_id = here.string(block, "block_id", ID_MAX)
        if block_id is not None and block_id in seen:
            here.at("block_id").add(f"{block_id!r} is used by another block")
        seen.add(block_id or "")
        checker(here, block)
        _action_ids(here, block)
        focus += [here.pointer] * sum(bool(e.get("focus_on_load")) for e in elements_of(block))
        if kind == "markdown":
            markdown += len(str(block.get("text", "")))
    if markdown > MARKDOWN_MAX:
        report.add(f"markdown blocks hold no more than {MARKDOWN_MAX} characters together")
    if len(focus) > 1:
        report.add("only one element may have focus_on_load")


def elements_of(block: Json) -> list[Json]:
    """The elements that a person can act on, and images, of one block."""
    found = [block.get("element"), block.get("accessory")]
    if block.get("type") in ("actions", "context", "context_actions"):
        found += block.get("elements") or []
    return [element for element in found if isinstance(element, dict)]


def _action_ids(report: Report, block: Json) -> None:
    seen: set[str] = set()
    for element in elements_of(block):
        action_id = element.get("action_id")
        if isinstance(action_id, str) and action_id in seen:
            report.add(f"the action_id {action_id!r} is used twice in this block")
        seen.add(str(action_id))


def _section(report: Report, block: Json) -> None:
    if "text" not in block and "fields" not in block:
        report.add("missing required field: text or fields")
    if "text" in block:
        check_text(report.at("text"), block["text"], SECTION_TEXT_MAX)
    for index, field in enumerate(report.items(block, "fields", 1, FIELDS_MAX, required=False)):
        check_text(report.at("fields", index), field, FIELD_TEXT_MAX)
    if "accessory" in block:
        check_element(report.at("accessory"), block["accessory"], IN_SECTION)
    report.boolean(block, "expand")


def _divider(report: Report, block: Json) -> None:
    """A divider has nothing but its type and block_id."""


def _header(report: Report, block: Json) -> None:
    check_text(report.at("text"), block.get("text"), HEADER_MAX, plain=True)


def _image(report: Report, block: Json) -> None:
    check_image_source(report, block)
    if "title" in block:
        check_text(report.at("title"), block["title"], IMAGE_TITLE_MAX, plain=True)


def _actions(report: Report, block: Json) -> None:
    for index, element in enumerate(report.items(block, "elements", 1, ACTIONS_MAX)):
        check_element(report.at("elements", index), element, IN_ACTIONS)


def _context(report: Report, block: Json) -> None:
    for index, value in enumerate(report.items(block, "elements", 1, CONTEXT_MAX)):
        here = report.at("elements", index)
        if isinstance(value, dict) and value.get("type") == "image":
            check_element(here, value, ("image",))
        else:
            check_text(here, value)


def _context_actions(report: Report, block: Json) -> None:
    for index, element in enumerate(report.items(block, "elements", 1, CONTEXT_ACTIONS_MAX)):
        check_element(report.at("elements", index), element, ("feedback_buttons", "icon_button"))


def _input(report: Report, block: Json) -> None:
    check_text(report.at("label"), block.get("label"), LABEL_MAX, plain=True)
    if "hint" in block:
        check_text(report.at("hint"), block["hint"], LABEL_MAX, plain=True)
    report.boolean(block, "optional", "dispatch_action")
    check_element(report.at("element"), block.get("element"), IN_INPUT)


def _markdown(report: Report, block: Json) -> None:
    report.string(block, "text", MARKDOWN_MAX, required=True)


def _file(report: Report, block: Json) -> None:
    report.string(block, "external_id", ID_MAX, required=True)
    if block.get("source") != "remote":
        report.at("source").add("must be remote")


def _video(report: Report, block: Json) -> None:
    for key in ("video_url", "thumbnail_url"):
        report.string(block, key, URL_MAX, required=True)
    report.string(block, "alt_text", IMAGE_TITLE_MAX, required=True)
    report.string(block, "author_name", VIDEO_AUTHOR_MAX)
    check_text(report.at("title"), block.get("title"), VIDEO_TITLE_MAX, plain=True)
    if "description" in block:
        check_text(report.at("description"), block["description"], VIDEO_TITLE_MAX, plain=True)


def _table(report: Report, block: Json) -> None:
    for index, row in enumerate(report.items(block, "rows", 1, TABLE_ROWS_MAX)):
        here = report.at("rows", index)
        if not isinstance(row, list):
            here.add("must be an array")
            continue
        if len(row) > TABLE_CELLS_MAX:
            here.add(f"must have no more than {TABLE_CELLS_MAX} items")
        for number, value in enumerate(row):
            cell = here.at(number).object(value)
            if cell is None:
                continue
            if cell.get("type") == "raw_text":
                here.at(number).string(cell, "text", SECTION_TEXT_MAX, required=True)
            elif cell.get("type") == "rich_text":
                check_rich_text(here.at(number), cell)
            elif cell.get("type") != "raw_number":
                here.at(number, "type").add(f"unknown cell type: {cell.get('type')}")


def _alert(report: Report, block: Json) -> None:
    check_text(report.at("text"), block.get("text"), SECTION_TEXT_MAX)
    report.choice(block, "level", ("default", "info", "warning", "error", "success"))


_Checker = Callable[[Report, Json], None]
_BLOCKS: dict[str, tuple[frozenset[Surface], tuple[str, ...], _Checker]] = {
    "section": (EVERYWHERE, ("text", "fields", "accessory", "expand"), _section),
    "divider": (EVERYWHERE, (), _divider),
    "header": (EVERYWHERE, ("text",), _header),
    "image": (EVERYWHERE, ("image_url", "slack_file", "alt_text", "title"), _image),
    "actions": (EVERYWHERE, ("elements",), _actions),
    "context": (EVERYWHERE, ("elements",), _context),
    "context_actions": (MESSAGE, ("elements",), _context_actions),
    "input": (EVERYWHERE, ("label", "element", "hint", "optional", "dispatch_action"), _input),
    "rich_text": (EVERYWHERE, ("elements",), check_rich_text),
    "markdown": (MESSAGE, ("text",), _markdown),
    "file": (MESSAGE, ("external_id", "source"), _file),
    "video": (
        EVERYWHERE,
        (
            "video_url",
            "thumbnail_url",
            "alt_text",
            "title",
            "title_url",
            "author_name",
            "description",
            "provider_icon_url",
            "provider_name",
        ),
        _video,
    ),
    "table": (MESSAGE, ("rows", "column_settings"), _table),
    "alert": (EVERYWHERE, ("text", "level"), _alert),
}
