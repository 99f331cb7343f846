"""`dean tone`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, really
from tests.slack.helpers import BLAMING, FROM_CUSTOMER, GOOD, STUPID, en, plain

KEYS = ["id", "lang", "verdict", "politeness", "findings", "rewrite", "side"]
FINDING = ["category", "quote", "start", "end", "severity", "why", "instead", "tip"]


@pytest.mark.parametrize(
    ("text", "status", "title"),
    [(GOOD, 0, "tone-send"), (BLAMING, 1, "tone-soften"), (STUPID, 1, "tone-stop")],
)
def test_a_reply_from_standard_input(run: Run, text: str, status: int, title: str) -> None:
    for arguments in (["tone"], ["tone", "-"]):
        ran = run(*arguments, stdin=text.encode())
        assert ran.status == status
        assert ran.out.startswith(en(title))
        assert ran.err == ""
    assert not set("\u2066\u2067\u2068\u2069\x1b") & set(ran.out)


def test_what_a_review_says(run: Run) -> None:
    out = run("tone", stdin=BLAMING.encode()).out
    assert "“As I already told you”" in out
    assert en("tone-instead") in out
    assert en("tone-suggested") in out
    assert "To recap, the fee can't be changed." in out


def test_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "reply.txt"
    file.write_bytes(b"\xef\xbb\xbf" + BLAMING.encode())
    assert run("tone", str(file)).status == 1
    file.write_bytes(b"\xff\xfe")
    for name, words in ((str(file), "UTF-8"), (str(tmp_path), "directory"), ("none", "No such")):
        ran = run("tone", name)
        assert (ran.status, ran.out) == (2, "")
        assert words in ran.err


def test_a_customers_message_and_the_side_that_is_given(run: Run) -> None:
    ran = run("tone", stdin=FROM_CUSTOMER.encode())
    assert ran.status == 0
    assert ran.out.startswith(en("tone-customer"))
    assert en("asks-refund") in ran.out
    assert (
        en("tone-customer") not in run("tone", "--side", "reply", stdin=FROM_CUSTOMER.encode()).out
    )
    assert en("tone-customer") in run("tone", "--side", "customer", stdin=GOOD.encode()).out


@pytest.mark.parametrize(
    ("stdin", "words"),
    [(b"", "no words"), (b"?! 12", "no words"), (b"\xff", "UTF-8"), (b"a " * 10_001, "20000")],
)
def test_what_cannot_be_read(run: Run, stdin: bytes, words: str) -> None:
    ran = run("tone", stdin=stdin)
    assert (ran.status, ran.out) == (2, "")
    assert words in plain(ran.err).replace(",", "")


def test_a_line_each(run: Run) -> None:
    text = f"👍 {BLAMING}"
    given = [
        {"id": 1, "text": text},
        {"id": 2, "text": GOOD, "lang": "en"},
        {"id": 3, "text": FROM_CUSTOMER},
        {"id": 4, "text": FROM_CUSTOMER, "side": "reply"},
        {"text": STUPID, "side": None},
    ]
    ran = run("tone", "--jsonl", stdin="\n".join(map(json.dumps, given)).encode())
    assert ran.status == 0
    first, second, third, fourth, fifth = ran.lines
    assert list(first) == KEYS
    assert (first["id"], first["lang"], first["verdict"], first["side"]) == (
        1,
        "en",
        "soften",
        "reply",
    )
    finding = first["findings"][0]
    assert list(finding) == FINDING
    assert finding["quote"] == text[finding["start"] : finding["end"]]
    assert finding["category"] == "blame"
    assert 0 <= first["politeness"] < second["politeness"] <= 1
    assert (second["verdict"], second["findings"], second["rewrite"]) == ("send", [], None)
    assert list(third) == [*KEYS, "mood", "tips"]
    assert (third["verdict"], third["findings"], third["side"]) == (None, [], "customer")
    assert third["mood"]
    assert third["tips"]
    assert fourth["side"] == "reply"
    assert "mood" not in fourth
    assert (fifth["verdict"], "id" in fifth) == ("stop", False)


TROUBLE = "We've had no heating since Friday and there is a baby in the house!! When will you come?"
BRUSHED = "The line in your street was laid in 1971. The next works there are planned for spring."


def test_beside_the_customers_message_it_says_what_is_missing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "message.txt"
    file.write_text(TROUBLE, "utf-8")
    ran = run("tone", "--customer", str(file), stdin=BRUSHED.encode())
    assert ran.status == 0, "no verdict hangs on it"
    assert en("tone-missing") in ran.out
    assert en("tone-missing-acknowledgement") in ran.out
    assert en("tone-missing") not in run("tone", stdin=BRUSHED.encode()).out
    for both in (("--jsonl",), ("-",)):
        refused = run("tone", *both, "--customer", "-", stdin=b"x")
        assert (refused.status, refused.out) == (2, "")
    gone = run("tone", "--customer", str(tmp_path / "gone.txt"), stdin=BRUSHED.encode())
    assert gone.status == 2
    assert gone.err.startswith(str(tmp_path / "gone.txt"))


def test_a_line_may_hold_the_customers_message(run: Run) -> None:
    given = [{"text": BRUSHED, "customer": TROUBLE}, {"text": BRUSHED, "customer": ""}]
    first, second = run("tone", "--jsonl", stdin="\n".join(map(json.dumps, given)).encode()).lines
    assert "acknowledgement" in first["missing"]
    assert first["side"] == "reply"
    assert "missing" not in second


BAD: list[tuple[bytes, str]] = [
    (b"\xff", "UTF-8"),
    (b"{", "JSON"),
    (b"[]", "object"),
    (b'{"id": 7}', "text"),
    (b'{"id": 7, "text": "12"}', "no words"),
    (b'{"id": 7, "text": "x", "side": "both"}', "side"),
    (b'{"id": 7, "text": "x", "side": 5}', "side"),
    (b'{"id": 7, "text": "x", "customer": 5}', "customer"),
    (b'{"id": 7, "text": "x", "lang": "de"}', "lang"),
    (b'{"id": 7, "text": "' + b"x " * 10_001 + b'"}', "20,00"),
]


def test_a_bad_line_gives_an_error_in_its_place_and_the_rest_goes_on(run: Run) -> None:
    good = json.dumps({"id": 0, "text": GOOD}).encode()
    ran = run("tone", "--jsonl", stdin=b"\n".join(line for bad, _ in BAD for line in (bad, good)))
    assert ran.status == 0
    for (_, words), answer, after in zip(BAD, ran.lines[::2], ran.lines[1::2], strict=True):
        assert words in answer["error"]
        assert after["verdict"] == "send"


def test_as_a_process(tmp_path: Path) -> None:
    file = tmp_path / "reply.txt"
    file.write_text(BLAMING, "utf-8")
    ran = really("tone", str(file))
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.startswith(en("tone-soften"))
