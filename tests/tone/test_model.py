"""The learned ear: what it points at, how it stays beside the rules, what happens without it."""

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bot.content.models import LANGUAGES, Language
from bot.tone import CATEGORIES, MAX_CHARS, Reviewer, RuleError
from bot.tone.matching import Hit
from bot.tone.model import ModelUnavailable, ToneModel, beside, shipped
from bot.tone.model.features import TABLE, grams, units
from bot.tone.model.source import HEADS, choose, rules_of, words_in
from bot.tone.view import View

RULES = rules_of(words_in(HEADS / "words.yaml"))


@pytest.fixture(scope="module")
def model() -> ToneModel:
    found = shipped()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def both(model: ToneModel) -> Reviewer:
    return Reviewer(model=model)


def _hit(low: int, high: int, lang: Language = "en") -> Hit:
    return Hit(RULES[lang, "blame", "soften"], low, high)


# A flawed sentence for each language that no rule has words for.
FLAWED: list[tuple[Language, str]] = [
    ("en", "You people never cease to amaze me. The refund is in your account on Monday."),
    ("nl", "Wat een onzin om hiervoor te mailen. De terugbetaling staat er maandag op."),
    ("he", "רק אידיוט לא היה מבין את זה לבד. הזיכוי ייכנס ביום שני."),
]


def test_every_language_has_words_for_every_category() -> None:
    assert set(RULES) == {
        (lang, category, severity)
        for lang in LANGUAGES
        for category in CATEGORIES
        for severity in ("soften", "stop")
    }


def test_a_finding_names_the_model_and_is_not_sure() -> None:
    rule = RULES["nl", "policy-shield", "soften"]
    assert rule.id == "model/policy-shield"
    assert not rule.text.sure


def test_words_that_lack_a_category_are_refused(tmp_path: Path) -> None:
    words = (HEADS / "words.yaml").read_text("utf-8")
    (tmp_path / "words.yaml").write_text(words.replace("  vague:", "  vaguer:", 1), "utf-8")
    with pytest.raises(RuleError, match=r"words\.yaml"):
        words_in(tmp_path / "words.yaml")


def test_the_highest_sentences_are_chosen_and_at_most_two() -> None:
    read = units(View("One thing. Two things. Three things. Four things."))
    kinds = np.zeros((4, len(CATEGORIES)), np.float32)
    kinds[:, CATEGORIES.index("blame")] = 1
    flaw = np.array([0.1, 0.4, -1, 0.3], np.float32)
    hits = choose(read, flaw, np.full(4, -1, np.float32), kinds, "en", RULES)
    assert [hit.low for hit in hits] == [read[1].low, read[3].low]
    assert not choose(read, flaw - 1, flaw, kinds, "en", RULES)


@pytest.mark.parametrize(
    ("category", "severity"), [("insult", "stop"), ("discrimination", "stop"), ("vague", "soften")]
)
def test_only_what_is_about_the_person_is_stopped(category: str, severity: str) -> None:
    read = units(View("One thing."))
    kinds = np.array([[float(category == name) for name in CATEGORIES]], np.float32)
    (hit,) = choose(read, np.ones(1, np.float32), np.ones(1, np.float32), kinds, "en", RULES)
    assert hit.rule.text.severity == severity


def test_rules_win_where_both_point_at_the_same_words() -> None:
    ruled, inside, apart = _hit(5, 9), _hit(0, 20), _hit(20, 30)
    assert beside([ruled], [inside, apart]) == [ruled, apart]


def test_grams_are_counted_in_a_fixed_table() -> None:
    counts = grams("the policy, the policy!")
    assert counts == grams("the policy, the policy!")
    assert all(0 <= bucket < TABLE for bucket in counts)
    assert max(counts.values()) >= 2
    assert grams("") == Counter()


def test_reading_is_bounded() -> None:
    long = units(View("This is it. " * (MAX_CHARS // 12)))
    assert len(long) == 48
    (word,) = units(View("a" * MAX_CHARS))
    assert len(word.text) == 600
    assert word.grams.total() < 500


@pytest.mark.parametrize(("lang", "text"), FLAWED)
def test_quotes_are_whole_sentences_of_the_text(
    model: ToneModel, lang: Language, text: str
) -> None:
    view = View(text)
    starts = {sentence.low for sentence in view.sentences}
    assert all(hit.low in starts for hit in model.hits(view, lang))


@pytest.mark.parametrize(("lang", "text"), FLAWED)
def test_a_review_quotes_what_it_points_at(both: Reviewer, lang: Language, text: str) -> None:
    for given in (text, f"🙂 {text}", f"שלום\n\n{text}"):
        review = both.review(given, lang=lang, side="reply")
        assert all(f.quote == given[f.start : f.end] and f.quote for f in review.findings)


def test_a_suggested_version_reviews_as_send(both: Reviewer) -> None:
    review = both.review("As I already told you, order 4711 is late.", lang="en", side="reply")
    assert review.findings
    if review.rewrite is not None:
        assert both.review(review.rewrite, lang="en", side="reply").verdict == "send"


@pytest.mark.parametrize("text", ["a" * MAX_CHARS, "?! a " * 2_000, "קצת mixed טקסט. " * 600])
def test_odd_texts_are_read(both: Reviewer, text: str) -> None:
    for lang in LANGUAGES:
        assert both.review(text, lang=lang, side="reply").verdict in {"send", "soften", "stop"}


def test_politeness_ranks_requests(model: ToneModel) -> None:
    kind = model.politeness("Hi! Thanks for your work. Could you please look at this for me?")
    curt = model.politeness("Why did you remove my edit? Stop doing that.")
    assert 0 <= curt < kind <= 1


def test_heads_for_another_encoder_are_refused(tmp_path: Path) -> None:
    for name in ("heads.npz", "words.yaml"):
        shutil.copy(HEADS / name, tmp_path / name)
    about = json.loads((HEADS / "model.json").read_bytes())
    (tmp_path / "model.json").write_text(json.dumps({**about, "encoder": "other"}), "utf-8")
    with pytest.raises(ModelUnavailable, match=r"another encoder.*train\.py"):
        ToneModel.load(tmp_path)


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="reinstall"):
        ToneModel.load(tmp_path)
    shutil.copy(HEADS / "model.json", tmp_path / "model.json")
    (tmp_path / "heads.npz").write_bytes(b"PK")
    with pytest.raises(ModelUnavailable, match="reinstall"):
        ToneModel.load(tmp_path)


def test_without_a_model_the_rules_review_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(*_: object) -> None:
        raise ModelUnavailable("onnxruntime isn't installed")

    monkeypatch.setattr(ToneModel, "load", missing)
    shipped.cache_clear()
    try:
        assert shipped() is None
        assert "rules alone: onnxruntime" in caplog.text
        review = Reviewer(model=shipped()).review("Shut up.", lang="en", side="reply")
        assert review.verdict == "stop"
    finally:
        shipped.cache_clear()
