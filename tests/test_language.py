"""Short texts in Dean's three languages are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.models import LANGUAGES, Language
from bot.language import detect


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("caller wants my boss NOW", "en"),
        ("customer threatens to sue", "en"),
        ("they keep interrupting me", "en"),
        ("she is crying on the phone", "en"),
        ("angry about a late refund, what do I say?", "en"),
        ("How do I say no without sounding rude", "en"),
        ("someone is yelling", "en"),
        ("Thanks for your message", "en"),
        ("klant wil een refund", "nl"),
        ("klant schreeuwt", "nl"),
        ("hoe zeg ik nee zonder bot te zijn", "nl"),
        ("boze klant aan de telefoon", "nl"),
        ("mevrouw huilt", "nl"),
        ("wil mijn manager spreken", "nl"),
        ("Bedankt voor uw bericht", "nl"),
        ("ze blijft maar bellen over haar pakket", "nl"),
        ("dreigt met een slechte review", "nl"),
        ("לקוח כועס", "he"),
        ("הלקוחה רוצה refund עכשיו", "he"),
        ("לקוח שואל על Samsung Galaxy", "he"),
    ],
)
def test_detects(text: str, lang: Language) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize("text", ["", "   ", "12345", "?!", "😀", "ok", "iPhone 14", "SOS"])
@pytest.mark.parametrize("default", LANGUAGES)
def test_little_evidence_gives_the_default(text: str, default: Language) -> None:
    assert detect(text, default) == default


def test_one_quoted_hebrew_word_does_not_make_a_text_hebrew() -> None:
    assert detect("The customer wrote שלום and then asked for the price") == "en"


@given(st.text())
def test_never_fails(text: str) -> None:
    assert detect(text) in LANGUAGES
