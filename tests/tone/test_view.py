"""Folding keeps the way back; what isn't the writer's own voice is not reviewed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tone.view import MASK, View


@pytest.mark.parametrize(
    ("given_text", "folded"),
    [
        ("You’re  WRONG", "you're wrong"),
        ("ＹＯＵ", "you"),
        ("cafe\u0301 één", "cafe een"),
        ("zero\u200bwidth \u202eturned", "zerowidth turned"),
        ("שָׁלוֹם", "שלום"),
        ("well 😀 then", "well then"),
        ("a\x00b \ud800 c", "a b c"),
        ("One. Two! Three", "one.\ntwo!\nthree"),
        ("Mr. Smith is here. Yes", "mr. smith is here.\nyes"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("Hi Sam,\nthanks", "hi sam,\nthanks"),
        ("snake_case *bold*", "snake case *bold*"),
    ],
)
def test_folds(given_text: str, folded: str) -> None:
    assert View(given_text).text == folded


@pytest.mark.parametrize(
    "given_text",
    [
        "You wrote “you are idiots” and I see why.",
        'You wrote "you are idiots" and I see why.',
        "> you are idiots\nI see why.",
        "&gt; you are idiots\nI see why.",
        "I see why.\n\nOn Tuesday Sam wrote:\nyou are idiots",
        "Run `idiots` now",
        "See https://example.com/idiots now",
        "Ask <@U1IDIOTS> now",
        "כתבת ״idiots״ ואני מבין",
    ],
)
def test_masks_what_others_said(given_text: str) -> None:
    assert "idiots" not in View(given_text).text
    assert MASK in View(given_text).text


def test_a_draft_in_quotation_marks_is_still_a_draft() -> None:
    assert View("“You are wrong.”").text == "you are wrong."


def test_a_scare_quote_is_the_writers_own() -> None:
    assert "urgent" in View('We looked at your "urgent" request.').text


@given(st.text(max_size=300))
def test_the_way_back_is_in_order_and_in_bounds(text: str) -> None:
    view = View(text)
    for sentence in view.sentences:
        assert 0 <= sentence.low < sentence.high <= len(view.text)
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert view.span(sentence.low, sentence.high) == (sentence.start, sentence.end)
    starts = [view.span(i, i + 1)[0] for i in range(len(view.text))]
    assert starts == sorted(starts)
