"""The parts that the ranking is made of."""

import json
from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz, process

import bot.advice
from bot.advice.evidence import Contrast, TipEvidence
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


def test_evidence_is_for_the_tip_that_has_the_words() -> None:
    evidence = TipEvidence(
        [
            ("a/1", units(words("wants my manager"), NONE), 1.0),
            ("a/2", units(words("wants a refund"), NONE), 1.0),
        ]
    )
    scores = evidence.scores(counted("manager"))
    assert scores["a/1"] > 0 > scores["a/2"]
    assert evidence.scores(counted("xyzzy")) == {"a/1": 0.0, "a/2": 0.0}


def test_a_tip_that_has_nothing_to_do_with_it_moves_nothing_past_it() -> None:
    lines = [
        ("a/1", units(words("wants my manager"), NONE), 1.0),
        ("a/2", units(words("wants a refund"), NONE), 1.0),
    ]
    query = counted("the manager")
    before = TipEvidence(lines).scores(query)
    after = TipEvidence([*lines, ("own/1", units(words("zebra"), NONE), 1.0)]).scores(query)
    assert sorted(before, key=lambda id: -before[id]) == ["a/1", "a/2"]
    assert max(after, key=lambda id: after[id]) == "a/1"


def test_a_contrast_leans_to_the_side_that_has_the_words() -> None:
    contrast = Contrast(units(words("angry customer"), NONE), units(words("bake bread"), NONE))
    assert contrast.lean(counted("customers")) > 0 > contrast.lean(counted("breads"))
    assert contrast.lean(counted("xyzzy")) == 0
    assert contrast.lean({}) == 0


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
