"""The lists that ship with the search: themes of the work, and what lies outside it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from .themes import Themes

_HERE = Path(__file__).parent

_Listed = dict[str, dict[str, list[str]]]

# Several times as fast where PyYAML was built with libyaml.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def listed(name: str) -> _Listed:
    """A list as it stands in its file: lines by language and topic."""
    with (_HERE / name).open("rb") as file:
        found: _Listed = yaml.load(file, _Loader)  # noqa: S506 - a safe loader, either way
    return found


@cache
def themes() -> Themes:
    """The themes of the work, in every language."""
    return Themes(listed("themes.yaml"))


def elsewhere() -> Iterator[str]:
    """Lines that no tip answers, in every language."""
    for name in ("elsewhere.yaml", "outside.yaml"):
        for topics in listed(name).values():
            for lines in topics.values():
                yield from lines
