"""Composition objects: text, confirmation, options."""

from __future__ import annotations

from typing import Any

from playground.blockkit._report import URL_MAX, Json, Report

TEXT_MAX = 3_000
OPTION_TEXT_MAX = 75
OPTION_VALUE_MAX = 150
OPTIONS_MAX = 100
GROUPS_MAX = 100
PLACEHOLDER_MAX = 150


def check_text(
    report: Report,
    value: Any,
    longest: int = TEXT_MAX,
    *,
    plain: bool = False,
    mrkdwn: bool = False,
) -> None:
    """A text object; `plain` or `mrkdwn` where only that type may stand."""
    text = report.object(value)
    if text is None:
        return
    kind = text.get("type")
    allowed = ("plain_text",) if plain else ("mrkdwn",) if mrkdwn else ("plain_text", "mrkdwn")
    if kind not in allowed:
        report.at("type").add(f"unsupported type: {kind}; must be {' or '.join(allowed)}")
        return
    report.only(text, ("text", "emoji") if kind == "plain_text" else ("text", "verbatim"))
    report.boolean(text, "emoji", "verbatim")
    report.string(text, "text", longest, required=True)


def check_confirm(report: Report, value: Any) -> None:
    confirm = report.object(value)
    if confirm is None:
        return
    report.only(confirm, ("title", "text", "confirm", "deny", "style"))
    for key, longest, plain in (
        ("title", 100, True),
        ("text", 300, False),
        ("confirm", 30, True),
        ("deny", 30, True),
    ):
        if key in confirm:
            check_text(report.at(key), confirm[key], longest, plain=plain)
        elif key in ("title", "text"):
            report.add(f"missing required field: {key}")
    report.choice(confirm, "style", ("primary", "danger"))


def check_option(report: Report, value: Any, *, mrkdwn: bool, url: bool = False) -> str | None:
    """One option; its value. `mrkdwn` where the words may be marked up (checkboxes, radios)."""
    option = report.object(value)
    if option is None:
        return None
    report.only(option, ("text", "value", "description", *(("url",) if url else ())))
    if "text" in option:
        check_text(report.at("text"), option["text"], OPTION_TEXT_MAX, plain=not mrkdwn)
    else:
        report.add("missing required field: text")
    if "description" in option:
        check_text(
            report.at("description"), option["description"], OPTION_TEXT_MAX, plain=not mrkdwn
        )
    if url:
        report.string(option, "url", URL_MAX)
    return report.string(option, "value", OPTION_VALUE_MAX, required=True)


def check_options(
    report: Report, element: Json, *, most: int, mrkdwn: bool = False, url: bool = False
) -> list[Any]:
    """The `options` of an element: how many, each of them, and no value twice."""
    options = report.items(element, "options", 1, most)
    seen: set[str] = set()
    for index, option in enumerate(options):
        here = report.at("options", index)
        value = check_option(here, option, mrkdwn=mrkdwn, url=url)
        if value is not None and value in seen:
            here.add(f"the value {value!r} is given twice")
        seen.add(value or "")
    return options


def check_option_groups(report: Report, element: Json) -> list[Any]:
    everything: list[Any] = []
    for index, value in enumerate(report.items(element, "option_groups", 1, GROUPS_MAX)):
        here = report.at("option_groups", index)
        group = here.object(value)
        if group is None:
            continue
        here.only(group, ("label", "options"))
        if "label" in group:
            check_text(here.at("label"), group["label"], OPTION_TEXT_MAX, plain=True)
        else:
            here.add("missing required field: label")
        everything += check_options(here, group, most=OPTIONS_MAX)
    return everything


def check_initial(
    report: Report, element: Json, key: str, options: list[Any], *, several: bool
) -> None:
    """An initial choice has to be one of the options, in every property."""
    if key not in element:
        return
    chosen = element[key]
    if several and (not isinstance(chosen, list) or not chosen):
        report.at(key).add("must be an array with at least 1 option")
        return
    for one in chosen if several else [chosen]:
        if not any(_same(one, option) for option in options):
            report.at(key).add("must be one of the options given")


def _same(one: Any, other: Any) -> bool:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            # Slack fills in these two, so they do not make a difference.
            return {k: bare(v) for k, v in value.items() if k not in ("emoji", "verbatim")}
        return value

    return bool(bare(one) == bare(other))


def check_placeholder(report: Report, element: Json) -> None:
    if "placeholder" in element:
        check_text(report.at("placeholder"), element["placeholder"], PLACEHOLDER_MAX, plain=True)
