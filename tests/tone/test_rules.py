"""Every rule does what its examples say, in all three languages."""

import re

import pytest

from bot.content.models import Language
from bot.tone import CATEGORIES, Reviewer
from bot.tone.matching import RuleSource
from bot.tone.pattern import MAX_WAYS, Phrase
from bot.tone.rulebook import Rule
from bot.tone.view import View

_REVIEWER = Reviewer()
_RULES = [rule for book in _REVIEWER.rulebooks.values() for rule in book.rules]
_EXAMPLES = [(rule, text) for rule in _RULES for text in rule.text.examples]
_COUNTEREXAMPLES = [(rule, text) for rule in _RULES for text in rule.text.counterexamples]


def _label(value: object) -> str:
    return value.id if isinstance(value, Rule) else re.sub(r"\W+", "-", str(value))[:40]


@pytest.mark.parametrize(("rule", "text"), _EXAMPLES, ids=_label)
def test_example_fires(rule: Rule, text: str) -> None:
    hits = RuleSource(_REVIEWER.rulebooks[rule.lang]).hits(View(text))
    assert rule.id in {hit.rule.id for hit in hits}


@pytest.mark.parametrize(("rule", "text"), _EXAMPLES, ids=_label)
def test_rewrite_of_an_example_can_be_sent(rule: Rule, text: str) -> None:
    review = _REVIEWER.review(text, lang=rule.lang, side="reply")
    if rule.text.fix is None:  # nothing to put in its place: the person decides
        pytest.skip("this rule leaves the words to the person")
    assert review.rewrite is not None
    again = _REVIEWER.review(review.rewrite, lang=rule.lang, side="reply")
    assert (again.verdict, again.findings) == ("send", ())


@pytest.mark.parametrize(("rule", "text"), _COUNTEREXAMPLES, ids=_label)
def test_counterexample_stays_quiet(rule: Rule, text: str) -> None:
    review = _REVIEWER.review(text, lang=rule.lang, side="reply")
    assert (review.verdict, review.findings) == ("send", ())
    assert review.rewrite is None


@pytest.mark.parametrize("lang", ["en", "nl", "he"])
def test_every_category_has_rules(lang: Language) -> None:
    assert {rule.category for rule in _REVIEWER.rulebooks[lang].rules} == set(CATEGORIES)


def _phrases(rule: Rule) -> list[Phrase]:
    scopes = [*rule.unless, rule.needs]
    return [
        *rule.phrases,
        *(phrase for group in rule.groups for phrase in group),
        *(phrase for scoped in scopes for phrases in scoped.values() for phrase in phrases),
    ]


@pytest.mark.parametrize("rule", _RULES, ids=_label)
def test_no_pattern_has_an_unbounded_repeat(rule: Rule) -> None:
    """No `*`, `+` or `{n,}`, hence a longest match and a bounded number of ways from any start."""
    for phrase in _phrases(rule):
        bare = re.sub(r"\\.|\[[^\]]*\]", "", phrase.source)
        assert not re.search(r"[*+]|\{\d*,\}", bare), phrase.pattern
        assert phrase.needed
    assert MAX_WAYS < 10_000


@pytest.mark.parametrize(
    "rule", [rule for rule in _RULES if rule.text.severity == "stop"], ids=_label
)
def test_stop_comes_with_a_reason(rule: Rule) -> None:
    assert rule.text.sure
    assert rule.text.why.endswith(".")
