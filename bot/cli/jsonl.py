"""A JSON object a line in, one a line out, in order. A bad line gives an error in its place."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.content import Language
from bot.content.models import LANGUAGES

MAX_LINE = 1_000_000  # characters; a longer line isn't a message somebody wrote


class BadLine(Exception):
    """Why a line can't be answered."""


def answers(
    lines: Iterable[bytes], answer: Callable[[dict[str, Any]], dict[str, Any]]
) -> Iterator[str]:
    """`answer` for each line that isn't blank, as JSON; the rest goes on after a bad one."""
    for raw in lines:
        if not raw.strip():
            continue
        given: dict[str, Any] = {}
        try:
            given = _parse(raw)
            result = answer(given)
        except (BadLine, ValueError) as error:
            result = {"error": str(error)}
            if "id" in given:
                result = {"id": given["id"]} | result
        # Lone surrogates can't be written as UTF-8; escaped they can.
        try:
            text = json.dumps(result, ensure_ascii=False)
            text.encode("utf-8")
        except UnicodeEncodeError:
            text = json.dumps(result)
        yield text


def _parse(raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_LINE:
        raise BadLine("the line is too long")
    try:
        found = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("the line isn't UTF-8") from None
    except (ValueError, RecursionError):
        raise BadLine("the line isn't JSON") from None
    if not isinstance(found, dict):
        raise BadLine("the line isn't a JSON object")
    return found


def text_of(given: dict[str, Any]) -> str:
    """The line's text. Raises `BadLine`."""
    text = given.get("text")
    if not isinstance(text, str):
        raise BadLine("text is missing or isn't a string")
    return text


def lang_of(given: dict[str, Any]) -> Language | None:
    """The line's language, if it names one. Raises `BadLine`."""
    lang = given.get("lang")
    if lang is None:
        return None
    for known in LANGUAGES:
        if lang == known:
            return known
    raise BadLine(f"lang must be one of {', '.join(LANGUAGES)}")
