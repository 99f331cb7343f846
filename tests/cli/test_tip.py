"""`dean tip`."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Run, really


def test_a_tip(run: Run) -> None:
    ran = run("tip", "caller", "wants", "my", "manager")
    assert ran.status == 0
    assert ran.out.startswith("They ask for your manager\n\nDo\n")
    for label in ("Say\n", "Rather than\n", "Why\n", "27 things not to say"):
        assert label in ran.out
    assert ran.err == ""
    assert max(map(len, ran.out.splitlines())) <= 88
    assert not set("\u2066\u2067\u2068\u2069\x1b") & set(ran.out)


def test_in_another_language(run: Run) -> None:
    dutch = run("tip", "klant wil mijn leidinggevende spreken")
    assert "\nZeg\n" in dutch.out
    assert "\nSay\n" in run("tip", "--lang", "en", "klant wil mijn leidinggevende spreken").out


def test_nothing_fits(run: Run) -> None:
    ran = run("tip", "kubernetes pod crash loop backoff")
    assert ran.status == 1
    assert "kubernetes pod crash loop backoff" in ran.out
    assert "Say" not in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tip", "?!"], "no words"),
        (["tip", ""], "no words"),
        (["tip", "x " * 1_001], "2000"),
        (["tip"], "required"),
        (["tip", "--jsonl", "x"], "not allowed"),
        (["tip", "--lang", "xx", "x"], "invalid choice"),
        (["tipp"], "invalid choice"),
    ],
)
def test_what_is_not_understood(run: Run, arguments: list[str], words: str) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert words in ran.err.replace(",", "")
    assert ran.out == ""


GOOD = {"id": 1, "text": "caller wants my manager"}


def test_a_line_each(run: Run) -> None:
    given = [
        GOOD,
        {"id": "two", "text": "klant wil mijn leidinggevende"},
        {"text": "kubernetes pod crash loop backoff"},
        {"id": None, "text": "klant wil mijn leidinggevende", "lang": "en"},
    ]
    ran = run("tip", "--jsonl", stdin="\n".join(map(json.dumps, given)).encode())
    assert ran.status == 0
    first, second, third, fourth = ran.lines
    assert list(first) == ["id", "lang", "fits", "tips"]
    assert (first["id"], first["lang"], first["fits"]) == (1, "en", True)
    assert first["tips"][0]["id"] == "never-say/11"
    assert len(first["tips"]) <= 5
    assert all(list(tip) == ["id", "title", "score"] for tip in first["tips"])
    scores = [tip["score"] for tip in first["tips"]]
    assert scores == sorted(scores, reverse=True)
    assert (second["id"], second["lang"]) == ("two", "nl")
    assert "id" not in third
    assert third["fits"] is False
    assert (fourth["id"], fourth["lang"]) == (None, "en")


BAD: list[tuple[bytes, str]] = [
    (b"\xff", "UTF-8"),
    (b"{", "JSON"),
    (b"[1]", "object"),
    (b"null", "object"),
    (b"5", "object"),
    (b"[" * 100_000, "JSON"),
    (b'{"id": 7}', "text"),
    (b'{"id": 7, "text": 5}', "text"),
    (b'{"id": 7, "text": null}', "text"),
    (b'{"id": 7, "text": ""}', "no words"),
    (b'{"id": 7, "text": "?!"}', "no words"),
    (b'{"id": 7, "text": "x", "lang": "xx"}', "lang"),
    (b'{"id": 7, "text": "x", "lang": 5}', "lang"),
    (b'{"id": 7, "text": "' + b"x " * 5_100 + b'"}', "longer"),
    (b'{"id": 7, "text": "' + b"x" * 1_000_001 + b'"}', "too long"),
]


def test_a_bad_line_gives_an_error_in_its_place_and_the_rest_goes_on(run: Run) -> None:
    good = json.dumps(GOOD).encode()
    lines = [good, *(line for bad, _ in BAD for line in (bad, b"  ", good))]
    ran = run("tip", "--jsonl", stdin=b"\xef\xbb\xbf" + b"\r\n".join(lines))
    assert ran.status == 0
    answers = ran.lines
    assert len(answers) == 2 * len(BAD) + 1
    for (line, words), answer in zip(BAD, answers[1::2], strict=True):
        assert words in answer["error"], line[:40]
        assert answer.get("id", 7) == 7
        assert ("id" in answer) == (b'"id": 7' in line and len(line) < 1_000_000)
        assert line[:20].decode("latin-1") not in answer["error"]
    assert all(answer["fits"] for answer in answers[::2])


def test_odd_text_and_odd_ids_come_back_as_json(run: Run) -> None:
    given: list[dict[str, Any]] = [
        {"id": "\ud800", "text": "caller wants my manager"},
        {"id": {"a": [1, "é"]}, "text": "caller wants my manager \u0000 \ud83d \u202e"},
        {"id": 10**30, "text": "לקוח דורש לדבר עם מנהל"},
    ]
    ran = run("tip", "--jsonl", stdin="\n".join(map(json.dumps, given)).encode())
    assert [line["id"] for line in ran.lines] == [each["id"] for each in given]
    assert ran.lines[2]["lang"] == "he"


def test_as_a_process() -> None:
    ran = really("tip", "--jsonl", stdin=json.dumps(GOOD).encode() + b"\n{\n")
    assert (ran.status, ran.err) == (0, "")
    assert [list(line)[-1] for line in ran.lines] == ["tips", "error"]
