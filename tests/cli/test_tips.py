"""`dean tips`: import, list, remove."""

import re
from pathlib import Path

from tests.cli.conftest import Run

CSV = """\
title,do,situations
Bees on the terrace,Move the guests inside first.,bees on the terrace
The modem blinks red,Have them unplug it for ten seconds.,modem blinks red
"""


def test_in_and_out_again(run: Run) -> None:
    Path("tips.csv").write_text(CSV, "utf-8")
    ran = run("tips", "import", "tips.csv", "--workspace", "T1")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("2 tips added.")
    again = run("tips", "import", "tips.csv", "--workspace", "T1")
    assert again.out.startswith("0 tips added; 2 were there already.")
    shown = run("tips", "list", "--workspace", "T1").out
    assert "2 approved" in shown
    assert "Bees on the terrace (team/1, en)" in shown
    assert "0 approved" in run("tips", "list", "--workspace", "T2").out

    ran = run("tips", "remove", "team/1", "team/9", "--workspace", "T1")
    assert (ran.status, ran.out) == (1, "1 removed.\n")
    assert "Not there: team/9" in ran.err
    assert "Bees" not in run("tips", "list", "--workspace", "T1").out
    assert run("tips", "remove", "team/2", "--workspace", "T1").status == 0


def test_a_faulty_file_adds_nothing_and_says_all(run: Run) -> None:
    Path("tips.csv").write_text(f"{CSV}Bee,Run,\n", "utf-8")
    ran = run("tips", "import", "tips.csv", "--workspace", "T1")
    assert ran.status == 1
    for field in ("title", "do", "situations"):
        assert re.search(rf"^  tips\.csv, line 4: {field}: ", ran.err, re.MULTILINE)
    assert "0 approved" in run("tips", "list", "--workspace", "T1").out


def test_an_id_of_another_kind_is_refused(run: Run) -> None:
    ran = run("tips", "remove", "never-say/11", "team/x", "--workspace", "T1")
    assert ran.status == 2
    assert "never-say/11, team/x: an id looks like team/12" in ran.err


def test_a_workspace_is_needed(run: Run) -> None:
    assert run("tips", "list").status == 2
    assert run("tips").status == 2
