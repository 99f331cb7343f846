"""`dean tip "caller wants my manager"`, and `dean tip --jsonl`."""

import argparse
import sys
from typing import Any

from bot.advice import Advice, EmptySituation, SituationTooLong
from bot.advice.search import MAX_CHARS
from bot.content import Library, Tip, load_library
from bot.l10n import Words, words_for

from .jsonl import BadLine, answers, lang_of, text_of
from .page import Page, complain


def run(arguments: argparse.Namespace) -> int:
    """Answer one situation, or one a line."""
    library = load_library()
    advice = Advice(library)
    if arguments.jsonl:
        for line in answers(sys.stdin.buffer, lambda given: _line(advice, given)):
            print(line, flush=True)
        return 0
    situation = " ".join(arguments.text)
    try:
        answer = advice.find(situation, arguments.lang)
    except EmptySituation:
        complain(words_for(arguments.lang or "en")("error-tip-empty"))
        return 2
    except SituationTooLong:
        words = words_for(arguments.lang or "en")
        said = words("error-tip-long", length=len(situation), limit=MAX_CHARS)
        complain(said)
        return 2
    words = words_for(answer.lang)
    page = Page()
    if not answer.fits:
        page.text(words("tip-none", query=situation), words("tip-none-what"))
        page.text(f"{words('tip-none-shelf')} {library.category(answer.shelf).name[answer.lang]}")
        page.show()
        return 1
    tip = library.tip(answer.matches[0].id, answer.lang)
    assert tip is not None  # noqa: S101 - the index holds the library's own ids
    _card(page, tip, answer.side, words, library)
    page.text(words("tip-also"))
    for match in answer.matches[1:3]:
        page.item(f"{match.title} ({match.id})")
    page.show()
    return 0


def _card(page: Page, tip: Tip, side: str, words: Words, library: Library) -> None:
    advice = tip.agent if side == "agent" else tip.customer
    page.heading(tip.title if side == "agent" else tip.customer.title)
    page.labelled(words("tip-do"), advice.do)
    page.labelled(words("tip-say"), *map(words.quoted, advice.say))
    page.labelled(words("tip-rather-than"), *map(words.quoted, advice.rather_than))
    page.labelled(words("tip-why"), advice.why)
    page.labelled(words("tip-not-when"), tip.limits)
    source = library.sources[tip.source.article].name[words.lang]
    page.text(words("tip-from", source=source, item=tip.source.item))


def _line(advice: Advice, given: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = advice.find(text_of(given), lang_of(given))
    except EmptySituation:
        raise BadLine("there are no words in the text") from None
    except SituationTooLong:
        raise BadLine(f"the text is longer than {MAX_CHARS} characters") from None
    return ({"id": given["id"]} if "id" in given else {}) | {
        "lang": answer.lang,
        "fits": answer.fits,
        "tips": [
            {"id": match.id, "title": match.title, "score": match.score} for match in answer.matches
        ],
    }
