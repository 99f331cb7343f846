"""Block elements: buttons, selects, pickers, inputs, images; which may stand where."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from playground.blockkit._objects import (
    OPTIONS_MAX,
    check_confirm,
    check_initial,
    check_option_groups,
    check_options,
    check_placeholder,
    check_text,
)
from playground.blockkit._report import ID_MAX, URL_MAX, Json, Report

BUTTON_TEXT_MAX = 75
BUTTON_VALUE_MAX = 2_000
INPUT_LENGTH_MAX = 3_000  # the longest text that a plain_text_input takes
FEW_OPTIONS_MAX = 10  # checkboxes and radio buttons
OVERFLOW_MAX = 5
ALT_TEXT_MAX = 2_000
FILES_MAX = 10

_COMMON = ("action_id", "confirm", "focus_on_load")
_SELECTS = ("static", "external", "users", "conversations", "channels")
SELECTS = tuple(f"{kind}_select" for kind in _SELECTS)
MULTI_SELECTS = tuple(f"multi_{kind}_select" for kind in _SELECTS)
PICKERS = ("datepicker", "timepicker", "datetimepicker")
CHOICES = ("checkboxes", "radio_buttons")
TEXT_INPUTS = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
)

IN_ACTIONS = ("button", "overflow", *SELECTS, *MULTI_SELECTS, *PICKERS, *CHOICES, "workflow_button")
IN_SECTION = (*IN_ACTIONS, "image")
IN_INPUT = (*SELECTS, *MULTI_SELECTS, *PICKERS, *CHOICES, *TEXT_INPUTS, "file_input")
# A message takes no element that needs a submit button behind it, and no date and time at once
# outside an actions block.
INTERACTIVE = frozenset({*IN_ACTIONS, *IN_INPUT, "feedback_buttons", "icon_button"})


def check_element(report: Report, value: Any, allowed: tuple[str, ...]) -> Json | None:
    """Any element of a type that may stand here; the element, if it is one."""
    element = report.object(value)
    if element is None:
        return None
    kind = element.get("type")
    if kind not in _CHECKS:
        report.at("type").add(f"unknown element type: {kind}")
        return None
    if kind not in allowed:
        report.at("type").add(f"unsupported type here: {kind}")
        return None
    report.string(element, "action_id", ID_MAX)
    report.boolean(element, "focus_on_load")
    if "confirm" in element:
        check_confirm(report.at("confirm"), element["confirm"])
    _CHECKS[kind](report, element)
    return element


def _button(report: Report, element: Json) -> None:
    report.only(element, (*_COMMON, "text", "url", "value", "style", "accessibility_label"))
    if "text" in element:
        check_text(report.at("text"), element["text"], BUTTON_TEXT_MAX, plain=True)
    else:
        report.add("missing required field: text")
    _link(report, element)
    report.string(element, "value", BUTTON_VALUE_MAX, empty=True)
    report.string(element, "accessibility_label", BUTTON_TEXT_MAX)
    report.choice(element, "style", ("primary", "danger"))


def _link(report: Report, element: Json) -> None:
    url = report.string(element, "url", URL_MAX)
    if url is not None and not re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE):
        report.at("url").add("must be a URL")


def _workflow_button(report: Report, element: Json) -> None:
    report.only(element, (*_COMMON, "text", "workflow", "style", "accessibility_label"))
    check_text(report.at("text"), element.get("text"), BUTTON_TEXT_MAX, plain=True)
    if not isinstance(element.get("workflow"), dict):
        report.add("missing required field: workflow")
    report.choice(element, "style", ("primary", "danger"))


def _overflow(report: Report, element: Json) -> None:
    report.only(element, (*_COMMON, "options"))
    check_options(report, element, most=OVERFLOW_MAX, url=True)


def _choices(report: Report, element: Json) -> None:
    several = element["type"] == "checkboxes"
    initial = "initial_options" if several else "initial_option"
    report.only(element, (*_COMMON, "options", initial))
    options = check_options(report, element, most=FEW_OPTIONS_MAX, mrkdwn=True)
    check_initial(report, element, initial, options, several=several)


def _select(report: Report, element: Json) -> None:
    kind: str = element["type"]
    several = kind.startswith("multi_")
    subject = kind.removeprefix("multi_").removesuffix("_select")
    own: tuple[str, ...] = ("placeholder", *(("max_selected_items",) if several else ()))
    if several:
        report.whole(element, "max_selected_items", 1, OPTIONS_MAX)
    check_placeholder(report, element)
    if subject == "static":
        initial = "initial_options" if several else "initial_option"
        report.only(element, (*_COMMON, *own, "options", "option_groups", initial))
        if "options" in element and "option_groups" in element:
            report.add("options and option_groups cannot both be given")
        if "option_groups" in element:
            options = check_option_groups(report, element)
        else:
            options = check_options(report, element, most=OPTIONS_MAX)
        check_initial(report, element, initial, options, several=several)
    elif subject == "external":
        initial = "initial_options" if several else "initial_option"
        report.only(element, (*_COMMON, *own, "min_query_length", initial))
    else:
        initial = f"initial_{subject if several else subject.removesuffix('s')}"
        extra = ("default_to_current_conversation", "filter") if subject == "conversations" else ()
        late = () if several or subject == "users" else ("response_url_enabled",)
        report.only(element, (*_COMMON, *own, initial, *extra, *late))
        report.boolean(element, "default_to_current_conversation", "response_url_enabled")
        _ids(report, element, initial, several=several)


def _ids(report: Report, element: Json, key: str, *, several: bool) -> None:
    if key not in element:
        return
    found = element[key]
    ids = found if several else [found]
    if not isinstance(ids, list) or not all(isinstance(one, str) and one for one in ids):
        report.at(key).add("must be ids" if several else "must be an id")


def _date(report: Report, element: Json) -> None:
    report.only(element, (*_COMMON, "placeholder", "initial_date"))
    check_placeholder(report, element)
    _parsed(
        report,
        element,
        "initial_date",
        parse=date.fromisoformat,
        form=r"\d{4}-\d\d-\d\d",
        name="YYYY-MM-DD",
    )


def _time(report: Report, element: Json) -> None:
    report.only(element, (*_COMMON, "placeholder", "initial_time", "timezone"))
    check_placeholder(report, element)
    report.string(element, "timezone", ID_MAX)
    _parsed(
        report, element, "initial_time", parse=time.fromisoformat, form=r"\d\d:\d\d", name="HH:mm"
    )


def _parsed(
    report: Report,
    element: Json,
    key: str,
    *,
    parse: Callable[[str], object],
    form: str,
    name: str,
) -> None:
    found = element.get(key)
    if found is None:
        return
    try:
        if not isinstance(found, str) or re.fullmatch(form, found) is None:
            raise ValueError(name)
        parse(found)
    except ValueError:
        report.at(key).add(f"must be in the form {name}")


def _datetime(report: Report, element: Json) -> None:
    report.only(element, (*_COMMON, "initial_date_time"))
    report.whole(element, "initial_date_time", 1_000_000_000, 9_999_999_999)


def _text_input(report: Report, element: Json) -> None:
    kind: str = element["type"]
    own: tuple[str, ...] = ("placeholder", "initial_value", "dispatch_action_config")
    if kind == "plain_text_input":
        own += ("multiline", "min_length", "max_length")
        report.boolean(element, "multiline")
        least = report.whole(element, "min_length", 0, INPUT_LENGTH_MAX)
        most = report.whole(element, "max_length", 1, INPUT_LENGTH_MAX)
        if least is not None and most is not None and least > most:
            report.at("min_length").add("must not be more than max_length")
    elif kind == "number_input":
        own += ("is_decimal_allowed", "min_value", "max_value")
        if not isinstance(element.get("is_decimal_allowed"), bool):
            report.add("missing required field: is_decimal_allowed")
    report.only(element, (*_COMMON, *own))
    check_placeholder(report, element)
    if kind != "rich_text_input":
        report.string(element, "initial_value", INPUT_LENGTH_MAX, empty=True)
    if "dispatch_action_config" in element:
        here = report.at("dispatch_action_config")
        config = here.object(element["dispatch_action_config"])
        for index, on in enumerate(here.items(config or {}, "trigger_actions_on", 1, 2)):
            if on not in ("on_enter_pressed", "on_character_entered"):
                here.at("trigger_actions_on", index).add(f"unknown trigger: {on}")


def _file_input(report: Report, element: Json) -> None:
    report.only(element, (*_COMMON, "filetypes", "max_files"))
    report.whole(element, "max_files", 1, FILES_MAX)


def check_image_source(report: Report, image: Json) -> None:
    """What an image block and an image element share."""
    if ("image_url" in image) == ("slack_file" in image):
        report.add("exactly one of image_url and slack_file must be given")
    report.string(image, "image_url", URL_MAX)
    report.string(image, "alt_text", ALT_TEXT_MAX, required=True, empty=True)


def _image(report: Report, element: Json) -> None:
    report.only(element, ("image_url", "slack_file", "alt_text"))
    check_image_source(report, element)


def _feedback_buttons(report: Report, element: Json) -> None:
    report.only(element, ("action_id", "positive_button", "negative_button"))
    for key in ("positive_button", "negative_button"):
        here = report.at(key)
        button = here.object(element.get(key))
        if button is None:
            continue
        here.only(button, ("text", "value", "accessibility_label"))
        check_text(here.at("text"), button.get("text"), BUTTON_TEXT_MAX, plain=True)
        here.string(button, "value", BUTTON_VALUE_MAX, required=True)
        here.string(button, "accessibility_label", BUTTON_TEXT_MAX)


def _icon_button(report: Report, element: Json) -> None:
    own = ("icon", "text", "value", "accessibility_label", "visible_to_user_ids")
    report.only(element, (*_COMMON, *own))
    report.choice(element, "icon", ("trash",))
    if "icon" not in element:
        report.add("missing required field: icon")
    check_text(report.at("text"), element.get("text"), BUTTON_TEXT_MAX, plain=True)
    report.string(element, "value", BUTTON_VALUE_MAX, empty=True)
    report.string(element, "accessibility_label", BUTTON_TEXT_MAX)


_CHECKS: dict[str, Callable[[Report, Json], None]] = {
    "button": _button,
    "workflow_button": _workflow_button,
    "overflow": _overflow,
    **dict.fromkeys(CHOICES, _choices),
    **dict.fromkeys(SELECTS + MULTI_SELECTS, _select),
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _datetime,
    **dict.fromkeys(TEXT_INPUTS, _text_input),
    "file_input": _file_input,
    "image": _image,
    "feedback_buttons": _feedback_buttons,
    "icon_button": _icon_button,
}
