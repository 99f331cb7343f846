"""Rich text: sections, lists, quotes and preformatted text, and what stands inside them."""

from __future__ import annotations

from typing import Any

from playground.blockkit._report import URL_MAX, Json, Report

INDENT_MAX = 8

# What an inline element needs, and what it may have besides.
_INLINE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": (("text",), ("style",)),
    "link": (("url",), ("text", "unsafe", "style")),
    "emoji": (("name",), ("unicode", "skin_tone", "style", "url")),
    "user": (("user_id",), ("style",)),
    "channel": (("channel_id",), ("style",)),
    "usergroup": (("usergroup_id",), ("style",)),
    "team": (("team_id",), ("style",)),
    "broadcast": (("range",), ("style",)),
    "color": (("value",), ("style",)),
    "date": (("timestamp", "format"), ("url", "fallback", "style")),
}
_STYLES = (
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "highlight",
    "client_highlight",
    "unlink",
)


def check_rich_text(report: Report, block: Json) -> None:
    for index, value in enumerate(report.items(block, "elements", 1, 1_000)):
        here = report.at("elements", index)
        element = here.object(value)
        if element is None:
            continue
        kind = element.get("type")
        if kind == "rich_text_list":
            here.only(element, ("elements", "style", "indent", "offset", "border"))
            if element.get("style") not in ("bullet", "ordered"):
                here.at("style").add("must be one of bullet, ordered")
            here.whole(element, "indent", 0, INDENT_MAX)
            for number, item in enumerate(here.items(element, "elements", 1, 1_000)):
                _section(here.at("elements", number), item)
        elif kind == "rich_text_section":
            _section(here, element)
        elif kind in ("rich_text_quote", "rich_text_preformatted"):
            here.only(element, ("elements", "border", "language"))
            _inline(here, element)
        else:
            here.at("type").add(f"unknown element type: {kind}")


def _section(report: Report, value: Any) -> None:
    section = report.object(value)
    if section is None:
        return
    if section.get("type") != "rich_text_section":
        report.at("type").add(f"unsupported type here: {section.get('type')}")
        return
    report.only(section, ("elements",))
    _inline(report, section)


def _inline(report: Report, parent: Json) -> None:
    # Slack takes an empty section (an empty line of a list), so none is the least.
    for index, value in enumerate(report.items(parent, "elements", 0, 10_000)):
        here = report.at("elements", index)
        element = here.object(value)
        if element is None:
            continue
        kind = element.get("type")
        if kind not in _INLINE:
            here.at("type").add(f"unknown element type: {kind}")
            continue
        needed, allowed = _INLINE[kind]
        here.only(element, (*needed, *allowed))
        for key in needed:
            if key not in element:
                here.add(f"missing required field: {key}")
        if kind == "text":
            # Slack refuses an empty text here with invalid_blocks.
            here.string(element, "text", 100_000)
        if "url" in element:
            here.string(element, "url", URL_MAX)
        if kind == "broadcast":
            here.choice(element, "range", ("here", "channel", "everyone"))
        if "style" in element:
            style = here.at("style").object(element["style"]) or {}
            here.at("style").only(style, _STYLES)
