"""What stands in the inputs of a view or message: first values, what a person filled in, faults.

A state is `{block_id: {action_id: {"type": …, "value": …}}}`, as Slack sends it.
"""

from __future__ import annotations

import re
from typing import Any

from playground.blockkit import INPUT_LENGTH_MAX, elements_of, shown_text
from playground.model import Json

# element type -> (where the value stands in the state, where it starts from, the value of nothing)
_SLOTS: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "file_input": ("files", "initial_files", []),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "users_select": ("selected_user", "initial_user", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "multi_users_select": ("selected_users", "initial_users", []),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "radio_buttons": ("selected_option", "initial_option", None),
}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


def slot(element_type: str) -> str | None:
    """Where the value of an element of this type stands; None for buttons and the like."""
    found = _SLOTS.get(element_type)
    return found[0] if found else None


def value_of(element: Json, given: Any) -> Any:
    """A value in Slack's form from a loose one: an option from its value, text as it is."""
    key = slot(str(element.get("type")))
    if isinstance(given, dict) and key is not None and key in given:
        given = given[key]
    if key == "selected_option" and isinstance(given, str):
        return _option(element, given)
    if key == "selected_options" and isinstance(given, list):
        return [_option(element, one) if isinstance(one, str) else one for one in given]
    if key == "value" and isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    return given


def options_of(element: Json) -> list[Json]:
    found: list[Json] = list(element.get("options", []))
    for group in element.get("option_groups", []):
        found += group.get("options", [])
    return found


def _option(element: Json, value: str) -> Json:
    for option in options_of(element):
        if option.get("value") == value:
            return option
    raise LookupError(f"there is no option {value!r} in {element.get('action_id')}")


def state_of(blocks: list[Json], kept: Json, *, conversation: str | None = None) -> Json:
    """The full state of these blocks: what was kept where it still fits, else first values."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            found = _SLOTS.get(str(element.get("type")))
            if found is None:
                continue
            key, initial, nothing = found
            old = kept.get(block["block_id"], {}).get(element["action_id"])
            if isinstance(old, dict) and old.get("type") == element["type"]:
                value = old.get(key, nothing)
            else:
                value = element.get(initial, nothing)
                if value is None and element.get("default_to_current_conversation"):
                    value = conversation
            slots = values.setdefault(block["block_id"], {})
            slots[element["action_id"]] = {"type": element["type"], key: value}
    return values


def fill(blocks: list[Json], state: Json, given: Json) -> Json:
    """`state` with `given` written over it. LookupError names what these blocks do not have."""
    filled = {block_id: dict(actions) for block_id, actions in state.items()}
    elements = {
        (block.get("block_id"), element.get("action_id")): element
        for block in blocks
        for element in elements_of(block)
    }
    for block_id, actions in given.items():
        for action_id, loose in actions.items():
            element = elements.get((block_id, action_id))
            key = slot(str(element.get("type"))) if element is not None else None
            if element is None or key is None:
                raise LookupError(f"there is no input {action_id!r} in block {block_id!r}")
            entry = {"type": element["type"], key: value_of(element, loose)}
            filled.setdefault(block_id, {})[action_id] = entry
    return filled


def known(blocks: list[Json], given: Json) -> Json:
    """The part of `given` that these blocks have inputs for: a page may be a view behind."""
    inputs = {
        (block.get("block_id"), element.get("action_id")): element["type"]
        for block in blocks
        for element in elements_of(block)
        if element.get("type") in _SLOTS
    }
    return {
        block_id: {
            action_id: entry
            for action_id, entry in actions.items()
            if isinstance(entry, dict) and inputs.get((block_id, action_id)) == entry.get("type")
        }
        for block_id, actions in given.items()
        if isinstance(actions, dict)
    }


def faults(blocks: list[Json], state: Json) -> dict[str, str]:
    """What Slack's own client refuses before anything is sent: block id -> words."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        key = slot(element["type"])
        entry = state.get(block["block_id"], {}).get(element["action_id"], {})
        value = entry.get(key) if key else None
        if value in (None, "", []):
            if not block.get("optional", False):
                found[block["block_id"]] = "Please fill this in."
            continue
        fault = _fault(element, value)
        if fault:
            found[block["block_id"]] = fault
    return found


def _fault(element: Json, value: Any) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        least = element.get("min_length", 0)
        most = element.get("max_length", INPUT_LENGTH_MAX)
        if len(value) < least:
            return f"Please write at least {least} characters."
        if len(value) > most:
            return f"Please write no more than {most} characters."
    elif kind == "email_text_input" and _EMAIL.fullmatch(value) is None:
        return "Please give an email address."
    elif kind == "url_text_input" and _URL.fullmatch(value) is None:
        return "Please give a link that begins with http:// or https://."
    elif kind == "number_input":
        return _number_fault(element, value)
    elif key_limit(element) is not None and len(value) > (key_limit(element) or 0):
        return f"Please choose no more than {key_limit(element)}."
    return None


def key_limit(element: Json) -> int | None:
    """How many a person may choose in a multi-select, where it says so."""
    limit = element.get("max_selected_items")
    return limit if isinstance(limit, int) else None


def _number_fault(element: Json, value: Any) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please give a number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please give a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return f"Please give a number of at least {least}."
    if most is not None and number > float(most):
        return f"Please give a number of at most {most}."
    return None


def view_words(view: Json) -> str:
    """All the words of a view, title and buttons too."""
    around = [view.get(key) for key in ("title", "submit", "close")]
    words = [str(part["text"]) for part in around if isinstance(part, dict)]
    return "\n".join([*words, shown_text(view.get("blocks", []))])
