"""The suggested reply reads like one: whole sentences, few slots, everything of use kept."""

import re
from collections.abc import Callable

import pytest

from bot.content.models import Language
from bot.tone import Reviewer
from bot.tone.facts import facts_in
from bot.tone.matching import Hit
from bot.tone.model import shipped
from bot.tone.model.source import HERE, rules_of, words_in
from bot.tone.reviewer import RULES_DIR
from bot.tone.rewrite import amended
from bot.tone.signals import load_signals
from bot.tone.view import View
from bot.tone.wording import slots

_CASES: list[tuple[Language, str, str]] = [
    (
        "en",
        "Dear Mr Klein,\n\nAs I already told you twice, refunds take 10 days. You should have read"
        " the terms before you ordered. There is nothing I can do about it, that is our"
        " policy.\n\nKind regards,\nSam",
        "Dear Mr Klein,\n\nTo recap, refunds take 10 days. I can't change that, but what I can do"
        " is [option].\n\nKind regards,\nSam",
    ),
    (
        "en",
        "Hi Sam, you failed to attach the receipt. Please send it by Friday. Best, Kim",
        "Hi Sam, what we still need is [what is missing]. Please send it by Friday. Best, Kim",
    ),
    (
        "en",
        "Thanks for your mail. You clearly didn't read it, but we've refunded €20 to your card.",
        "Thanks for your mail. We've refunded €20 to your card.",
    ),
    ("en", "Sorry mate, it's sold out.", "Sorry, it's sold out."),
    (
        "en",
        "So so sorry to bother you, your glasses are ready.",
        "I'm sorry. Your glasses are ready.",
    ),
    ("en", "@jo_k Hi Jo, shut up, your parcel is here.", "@jo_k Hi Jo, your parcel is here."),
    ("nl", "Dag Ans! Dikke knuffel! De sleutel ligt klaar.", "Dag Ans! De sleutel ligt klaar."),
    (
        "en",
        "- You failed to send page 2.\n- The date is wrong.",
        "- What we still need is [what is missing – keep: page 2].\n- The date is wrong.",
    ),
    (
        "en",
        "Hello Jo,\n\nPLEASE READ THE EMAIL.\n\nSam",
        "Hello Jo,\n\nPlease read the email.\n\nSam",
    ),
    (
        "nl",
        "Beste mevrouw De Wit,\n\nU had de voorwaarden moeten lezen. Daar kunnen wij niets aan"
        " doen, dat is nou eenmaal ons beleid.\n\nMet vriendelijke groet,\nPiet",
        "Beste mevrouw De Wit,\n\nDat kan ik niet veranderen; wat ik wel kan doen, is"
        " [mogelijkheid].\n\nMet vriendelijke groet,\nPiet",
    ),
    (
        "he",
        "שלום דנה,\n\nהיית צריכה לקרוא את התנאים. זו המדיניות שלנו.\n\nבברכה,\nיוסי",
        "שלום דנה,\n\nהסיבה לכך היא [הסיבה]; מה שאפשר הוא [אפשרות].\n\nבברכה,\nיוסי",
    ),
]


@pytest.mark.parametrize(("lang", "given", "mended"), _CASES)
def test_it_reads_like_a_reply(reviewer: Reviewer, lang: Language, given: str, mended: str) -> None:
    assert reviewer.review(given, lang=lang, side="reply").rewrite == mended


def _examples(reviewer: Reviewer, lang: Language) -> list[str]:
    return [text for rule in reviewer.rulebooks[lang].rules for text in rule.text.examples]


@pytest.mark.parametrize("lang", ["en", "nl", "he"])
def test_any_faults_together_give_a_short_clean_reply(reviewer: Reviewer, lang: Language) -> None:
    examples = _examples(reviewer, lang)
    for place in range(0, len(examples) - 2, 3):
        given = " ".join(examples[place : place + 3])
        rewrite = reviewer.review(given, lang=lang, side="reply").rewrite
        if rewrite is None:
            continue
        found = re.findall(r"\[[^\]]*\]", rewrite)
        assert len(found) <= 2, rewrite
        assert len(set(found)) == len(found), rewrite
        assert "  " not in rewrite
        assert not re.search(r" [.,!?]|\.\.|,\.|[.!?] [a-z]", rewrite), rewrite
        assert not rewrite[0].islower(), rewrite
        assert reviewer.review(rewrite, lang=lang, side="reply").verdict == "send"


@pytest.mark.parametrize("lang", ["en", "nl", "he"])
def test_instead_can_stand_in_its_place(reviewer: Reviewer, lang: Language) -> None:
    for text in _examples(reviewer, lang):
        for finding in reviewer.review(text, lang=lang, side="reply").findings:
            if finding.instead is None:
                continue
            assert len(slots(finding.instead)) <= 2
            if text.startswith(finding.quote):
                assert not finding.instead[0].islower(), finding
            assert not re.search(r"\bsame words\b|\bone mark\b|kleine letters", finding.instead)


@pytest.mark.parametrize(
    "word", ["מצטער", "מתנצל", "מבין", "יודע", "שומע", "רואה", "רוצה", "חושב", "יכול"]
)
def test_hebrew_instead_is_for_any_speaker(reviewer: Reviewer, word: str) -> None:
    for rule in reviewer.rulebooks["he"].rules:
        assert not re.search(rf"(?<!\w){word}(?!\w)", rule.text.instead or "")


