"""A broken rule file is an error that names file, rule and reason."""

import shutil
from pathlib import Path

import pytest

from bot.tone import Reviewer, RuleError
from bot.tone.reviewer import RULES_DIR

_GOOD = """\
category: blame
rules:
  - id: told-you
    pattern: ["i told you so"]
    why: "This may read as blame."
    examples: ["I told you so."]
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RULES_DIR, tmp_path / "rules"))


def test_a_rule_can_be_added(rules: Path) -> None:
    (rules / "en" / "blame.yaml").write_text(_GOOD, "utf-8")
    review = Reviewer(rules).review("I told you so.", lang="en", side="reply")
    assert [(f.category, f.quote) for f in review.findings] == [("blame", "I told you so")]


@pytest.mark.parametrize(
    ("broken", "rule", "reason"),
    [
        (_GOOD.replace("i told", "(i told"), "told-you", "bracket"),
        (_GOOD.replace("why", "wy"), "told-you", "why"),
        (_GOOD + "    guards: [nonsense]\n", "told-you", "nonsense"),
        (_GOOD + "    fix: replace\n", "told-you", "words to use instead"),
        (_GOOD + "    check: capitals\n", "told-you", "pattern or a check"),
        (_GOOD + _GOOD.split("rules:\n")[1], "told-you", "twice"),
        (_GOOD + "    id: again\n", None, "twice"),
        (_GOOD.replace("category: blame", "category: cold"), None, "cold"),
        (_GOOD.replace("category: blame", "category: mood"), None, "category"),
        ("rules: [", None, "YAML"),
    ],
)
def test_a_broken_file_is_named(rules: Path, broken: str, rule: str | None, reason: str) -> None:
    file = rules / "en" / "blame.yaml"
    file.write_text(broken, "utf-8")
    with pytest.raises(RuleError) as caught:
        Reviewer(rules)
    assert caught.value.file == file
    assert caught.value.rule == rule
    assert reason in caught.value.reason
    assert str(file) in str(caught.value)


def test_a_file_of_no_category_is_refused(rules: Path) -> None:
    (rules / "nl" / "grumpy.yaml").write_text(_GOOD, "utf-8")
    with pytest.raises(RuleError, match="not named after a category"):
        Reviewer(rules)


def test_a_missing_language_is_refused(rules: Path) -> None:
    shutil.rmtree(rules / "he")
    with pytest.raises(RuleError, match="no such folder"):
        Reviewer(rules)
