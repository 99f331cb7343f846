"""The checker descends: every limit, on every level, with a pointer to the place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_sdk.models import blocks as typed
from slack_sdk.models.views import View

from playground import check_blocks, check_view
from playground.blockkit import completed, message_chars, shown_text, view_size

from .helpers import Json, actions, button, field_of, modal, plain, section


def option(value: str = "a", text: str = "A", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def confirm(**more: Any) -> Json:
    return {"title": plain("Sure?"), "text": plain("Really?"), **more}


def rich(*elements: Json) -> Json:
    inner = {"type": "rich_text_section", "elements": list(elements)}
    return {"type": "rich_text", "elements": [inner]}


GOOD: list[Json] = [
    section("x" * 3_000),
    {"type": "section", "fields": [plain("x" * 2_000)] * 10},
    section(accessory=button("x" * 75, value="v" * 2_000)),
    section(accessory={"type": "image", "image_url": "https://a.example/i.png", "alt_text": ""}),
    {"type": "divider"},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "image", "image_url": "https://a.example/i.png", "alt_text": "An i"},
    {"type": "context", "elements": [plain("x")] * 10},
    actions(*[button(action_id=f"b{n}") for n in range(25)]),
    actions(select(confirm=confirm(confirm=plain("x" * 30), deny=plain("No")))),
    actions({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(5)]}),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-02-28"}),
    actions({"type": "timepicker", "action_id": "t", "initial_time": "09:30"}),
    actions({"type": "conversations_select", "default_to_current_conversation": True}),
    actions(select(initial_option=option(), placeholder=plain("Choose"))),
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": plain("Yes"), "value": "1"},
                "negative_button": {"text": plain("No"), "value": "0"},
            }
        ],
    },
    {"type": "markdown", "text": "x" * 12_000},
    rich({"type": "text", "text": "x", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}),
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]},
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_what_slack_takes_passes(block: Json) -> None:
    assert check_blocks([block]) == []


BAD: list[tuple[Json, str]] = [
    (section("x" * 3_001), "/0/text/text"),
    (section(""), "/0/text/text"),
    ({"type": "section"}, "/0"),
    ({"type": "section", "fields": [plain("x")] * 11}, "/0/fields"),
    ({"type": "section", "fields": [plain("x" * 2_001)]}, "/0/fields/0/text"),
    (section(accessory=button("x" * 76)), "/0/accessory/text/text"),
    (section(accessory=field_of()["element"]), "/0/accessory/type"),
    (section(surprise=1), "/0"),
    ({"type": "header", "text": plain("x" * 151)}, "/0/text/text"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "/0/text/type"),
    ({"type": "image", "image_url": "https://a.example/i.png"}, "/0"),
    ({"type": "image", "image_url": "https://a.example/i", "alt_text": "x" * 2_001}, "/0/alt_text"),
    ({"type": "context", "elements": [plain("x")] * 11}, "/0/elements"),
    ({"type": "context", "elements": [button()]}, "/0/elements/0/type"),
    (actions(*[button(action_id=f"b{n}") for n in range(26)]), "/0/elements"),
    (actions(), "/0/elements"),
    (actions(button(), button()), "/0"),
    (actions(button(value="v" * 2_001)), "/0/elements/0/value"),
    (actions(button(url="h" * 3_001)), "/0/elements/0/url"),
    (actions(button(url="not a link")), "/0/elements/0/url"),
    (actions(button(style="loud")), "/0/elements/0/style"),
    (actions(button(action_id="a" * 256)), "/0/elements/0/action_id"),
    (actions(button(confirm=confirm(title=plain("x" * 101)))), "/0/elements/0/confirm/title/text"),
    (actions(button(confirm=confirm(text=plain("x" * 301)))), "/0/elements/0/confirm/text/text"),
    (actions(button(confirm=confirm(deny=plain("x" * 31)))), "/0/elements/0/confirm/deny/text"),
    (actions(button(confirm={"title": plain("x")})), "/0/elements/0/confirm"),
    (actions(select(options=[option(text="x" * 76)])), "/0/elements/0/options/0/text/text"),
    (actions(select(options=[option("v" * 151)])), "/0/elements/0/options/0/value"),
    (actions(select(options=[option(), option()])), "/0/elements/0/options/1"),
    (actions(select(options=[option(str(n)) for n in range(101)])), "/0/elements/0/options"),
    (actions(select(options=[])), "/0/elements/0/options"),
    (actions(select(initial_option=option("z"))), "/0/elements/0/initial_option"),
    (actions(select(placeholder=plain("x" * 151))), "/0/elements/0/placeholder/text"),
    (actions(select(option_groups=[])), "/0/elements/0"),
    (
        actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "/0/elements/0/options",
    ),
    (
        actions({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]}),
        "/0/elements/0/options",
    ),
    (actions({"type": "datepicker", "initial_date": "2026-02-30"}), "/0/elements/0/initial_date"),
    (actions({"type": "timepicker", "initial_time": "9:30"}), "/0/elements/0/initial_time"),
    (actions({"type": "shiny_thing"}), "/0/elements/0/type"),
    ({"type": "shiny_block"}, "/0/type"),
    ({"type": "markdown", "text": "x" * 12_001}, "/0/text"),
    (rich({"type": "text", "text": ""}), "/0/elements/0/elements/0/text"),
    (rich({"type": "sparkle"}), "/0/elements/0/elements/0/type"),
    (rich({"type": "link"}), "/0/elements/0/elements/0"),
    (section(block_id="b" * 256), "/0/block_id"),
]


@pytest.mark.parametrize(("block", "pointer"), BAD)
def test_what_slack_refuses_is_pointed_at(block: Json, pointer: str) -> None:
    faults = check_blocks([block])
    assert pointer in [fault.partition(": ")[0] for fault in faults]


def test_counts_and_ids_across_blocks() -> None:
    assert check_blocks([{"type": "divider"}] * 50) == []
    assert "50" in check_blocks([{"type": "divider"}] * 51)[0]
    assert check_blocks([{"type": "divider"}] * 100, "modal") == []
    assert check_blocks([{"type": "divider"}] * 101, "home") != []
    twice = [section(block_id="b"), section(block_id="b")]
    assert check_blocks(twice) == ["/1/block_id: 'b' is used by another block"]
    halves = [{"type": "markdown", "text": "x" * 6_001}] * 2
    assert "together" in check_blocks(halves)[0]


@pytest.mark.parametrize("junk", [None, "text", {"type": "section"}, [None], ["x"], [[]], [{}]])
def test_junk_is_a_fault_and_no_crash(junk: Any) -> None:
    assert check_blocks(junk) != []
    assert check_view(junk) != []


def test_some_blocks_belong_to_messages_only() -> None:
    block = {"type": "markdown", "text": "x"}
    assert check_blocks([block], "modal") == ["/0/type: a markdown block cannot stand in a modal"]


def test_a_view_has_limits_of_its_own() -> None:
    assert check_view(modal(field_of())) == []
    assert check_view({"type": "home", "blocks": [section()]}) == []
    faults = {
        "/title/text": modal(title=plain("x" * 25)),
        "/submit/text": modal(submit=plain("x" * 25)),
        "/private_metadata": modal(private_metadata="x" * 3_001),
        "/callback_id": modal(callback_id="x" * 256),
        "/type": modal(type="drawer"),
        "/": modal(surprise=True),
    }
    for pointer, view in faults.items():
        assert pointer in [fault.partition(": ")[0] for fault in check_view(view)]
    no_submit = modal(section(), field_of())
    del no_submit["submit"]
    assert check_view(no_submit) == ["/blocks/1: an input block needs a view with submit"]
    no_title = modal()
    del no_title["title"]
    assert check_view(no_title) == ["/: missing required field: title"]
    assert check_view({"type": "home", "title": plain("x"), "blocks": []}) != []


def test_what_the_sdk_builds_passes() -> None:
    blocks = [
        typed.HeaderBlock(text="Head"),
        typed.SectionBlock(text="*Bold*", accessory=typed.ButtonElement(text="Go", action_id="g")),
        typed.ContextBlock(elements=[typed.MarkdownTextObject(text="small")]),
        typed.ActionsBlock(
            elements=[
                typed.StaticSelectElement(
                    action_id="s", options=[typed.Option(text="One", value="1")]
                ),
                typed.RadioButtonsElement(
                    action_id="r",
                    options=[typed.Option(text="One", value="1")],
                    initial_option=typed.Option(text="One", value="1"),
                ),
            ]
        ),
        typed.RichTextBlock(
            elements=[
                typed.RichTextQuoteElement(
                    elements=[typed.RichTextElementParts.Text(text="quoted words")]
                )
            ]
        ),
    ]
    assert check_blocks([block.to_dict() for block in blocks]) == []
    view = View(type="modal", title="T", submit="S", blocks=[block.to_dict() for block in blocks])
    assert check_view(view.to_dict()) == []


def test_the_words_of_blocks_are_found_and_counted() -> None:
    blocks = [section("One"), actions(button("Two")), rich({"type": "text", "text": "Three"})]
    assert shown_text(blocks).splitlines() == ["One", "Two", "Three"]
    assert message_chars([section("x" * 1_000)]) > 1_000
    assert view_size(modal()) == len(json.dumps(modal(), separators=(",", ":")))


def test_what_slack_fills_in_is_filled_in_on_a_copy() -> None:
    given = [actions(button()), section(accessory=button())]
    del given[1]["accessory"]["action_id"]
    filled = completed(given)
    assert "block_id" not in given[1]
    assert filled[0]["block_id"] == "buttons"
    assert filled[1]["block_id"]
    assert filled[1]["accessory"]["action_id"]
    assert filled[1]["text"]["verbatim"] is False
    assert filled[0]["elements"][0]["text"]["emoji"] is True
