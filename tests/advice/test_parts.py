"""The parts that the ranking is made of."""

import json
import math
from pathlib import Path
from typing import Literal

import pytest
import yaml
from rapidfuzz import fuzz, process

import bot.advice
from bot.advice.evidence import Told, WordEvidence
from bot.advice.features import units, with_grams
from bot.advice.lexicon import elsewhere, themes
from bot.advice.spelling import normalise, stripped, words
from bot.advice.themes import Themes
from bot.content import Library

HERE = Path(bot.advice.__file__).parent
NONE = Themes({})


def counted(text: str) -> dict[str, int]:
    return dict(with_grams(units(words(text), NONE)))


def test_one_spelling() -> None:
    assert normalise("ﬁne\u200f") == "fine"
    assert normalise("I’M") == "i'm"
    assert normalise("שָׁלוֹם") == "שלום"
    assert normalise("a\ud800b") == "ab"


def test_words_keep_their_apostrophes_and_nothing_else() -> None:
    assert words("Don't 'shout', e-mail: 3x 😡 צ׳אט") == [
        "don't",
        "shout",
        "e",
        "mail",
        "3x",
        "צ'אט",
    ]


def test_hebrew_prefixes_come_off_and_short_words_stay() -> None:
    assert stripped("שהמנהל") == ["שהמנהל", "המנהל", "מנהל"]
    assert stripped("manager") == ["manager"]
    assert stripped("של") == ["של"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the boss", ["up"]),
        ("bosses", ["up"]),
        ("emboss", []),
        ("my team lead", ["up"]),
        ("my team leads", ["up"]),
        ("my team", []),
        ("team of leads", []),
        ("והבוס", ["up"]),
        ("boss boss", ["up", "up"]),
    ],
)
def test_a_theme_is_in_its_words_and_phrases(text: str, found: list[str]) -> None:
    themes = Themes({"up": {"en": ["boss", "bosses", "team lead*"], "he": ["בוס*"]}})
    assert list(themes.of(words(text))) == found


def test_a_word_may_have_two_themes() -> None:
    themes = Themes({"a": {"en": ["voice"]}, "b": {"en": ["voice*"]}})
    assert set(themes.of(["voice"])) == {"a", "b"}
    assert list(themes.of(["voices"])) == ["b"]


def test_n_grams_survive_a_typo() -> None:
    typed, meant = counted("mangaer"), counted("manager")
    assert not {key for key in typed if key[0] == "w"} & set(meant)
    assert {key for key in typed if key[0] == "g"} & set(meant)


def told(tip: str, text: str, side: Literal["agent", "customer"] | None = None) -> Told:
    return Told(tip, units(words(text), NONE), side=side)


TWO = [told("a/1", "wants my manager"), told("a/2", "wants a refund")]


def test_evidence_is_for_the_tip_that_has_the_words() -> None:
    evidence = WordEvidence(TWO, [])
    scores = evidence.read(counted("manager")).scores
    assert scores["a/1"] > 0 > scores["a/2"]
    assert evidence.read(counted("xyzzy")).scores == {"a/1": 0.0, "a/2": 0.0}
    assert evidence.read({}).scores == {"a/1": 0.0, "a/2": 0.0}


def test_evidence_is_the_log_ratio_to_the_library_smoothed() -> None:
    # One word of four is the tip's alone; each line's words share its trust by the root of three.
    alone = [told("a/1", "manager"), told("a/2", "refund refund refund")]
    score = WordEvidence(alone, []).read({"wmanager": 1}).scores["a/1"]
    size, whole = 1.0, 1.0 + 5 / 5**0.5  # the second line: three words, two pairs of one kind
    expected = 1 - math.log1p(20 * size / whole) / math.log1p(20)
    assert score == pytest.approx(expected, abs=1e-6)


def test_a_tip_that_has_nothing_to_do_with_it_moves_nothing_past_it() -> None:
    query = counted("the manager")
    before = WordEvidence(TWO, []).read(query).scores
    after = WordEvidence([*TWO, told("own/1", "zebra")], []).read(query).scores
    assert sorted(before, key=lambda id: -before[id]) == ["a/1", "a/2"]
    assert max(after, key=lambda id: after[id]) == "a/1"


def test_evidence_leans_to_the_side_that_has_the_words() -> None:
    evidence = WordEvidence(
        [told("a/1", "angry customer", "agent"), told("a/1", "my order is late", "customer")],
        [units(words("bake bread"), NONE)],
    )
    assert evidence.read(counted("customers")).inside > 0 > evidence.read(counted("breads")).inside
    assert evidence.read(counted("order")).customer > 0 > evidence.read(counted("angry")).customer
    for nothing in (counted("xyzzy"), {}):
        said = evidence.read(nothing)
        assert (said.inside, said.customer) == (0, 0)


def test_without_anything_to_lean_to_it_leans_nowhere() -> None:
    said = WordEvidence(TWO, []).read(counted("manager"))
    assert (said.inside, said.customer) == (0, 0)
    assert WordEvidence([], []).read(counted("manager")).scores == {}


@pytest.mark.parametrize(
    ("text", "theme"),
    [("my boss", "superior"), ("mijn baas", "superior"), ("הבוס שלי", "superior")],
)
def test_the_shipped_themes_speak_every_language(text: str, theme: str) -> None:
    assert theme in set(themes().of(words(text)))


def test_the_shipped_lists_are_text() -> None:
    # Bare "yes" and "no" are booleans in YAML.
    lines = [*elsewhere(), *themes_entries()]
    assert all(type(line) is str and words(line) for line in lines)


def test_a_theme_has_an_open_end_at_its_end_only() -> None:
    assert not [entry for entry in themes_entries() if "*" in entry[:-1]]


def test_the_shipped_lists_are_in_every_language(library: Library) -> None:
    for listed in yaml.safe_load((HERE / "themes.yaml").read_text("utf-8")).values():
        assert set(listed) == set(library.tips)
    assert set(yaml.safe_load((HERE / "elsewhere.yaml").read_text("utf-8"))) == set(library.tips)


def test_what_lies_elsewhere_is_not_what_it_is_measured_with() -> None:
    measured = (HERE.parents[1] / "bench" / "out_of_scope.jsonl").read_text("utf-8")
    texts = {normalise(json.loads(line)["text"]) for line in measured.splitlines()}
    assert not texts & {normalise(line) for line in elsewhere()}


def test_nor_is_what_people_ask_a_near_copy_of_it() -> None:
    measured = (HERE.parents[1] / "bench" / "out_of_scope.jsonl").read_text("utf-8")
    texts = [json.loads(line)["text"] for line in measured.splitlines()]
    listed = yaml.safe_load((HERE / "outside.yaml").read_text("utf-8")).values()
    asked = [line for each in listed for line in each["asked"]]
    alike = process.cdist(asked, texts, scorer=fuzz.token_sort_ratio, processor=normalise)
    assert not [asked[row] for row in (alike.max(axis=1) > 75).nonzero()[0]]


def themes_entries() -> list[str]:
    listed = yaml.safe_load((HERE / "themes.yaml").read_text("utf-8"))
    return [entry for each in listed.values() for entries in each.values() for entry in entries]
