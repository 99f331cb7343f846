"""`dean tone reply.txt`, `dean tone - --customer message.txt`, and `dean tone --jsonl`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.content import load_library
from bot.l10n import words_for
from bot.slack.blocks.tone import good_line, wanted
from bot.tone import MAX_CHARS, EmptyText, Review, Reviewer, Side, TextTooLong, missing
from bot.tone.model import shipped

from .jsonl import BadLine, answers, lang_of, text_of
from .page import Page, complain


def run(arguments: argparse.Namespace) -> int:
    """Review one text, or one a line. Exit 0 to send, 1 to change, 2 for what can't be read."""
    reviewer = Reviewer(model=shipped(), missing=missing.shipped())
    if arguments.customer and (arguments.jsonl or str(arguments.customer) == arguments.file == "-"):
        complain("--customer takes a file, beside one reply; with --jsonl each line has its own.")
        return 2
    if arguments.jsonl:
        for line in answers(sys.stdin.buffer, lambda given: _line(reviewer, given)):
            print(line, flush=True)
        return 0
    file = arguments.file
    try:
        text = _read(file)
        file = arguments.customer
        customer = _read(str(file)) if file else ""
        review = reviewer.review(text, lang=arguments.lang, side=arguments.side, customer=customer)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it isn't UTF-8 text"
        print(f"{file}: {reason}", file=sys.stderr)
        return 2
    except (EmptyText, TextTooLong) as error:
        words = words_for(arguments.lang or "en")
        said = (
            words("error-tone-empty")
            if isinstance(error, EmptyText)
            else words("error-tone-long", length=error.length, limit=MAX_CHARS)
        )
        complain(said)
        return 2
    _show(review)
    return 0 if review.verdict in ("send", None) else 1


def _read(file: str) -> str:
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    return raw.decode("utf-8-sig")


def _show(review: Review) -> None:
    words = words_for(review.lang)
    page = Page()
    if review.side == "customer":
        page.heading(words("tone-customer"))
        for kind, keys in (("mood", review.mood), ("asks", review.asks)):
            listed = words.listed(
                [words(f"{kind}-{key}") for key in keys if words.has(f"{kind}-{key}")]
            )
            if listed:
                page.text(words(f"tone-customer-{kind}", **{kind: listed}))
        library = load_library()
        for id in review.tips[:1]:
            if tip := library.tip(id, review.lang):
                page.text(f"{words('tone-customer-tip')}: {tip.title} ({id})")
    elif not review.findings:
        page.heading(words("tone-send"))
        page.text(good_line(review, words))
    else:
        page.heading(words(f"tone-{review.verdict}"))
        for finding in review.findings:
            page.labelled(words.quoted(finding.quote), finding.why)
            instead = finding.instead or words("tone-leave-out")
            page.text(f"  {words('tone-instead')} {instead}")
            page.gap()
        if review.rewrite:
            page.labelled(words("tone-suggested"), review.rewrite)
    if review.missing:
        page.gap()
        page.labelled(
            words("tone-missing"),
            " ".join(wanted(absent, review.lang, words) for absent in review.missing),
        )
    page.show()


def _line(reviewer: Reviewer, given: dict[str, Any]) -> dict[str, Any]:
    try:
        review = reviewer.review(
            text_of(given), lang=lang_of(given), side=_side(given), customer=_customer(given)
        )
    except (EmptyText, TextTooLong) as error:
        raise BadLine(str(error)) from None
    answer: dict[str, Any] = {"id": given["id"]} if "id" in given else {}
    answer |= {
        "lang": review.lang,
        "verdict": review.verdict,
        "politeness": round(review.politeness, 4),
        "findings": [
            {
                "category": finding.category,
                "quote": finding.quote,
                "start": finding.start,
                "end": finding.end,
                "severity": finding.severity,
                "why": finding.why,
                "instead": finding.instead,
                "tip": finding.tip,
            }
            for finding in review.findings
        ],
        "rewrite": review.rewrite,
        "side": review.side,
    }
    if review.side == "customer":
        answer |= {"mood": list(review.mood), "tips": list(review.tips)}
    elif given.get("customer") or review.missing:
        answer |= {"missing": [absent.what for absent in review.missing]}
    return answer


def _customer(given: dict[str, Any]) -> str:
    customer = given.get("customer")
    if customer is None:
        return ""
    if not isinstance(customer, str):
        raise BadLine("customer must be a string: the message that the text answers")
    return customer


def _side(given: dict[str, Any]) -> Side | None:
    match given.get("side"):
        case None:
            return None
        case "reply":
            return "reply"
        case "customer":
            return "customer"
    raise BadLine("side must be reply or customer")
