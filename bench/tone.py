"""How good the tone review is: figures by language, with a naive keyword list beside it.

    python bench/tone.py --data training/tone/corpus/*.jsonl --lines even

Each line of the data is a reply with its label, its findings marked by their words or offsets:
{"lang": "en", "text": …, "verdict": "send|soften|stop",
 "findings": [{"category": …, "span": …}]}      or "quote", or "start" and "end"

`--lines even` leaves out what the rules were developed on: the odd lines.
"""

import argparse
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.tone import Finding, Reviewer, TextTooLong, Verdict

# What a team without Dean would put in a filter.
NAIVE = {
    "en": "unfortunately policy cannot can't must already wrong fault should calm stupid no never "
    "obviously problem",
    "nl": "helaas beleid kan niet moet al verkeerd schuld dom nooit gewoon probleem",
    "he": "לצערנו מדיניות לא צריך כבר טעות אשמה טיפש אף פעם בעיה",
}


@dataclass
class Tally:
    """Counts over the replies of one language."""

    fine: int = 0
    alarms: int = 0
    stop_on_fine: int = 0
    faulty: int = 0
    caught: int = 0
    stops: int = 0
    stops_held: int = 0  # not sent
    stops_named: int = 0  # called stop
    spans: int = 0
    spans_hit: int = 0
    spans_same: int = 0  # … with the same category

    def add(self, label: dict[str, Any], verdict: Verdict, findings: tuple[Finding, ...]) -> None:
        """Count one reply."""
        if label["verdict"] == "send":
            self.fine += 1
            self.alarms += verdict != "send"
            self.stop_on_fine += verdict == "stop"
            return
        self.faulty += 1
        self.caught += verdict != "send"
        if label["verdict"] == "stop":
            self.stops += 1
            self.stops_held += verdict != "send"
            self.stops_named += verdict == "stop"
        for span in label.get("findings", []):
            start, end = _offsets(label["text"], span)
            hits = [f for f in findings if f.start < end and start < f.end]
            self.spans += 1
            self.spans_hit += bool(hits)
            self.spans_same += any(hit.category == span["category"] for hit in hits)

    def row(self, name: str) -> str:
        """The figures in one line."""
        balanced = (
            _share(self.caught, self.faulty) + _share(self.fine - self.alarms, self.fine)
        ) / 2
        return (
            f"{name:<14} balanced {balanced:.3f} · false alarms {self.alarms}/{self.fine}"
            f" · stop held {self.stops_held}/{self.stops}, named {self.stops_named}/{self.stops}"
            f" · stop on fine {self.stop_on_fine} · spans {self.spans_hit}/{self.spans},"
            f" same category {self.spans_same}/{self.spans}"
        )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _offsets(text: str, span: dict[str, Any]) -> tuple[int, int]:
    if "start" in span:
        return int(span["start"]), int(span["end"])
    words = span.get("span") or span["quote"]
    at = text.find(words)
    return at, at + len(words)


def _naive(label: dict[str, Any]) -> tuple[Verdict, tuple[Finding, ...]]:
    words = set(re.findall(r"[\w']+", label["text"].lower()))
    hit = words & set(NAIVE[label["lang"]].split())
    return ("soften" if hit else "send"), ()


def measure(
    labels: list[dict[str, Any]],
    judge: Callable[[dict[str, Any]], tuple[Verdict, tuple[Finding, ...]]],
) -> dict[str, Tally]:
    """A tally for each language, and for all."""
    tallies: dict[str, Tally] = {}
    for label in labels:
        verdict, findings = judge(label)
        for name in (label["lang"], "all"):
            tallies.setdefault(name, Tally()).add(label, verdict, findings)
    return tallies


def read(file: Path, lines: str) -> list[dict[str, Any]]:
    """The labels of a file: of all its lines, or of the odd or the even ones, counted from 1."""
    first, step = {"all": (0, 1), "odd": (0, 2), "even": (1, 2)}[lines]
    # Not `splitlines`: a reply may hold other line separators.
    rows = [row for row in file.read_text("utf-8").split("\n") if row]
    return [json.loads(row) for row in rows[first::step]]


def main() -> None:
    """Print the figures of the reviewer and of the keyword list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--data", type=Path, nargs="+", required=True, help="labelled replies, JSON lines"
    )
    parser.add_argument("--lines", choices=("all", "odd", "even"), default="all")
    given = parser.parse_args()
    labels = [label for file in given.data for label in read(file, given.lines)]
    reviewer = Reviewer()

    def judge(label: dict[str, Any]) -> tuple[Verdict, tuple[Finding, ...]]:
        try:
            review = reviewer.review(label["text"], lang=label["lang"], side="reply")
        except TextTooLong:
            return "send", ()
        return review.verdict or "send", review.findings

    for title, system in (("Dean's rules", judge), ("a naive keyword list", _naive)):
        print(title)
        for name, tally in sorted(measure(labels, system).items()):
            print("  " + tally.row(name))


if __name__ == "__main__":
    main()
