"""A file of own tips: read whole, and every fault of it named at once."""

from pathlib import Path

import pytest

from bot.content import ContentError, TeamTipDraft, load_library, read_team_tips
from bot.store import TEAM

CSV = """\
title,do,say,situations
Bees on the terrace,Move the guests inside first.,Let me find you a table.,"bees on the terrace
wasps around the cakes"

Kaartje terugbetalen,Kaartjes gaan terug via de doorverkoop.,,wil zijn kaartje terug
"""
YAML = """\
# ours
- title: Bees on the terrace
  do: >
    Move the guests
    inside first.
  say: [Let me find you a table.]
  situations:
    - bees on the terrace
    - wasps around the cakes
- {title: Kaartje terugbetalen, do: Kaartjes gaan terug via de doorverkoop., lang: nl,
   situations: wil zijn kaartje terug}
"""
JSONL = """\
{"title": "Bees on the terrace", "do": "Move the guests inside first.",\
 "say": ["Let me find you a table."],\
 "situations": ["bees on the terrace", "wasps around the cakes"]}

{"title": "Kaartje terugbetalen", "do": "Kaartjes gaan terug via de doorverkoop.",\
 "situations": ["wil zijn kaartje terug"]}
"""


BIDI = '{"title": "a\u202ebcdef", "do": "What to do about it.", "situations": ["x y"]}'


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tips.csv", CSV),
        ("tips.CSV", "\ufeff" + CSV.replace("\n", "\r\n")),
        ("tips.yaml", YAML),
        ("tips.jsonl", JSONL),
    ],
)
def test_three_formats_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    assert read_team_tips(written(tmp_path, name, text)) == [
        TeamTipDraft(
            title="Bees on the terrace",
            do="Move the guests inside first.",
            say=("Let me find you a table.",),
            situations=("bees on the terrace", "wasps around the cakes"),
            lang="en",
        ),
        TeamTipDraft(
            title="Kaartje terugbetalen",
            do="Kaartjes gaan terug via de doorverkoop.",
            situations=("wil zijn kaartje terug",),
            lang="nl",
        ),
    ]


def faults(path: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read_team_tips(path)
    return [str(fault) for fault in caught.value.faults]


def test_every_fault_of_a_csv_is_named_by_line_and_field(tmp_path: Path) -> None:
    text = CSV + (
        "Bee,Run away,,\n"
        "Too many,Cells in this line of it.,,x x,and,more\n"
        "A title that is longer than sixty characters is no title but a sentence,"
        "What to do about it.,,something\n"
    )
    found = faults(written(tmp_path, "tips.csv", text))
    assert [fault.rpartition(": ")[0] for fault in found] == [
        "tips.csv, line 6: title",
        "tips.csv, line 6: do",
        "tips.csv, line 6: situations",
        "tips.csv, line 7",
        "tips.csv, line 8: title",
    ]


def test_faults_of_the_others_too(tmp_path: Path) -> None:
    yaml = YAML + "- title: Bee\n- just words\n- {title: Four, do: Ten letters., sitations: [x]}\n"
    assert [fault.rpartition(": ")[0] for fault in faults(written(tmp_path, "t.yaml", yaml))] == [
        "t.yaml, line 12: title",
        "t.yaml, line 12: do",
        "t.yaml, line 12: situations",
        "t.yaml, line 13: isn't a mapping: title",
        "t.yaml, line 14: situations",
        "t.yaml, line 14: sitations",
    ]
    jsonl = JSONL + '{"title": 7}\nnot json\n[]\n'
    where = [fault.partition(": ")[0] for fault in faults(written(tmp_path, "t.jsonl", jsonl))]
    assert where == ["t.jsonl, line 4"] * 3 + ["t.jsonl, line 5", "t.jsonl, line 6"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("tips.txt", "x", "must end in"),
        ("tips.csv", b"\xff\xfe", "isn't UTF-8"),
        ("tips.csv", "", "holds no tip"),
        ("tips.csv", "title,do\n", "holds no tip"),
        ("tips.csv", "title,title\nx,y\n", "twice"),
        ("tips.csv", 'title,do\n"open', "isn't CSV"),
        ("tips.yaml", "- [", "t"),
        ("tips.yaml", "title: x", "isn't a list"),
        ("tips.yaml", "- !!python/object:os.system {}", "constructor"),
        ("tips.jsonl", "", "holds no tip"),
        (
            "tips.jsonl",
            '{"title": "a\u202ebcdef", "do": "What to do about it.", "situations": ["x y"]}',
            "bidi",
        ),
    ],
)
def test_what_cant_be_read_is_said(tmp_path: Path, name: str, text: str | bytes, said: str) -> None:
    (fault,) = faults(written(tmp_path, name, text))
    assert said in fault


def test_a_file_that_isnt_there(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path / "none.csv")
    assert fault == "none.csv: can't be read: No such file or directory"


def test_no_source_of_the_librarys_is_called_as_the_teams_tips_are() -> None:
    assert TEAM not in load_library().sources
