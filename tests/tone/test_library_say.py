"""What the tips tell an agent to say is fine by the tone review, in every language."""

from pathlib import Path

import pytest
import yaml

from bot.content.models import LANGUAGES, Language
from bot.tone import Reviewer

_TIPS = Path(__file__).parents[2] / "tips"


def _said(lang: Language) -> list[tuple[str, str]]:
    """Each tip's lines to say, with the tip's id."""
    lines: list[tuple[str, str]] = []
    for file in sorted((_TIPS / lang / "tips").glob("*/*.yaml")):
        tip = yaml.safe_load(file.read_text("utf-8"))
        lines += [(tip["id"], line) for line in tip["agent"]["say"]]
    return lines


_LINES = [(lang, tip, line) for lang in LANGUAGES for tip, line in _said(lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_there_are_lines_in(lang: Language) -> None:
    assert len(_said(lang)) > 100


@pytest.mark.parametrize(("lang", "tip", "line"), _LINES, ids=lambda value: str(value)[:30])
def test_what_a_tip_says_can_be_sent(
    reviewer: Reviewer, lang: Language, tip: str, line: str
) -> None:
    review = reviewer.review(line, lang=lang, side="reply")
    assert (review.verdict, review.findings) == ("send", ()), tip
