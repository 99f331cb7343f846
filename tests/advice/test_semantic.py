"""By meaning: what was learned, what came later, and what is left without it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.advice import Advice
from bot.advice.encoder import Encoder
from bot.advice.heads import HEADS, Heads, HeadsUnusable
from bot.advice.lexicon import elsewhere
from bot.advice.lines import content_hash, digest, lines, reading
from bot.advice.semantic import Meaning
from bot.content import Language, Library, Tip

MANAGER = "never-say/11"
OWN = "own/1"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.load()


@pytest.fixture(scope="session")
def heads() -> Heads:
    return Heads.load()


def rewritten(tip: Tip, id: str, *asked: str) -> Tip:
    """A tip on another matter, in the place of `tip`'s."""
    article, item = id.split("/")
    said = {"when": asked[0], "do": asked[0], "say": asked[:1], "rather_than": asked[:1]}
    return tip.model_copy(
        update={
            "id": id,
            "title": asked[0],
            "agent": tip.agent.model_copy(update=said),
            "customer": tip.customer.model_copy(update={**said, "title": asked[0]}),
            "situations": tip.situations.model_copy(update={"agent": asked, "customer": ()}),
            "source": tip.source.model_copy(update={"article": article, "item": int(item)}),
        }
    )


def with_tip(library: Library, id: str, *asked: str) -> Library:
    tips = {
        lang: {**each, id: rewritten(each[MANAGER], id, *asked)}
        for lang, each in library.tips.items()
    }
    return replace(library, tips=tips)


@pytest.fixture(scope="session")
def with_own(library: Library) -> Advice:
    asked = (
        "a swarm of bees has settled on the terrace",
        "wasps around the guests' cakes",
        "hornet in the dining room and people run",
    )
    return Advice(with_tip(library, OWN, *asked))


def test_the_heads_are_current(library: Library) -> None:
    made_from = Heads.load().about.content
    assert made_from == content_hash(lines(library), elsewhere()), (
        "texts changed: run `python training/search.py`"
    )


def test_the_heads_are_small(heads: Heads) -> None:
    assert sum(path.stat().st_size for path in HEADS.iterdir()) < 6_000_000
    assert set(heads.about.fits_at) == {"en", "nl", "he"}


def test_shipped_it_goes_by_meaning(advice: Advice) -> None:
    assert advice.by_meaning
    assert not advice.stale
    assert not advice.without


@pytest.mark.parametrize(
    ("situation", "tip", "lang"),
    [
        ("refuses to speak with me and insists on my chief", MANAGER, "en"),
        ("eist iemand die hoger in de organisatie zit", MANAGER, "nl"),
        ("דורשת לדבר עם מישהו בכיר יותר", MANAGER, "he"),
    ],
)
def test_the_matter_counts_and_not_the_words(
    advice: Advice, situation: str, tip: str, lang: Language
) -> None:
    assert tip in [match.id for match in advice.find(situation, lang).matches[:3]]


def test_every_score_is_comparable(advice: Advice) -> None:
    scores = [match.score for match in advice.find("she keeps interrupting me", limit=52).matches]
    assert scores == sorted(scores, reverse=True)
    assert 1 >= scores[0] > scores[-1] >= 0


def test_a_new_tip_needs_no_training(with_own: Advice) -> None:
    assert with_own.by_meaning
    assert with_own.stale
    for situation in (
        "bees on the patio",
        "a hornet scares everyone outside",
        "wespen op het terras",
    ):
        answer = with_own.find(situation)
        assert answer.matches[0].id == OWN, situation
        assert answer.fits


def test_a_new_tip_lowers_no_other_tip_beyond_it(advice: Advice, with_own: Advice) -> None:
    # Scores are in deviations over all tips, so what is a hair apart may change places.
    hair = 0.03
    for situation in ("caller wants my manager", "klant dreigt met een advocaat", "הלקוח מקלל"):
        before = advice.find(situation).matches[:4]
        after = [match.id for match in with_own.find(situation, limit=60).matches]
        assert after[0] == before[0].id
        for n, first in enumerate(before):
            for second in before[n + 1 :]:
                if first.score - second.score > hair:
                    assert after.index(first.id) < after.index(second.id)


def test_a_changed_line_is_read_anew(library: Library, encoder: Encoder, heads: Heads) -> None:
    tip = library.tips["en"][MANAGER]
    asked = tip.situations.model_copy(
        update={"agent": (*tip.situations.agent[1:], "demands the captain of the ship")}
    )
    english = {**library.tips["en"], MANAGER: tip.model_copy(update={"situations": asked})}
    changed = replace(library, tips={**library.tips, "en": english})
    meaning = Meaning(changed, encoder, heads)
    assert meaning.stale
    assert meaning.fresh == 1
    advice = Advice(changed, meaning=meaning)
    assert advice.find("the captain of that ship, now").matches[0].id == MANAGER


def test_a_tip_that_left_is_not_found(library: Library, encoder: Encoder, heads: Heads) -> None:
    tips = {
        lang: {id: tip for id, tip in each.items() if id != MANAGER}
        for lang, each in library.tips.items()
    }
    less = replace(library, tips=tips)
    advice = Advice(less, meaning=Meaning(less, encoder, heads))
    found = [match.id for match in advice.find("caller wants my manager", limit=52).matches]
    assert len(found) == 51
    assert MANAGER not in found


def test_one_tip_is_a_library(library: Library, encoder: Encoder, heads: Heads) -> None:
    tips = {lang: {MANAGER: each[MANAGER]} for lang, each in library.tips.items()}
    one = replace(library, tips=tips)
    advice = Advice(one, meaning=Meaning(one, encoder, heads))
    assert [match.id for match in advice.find("wants my boss").matches] == [MANAGER]


def test_heads_of_another_encoder_are_refused(
    library: Library, encoder: Encoder, heads: Heads
) -> None:
    other = replace(heads, about=replace(heads.about, encoder="another"))
    with pytest.raises(HeadsUnusable, match=r"training/search\.py"):
        Meaning(library, encoder, other)


def test_heads_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(HeadsUnusable, match=r"training/search\.py"):
        Heads.load(tmp_path)


def test_heads_survive_being_saved(heads: Heads, tmp_path: Path) -> None:
    heads.save(tmp_path)
    again = Heads.load(tmp_path)
    assert again.about == heads.about
    assert again.tips == heads.tips
    assert (again.rows == heads.rows).all()
    assert abs(again.says_tip - heads.says_tip).max() < 1e-3


def test_words_alone_answer_behind_the_same_interface(words_only: Advice) -> None:
    assert not words_only.by_meaning
    assert not words_only.stale
    assert words_only.without
    answer = words_only.find("caller wants my manager")
    assert answer.fits
    assert answer.matches[0].id == MANAGER
    assert not words_only.find("recipe for lasagne").fits


def test_without_onnxruntime_words_alone_answer_and_say_so() -> None:
    program = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "from bot.advice import Advice\n"
        "from bot.content import load_library\n"
        "advice = Advice(load_library())\n"
        "print(advice.find('caller wants my manager').matches[0].id, advice.without)\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.startswith(MANAGER)
    assert "pip install" in done.stdout


def test_the_lines_hash_ignores_order_and_nothing_else(library: Library) -> None:
    every = list(lines(library))
    assert content_hash(every) == content_hash(reversed(every))
    assert content_hash(every) != content_hash(every[1:])
    assert content_hash(every) != content_hash(every, ["bake a cake"])


def test_reading_keeps_the_words() -> None:
    assert reading("  Wants my BOSS, now!! 😡\u200f") == "wants my boss now"
    assert digest("wants my boss now") != digest("wants my boss")
