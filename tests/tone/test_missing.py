"""What a reply leaves out, beside the message that it answers."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.models import Language
from bot.tone import MAX_CHARS, Absent, Missing, Reviewer
from bot.tone.missing import MissingModel, MissingUnavailable, shipped
from bot.tone.missing.model import ABOUT, HERE, NUMBERS
from bot.tone.missing.reading import READ_CHARS, asked, questions, sentences
from bot.tone.voice import answered

MODEL = MissingModel.load()
REVIEWER = Reviewer(missing=MODEL)

COLD = "We've had no heating since Friday and there's a baby in the house!! When will you come?"
KOUD = "We zitten al sinds vrijdag zonder verwarming met een baby!! Wanneer komen jullie?"
KAR = "אין לנו חימום מיום שישי ויש תינוק בבית!! מתי אתם מגיעים?"

PAIRS: list[tuple[Language, str, str, set[Missing]]] = [
    ("en", COLD, "Our engineers are certified and carry the commonest parts.",
     {"acknowledgement", "answer", "next-step"}),
    ("en", COLD, "I'm so sorry, that's four days in the cold with a baby. Ben will be with you at"
     " two this afternoon; I'll ring you when he sets off.", set()),
    ("nl", KOUD, "Onze monteurs zijn gecertificeerd en hebben de meeste onderdelen bij zich.",
     {"acknowledgement"}),
    ("nl", KOUD, "Wat vervelend, vier dagen in de kou met een baby. Vanmiddag om twee uur komt Ben"
     " bij u langs; ik bel u als hij vertrekt.", set()),
    ("he", KAR, "הטכנאים שלנו מוסמכים ונושאים את החלקים הנפוצים.", {"answer"}),
    ("he", KAR, "אני מצטערת, ארבעה ימים בקור עם תינוק זה נורא. בן יגיע אליכם היום בשתיים, ואתקשר"
     " כשהוא יוצא.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "message", "reply", "least"), PAIRS)
def test_what_is_missing_is_named_and_nothing_where_all_is_there(
    lang: Language, message: str, reply: str, least: set[Missing]
) -> None:
    found = {absent.what for absent in MODEL.missing(message, reply, lang)}
    assert found >= least
    assert bool(found) is bool(least)


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("Thanks, all sorted now!", "You're welcome, enjoy it."),
        ("What time do you close on Saturday?", "At five on Saturdays."),
        ("Could I have two of the blue ones please", "Two blue ones, coming up."),
    ],
)
def test_where_nothing_is_called_for_nothing_is_missing(message: str, reply: str) -> None:
    assert MODEL.missing(message, reply, "en") == ()


def test_the_question_is_named_where_there_is_one() -> None:
    found = MODEL.missing(COLD, "Our engineers are certified and carry all parts.", "en")
    assert [each.about for each in found if each.what == "answer"] == ["When will you come?"]
    two = COLD + " And who pays the hotel?"
    found = MODEL.missing(two, "Our engineers are certified and carry all parts.", "en")
    assert {each.about for each in found} == {None}


def test_no_verdict_hangs_on_it() -> None:
    reply = "Our engineers are certified and carry the commonest parts."
    alone, beside = REVIEWER.review(reply), REVIEWER.review(reply, customer=COLD)
    assert not alone.missing
    assert beside.missing
    assert (beside.verdict, beside.findings, beside.rewrite) == (
        alone.verdict,
        alone.findings,
        alone.rewrite,
    )


def test_what_is_missing_is_not_praised() -> None:
    class Strict(MissingModel):
        def __init__(self, absent: Missing) -> None:
            self.absent = Absent(absent)

        def missing(self, message: str, reply: str, lang: Language) -> tuple[Absent, ...]:
            return (self.absent,)

    reply = "I'm sorry we were late. I'll ring you on Friday. Would a Monday suit you better?"
    praised = set(REVIEWER.review(reply).strengths)
    assert praised >= {"apology", "date"}
    denials: dict[Missing, set[str]] = {
        "acknowledgement": {"apology", "names-problem"},
        "next-step": {"next-step", "date"},
        "answer": set(),
    }
    for absent, denied in denials.items():
        review = Reviewer(missing=Strict(absent)).review(reply, customer=COLD)
        assert set(review.strengths) == praised - denied


def test_a_text_beside_a_message_is_a_reply() -> None:
    angry = "I want my money back, I've been waiting for weeks and nobody answers me!"
    assert REVIEWER.review(angry).side == "customer"
    assert REVIEWER.review(angry, customer=COLD).side == "reply"
    assert REVIEWER.review(angry, customer=COLD, side="customer").missing == ()
    assert REVIEWER.review(angry, customer=" \n").side == "customer"


def test_the_quoted_message_is_what_is_answered() -> None:
    reply = "Our engineers are certified and carry the commonest parts."
    assert answered(f"> {COLD}\n> and more\n>> what we wrote\n\n{reply}") == f"{COLD}\nand more"
    assert answered(f"{reply}\n\n> {COLD}") == COLD
    assert answered("Is this ok to send?\n> Dear Ms Jones, when would a visit suit you?") == ""
    assert answered(f"&gt; {COLD}\n{reply}") == COLD
    assert answered(reply) == answered(f"> {COLD}") == answered("") == ""
    quoting = REVIEWER.review(f"> {COLD}\n\n{reply}", lang="en")
    assert quoting.missing == REVIEWER.review(reply, customer=COLD, lang="en").missing != ()


def test_only_the_writers_own_sentences_are_read() -> None:
    text = "> It broke.\nThat's a pity. `rm -rf` https://x.example/a ... Ok!"
    assert sentences(text) == ["That's a pity.", "Ok!"]
    assert questions("It broke. Why? When will you come?") == ["Why?", "When will you come?"]
    assert questions("It is at https://shop.example/order?id=31 and shows nothing.") == []
    assert asked("It broke") == "It broke"
    assert len(asked("a" * 5_000)) == READ_CHARS


@settings(max_examples=40, deadline=None, database=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_are_taken(message: str, reply: str) -> None:
    found = MODEL.missing(message, reply, "en")
    assert len({absent.what for absent in found}) == len(found) <= 3


@pytest.mark.parametrize(
    "junk", ["", " ", "😀", "\ud800", "\ufdfa" * 300, "\x00\x01", "?" * 2_000, "> a\n" * 100]
)
def test_junk_on_either_side_is_taken(junk: str) -> None:
    for found in (MODEL.missing(junk, "Thank you.", "en"), MODEL.missing(COLD, junk, "en")):
        assert {type(absent) for absent in found} <= {Absent}


def test_a_long_reply_is_read_in_part() -> None:
    long = "We look at it again with the team that handles this. " * (MAX_CHARS // 53)
    assert len(sentences(long)) == 40
    assert MODEL.missing(COLD * 200, long, "en")
    end = "I'm so sorry, four days in the cold with a baby. Ben will be with you at two today."
    assert MODEL.missing(COLD, f"{long} {end}", "en") == ()


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingUnavailable, match="reinstall"):
        MissingModel.load(tmp_path)
    for name in (NUMBERS, ABOUT):
        shutil.copy(HERE / name, tmp_path / name)
    MissingModel.load(tmp_path)
    told = json.loads((HERE / ABOUT).read_bytes())
    (tmp_path / ABOUT).write_text(json.dumps({**told, "encoder": "another"}), "utf-8")
    with pytest.raises(MissingUnavailable, match="another encoder"):
        MissingModel.load(tmp_path)
    shutil.copy(HERE / ABOUT, tmp_path / ABOUT)
    whole = (HERE / NUMBERS).read_bytes()
    middle = len(whole) // 2
    for broken in (
        b"not numbers",
        b"",
        whole[:middle],
        whole[:middle] + b"x" * 99 + whole[middle:],
    ):
        (tmp_path / NUMBERS).write_bytes(broken)
        with pytest.raises(MissingUnavailable, match="training"):
            MissingModel.load(tmp_path)
    (tmp_path / NUMBERS).write_bytes(whole)
    (tmp_path / ABOUT).write_text(json.dumps({"encoder": told["encoder"]}), "utf-8")
    with pytest.raises(MissingUnavailable, match="training"):
        MissingModel.load(tmp_path)


def test_without_files_a_review_is_as_before(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def gone() -> MissingModel:
        raise MissingUnavailable("no files here")

    shipped.cache_clear()
    monkeypatch.setattr(MissingModel, "load", gone)
    try:
        assert Reviewer(missing=shipped()).review("Our line is old.", customer=COLD).missing == ()
    finally:
        shipped.cache_clear()
    assert "no files here" in caplog.text
