"""The project's own replies: each label follows from its findings, each finding is in its text."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.content.models import LANGUAGES
from bot.tone import CATEGORIES

CORPUS = Path(__file__).parents[2] / "training" / "tone" / "corpus"
FILES = sorted(CORPUS.rglob("*.jsonl"))


ANSWERS = CORPUS.parent / "answers"
PAIRS = sorted(file for file in ANSWERS.rglob("*.jsonl") if file.stem != "messages")


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]


ROWS = {file: _rows(file) for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_label_follows_from_its_findings(file: Path) -> None:
    for row in ROWS[file]:
        severities = {finding["severity"] for finding in row["findings"]}
        assert severities <= {"soften", "stop"}, row["id"]
        wanted = "stop" if "stop" in severities else "soften" if severities else "send"
        assert row["verdict"] == wanted, row["id"]
        assert row["lang"] in LANGUAGES, row["id"]
        for finding in row["findings"]:
            assert finding["span"], row["id"]
            assert finding["span"] in row["text"], row["id"]
            assert finding["category"] in CATEGORIES, row["id"]


def test_ids_are_unique_and_no_text_has_two_labels() -> None:
    rows = [row for each in ROWS.values() for row in each]
    assert len({row["id"] for row in rows}) == len(rows)
    labels: dict[str, set[str]] = {}
    for row in rows:
        labels.setdefault(row["text"], set()).add(row["verdict"])
    assert [text for text, verdicts in labels.items() if len(verdicts) > 1] == []


def test_the_replies_that_test_are_not_among_those_that_teach() -> None:
    test = {row["text"] for file in FILES if file.parent.name == "test" for row in ROWS[file]}
    taught = {row["text"] for file in FILES if file.parent == CORPUS for row in ROWS[file]}
    assert len(test) > 1_000
    assert not test & taught


@pytest.mark.parametrize(("lang", "least"), [("en", 3_000), ("nl", 1_500), ("he", 1_500)])
def test_there_are_enough_of_every_kind(lang: str, least: int) -> None:
    verdicts = Counter(
        row["verdict"] for each in ROWS.values() for row in each if row["lang"] == lang
    )
    assert verdicts.total() >= least
    assert verdicts["send"] > verdicts["soften"] > verdicts["stop"] > 300


# Pairs of a customer's message and a reply, with what each calls for and has


@pytest.mark.parametrize("file", PAIRS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_a_reply_has_stands_in_it(file: Path) -> None:
    rows = _rows(file)
    assert len(rows) > 100
    for row in rows:
        assert row["lang"] == file.stem, row["id"]
        assert {type(row[name]) for name in ("trouble", "question", "open")} == {bool}, row["id"]
        for name in ("acknowledged", "answered", "next_step"):
            assert row[name] is None or (row[name] and row[name] in row["reply"]), row["id"]


def test_labelled_messages_say_what_they_call_for() -> None:
    rows = _rows(ANSWERS / "messages.jsonl")
    assert {type(row[name]) for row in rows for name in ("trouble", "question")} == {bool}
    assert {row["lang"] for row in rows} == set(LANGUAGES)


def test_the_pairs_that_test_are_not_among_those_that_teach() -> None:
    test = [row for file in PAIRS if file.parent.name == "test" for row in _rows(file)]
    taught = [row for file in PAIRS if file.parent == ANSWERS for row in _rows(file)]
    assert len({row["id"] for row in (*test, *taught)}) == len(test) + len(taught)
    messages = {row["customer"] for row in (*taught, *_rows(ANSWERS / "messages.jsonl"))}
    assert not {row["customer"] for row in test} & messages
    assert not {row["reply"] for row in test} & {row["reply"] for row in taught}
