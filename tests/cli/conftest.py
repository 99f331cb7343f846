"""The command line in this process: what is read once for all tests is read once."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import Domain
from bot.cli import main
from config.settings import NAMES

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What was written, a JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "88")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], domain: Domain) -> Run:
    """`run("tip", "caller", stdin=b"…")`."""
    for module, names in (
        ("tip", {"load_library": lambda: domain.library, "Advice": lambda _: domain.advice}),
        ("tone", {"load_library": lambda: domain.library, "Reviewer": lambda **_: domain.reviewer}),
        ("lesson", {"load_library": lambda: domain.library}),
        (
            "check",
            {"load_library": lambda: domain.library, "Reviewer": lambda **_: domain.reviewer},
        ),
    ):
        for name, value in names.items():
            monkeypatch.setattr(f"bot.cli.{module}.{name}", value)

    def ran(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        try:
            status = main(list(arguments))
        except SystemExit as left:
            status = int(left.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return ran


def really(*arguments: str, stdin: bytes = b"", **environment: str) -> Ran:
    """The same as a process of its own, in the test's own folder."""
    clean = {k: v for k, v in os.environ.items() if k not in NAMES and k != "PYTHONWARNINGS"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=stdin,
        capture_output=True,
        # Not where we are: the settings of whoever runs the tests stay out.
        env=clean | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
