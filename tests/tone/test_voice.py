"""A draft shown to a colleague is reviewed; what a customer said is not."""

import pytest

from bot.content.models import Language
from bot.tone import Reviewer
from bot.tone.view import View
from bot.tone.voice import drafts

_SHOWN: list[tuple[Language, str, str]] = [
    ("en", "Draft for the Klein refund, ok to send?\n“{}”", "You should have read the terms."),
    ("en", 'and this one for Mrs Okoye: "{}"', "You failed to send the form. Please pay."),
    ("en", "Too blunt?\n\n“{}”\n\nThanks!", "That's our policy. We don't make exceptions."),
    ("en", "“{}”\n\nCan I send this?", "Calm down, it's only a parcel."),
    ("en", "Thoughts?\n```\n{}\n```", "You should have read the terms."),
    ("en", "Here's what I'd send: '{}'", "There's nothing we can do about it."),
    ("nl", "Kan iemand even meelezen? “{}”", "U had het formulier beter moeten lezen."),
    ("nl", "kan dit zo weg: „{}”", "Dat is uw eigen schuld. Daar kunnen wij niets aan doen."),
    ("he", "אפשר חוות דעת לפני שאני שולחת?\n״{}״", "כבר אמרתי לך שאין מה לעשות. זו המדיניות שלנו."),
]
_NOT_SHOWN: list[tuple[Language, str]] = [
    (
        "en",
        "You wrote “you are all idiots. You failed to do your job!”. I see why; I'll call at six.",
    ),
    ("en", "The customer says: “You idiots! You should have read my mail.” What would you answer?"),
    (
        "en",
        "“You idiots failed to deliver. You should have called.” she said. I've sent a new one.",
    ),
    ("en", "Our terms say: “You must have read the manual. No refunds.” I've waived it anyway."),
    ("en", "Got this from a customer: “Shut up and pay, you crooks. I know where you live.”"),
    ("nl", "De klant schreef: “Jullie zijn idioten. Rot op met je beleid.” Ik bel hem morgen."),
    ("he", "הלקוח כתב: ״אתם אידיוטים. אין מה לעשות איתכם.״ אחזור אליו היום."),
]


@pytest.mark.parametrize(("lang", "frame", "draft"), _SHOWN)
def test_a_draft_in_quotation_marks_is_reviewed(
    reviewer: Reviewer, lang: Language, frame: str, draft: str
) -> None:
    given = frame.format(draft)
    plain = reviewer.review(draft, lang=lang, side="reply")
    review = reviewer.review(given, lang=lang)
    assert review.side == "reply"
    assert review.verdict == plain.verdict != "send"
    assert [f.quote for f in review.findings] == [f.quote for f in plain.findings]
    for finding in review.findings:
        assert given[finding.start : finding.end] == finding.quote
    assert review.rewrite == plain.rewrite is not None  # without its frame


@pytest.mark.parametrize(("lang", "given"), _NOT_SHOWN)
def test_what_somebody_else_said_is_not(reviewer: Reviewer, lang: Language, given: str) -> None:
    assert reviewer.review(given, lang=lang, side="reply").findings == ()


@pytest.mark.parametrize(
    ("given", "draft"),
    [
        ("> You failed to pay.\n> That's our policy.", "You failed to pay.\nThat's our policy."),
        ("&gt; You failed to pay.", "You failed to pay."),
        ("“You failed to pay.”", "You failed to pay."),
        ("```\nYou failed to pay.\n```", "You failed to pay."),
        ("“One.”\n“Two.”", "One.\nTwo."),
        ('Ok to send?\n"The דו"ח is late."', 'The דו"ח is late.'),
        ("> You failed to pay.\nI see why.", None),
        ("Run `pip install`, then see “Settings” in the menu.", None),
        ('Is "unfortunately" too negative?', None),
        ("See ```error: you failed``` in the log. I've reset it.", None),
    ],
)
def test_what_counts_as_a_draft(given: str, draft: str | None) -> None:
    assert View(given).draft == (draft or given)


def test_of_two_quotations_each_is_judged_by_what_stands_before_it() -> None:
    given = "She wrote “you lost it, you idiots”. Is this answer ok? “We are sorry. Calm down.”"
    assert [given[start:end] for start, end in drafts(given)] == ["We are sorry. Calm down."]


def test_the_frame_is_not_reviewed(reviewer: Reviewer) -> None:
    given = "Shut up everybody, ok to send? “I'm sorry about the wait. It ships today.”"
    assert reviewer.review(given).verdict == "send"


@pytest.mark.parametrize("mark", ['"', "“", "”", "'", "‘", "’", "״", "```", "> ", "\n> ", ": '"])
def test_a_row_of_marks_is_read_to_the_end(mark: str) -> None:
    for filler in ("", "a", " a", "a ", "ok to send? "):
        text = (f"{filler}{mark}" * 10_000)[:9_990]
        for start, end in drafts(text):
            assert 0 <= start < end <= len(text)
