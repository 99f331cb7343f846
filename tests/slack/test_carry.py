"""What a button carries and a text becomes: it comes back as it was, or is refused in words."""

import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Language
from bot.content.models import LANGUAGES
from bot.slack.blocks.kit import Message, as_typed, clip, escape, typed, units
from bot.slack.carry import METADATA_MAX, Draft, ShelfRef, TipRef, shortened
from bot.slack.errors import StaleCard
from bot.tone import Side
from playground.mrkdwn import pings_in
from tests.slack.texts import ANYTHING

TIP = "never-say/11"

# What a button carries


@settings(max_examples=200, deadline=None, database=None)
@given(
    ANYTHING,
    ANYTHING,
    st.sampled_from((None, *LANGUAGES)),
    st.sampled_from((None, *get_args(Side))),
)
def test_a_draft_comes_back_as_it_was(
    text: str, customer: str, lang: Language | None, side: Side | None
) -> None:
    draft = Draft(
        text=typed(text), customer=typed(customer), lang=lang, side=side, rule="en/blame/x"
    )
    assert Draft.decode(draft.encode()) == draft
    alone = draft.model_copy(update={"customer": None, "message_lost": bool(draft.customer)})
    for limit in (900, 2_000, METADATA_MAX):
        fitted = draft.fitting(limit)
        assert units(fitted) <= limit
        assert Draft.decode(fitted) in (draft, alone, alone.model_copy(update={"text": None}))


def test_the_customers_message_gives_way_before_the_reply() -> None:
    draft = Draft(text="x" * 500, customer="y" * 500)
    assert Draft.decode(draft.fitting(900)) == Draft(text="x" * 500, message_lost=True)
    assert Draft.decode(draft.fitting(300)) == Draft(message_lost=True)
    assert Draft.decode(Draft(text="x" * 500).fitting(300)) == Draft()


@settings(max_examples=200, deadline=None, database=None)
@given(ANYTHING)
def test_a_tips_reference_comes_back_as_it_was(text: str) -> None:
    ref = TipRef(tip=TIP, lang="he", side="customer", query=shortened(typed(text)), also=(TIP,) * 4)
    assert units(ref.encode()) <= 2_000
    assert TipRef.decode(ref.encode()) == ref


@settings(max_examples=200, deadline=None, database=None)
@given(st.one_of(ANYTHING, st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["tip", "lang", "side", "also", "text", "x"]), inner),
    max_leaves=8,
).map(json.dumps)))  # fmt: skip
def test_a_forged_value_is_a_card_from_another_time(value: str) -> None:
    for model in (TipRef, ShelfRef, Draft):
        try:
            decoded = model.decode(value)
        except StaleCard:
            continue
        assert model.decode(decoded.encode()) == decoded


@pytest.mark.parametrize(
    "value", ["", "x", "[]", "{}", '{"tip":"a/1","lang":"en","x":1}', "\ud800"]
)
def test_what_no_tip_is(value: str) -> None:
    with pytest.raises(StaleCard):
        TipRef.decode(value)


# The one place of escaping, and the one of cutting


@settings(max_examples=200, deadline=None, database=None)
@given(ANYTHING)
def test_what_is_escaped_says_just_that(text: str) -> None:
    clean = typed(text)
    assert as_typed(escape(clean)) == clean
    payload = Message(clean or "x").payload()
    assert "<" not in payload["text"]
    assert ">" not in payload["text"]
    assert pings_in(payload["text"], [], [], surface="message", place="") == []


@settings(max_examples=200, deadline=None, database=None)
@given(ANYTHING, st.integers(min_value=1, max_value=200))
def test_what_is_cut_fits_and_closes_what_it_opened(text: str, limit: int) -> None:
    cut = clip(text, limit)
    assert units(cut) <= limit
    if units(text) <= limit:
        assert cut == text
    else:
        depth = 0
        for char in cut:
            depth += (char in "\u2066\u2067\u2068") - (char == "\u2069" and depth > 0)
        assert depth == 0


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("<@U123|sam> and <@U1>", "@sam and @U1"),
        ("<#C1|support> <!here> <!subteam^S1|@us>", "#support @here @us"),
        ("<https://x.example/?a=1&amp;b=2|the page>", "the page"),
        ("<https://x.example/?a=1&amp;b=2>", "https://x.example/?a=1&b=2"),
        ("<mailto:a@b.c>", "a@b.c"),
        ("5 &lt; 6 &gt; 4", "5 < 6 > 4"),
        ("", ""),
    ],
)
def test_a_message_is_read_as_people_see_it(text: str, seen: str) -> None:
    assert as_typed(text) == seen
