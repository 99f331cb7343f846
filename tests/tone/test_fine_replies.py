"""Dean keeps quiet about a fine reply, whatever trap words it holds."""

from pathlib import Path

import pytest
import yaml

from bot.content.models import Language
from bot.language import detect
from bot.tone import Reviewer

_FINE: dict[Language, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "fine_replies.yaml").read_text("utf-8")
)
_CASES = [(lang, text) for lang, texts in _FINE.items() for text in texts]


@pytest.mark.parametrize(("lang", "text"), _CASES, ids=lambda value: str(value)[:40])
def test_nothing_is_found(reviewer: Reviewer, lang: Language, text: str) -> None:
    review = reviewer.review(text, lang=lang, side="reply")
    assert (review.verdict, review.findings) == ("send", ())


@pytest.mark.parametrize(("lang", "text"), _CASES, ids=lambda value: str(value)[:40])
def test_it_is_known_for_a_reply_in_its_language(
    reviewer: Reviewer, lang: Language, text: str
) -> None:
    assert reviewer.review(text).side == "reply"
    assert detect(text) == lang
