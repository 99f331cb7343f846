"""The learned ear: what it reads, what it points at, how it stays beside the rules, what happens
without it."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import yaml

from bot.advice.encoder import shared
from bot.content import load_library
from bot.content.models import LANGUAGES, Language
from bot.tone import CATEGORIES, MAX_CHARS, Reviewer, RuleError
from bot.tone.matching import Hit
from bot.tone.model import ModelUnavailable, ToneModel, shipped, sparing
from bot.tone.model.judging import EVIDENCE, Evidence, Judge, evidence
from bot.tone.model.network import (
    FLAW,
    KINDS,
    POLITE,
    STOP,
    TEXT_HEADS,
    UNCIVIL,
    WORD_HEADS,
    YOURS,
)
from bot.tone.model.reading import BOS, EOS, WINDOW, Window, windows
from bot.tone.model.source import HERE, rules_of, words_in
from bot.tone.models import Category
from bot.tone.view import View

RULES = rules_of(words_in(HERE / "words.yaml"))
FILES = ("network.onnx", "model.json", "words.yaml")


@pytest.fixture(scope="module")
def model() -> ToneModel:
    found = shipped()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def both(model: ToneModel) -> Reviewer:
    return Reviewer(model=model)


def _read(text: str) -> list[Window]:
    return list(windows(View(text), shared().pieces))


# What no rule has words for, and nobody should send.
FLAWED: list[tuple[Language, str]] = [
    ("en", "You people never cease to amaze me. The refund is in your account on Monday."),
    ("nl", "Wat een onzin om hiervoor te mailen. De terugbetaling staat er maandag op."),
    ("he", "רק אידיוט לא היה מבין את זה לבד. הזיכוי ייכנס ביום שני."),
]


# A rule knows some words of these, which aren't what is worst in them.
STOPPED: list[tuple[Language, str, str]] = [
    (
        "nl",
        "Huurder wil geen vrouwelijke monteur. Gezegd dat we hier niet in een moskee zitten en dat"
        " hij blij mag zijn dat er iemand komt.",
        "moskee",
    ),
]


# --- what is read -------------------------------------------------------------------------------


def test_words_are_read_as_they_were_written_with_their_emoji() -> None:
    (window,) = _read("Sure 🙄 NICE")
    pieces = shared().pieces
    assert [word.ids for word in window.words] == [pieces("Sure🙄"), pieces("NICE")]
    assert pieces("NICE") != pieces("nice")


def test_what_is_quoted_is_not_read() -> None:
    quoted, plain = _read("> you idiots\nWe're sorry."), _read("We're sorry.")
    assert quoted[0].ids[-len(plain[0].ids) + 1 :] == plain[0].ids[1:]
    (idiots,) = _read("idiots")
    assert not set(idiots.words[0].ids) <= set(quoted[0].ids)


def test_windows_hold_whole_sentences_and_every_word_once() -> None:
    text = "The parcel left the depot on Monday and is on its way to you now. " * 30
    read = _read(text)
    assert len(read) > 1
    view = View(text)
    assert [
        view.text[w.low : w.high] for window in read for w in window.words
    ] == text.lower().split()
    for window in read:
        assert window.ids[0] == BOS
        assert window.ids[-1] == EOS
        assert len(window.ids) == len(window.owners) <= WINDOW + 2
        assert view.text[window.words[-1].high - 1] == "."


def test_one_endless_word_and_one_endless_sentence_are_cut() -> None:
    assert all(len(window.ids) <= WINDOW + 2 for window in _read("a" * MAX_CHARS))
    assert all(len(window.ids) <= WINDOW + 2 for window in _read("and so on " * 1_000))


@pytest.mark.parametrize("text", ["", "…", "`code`", "\u200b\u202e"])
def test_nothing_to_read_is_no_finding(model: ToneModel, text: str) -> None:
    heard = model.hear(View(text), "en")
    assert heard.hits == ()
    assert 0 <= heard.polite <= 1


# --- what is to be stopped ----------------------------------------------------------------------


def test_stop_is_said_of_the_words_for_which_it_is_said(both: Reviewer) -> None:
    for lang, text, at in STOPPED:
        review = both.review(text, lang=lang, side="reply")
        assert review.verdict == "stop", text
        assert [finding.severity for finding in review.findings].count("stop") == 1
        assert at in review.findings[0].quote


# --- what is said instead -----------------------------------------------------------------------


def _hit(view: View, words: str, category: Category) -> Hit:
    low = view.text.index(words)
    return Hit(RULES["en", category, "soften"], low, low + len(words))


def test_an_insult_beside_a_fine_sentence_is_left_out_without_other_words() -> None:
    beside = View("you clown. the refund is in your account on monday.")
    alone = View("you clown. thanks.")
    assert [
        hit.rule.text.instead is None
        for view in (beside, alone)
        for hit in sparing([_hit(view, "you clown", "insult")], view)
    ] == [True, False]


def test_the_same_words_are_offered_once() -> None:
    view = View("it is only a phone. nobody died of it. pay by friday or else.")
    hits = [
        _hit(view, "it is only a phone", "dismissive"),
        _hit(view, "nobody died of it", "dismissive"),
        _hit(view, "pay by friday or else", "pressure"),
    ]
    offered = [hit.rule.text.instead for hit in sparing(hits, view)]
    assert offered[0]
    assert offered[1] is None
    assert offered[2]


# --- what is judged -----------------------------------------------------------------------------


def _scores(flaw: float, stop: float) -> tuple[np.ndarray, np.ndarray]:
    words, text = np.zeros((2, WORD_HEADS), np.float32), np.zeros(TEXT_HEADS, np.float32)
    words[1, FLAW], words[1, STOP], text[FLAW], text[STOP] = flaw, stop, flaw + 1, stop + 1
    return words, text


def test_evidence_is_the_worst_of_all_windows_and_the_rules() -> None:
    stop = Hit(RULES["en", "insult", "stop"], 0, 4)
    told = evidence([_scores(1, -1), _scores(3, -2)], [stop])
    assert (told.text_flaw, told.word_flaw, told.text_stop, told.word_stop) == (4, 3, 0, 0)
    assert (told.rule, told.rule_sure, told.rule_stop) == (1, 0, 1), "the model's rules aren't sure"
    nothing = evidence([], [])
    assert {nothing.text_flaw, nothing.word_flaw, nothing.customer} == {-8}
    assert (nothing.polite, nothing.rule) == (0, 0)


def test_politeness_is_a_mean_and_the_rest_is_the_worst() -> None:
    (words, one), (_, other) = _scores(0, 0), _scores(0, 0)
    one[POLITE], one[UNCIVIL], one[YOURS] = 2, 1, -3
    other[POLITE], other[UNCIVIL], other[YOURS] = -1, -2, -1
    told = evidence([(words, one), (words, other)], [])
    assert (told.polite, told.uncivil, told.customer) == (0.5, 1, -1)


def test_a_judge_needs_a_weight_for_all_evidence() -> None:
    weights = dict.fromkeys(EVIDENCE, 1.0)
    lines = dict.fromkeys(LANGUAGES, 5.0)
    told = {"flaw": weights, "stop": weights, "flaw_at": lines, "stop_at": lines,
            "named_at": dict.fromkeys(LANGUAGES, 6.0), "customer_at": lines}  # fmt: skip
    judge = Judge.told(told)
    none = Evidence(*[0.0] * len(EVIDENCE))
    assert judge.holds(none._replace(text_flaw=4, word_flaw=3), "nl") == 2
    assert judge.stops(none._replace(word_flaw=3, rule=1), "he") == -2
    without: tuple[dict[str, dict[str, float] | None], ...] = ({"flaw": {}}, {"named_at": None})
    for lacking in without:
        with pytest.raises(KeyError):
            Judge.told({k: v for k, v in (told | lacking).items() if v is not None})


def test_what_sounds_like_a_stop_is_held_before_it_is_called_one() -> None:
    weights = dict.fromkeys(EVIDENCE, 0.0)
    lines = dict.fromkeys(LANGUAGES, 1.0)
    judge = Judge(
        weights, weights | {"text_stop": 1.0}, lines, lines, dict.fromkeys(LANGUAGES, 3.0), lines
    )
    sounds = Evidence(*[0.0] * len(EVIDENCE))._replace(text_stop=2)
    assert judge.holds(sounds, "en") > 0 > judge.stops(sounds, "en")


def test_the_shipped_weights_count_a_rule_as_a_flaw() -> None:
    told = json.loads((HERE / "model.json").read_bytes())
    assert told["flaw"]["rule"] + told["flaw"]["rule_sure"] > 0
    assert set(told["flaw_at"]) == set(told["named_at"]) == set(LANGUAGES)


# --- what is found ------------------------------------------------------------------------------


def test_every_language_has_words_for_every_category() -> None:
    assert set(RULES) == {
        (lang, category, severity)
        for lang in LANGUAGES
        for category in CATEGORIES
        for severity in ("soften", "stop")
    }
    assert KINDS.stop - KINDS.start == len(CATEGORIES)


def test_a_finding_names_the_model_and_is_not_sure() -> None:
    rule = RULES["nl", "policy-shield", "soften"]
    assert rule.id == "model/policy-shield"
    assert not rule.text.sure


@pytest.mark.parametrize(("lang", "text"), FLAWED)
def test_what_no_rule_has_words_for_is_found_and_quoted(
    both: Reviewer, lang: Language, text: str
) -> None:
    for given in (text, f"🙂 {text}", f"{text}\n\n> {text}"):
        review = both.review(given, lang=lang, side="reply")
        assert review.verdict != "send"
        assert review.findings
        assert all(f.quote == given[f.start : f.end] and f.quote for f in review.findings)


def test_findings_never_overlap_and_rules_keep_their_words(model: ToneModel) -> None:
    text = "As I already told you, read the manual. You people never cease to amaze me."
    alone, both = Reviewer(), Reviewer(model=model)
    ruled = alone.review(text, lang="en", side="reply").findings
    found = both.review(text, lang="en", side="reply").findings
    assert {f.quote for f in ruled} <= {f.quote for f in found}
    spans = sorted((f.start, f.end) for f in found)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_rule_that_the_model_does_not_hear_is_not_shown(model: ToneModel) -> None:
    fine = "Your parcel left our depot this morning. It arrives tomorrow before noon."
    unlikely = Hit(RULES["en", "vague", "soften"], 0, 4)
    without = model.hear(View(fine), "en")
    assert without.hits == ()
    # A rule may tip the balance, but it doesn't decide alone.
    assert len(model.hear(View(fine), "en", [unlikely]).hits) <= 1


def test_an_insult_in_a_long_reply_stops_it(both: Reviewer) -> None:
    fine = "We look at it again with the team that handles this. " * 60
    review = both.review(
        f"{fine}You stupid idiot, read the manual. {fine}", lang="en", side="reply"
    )
    assert review.verdict == "stop"


def test_a_suggested_version_reviews_as_send(both: Reviewer) -> None:
    review = both.review(
        "As I already told you, the fee can't be changed.", lang="en", side="reply"
    )
    assert review.findings
    if review.rewrite is not None:
        assert both.review(review.rewrite, lang="en", side="reply").verdict == "send"


@pytest.mark.parametrize("text", ["a" * MAX_CHARS, "?! a " * 2_000, "קצת mixed טקסט. " * 600])
def test_odd_texts_are_read(both: Reviewer, text: str) -> None:
    for lang in LANGUAGES:
        assert both.review(text, lang=lang, side="reply").verdict in {"send", "soften", "stop"}


def test_politeness_ranks_requests(model: ToneModel) -> None:
    kind = "Hi! Thanks for your work. Could you please look at this for me?"
    curt = "Why did you remove my edit? Stop doing that."
    assert model.hear(View(kind), "en").polite > model.hear(View(curt), "en").polite


# --- what can be wrong --------------------------------------------------------------------------


def test_words_that_lack_a_category_are_refused(tmp_path: Path) -> None:
    words = (HERE / "words.yaml").read_text("utf-8")
    (tmp_path / "words.yaml").write_text(words.replace("  vague:", "  vaguer:", 1), "utf-8")
    with pytest.raises(RuleError, match=r"words\.yaml"):
        words_in(tmp_path / "words.yaml")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"encoder": "other"}, "another encoder"), ({"categories": []}, "other categories")],
)
def test_a_model_for_something_else_is_refused(
    tmp_path: Path, changed: dict[str, object], reason: str
) -> None:
    for name in FILES:
        shutil.copy(HERE / name, tmp_path / name)
    told = json.loads((HERE / "model.json").read_bytes())
    (tmp_path / "model.json").write_text(json.dumps({**told, **changed}), "utf-8")
    with pytest.raises(ModelUnavailable, match=rf"{reason}.*train\.py"):
        ToneModel.load(tmp_path)


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="reinstall"):
        ToneModel.load(tmp_path)
    shutil.copy(HERE / "model.json", tmp_path / "model.json")
    (tmp_path / "network.onnx").write_bytes(b"not a network")
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


# --- how well, at least -------------------------------------------------------------------------

FINE = yaml.safe_load((Path(__file__).parent / "fine_replies.yaml").read_text("utf-8"))
TIPS = load_library().tips


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fine_replies_are_let_be_and_never_stopped(both: Reviewer, lang: Language) -> None:
    verdicts = [both.review(text, lang=lang, side="reply").verdict for text in FINE[lang]]
    assert "stop" not in verdicts
    assert verdicts.count("soften") <= 0.1 * len(verdicts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_tips_say_may_be_sent_and_what_they_warn_of_is_held(
    both: Reviewer, lang: Language
) -> None:
    def sent(lines: list[str]) -> list[str]:
        return [x for x in lines if both.review(x, lang=lang, side="reply").verdict == "send"]

    agents = [tip.agent for tip in TIPS[lang].values()]
    said = [line for agent in agents for line in agent.say]
    assert sent(said) == said
    assert sent([line for agent in agents for line in agent.rather_than]) == []


CUSTOMERS: dict[Language, list[str]] = {
    "en": [
        "I ordered a grey sofa in May and a green one came. What happens now?",
        "hi, my card got swallowed by the machine on the high street",
        "Nobody called me back yesterday although you promised.",
        "can you tell me how long the repair takes pls",
    ],
    "nl": [
        "Ik heb in mei een grijze bank besteld en er kwam een groene. Hoe nu verder?",
        "hoi, de automaat heeft mijn pas ingeslikt",
        "Niemand heeft me gisteren teruggebeld terwijl dat wel beloofd was.",
        "kunnen jullie zeggen hoe lang de reparatie duurt",
    ],
    "he": [
        "הזמנתי ספה אפורה במאי והגיעה ירוקה. מה עושים עכשיו?",
        "היי, הכספומט בלע לי את הכרטיס",
        "אף אחד לא חזר אליי אתמול למרות שהבטחתם.",
        "אפשר לדעת כמה זמן לוקח התיקון?",
    ],
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_customers_messages_are_told_from_replies(both: Reviewer, lang: Language) -> None:
    sides = [both.review(text, lang=lang).side for text in CUSTOMERS[lang]]
    assert sides.count("customer") >= len(sides) - 1
    replies = [both.review(text, lang=lang).side for text in FINE[lang]]
    assert replies.count("customer") <= 0.06 * len(replies)


# --- a version without what it hears -------------------------------------------------------------


@pytest.mark.parametrize(("lang", "text"), FLAWED)
def test_what_it_hears_goes_and_the_rest_stays(both: Reviewer, lang: Language, text: str) -> None:
    review = both.review(text, lang=lang, side="reply")
    assert review.rewrite is not None
    assert text.rsplit(". ", maxsplit=1)[-1] in review.rewrite
    assert all(finding.quote not in review.rewrite for finding in review.findings)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_suggested_version_keeps_nothing_that_was_pointed_at_and_can_be_sent(
    both: Reviewer, lang: Language
) -> None:
    suggested = 0
    tips = load_library().tips[lang].values()
    lines = [line for tip in tips for line in tip.agent.rather_than]
    for line in lines:
        review = both.review(line, lang=lang, side="reply")
        if review.rewrite is None:
            continue
        suggested += 1
        assert both.review(review.rewrite, lang=lang, side="reply").verdict == "send", line
        kept = [each.quote for each in review.findings if each.quote in review.rewrite]
        assert not [quote for quote in kept if len(quote.split()) > 1], line
    assert suggested > len(lines) / 2
