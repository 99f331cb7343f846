"""A broken file is named with its field and reason; nothing is dropped in silence."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content import ContentError, load_library
from bot.content.library import HERE

Edit = Callable[[Path], None]

TIP = "en/tips/never-say/11.yaml"
LESSON = "en/lessons/career-lessons/1.1.yaml"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library that is sound: one tip and one lesson in each language."""
    root = tmp_path_factory.mktemp("library") / "tips"
    for lang in ("en", "nl", "he"):
        for name in ("tips/never-say/11.yaml", "lessons/career-lessons/1.1.yaml"):
            target = root / lang / name
            target.parent.mkdir(parents=True, exist_ok=True)
            lines = (HERE / lang / name).read_text("utf-8").splitlines(keepends=True)
            target.write_text("".join(each for each in lines if "related:" not in each), "utf-8")
    for name in ("categories.yaml", "sources.yaml"):
        shutil.copy(HERE / name, root / name)
    names = "{en: One, nl: Een, he: אחת}"
    (root / "curriculum.yaml").write_text(
        f"- id: career\n  name: {names}\n  lessons: [career-lessons/1.1]\n", "utf-8"
    )
    load_library(root)
    return root


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return Path(shutil.copytree(original, tmp_path / "tips"))


def replaced(name: str, old: str, new: str) -> Edit:
    """An edit of one file."""

    def edit(root: Path) -> None:
        path = root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def written(name: str, content: bytes) -> Edit:
    """A file with other content, or a new one."""

    def edit(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (replaced(TIP, "title:", "titel:"), [TIP, "titel", "title"]),
        (replaced(TIP, "category: rules", "category: rulez"), [TIP, "category", "rulez"]),
        (replaced(TIP, "id: never-say/11", "id: never-say/12"), [TIP, "id", "never-say/12"]),
        (replaced(TIP, "item: 11", "item: 99"), [TIP, "source.item"]),
        (replaced(TIP, "article: never-say", "article: nobody"), [TIP, "source.article"]),
        (replaced(TIP, "limits:", "related: [never-say/99]\nlimits:"), [TIP, "related"]),
        (replaced(TIP, "category: rules", "category: rules\ncategory: rules"), [TIP, "twice"]),
        (written(TIP, b"\xff\xfe"), [TIP, "UTF-8"]),
        (written(TIP, b"id: [unclosed"), [TIP, "line "]),
        (written(TIP, b"x" * 70_000), [TIP, "70,000 bytes"]),
        (written(TIP, b"- a list"), [TIP, "dictionary"]),
        (written("en/tips/never-say/12.yml", b"id: x"), ["12.yml", "isn't a .yaml"]),
        (written("nl/tips/never-say/1.yaml", b"id: x"), ["nl/tips/never-say/1.yaml"]),
        (written("en/lessons/career-lessons/9.9.yaml", b""), ["9.9.yaml"]),
        (replaced("curriculum.yaml", "1.1]", "1.1, career-lessons/7.7]"), ["7.7", "no lesson"]),
        (replaced("curriculum.yaml", "1.1]", "1.1, career-lessons/1.1]"), ["planned twice"]),
        (replaced("curriculum.yaml", "[career-lessons/1.1]", "[]"), ["that no track gives"]),
        (replaced("categories.yaml", ", he: איומים", ""), ["threats", "he"]),
        (lambda root: (root / "sources.yaml").unlink(), ["sources.yaml", "can't be read"]),
    ],
)
def test_a_fault_is_named(root: Path, edit: Edit, said: list[str]) -> None:
    edit(root)

    with pytest.raises(ContentError) as caught:
        load_library(root)

    words = "\n".join(str(fault) for fault in caught.value.faults)
    for each in said:
        assert each in words


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("turned \u202earound", "override"),
        ("embedded \u202a twice", "override or embedding"),
        ("an isolate \u2068 left open", "not balanced"),
        ("closed \u2069 before \u2068 opened", "not balanced"),
        ("two\\nlines", "line break"),
    ],
)
def test_text_that_would_misprint_is_refused(root: Path, text: str, reason: str) -> None:
    path = root / TIP
    lines = path.read_text("utf-8").splitlines()
    lines = [f'title: "{text}"' if line.startswith("title:") else line for line in lines]
    path.write_text("\n".join(lines), "utf-8")

    with pytest.raises(ContentError) as caught:
        load_library(root)

    assert [fault.field for fault in caught.value.faults] == ["title"]
    assert reason in caught.value.faults[0].reason


def test_all_faults_are_told_at_once(root: Path) -> None:
    replaced(TIP, "title:", "titel:")(root)
    replaced(LESSON, "question:", "vraag:")(root)
    written("nl/tips/never-say/11.yaml", b"")(root)

    with pytest.raises(ContentError) as caught:
        load_library(root)

    assert {fault.file for fault in caught.value.faults} == {
        TIP,
        LESSON,
        "nl/tips/never-say/11.yaml",
    }
