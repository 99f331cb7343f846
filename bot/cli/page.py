"""Text for a terminal: wrapped, with bold where the terminal has it."""

import os
import re
import shutil
import sys
import textwrap

MAX_WIDTH = 88  # longer lines are hard to follow
# Isolates are for Slack; a terminal shows them as boxes or drops them.
_INVISIBLE = re.compile("[\u200e\u200f\u2066-\u2069]")


class Page:
    """Collects what is to be said, then prints it."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._width = min(shutil.get_terminal_size((MAX_WIDTH, 24)).columns, MAX_WIDTH)
        self._bold = sys.stdout.isatty() and "NO_COLOR" not in os.environ

    def heading(self, text: str) -> None:
        """A card's title."""
        self._lines += [self._strong(text), ""]

    def labelled(self, label: str, *texts: str) -> None:
        """A label, and what belongs to it below."""
        self._lines.append(self._strong(label))
        for text in texts:
            self._lines += self._wrapped(text, "  ")
        self._lines.append("")

    def item(self, text: str) -> None:
        """An item of a list."""
        self._lines += self._wrapped(text, "  ", first="- ")

    def text(self, *texts: str) -> None:
        """A paragraph each."""
        for text in texts:
            self._lines += self._wrapped(text, "")

    def gap(self) -> None:
        """An empty line."""
        self._lines.append("")

    def show(self) -> None:
        """Print it all."""
        print("\n".join(_INVISIBLE.sub("", line) for line in self._lines).rstrip())

    def _strong(self, text: str) -> str:
        return f"\033[1m{text}\033[0m" if self._bold else text

    def _wrapped(self, text: str, indent: str, first: str = "") -> list[str]:
        lines: list[str] = []
        for part in text.splitlines() or [""]:
            lines += textwrap.wrap(
                part, self._width, initial_indent=indent + first, subsequent_indent=indent
            ) or [""]
        return lines


def complain(text: str) -> None:
    """One line on standard error."""
    print(_INVISIBLE.sub("", text), file=sys.stderr)
