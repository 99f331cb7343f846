"""The pattern language: what matches, and what it refuses."""

import pytest

from bot.tone.pattern import PatternError, Phrase
from bot.tone.view import View


def _found(pattern: str, text: str) -> list[str]:
    view = View(text)
    return [view.text[m.start : m.end] for m in Phrase(pattern).finditer(view.text)]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (
            "as (i|we) [already] said",
            "As I said, as we already said.",
            ["as i said", "as we already said"],
        ),
        (
            "you {2} wrong",
            "You are quite wrong. You have not been wrong once.",
            ["you are quite wrong"],
        ),
        ("you {2} wrong", "You, wrong", ["you, wrong"]),
        ("you {2} wrong", "You see, are wrong", []),
        ("apolog*", "Apologies, I apologise.", ["apologies", "apologise"]),
        ("i can", "I can't", []),
        ("don't", "I dont and don’t", ["dont", "don't"]),
        ("i ('m|am) late", "I'm late, I am late", ["i'm late", "i am late"]),
        ("^ no $", "No. I say no. No!", ["no", "no"]),
        ("what ?", "What? What.", ["what?"]),
        ("hi > buddy", "hi buddy, buddy", ["buddy"]),
        ("so called", "so-called", ["so-called"]),
        ("word", "sword words", []),
    ],
)
def test_matches(pattern: str, text: str, found: list[str]) -> None:
    assert _found(pattern, text) == found


def test_hebrew_prefixes_are_not_part_of_what_is_found() -> None:
    text = View("אמרתי שהבעיה שלך").text
    matches = list(Phrase("הבעיה שלך", "he").finditer(text))
    assert [text[m.start : m.end] for m in matches] == ["הבעיה שלך"]


def test_fragments_are_spelled_out() -> None:
    phrase = Phrase("<who> said", words={"who": "(i|we)"})
    assert phrase.found("we said")


@pytest.mark.parametrize(
    "pattern",
    [
        "(a|b",
        "a)",
        "()",
        "[only]",
        "{3} words",
        "a {9} b",
        "a* b",
        "<nobody> said",
        "said ^ so",
        "a $ b",
        "(one ^|two)",
        "some;thing",
        " ".join(["one {8} two"] * 4),
    ],
)
def test_refuses(pattern: str) -> None:
    with pytest.raises(PatternError):
        Phrase(pattern)
