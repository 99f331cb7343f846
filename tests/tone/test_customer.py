"""A customer's message is told apart from a reply, and read."""

import pytest

from bot.content.models import Language
from bot.tone import Reviewer, Side

_REVIEWER = Reviewer()


@pytest.mark.parametrize(
    ("text", "lang", "side"),
    [
        ("I've been waiting three weeks for my order and nobody replies!", "en", "customer"),
        ("Your company is a joke. I want my money back.", "en", "customer"),
        ("Where is my parcel? I was told it would be here on Monday.", "en", "customer"),
        ("Your order is on its way. Thanks for your patience.", "en", "reply"),
        ("I've refunded your order; you'll see it by Monday.", "en", "reply"),
        ("As I already told you, read the manual.", "en", "reply"),
        ("Noted.", "en", "reply"),
        ("Ik wacht al weken op mijn bestelling en niemand reageert.", "nl", "customer"),
        ("Uw pakket is onderweg, ik bel u morgen.", "nl", "reply"),
        ("אני מחכה כבר שבועיים להזמנה שלי ואף אחד לא עונה", "he", "customer"),
        ("ההזמנה שלך בדרך, אעדכן אותך מחר.", "he", "reply"),
    ],
)
def test_side_is_recognised(text: str, lang: Language, side: Side) -> None:
    review = _REVIEWER.review(text)
    assert (review.lang, review.side) == (lang, side)


def test_mood_asks_and_tips() -> None:
    review = _REVIEWER.review(
        "This is the third time I write and nobody answers. I want my money back,"
        " and let me speak to your manager!",
        side="customer",
    )
    assert review.verdict is None
    assert review.findings == ()
    assert {"ignored", "worn-out"} <= set(review.mood)
    assert {"refund", "manager"} <= set(review.asks)
    assert "never-say/11" in review.tips
    assert len(set(review.tips)) == len(review.tips) <= 5


def test_a_polite_customer() -> None:
    review = _REVIEWER.review("Could you tell me when my order arrives, please?", side="customer")
    assert "polite" in review.mood
    assert "date" in review.asks
    assert "angry" not in review.mood


def test_a_customers_insults_are_no_findings() -> None:
    review = _REVIEWER.review("You idiots lost my order again. I'll sue you!")
    assert (review.side, review.verdict, review.findings) == ("customer", None, ())
    assert {"angry", "threatening"} <= set(review.mood)


def test_the_side_can_be_given() -> None:
    assert _REVIEWER.review("I want my money back.", side="reply").side == "reply"
    assert _REVIEWER.review("Your refund is done.", side="customer").verdict is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("You people lost my order again!!", "en"),
        ("Jullie zijn mijn pakket alweer kwijt!!", "nl"),
        ("שוב איבדתם לי את החבילה!!", "he"),
    ],
)
def test_anger_without_an_angry_word(text: str, lang: Language) -> None:
    review = _REVIEWER.review(text)
    assert (review.lang, review.side) == (lang, "customer")
    assert "angry" in review.mood
    assert "angry-customers/4" in review.tips


def test_joy_is_not_anger() -> None:
    assert "angry" not in _REVIEWER.review("Thank you so much!!", side="customer").mood
