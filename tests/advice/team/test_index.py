"""Own tips beside the library's: what is found, what comes first, and what must not change."""

import pytest

from bot.advice import Advice
from bot.advice.encoder import Encoder
from bot.advice.team.index import Index
from bot.content import Library, TeamTipDraft

from .helpers import BEES, MODEM, TICKETS, entry, index

QUERIES = (
    "caller wants my manager",
    "she keeps interrupting me",
    "klant dreigt met een advocaat",
    "klant schreeuwt door de telefoon",
    "הלקוח מקלל אותי",
    "דורש לדבר עם מנהל",
)


@pytest.fixture(scope="module")
def encoder(advice: Advice) -> Encoder:
    assert advice.meaning is not None
    return advice.meaning.encoder


@pytest.fixture(scope="module")
def own(advice: Advice, encoder: Encoder) -> Index:
    drafts = (BEES, MODEM, TICKETS)
    return index(advice, *(entry(n, each, encoder) for n, each in enumerate(drafts, 1)))


@pytest.mark.parametrize(
    ("situation", "tip"),
    [
        ("bees on our terrace", "team/1"),
        ("een wespennest bij de tafels buiten", "team/1"),
        ("their modem has a red light", "team/2"),
        ("kaartje voor het festival terug", "team/3"),
    ],
)
def test_what_the_library_lacks_is_answered(
    advice: Advice, own: Index, situation: str, tip: str
) -> None:
    answer = advice.find(situation, own=own)
    assert answer.matches[0].id == tip
    assert answer.fits


def test_where_the_library_has_no_answer_its_nearest_is_not_close(
    advice: Advice, own: Index
) -> None:
    situation = "bees on our terrace"
    assert not advice.find(situation).fits
    first, *others = advice.find(situation, own=own).matches
    assert first.id == "team/1"
    assert first.score > 0
    assert {match.score for match in others} == {0.0}


@pytest.mark.parametrize("situation", QUERIES)
def test_an_unrelated_tip_changes_no_answer(advice: Advice, own: Index, situation: str) -> None:
    assert advice.find(situation, own=own) == advice.find(situation)


@pytest.mark.parametrize("situation", [*QUERIES, "bees on our terrace", "modem blinks red"])
def test_the_librarys_tips_keep_their_order(advice: Advice, own: Index, situation: str) -> None:
    alone = [match.id for match in advice.find(situation, limit=20).matches]
    both = advice.find(situation, limit=23, own=own).matches
    assert [match.id for match in both if not match.id.startswith("team/")][:20] == alone
    scores = [match.score for match in both]
    assert scores == sorted(scores, reverse=True)


def test_each_situation_of_the_library_keeps_its_tip_first(
    advice: Advice, own: Index, library: Library
) -> None:
    for id, tip in list(library.tips["en"].items())[::4]:
        line = tip.situations.agent[0]
        assert advice.find(line, "en", own=own).matches[0].id == id


def test_what_nothing_answers_still_doesnt_fit(advice: Advice, own: Index) -> None:
    for situation in ("recipe for lasagne", "what is the capital of peru", "שער הדולר היום"):
        assert not advice.find(situation, own=own).fits


def test_a_tip_is_found_by_words_before_it_has_vectors(advice: Advice) -> None:
    unread = index(advice, entry(1, BEES), entry(2, MODEM))
    for situation, tip in (
        ("bees on the terrace", "team/1"),
        ("Modem blinks red!", "team/2"),
        ("swarm of bees", "team/1"),
    ):
        answer = advice.find(situation, own=unread)
        assert answer.matches[0].id == tip, situation
        assert answer.fits


def test_by_words_only_both_are_compared(words_only: Advice) -> None:
    unread = index(words_only, entry(1, BEES))
    assert words_only.find("bees on the terrace", own=unread).matches[0].id == "team/1"
    for situation in QUERIES:
        assert words_only.find(situation, own=unread) == words_only.find(situation)


def test_what_is_typed_as_it_stands_is_found_among_many(advice: Advice, encoder: Encoder) -> None:
    many = index(advice, entry(1, BEES), entry(2, MODEM, encoder))
    filler = [
        entry(
            number,
            TeamTipDraft(
                title=f"Article {number} of the handbook",
                do="Look it up in the handbook and read it out to them.",
                situations=(f"asks about article {number}",),
                lang="en",
            ),
        )
        for number in range(3, 3_000)
    ]
    many.put(filler)
    assert advice.find("bees on the terrace", own=many).matches[0].id == "team/1"
    assert advice.find("modem blinks red", own=many).matches[0].id == "team/2"


def test_a_removed_tip_is_gone_and_the_others_stay(advice: Advice, encoder: Encoder) -> None:
    shelf = index(advice, entry(1, BEES, encoder), entry(2, MODEM))
    shelf.drop([1, 1, 99])
    assert not advice.find("bees on our terrace", own=shelf).fits
    assert advice.find("modem blinks red", own=shelf).matches[0].id == "team/2"
    shelf.drop([2])
    assert len(shelf) == 0
    assert advice.find("modem blinks red", own=shelf) == advice.find("modem blinks red")


def test_a_changed_tip_is_found_by_what_it_says_now(advice: Advice, encoder: Encoder) -> None:
    shelf = index(advice, entry(1, BEES, encoder))
    shelf.put([entry(1, MODEM)])
    assert len(shelf) == 1
    assert not advice.find("bees on our terrace", own=shelf).fits
    (found,) = [
        each
        for each in advice.find("modem blinks red", own=shelf).matches
        if each.id.startswith("team/")
    ]
    assert found.title == MODEM.title


def test_room_is_given_back_and_nothing_is_lost(advice: Advice, encoder: Encoder) -> None:
    shelf = index(advice, entry(1, BEES, encoder))
    for _ in range(3):
        for number in range(2, 700):
            shelf.put([entry(number, MODEM.model_copy(update={"title": f"Modem {number}"}))])
        shelf.drop(range(2, 700))
    shelf.put([entry(700, MODEM, encoder)])
    assert len(shelf) == 2
    assert len(shelf._shown) < 1_500
    for situation, tip in (
        ("een wespennest bij de tafels buiten", "team/1"),
        ("modem blinks red", "team/700"),
    ):
        assert advice.find(situation, own=shelf).matches[0].id == tip


@pytest.mark.parametrize("situation", ["🐝", "?", "x", "ﷺ" * 300, "a" * 2_000, "\ud83d bees"])
def test_bad_input_is_answered_or_refused(advice: Advice, own: Index, situation: str) -> None:
    try:
        with_own = advice.find(situation, own=own)
    except ValueError:
        with pytest.raises(ValueError, match=r"^$"):
            advice.find(situation)
    else:
        assert with_own.matches


def test_hebrew_prefixes_are_no_other_words(advice: Advice) -> None:
    shelf = index(
        advice,
        entry(
            1,
            TeamTipDraft(
                title="הנתב מהבהב באדום",
                do="מבקשים לנתק את הנתב לעשר שניות ולחבר שוב.",
                situations=("הנתב לא עובד",),
                lang="he",
            ),
        ),
    )
    assert advice.find("נתב מהבהב", own=shelf).matches[0].id == "team/1"
    assert advice.find("שהנתב מהבהב", own=shelf).matches[0].id == "team/1"
