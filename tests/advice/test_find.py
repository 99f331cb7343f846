"""What people type, and the tip that they should get."""

import pytest

from bot.advice import Advice, EmptySituation, SituationTooLong
from bot.advice.search import MAX_CHARS
from bot.content import Language, Library


def ids(advice: Advice, situation: str, lang: Language | None = None) -> list[str]:
    return [match.id for match in advice.find(situation, lang).matches]


def first(advice: Advice, situation: str, lang: Language | None = None) -> str:
    return ids(advice, situation, lang)[0]


MANAGER = "never-say/11"  # they ask for your manager
SUE = "never-say/13"  # they say they will sue
PET_NAME = "never-say/22"  # they call you sweetie
SWEAR = "never-say/9"
REVIEW = "never-say/12"  # they threaten to trash you online


@pytest.mark.parametrize(
    ("situation", "tip"),
    [
        ("my caller is demanding to talk to a supervisor", MANAGER),
        ("the lady keeps calling me honey, hate it", PET_NAME),
        ("says his attorney will be in touch", SUE),
        ("beller wil per se mijn teamleider hebben", MANAGER),
        ("die man noemt me de hele tijd liefje", PET_NAME),
        ("dreigt met de rechtbank", SUE),
        ("הלקוח דורש לדבר עם האחראית", MANAGER),
        ("הוא קורא לי מאמי ומותק", PET_NAME),
        ("אומרת שעורך הדין שלה יתבע אותנו", SUE),
    ],
)
def test_other_words_than_the_library_has(advice: Advice, situation: str, tip: str) -> None:
    answer = advice.find(situation)
    assert answer.fits
    assert tip in [match.id for match in answer.matches[:3]]


@pytest.mark.parametrize(
    ("situation", "tip"),
    [
        ("custmer threatns to sue, says hell get a laywer", SUE),
        ("wants my mangaer nwo", MANAGER),
        ("klant wil mn leidingevende spreeken", MANAGER),
        ("dreigt met een addvocaat", SUE),
        ("הלקוח דורש לדבר עם מנהלל", MANAGER),
    ],
)
def test_typos(advice: Advice, situation: str, tip: str) -> None:
    assert tip in ids(advice, situation)[:3]


@pytest.mark.parametrize(
    ("situation", "tip", "lang"),
    [
        ("klant wil een refund, anders een bad review", REVIEW, "nl"),
        ("caller wil de supervisor spreken", MANAGER, "nl"),
        ("הלקוח רוצה manager עכשיו", MANAGER, "he"),
        ("ביקש supervisor בצ'אט", MANAGER, "he"),
    ],
)
def test_two_languages_in_one_line(
    advice: Advice, situation: str, tip: str, lang: Language
) -> None:
    answer = advice.find(situation)
    assert answer.lang == lang
    assert tip in [match.id for match in answer.matches[:3]]


@pytest.mark.parametrize(
    "word", ["מנהל", "המנהל", "למנהל", "והמנהל", "שהמנהל", "מנהלת", "המנהלת", "למנהלת", "מנהלים"]
)
def test_hebrew_prefixes_and_both_genders(advice: Advice, word: str) -> None:
    assert MANAGER in ids(advice, f"דורשים לדבר עם {word}")[:3]


@pytest.mark.parametrize("verb", ["מקלל", "מקללת", "מקללים", "קילל", "קיללה"])
def test_hebrew_verbs_in_both_genders(advice: Advice, verb: str) -> None:
    assert SWEAR in ids(advice, f"{verb} אותי בטלפון")[:3]


@pytest.mark.parametrize(
    ("situation", "tip"),
    [
        ("customer: “Get me your manager, NOW.”", MANAGER),
        ("'I'll see you in court!!'", SUE),
        ("“Ik wil uw leidinggevende spreken”", MANAGER),
        ("״תעביר אותי למנהל שלך מיד״", MANAGER),
        ('she goes "I\'m giving you one star everywhere"', REVIEW),
    ],
)
def test_a_quoted_customer(advice: Advice, situation: str, tip: str) -> None:
    answer = advice.find(situation)
    assert answer.fits
    assert tip in [match.id for match in answer.matches[:3]]


