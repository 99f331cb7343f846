"""The review as others call it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.content.models import Language
from bot.tone import MAX_CHARS, EmptyText, Review, Reviewer, TextTooLong

_REVIEWER = Reviewer()
_ORDER = ("send", "soften", "stop")

_DRAFTS: list[tuple[Language, str]] = [
    ("en", "As I already told you, order 4711 is late. There's nothing we can do."),
    ("en", "What a stupid question. Read the manual first!!!"),
    (
        "en",
        "I'm sorry about the delay, Sam. Your parcel leaves on 12 May and I'll write again then.",
    ),
    ("en", "Noted."),
    ("nl", "Zoals ik al zei, dat is ons probleem niet. U had beter moeten lezen."),
    ("nl", "Het spijt me van de vertraging. Uw pakket komt morgen en ik bel u om tien uur."),
    ("he", "כבר אמרתי לך שאין מה לעשות. זו המדיניות שלנו."),
    ("he", "אני מתנצל על העיכוב. החבילה תגיע מחר ואעדכן אותך."),
]
_CLOSINGS: dict[Language, list[str]] = {
    "en": [
        "Kind regards, Sam",
        "Thank you for your patience.",
        "Let me know if I can help with more.",
    ],
    "nl": ["Met vriendelijke groet, Sam", "Bedankt voor uw geduld."],
    "he": ["בברכה, דנה", "תודה על הסבלנות."],
}


def _reply(text: str, lang: Language = "en") -> Review:
    return _REVIEWER.review(text, lang=lang, side="reply")


def test_verdict_is_that_of_the_most_severe_finding() -> None:
    review = _reply("As I already told you, shut up.")
    assert review.verdict == "stop"
    assert [f.severity for f in review.findings] == ["stop", "soften"]
    assert [f.quote for f in review.findings] == ["shut up", "As I already told you"]


def test_a_fine_reply_has_strengths_and_no_rewrite() -> None:
    review = _reply(
        "I'm sorry the lamp arrived broken. I've sent a new one; it arrives on Tuesday."
    )
    assert review.verdict == "send"
    assert review.rewrite is None
    assert {"apology", "next-step", "date"} <= set(review.strengths)
    assert "options" not in review.strengths


def test_a_promise_denied_is_no_next_step() -> None:
    assert "next-step" not in _reply("There is no news.").strengths


def test_rewrite_changes_only_what_grates_and_keeps_facts() -> None:
    review = _reply("Hi Sam,\n\nAs I already told you, the fee is €12.50. Best, Kim")
    assert review.rewrite == "Hi Sam,\n\nTo recap, the fee is €12.50. Best, Kim"


def test_rewrite_keeps_numbers_of_a_sentence_that_goes() -> None:
    review = _reply("You idiot, order 4711 went to https://example.com/x as you asked.")
    assert review.verdict == "stop"
    assert review.rewrite is not None
    assert "4711" in review.rewrite
    assert "https://example.com/x" in review.rewrite
    assert "idiot" not in review.rewrite


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("😀👩‍👩‍👧 You failed to attach it.", "You failed to"),
        ("שלום! You’re an idiot", "You’re an idiot"),
        ("a\u200bb. You \u202efailed to pay", "You \u202efailed to"),
        ("Line\r\n\r\nYou failed to pay", "You failed to"),
    ],
)
def test_offsets_point_into_the_text_as_given(text: str, quote: str) -> None:
    (finding,) = _reply(text).findings
    assert finding.quote == quote
    assert text[finding.start : finding.end] == quote


def test_hebrew_offsets() -> None:
    text = "שָׁלוֹם 😀, ולכן אתה פשוט מטומטם."
    (finding,) = _reply(text, "he").findings
    assert text[finding.start : finding.end] == finding.quote == "אתה פשוט מטומטם"


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (
            "You wrote “you are all idiots”. I see why, and I'm on it until six.",
            "en",
        ),
        ("> You people are idiots!!!\nI'm sorry it came to that. I've refunded the fee.", "en"),
        ("You said that our driver called you an idiot. I've asked for his report.", "en"),
        ("U schreef “jullie zijn idioten”. Ik begrijp het, en ik bel u morgen.", "nl"),
        ("כתבת ״אתם אידיוטים״, ואני מבין את הכעס. אבדוק ואחזור אליך היום.", "he"),
    ],
)
def test_an_insult_the_customer_used_is_not_the_agents(text: str, lang: Language) -> None:
    assert _reply(text, lang).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "Unfortunately the red one is sold out, so I've put a blue one aside until Friday.",
        "Our policy covers this in full.",
        "You should see the credit by Monday.",
        "No problem at all, it's changed.",
        "I'll call as soon as the part is in.",
        "Please restart the router, then press the button for ten seconds.",
        "I'm sorry, that was our mistake: we sent the wrong size.",
        "You must wear gloves when you open the lid.",
        "You can't break anything by trying.",
    ],
)
def test_trap_words_in_fine_replies(text: str) -> None:
    assert _reply(text).findings == ()


@pytest.mark.parametrize(("lang", "draft"), _DRAFTS)
def test_a_polite_closing_never_makes_it_worse(lang: Language, draft: str) -> None:
    before = _reply(draft, lang).verdict
    for closing in _CLOSINGS[lang]:
        after = _reply(f"{draft}\n\n{closing}", lang).verdict
        assert before is not None
        assert after is not None
        assert _ORDER.index(after) <= _ORDER.index(before)


@settings(deadline=None)
@given(
    name=st.sampled_from(["Sam", "Fatima", "Jan-Willem", "דנה", "Nguyễn", "O'Brien"]),
    number=st.integers(min_value=1, max_value=99_999),
)
@example(name="Karen", number=1)
def test_names_and_numbers_do_not_decide(name: str, number: int) -> None:
    for lang, draft in _DRAFTS:
        changed = draft.replace("Sam", name).replace("4711", str(number))
        assert _reply(changed, lang).verdict == _reply(draft, lang).verdict
    assert _reply(f"Thank you {name}, order {number} is on its way.").findings == ()


_PIECES = st.sampled_from(
    [draft for _, draft in _DRAFTS]
    + [
        "you are ",
        "an idiot",
        "NOT ",
        "!!!",
        "“",
        "”",
        "> ",
        "\n",
        "😀",
        "\u200f",
        "אתה ",
        "`",
        "sorry ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=12).map("".join))
@example("\ud800 you are an idiot \x00")
@example("i" + "\u0301" * 500)
def test_any_text_gives_exact_quotes_or_a_typed_error(text: str) -> None:
    for lang in ("en", "nl", "he", None):
        try:
            review = _REVIEWER.review(text, lang=lang, side="reply")
        except EmptyText:
            assert not any(char.isalpha() for char in text)
            continue
        for finding in review.findings:
            assert text[finding.start : finding.end] == finding.quote != ""
        assert (review.verdict == "send") == (not review.findings)
        assert 0 <= review.politeness <= 1
        if review.rewrite is not None:
            again = _REVIEWER.review(review.rewrite, lang=review.lang, side="reply")
            assert again.verdict == "send"


def test_limits() -> None:
    with pytest.raises(TextTooLong, match="20,001"):
        _REVIEWER.review("a" * (MAX_CHARS + 1))
    for nothing in ("", "  \n", "123 !!! 😀"):
        with pytest.raises(EmptyText):
            _REVIEWER.review(nothing)


def test_long_and_hostile_texts_are_read_to_the_end() -> None:
    filler = "as we all know it takes some time " * 580
    review = _reply((filler + "You failed to pay.")[-MAX_CHARS:])
    assert "You failed to" in [finding.quote for finding in review.findings]
    assert _reply("a" * MAX_CHARS).findings == ()


def test_courtesy_is_more_polite_than_abuse() -> None:
    kind = _reply("Thank you for waiting. Could you send me the number? Then I'll check it today.")
    rude = _reply("You idiot, shut up.")
    assert kind.politeness > 0.6 > 0.3 > rude.politeness
