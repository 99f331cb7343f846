"""Where the program asks for words: read from its sources, without running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent


@dataclass(frozen=True)
class Asked:
    """One place. A part of the name that is only known when running is `{}`."""

    where: str
    names: tuple[str, ...]
    given: frozenset[str] | None  # the arguments' names; None where they can't be told


@dataclass(frozen=True)
class Limited:
    """A message whose text Slack bounds at that place."""

    where: str
    names: tuple[str, ...]
    kind: str  # "button", "title", or the name of the limit in the code


@cache
def _trees() -> dict[str, ast.Module]:
    return {
        str(file.relative_to(ROOT.parent)): ast.parse(file.read_text("utf-8"))
        for file in sorted(ROOT.rglob("*.py"))
    }


@cache
def constants() -> frozenset[str]:
    """Every string that stands in the sources."""
    return frozenset(
        node.value
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _functions() -> Iterator[tuple[str, ast.AST]]:
    """Each outermost function, so that a variable's values are looked for where it lives."""
    for file, tree in _trees().items():
        for node in tree.body:
            inner = node.body if isinstance(node, ast.ClassDef) else [node]
            for each in inner:
                yield file, each


def _is_words(node: ast.expr) -> bool:
    match node:
        case ast.Name(id="words") | ast.Attribute(attr="words"):
            return True
        case ast.Call(func=ast.Name(id="words_for")):
            return True
    return False


def _names(node: ast.expr, within: ast.AST) -> tuple[str, ...]:
    """The names that an expression can be; none where it comes from elsewhere."""
    match node:
        case ast.Constant(value=str(name)):
            return (name,)
        case ast.IfExp():
            return _names(node.body, within) + _names(node.orelse, within)
        case ast.JoinedStr():
            parts = (each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
            return ("".join(map(str, parts)),)
        case ast.Name(id=variable):
            return tuple(
                name
                for each in ast.walk(within)
                if isinstance(each, ast.Assign)
                and any(isinstance(to, ast.Name) and to.id == variable for to in each.targets)
                for name in _names(each.value, within)
            )
    return ()


@cache
def asked() -> tuple[Asked, ...]:
    """Every `words(…)` and `words.has(…)`, and every name handed on together with `words`."""
    found: list[Asked] = []
    for file, function in _functions():
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            where = f"{file}:{node.lineno}"
            if _is_words(node.func):
                given = {each.arg for each in node.keywords}
                told = None if None in given else frozenset(str(each) for each in given)
                found.append(Asked(where, _names(node.args[0], function), told))
            elif isinstance(node.func, ast.Attribute) and _is_words(node.func.value):
                if node.func.attr == "has":
                    found.append(Asked(where, _names(node.args[0], function), None))
            elif _is_words(node.args[0]):
                handed = [*node.args[1:], *(each.value for each in node.keywords)]
                names = tuple(
                    each.value
                    for each in handed
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )
                found.append(Asked(where, names, None))
    return tuple(each for each in found if each.names)


@cache
def limited() -> tuple[Limited, ...]:
    """Every button, modal title and bounded plain text that is a message."""
    found: list[Limited] = []
    for file, function in _functions():
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            where = f"{file}:{node.lineno}"
            match node.func.id, node.args:
                case "button", [ast.Call() as said, *_] if _is_words(said.func):
                    found.append(Limited(where, _names(said.args[0], function), "BUTTON_MAX"))
                    found += [
                        Limited(where, _names(each.value.args[0], function), "BUTTON_MAX")
                        for each in node.keywords
                        if each.arg == "label"
                        and isinstance(each.value, ast.Call)
                        and _is_words(each.value.func)
                    ]
                case "modal", [_, title, *_]:
                    found.append(Limited(where, _names(title, function), "TITLE_MAX"))
                    found += [
                        Limited(where, _names(each.value, function), "TITLE_MAX")
                        for each in node.keywords
                        if each.arg == "submit"
                    ]
                case "plain", [ast.Call() as said, ast.Name(id=limit)] if _is_words(said.func):
                    found.append(Limited(where, _names(said.args[0], function), limit))
                case "header", [ast.Call() as said, *_] if _is_words(said.func):
                    found.append(Limited(where, _names(said.args[0], function), "HEADER_MAX"))
    return tuple(each for each in found if each.names)