@pytest.mark.parametrize(
    "plain", ["caller wants my manager", "klant dreigt met een advocaat", "הלקוח מקלל אותי"]
)
def test_what_changes_no_word_changes_no_rank(advice: Advice, plain: str) -> None:
    expected = advice.find(plain)
    for dressed in (
        plain.upper(),
        f"{plain}!!!",
        f"  {plain} 😡🤬",
        f"🔥 {plain}…",
        f"\u2067{plain}\u2069",
        f"\ufeff{plain}\x00",
        plain.replace(" ", "\n"),
        f"{plain}\ud83d",  # half an emoji
    ):
        assert advice.find(dressed) == expected


def test_vowel_points_change_no_rank(advice: Advice) -> None:
    assert ids(advice, "הַלָּקוֹחַ מְקַלֵּל אוֹתִי") == ids(advice, "הלקוח מקלל אותי")


def test_every_title_finds_its_own_tip(advice: Advice, library: Library) -> None:
    for lang, tips in library.tips.items():
        for id, tip in tips.items():
            for title in (tip.title, tip.customer.title):
                answer = advice.find(title, lang, limit=1)
                assert answer.fits, title
                assert answer.matches[0].id == id, title


def test_every_situation_finds_its_own_tip(words_only: Advice, library: Library) -> None:
    for lang, tips in library.tips.items():
        for id, tip in tips.items():
            for line in tip.situations.all:
                answer = words_only.find(line, lang)
                assert answer.fits, line
                assert answer.matches[0].id == id, line


def test_by_meaning_a_situation_finds_its_own_tip(advice: Advice, library: Library) -> None:
    for id, tip in library.tips["en"].items():
        line = tip.situations.agent[0]
        answer = advice.find(line, "en")
        assert answer.fits, line
        assert answer.matches[0].id == id, line


@pytest.mark.parametrize("lang", ["en", "nl", "he"])
def test_the_titles_are_in_the_language_asked_for(
    advice: Advice, library: Library, lang: Language
) -> None:
    answer = advice.find("caller wants my manager", lang)
    assert answer.lang == lang
    for match in answer.matches:
        tip = library.tip(match.id, lang)
        assert tip is not None
        assert match.title == tip.title


def test_the_shelf_is_the_first_tips(advice: Advice, library: Library) -> None:
    answer = advice.find("caller wants my manager")
    tip = library.tip(answer.matches[0].id, "en")
    assert tip is not None
    assert answer.shelf == tip.category


@pytest.mark.parametrize("limit", [1, 3, 5, 52])
def test_as_many_as_asked_for(advice: Advice, limit: int) -> None:
    found = advice.find("klant schreeuwt", limit=limit).matches
    assert len(found) == limit
    assert len({match.id for match in found}) == limit
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert all(0 <= match.score <= 1 for match in found)


def test_the_same_question_has_the_same_answer(advice: Advice, library: Library) -> None:
    again = Advice(library)
    for situation in ("she won't stop shouting", "wil een refund", "הלקוחה בוכה", "asdf", "日本語"):
        assert advice.find(situation) == advice.find(situation) == again.find(situation)


@pytest.mark.parametrize("nothing", ["", " ", "\n\t", "…", "?!?", "😡", "\x00", "\ud800", "\u200f"])
def test_no_words_is_said(advice: Advice, nothing: str) -> None:
    with pytest.raises(EmptySituation):
        advice.find(nothing)


def test_too_long_is_said(advice: Advice) -> None:
    assert advice.find("angry " * (MAX_CHARS // 6)).matches
    with pytest.raises(SituationTooLong):
        advice.find("a" * (MAX_CHARS + 1))


@pytest.mark.parametrize(
    "odd",
    [
        "\ufdfa" * 300,  # one character that compatibility folding makes into eighteen
        "a" * MAX_CHARS,
        "manager " * 200,
        "\x00manager\x00",
        "\ud800manager\udfff",
        "日本語のお客様が怒っています",
        "العميل غاضب",
        "١٢٣",
        "z͑̓̀a͑̓̀l͑̓̀g͑̓̀o͑̓̀",
        "'; DROP TABLE tips; --",
        "<@U123> <!channel> *bold*",
    ],
)
def test_odd_input_gets_an_answer(advice: Advice, odd: str) -> None:
    assert len(advice.find(odd).matches) == 5


def test_a_script_the_library_lacks_does_not_fit(advice: Advice) -> None:
    assert not advice.find("日本語のお客様").fits
    assert not advice.find("العميل").fits
