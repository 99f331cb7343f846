"""A team's own phrases: found literally, passed over, and never in each other's way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.content.models import LANGUAGES
from bot.tone import LONGEST_PHRASE, MOST_PHRASES, Avoided, House, Reviewer, without

FINE = "Your refund of €40 leaves today and is in your account on Monday."


def avoiding(*phrases: str, instead: str | None = None) -> House:
    return House(avoid=tuple(Avoided(phrase=phrase, instead=instead) for phrase in phrases))


def test_an_avoided_phrase_is_found_with_the_words_to_say_instead(reviewer: Reviewer) -> None:
    text = f"Dear Valued  customer, {FINE}"
    review = reviewer.review(text, lang="en", house=avoiding("valued customer", instead="Sam"))
    (found,) = review.findings
    assert review.verdict == "soften"
    assert text[found.start : found.end] == found.quote == "Valued  customer"
    assert found.instead == "Sam"
    assert found.rule.startswith("house/")
    assert review.rewrite == f"Dear Sam, {FINE}"
    assert reviewer.review(text, lang="en").verdict == "send", "of this house only"


def test_without_words_to_say_instead_the_writing_is_the_persons(reviewer: Reviewer) -> None:
    review = reviewer.review(f"No worries. {FINE}", lang="en", house=avoiding("no worries"))
    assert [found.instead for found in review.findings] == [None]
    assert review.rewrite is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_why(reviewer: Reviewer, lang: str) -> None:
    review = reviewer.review("xyzzy 2", lang=lang, side="reply", house=avoiding("xyzzy"))  # type: ignore[arg-type]
    assert [found.quote for found in review.findings] == ["xyzzy"]
    assert review.findings[0].why


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("as per", "As per your note it ships today.", True),
        ("as per", "It has as perfect a fit as can be.", False),
        ("don’t worry", "Don't worry, it ships today.", True),
        ("a+b (c|d)*", "We see a+b (c|d)* in the log.", True),
        ("a+b (c|d)*", "We see aab ccc in the log.", False),
        ("לקוח יקר", "ההחזר יצא ללקוח יקר היום.", True),
        ("לקוח יקר", "ההחזר יצא לקוח יקרים היום.", False),
        ("דבר", "הוא מדבר עם המחסן היום.", False),
        ("דבר", "זה לא דבר של מה בכך.", True),
        ("לום", "שלום לך, ההחזר יצא.", False),
        ("best customer", "All the best\n\nCustomer Service", False),
        ("cafe", "The café opens at nine.", True),
    ],
)
def test_phrases_are_literal(reviewer: Reviewer, phrase: str, text: str, found: bool) -> None:
    review = reviewer.review(text, side="reply", house=avoiding(phrase))
    assert any(each.rule.startswith("house/") for each in review.findings) == found


def test_what_is_quoted_is_not_the_agents(reviewer: Reviewer) -> None:
    quoted = f"> dear valued customer\n{FINE}"
    assert reviewer.review(quoted, house=avoiding("valued customer")).findings == ()


def test_an_allowed_phrase_is_passed_over(reviewer: Reviewer) -> None:
    text = f"As I already told you. {FINE}"
    assert reviewer.review(text, lang="en").verdict == "soften"
    allowed = House(allow=("as i already told you",))
    assert reviewer.review(text, lang="en", house=allowed).verdict == "send"
    twice = f"As I already told you. {FINE} You should have read the mail."
    left = reviewer.review(twice, lang="en", house=allowed)
    assert [twice[found.start : found.end] for found in left.findings] == [
        found.quote for found in left.findings
    ]
    assert left.verdict == "soften", "the rest is still read"
    assert left.rewrite is None or "As I already told you" in left.rewrite


def test_an_allowed_phrase_leaves_the_rest_of_the_reading_as_it_is(reviewer: Reviewer) -> None:
    text = "This is not possible. What I can do is send you a new one today."
    assert reviewer.review(text, lang="en").verdict == "send"
    house = House(allow=("what i can do", "sorry"))
    assert reviewer.review(text, lang="en", house=house).verdict == "send", "a guard sees it"
    sorry = f"I'm sorry about the wait. {FINE}"
    assert (
        reviewer.review(sorry, lang="en", house=house).strengths
        == reviewer.review(sorry, lang="en").strengths
    )
    angry = "You people lost my order again!! I am so angry, give me my money back."
    assert reviewer.review(angry, house=House(allow=("angry", "money back"))).mood


def test_what_is_quoted_stays_unread_beside_an_allowed_phrase(reviewer: Reviewer) -> None:
    text = (
        "> I am happy to help\n> you with the order. We ship it today.\n"
        '> On Monday: "you idiot, read the manual" was your note.'
    )
    plain = reviewer.review(text, lang="en", side="reply")
    allowed = reviewer.review(text, lang="en", side="reply", house=House(allow=("help you", "1")))
    assert allowed.findings == plain.findings


def test_the_longer_phrase_goes_first_and_an_allowed_part_doesnt_hide_it(
    reviewer: Reviewer,
) -> None:
    house = House(
        avoid=(
            Avoided(phrase="customer", instead="person"),
            Avoided(phrase="valued customer", instead="Sam"),
        ),
        allow=("valued",),
    )
    review = reviewer.review(f"Dear valued customer, {FINE}", lang="en", house=house)
    assert review.rewrite == f"Dear Sam, {FINE}"


def test_a_hebrew_prefix_stays_where_it_was(reviewer: Reviewer) -> None:
    house = avoiding("לקוח יקר", instead="דנה")
    review = reviewer.review("ההחזר יצא ללקוח יקר היום.", lang="he", house=house)
    assert [found.quote for found in review.findings] == ["לקוח יקר"]
    assert review.rewrite == "ההחזר יצא לדנה היום."


def test_two_phrases_in_one_letter(reviewer: Reviewer) -> None:
    house = House(avoid=(Avoided(phrase="1", instead="one"), Avoided(phrase="2", instead="two")))
    text = "The share is ½ today."
    review = reviewer.review(text, lang="en", side="reply", house=house)
    assert {found.quote for found in review.findings} == {"½"}


def test_what_is_said_instead_must_not_hold_the_phrase() -> None:
    with pytest.raises(ValidationError, match="holds"):
        Avoided(phrase="customer", instead="valued  Customer")


def test_what_is_grave_stays_before_a_phrase_to_avoid(reviewer: Reviewer) -> None:
    text = "You are an idiot."
    review = reviewer.review(text, lang="en", side="reply", house=avoiding("idiot"))
    assert review.verdict == "stop"


def test_muted_findings_go_and_what_is_grave_stays(reviewer: Reviewer) -> None:
    text = "As I already told you, you are an idiot."
    review = reviewer.review(text, lang="en", side="reply")
    everything = frozenset(found.rule for found in review.findings)
    kept = without(review, everything)
    assert {found.severity for found in kept.findings} == {"stop"}
    assert kept.verdict == "stop"
    assert without(review, frozenset()) is review


@pytest.mark.parametrize(
    "phrase", ["", "  ", "!!", "🙂", "Sorry. We can't", "x" * (LONGEST_PHRASE + 1)]
)
def test_what_cannot_be_looked_for_is_refused(phrase: str) -> None:
    with pytest.raises(ValidationError):
        Avoided(phrase=phrase)
    with pytest.raises(ValidationError):
        House(allow=(phrase,))


def test_lists_end_somewhere() -> None:
    with pytest.raises(ValidationError):
        avoiding(*(f"phrase {n}" for n in range(MOST_PHRASES + 1)))


@given(
    st.lists(st.text(min_size=1, max_size=20), max_size=5),
    st.lists(st.text(min_size=1, max_size=20), max_size=5),
    st.text(max_size=60),
)
def test_any_phrases_and_any_text(
    reviewer: Reviewer, avoid: list[str], allow: list[str], text: str
) -> None:
    try:
        house = House(avoid=tuple(Avoided(phrase=each) for each in avoid), allow=tuple(allow))
    except ValidationError:
        return
    whole = f"{text} {' '.join(avoid)} {' '.join(allow)} a"
    review = reviewer.review(whole, lang="en", side="reply", house=house)
    for found in review.findings:
        assert whole[found.start : found.end] == found.quote