@pytest.mark.parametrize(
    ("lang", "text", "facts"),
    [
        (
            "en",
            "How clever of you to be out again at 14:30 on 12/06. He comes tomorrow.",
            "14:30",
        ),
        (
            "nl",
            "Goh, wat knap van je dat je om 14:30 op 12/06 weer niet thuis was."
            " De monteur komt morgen.",
            "12/06",
        ),
        ("he", "כל הכבוד שב-14:30 שוב לא היית בבית. הטכנאי מגיע מחר.", "14:30"),
    ],
)
def test_a_time_or_a_date_isnt_lost(lang: Language, text: str, facts: str) -> None:
    review = Reviewer(model=shipped()).review(text, lang=lang, side="reply")
    assert facts in (review.rewrite or "")


def test_a_salutation_alone_is_no_suggestion() -> None:
    threat = (
        "לכבוד מר ריבקין, היות שנמסרה לנו כתובת הבן שלך ביחידה,"
        " נבקש שתסדר את החוב לפני שנפנה למפקדיו."
    )
    for told in (threat, threat.replace("ריבקין, ", "ריבקין,\n")):
        review = Reviewer(model=shipped()).review(told, lang="he", side="reply")
        assert review.verdict == "stop"
        assert review.rewrite is not None
        assert review.rewrite.startswith("לכבוד מר ריבקין, ")
        assert len(review.rewrite.split()) > 8


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        (
            "en",
            "Hi Kim, learn to read. The engineer comes on Tuesday between 8 and 12.",
            "Hi Kim, the engineer comes on Tuesday between 8 and 12.",
        ),
        (
            "en",
            "Hi Kim, learn to read. PostNL has it since Tuesday at 8.",
            "Hi Kim, PostNL has it since Tuesday at 8.",
        ),
        (
            "nl",
            "Hoi Bas, lekker handig van je om de router zo hoog op te hangen."
            " De monteur komt dinsdag tussen 8 en 12.",
            "Hoi Bas, de monteur komt dinsdag tussen 8 en 12.",
        ),
    ],
)
def test_a_greeting_goes_on_with_the_next_sentence(lang: Language, text: str, wanted: str) -> None:
    assert Reviewer(model=shipped()).review(text, lang=lang, side="reply").rewrite == wanted


def test_a_signature_alone_is_no_suggestion() -> None:
    cruel = "@wheels_wendy Your chair holds up the whole train, so do travel off-peak! –Iain"
    rewrite = Reviewer(model=shipped()).review(cruel, lang="en", side="reply").rewrite
    assert rewrite is not None
    assert rewrite.startswith("@wheels_wendy ")
    assert rewrite.endswith(" –Iain")
    assert len(rewrite.split()) > 8


def test_a_paragraph_that_stands_in_for_another_stays_one() -> None:
    told = "Dear Ann,\n\nYou idiot.\n\nRegards,\nTim"
    rewrite = Reviewer(model=shipped()).review(told, lang="en", side="reply").rewrite
    assert rewrite is not None
    assert re.fullmatch(r"Dear Ann,\n\n[A-Z][^\n]+\.\n\nRegards,\nTim", rewrite)


def test_a_bullet_goes_with_what_it_stood_for() -> None:
    told = (
        "Thanks for your e-mail.\n\n- Order 4471 ships on 5 May.\n- You idiot.\n"
        "- Call 0800 123 456."
    )
    rewrite = Reviewer(model=shipped()).review(told, lang="en", side="reply").rewrite
    assert rewrite == told.replace("- You idiot.\n", "")


def _objects_to(words: str) -> Callable[[View], list[Hit]]:
    rule = rules_of(words_in(HERE / "words.yaml"))["en", "cold", "soften"]

    def find(view: View) -> list[Hit]:
        at = view.text.find(words)
        return [Hit(rule, at, at + len(words))] if at >= 0 else []

    return find


def test_what_dean_put_in_goes_when_it_grates_and_the_rest_stays(reviewer: Reviewer) -> None:
    signals = load_signals(RULES_DIR, "en", reviewer.rulebooks["en"].words)
    rest = "Call me when you have the parcel, Anna took it in."
    put_in = f"Let me look at [the problem]. {rest}"
    assert amended(f"You people. {rest}", put_in, _objects_to("let me look"), signals) == rest


def test_what_the_person_wrote_isnt_taken_out_to_please_the_model(reviewer: Reviewer) -> None:
    signals = load_signals(RULES_DIR, "en", reviewer.rulebooks["en"].words)
    given = "As I told you!!! the parcel is with Anna!!! Call me when you have it."
    put_in = "To recap the parcel is with Anna. Call me when you have it."
    assert amended(given, put_in, _objects_to("to recap"), signals) is None


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Bring somebody along, we start at 9.", "start at 9"),
        ("If we don't hear from you by 5 May we close it.", "5 May"),
        ("on the 50th floor", "50th"),
        ("Dat staat in artikel 9.", "artikel 9"),
        ("Er zit twee jaar garantie op.", "twee jaar"),
        ("It takes three days.", "three days"),
        ("Pay within 14 working days.", "14 working days"),
        ("תוך 14 יום", "14 יום"),
        ("It leaves on May 5.", "on May 5"),
        ("order #AB123", "#AB123"),
        ("invoice INV-2024-0091", "INV-2024-0091"),
        ("Ring +44 20 7946 0958.", "+44 20 7946 0958"),
        ("see www.shop.example/returns, please", "www.shop.example/returns"),
        ("De code is op 30 april verlopen.", "30 april"),
        ("זה כתוב בסעיף 11.", "בסעיף 11"),
        ("הוועדה ב־6 ביולי.", "ב־6 ביולי"),
    ],
)
def test_a_number_keeps_the_words_that_give_it_its_meaning(text: str, fact: str) -> None:
    assert facts_in(text) == [fact]
