"""The Fluent files as they are written: names, variables, and every way a message can come out."""

import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import bot.l10n
from bot.content import Language
from bot.content.models import LANGUAGES
from bot.l10n import words_for

FOLDER = Path(bot.l10n.__file__).parent

# One for each plural category that the three languages know, and numbers that are often wrong.
COUNTS = (0, 1, 2, 3, 5, 10, 11, 21, 100)

FSI, PDI = "\u2068", "\u2069"


def source(lang: Language) -> str:
    """The file's text."""
    return (FOLDER / f"{lang}.ftl").read_text("utf-8")


@cache
def entries(lang: Language) -> tuple[ast.EntryType, ...]:
    """Everything in the file, also what the parser couldn't read."""
    return tuple(FluentParser().parse(source(lang)).body)


@cache
def messages(lang: Language) -> dict[str, ast.Message]:
    """The messages by name."""
    return {each.id.name: each for each in entries(lang) if isinstance(each, ast.Message)}


class _Collector(Visitor):
    def __init__(self) -> None:
        self.used: set[str] = set()
        self.shown: set[str] = set()
        self.selectors: list[ast.SelectExpression] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.used.add(node.id.name)

    def visit_Placeable(self, node: ast.Placeable) -> None:  # noqa: N802
        if isinstance(node.expression, ast.VariableReference):
            self.shown.add(node.expression.id.name)
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        self.selectors.append(node)
        self.generic_visit(node)


@cache
def _collected(lang: Language, name: str) -> _Collector:
    collector = _Collector()
    collector.visit(messages(lang)[name])
    return collector


def variables(lang: Language, name: str) -> set[str]:
    """Every variable of a message."""
    return _collected(lang, name).used


def shown(lang: Language, name: str) -> set[str]:
    """The variables that appear in the text, and don't only choose between texts."""
    return _collected(lang, name).shown


def selectors(lang: Language, name: str) -> list[ast.SelectExpression]:
    """The places where a message chooses between texts."""
    return _collected(lang, name).selectors


def samples(name: str) -> Iterator[dict[str, object]]:
    """Values for a message's variables: each count, and words of both directions."""
    given = sorted(variables("en", name))
    for count, word in itertools.product(COUNTS if "count" in given else (0,), ("Abc 1", "אבג")):
        yield {each: count if each == "count" else f"{word} {each}" for each in given}


def spoken(lang: Language, name: str) -> list[str]:
    """The message in every way it can come out."""
    return list(dict.fromkeys(words_for(lang)(name, **given) for given in samples(name)))


def everything() -> list[tuple[Language, str]]:
    """Each message of each language, for `parametrize`."""
    return [(lang, name) for lang in LANGUAGES for name in messages(lang)]
