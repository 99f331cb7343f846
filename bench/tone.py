"""How good the tone review is, and what it costs, beside what others would use.

    python bench/tone.py                                  # the project's own test replies
    python bench/tone.py --data replies.jsonl …           # other labelled replies
    python bench/tone.py --politeness DIR                 # and the politeness corpus's dev part

Each line of the data is a reply with its label, its findings marked by their words or offsets:
{"lang": "en", "text": …, "verdict": "send|soften|stop",
 "findings": [{"category": …, "span": …}]}      or "quote", or "start" and "end"

The test replies (`training/tone/corpus/test`) were written apart, and neither the rules nor the
model were made from them; nor from the pairs of message and reply in `answers/test`. `--lines even`
takes every other line: of the rest of the corpus, the rules were developed on the odd ones, and the
model has seen all.
"""

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.memory import resident  # noqa: E402
from bot.content import Language  # noqa: E402
from bot.content.models import LANGUAGES  # noqa: E402
from bot.tone import Finding, Missing, Reviewer, TextTooLong, Verdict, missing  # noqa: E402
from bot.tone.model import shipped  # noqa: E402

TEST = ROOT / "training" / "tone" / "corpus" / "test"
ANSWERS = ROOT / "training" / "tone" / "answers" / "test"
# What may be missing: the message's label that calls for it, and the reply's that has it.
CALLED: dict[Missing, tuple[str, str]] = {
    "acknowledgement": ("trouble", "acknowledged"),
    "answer": ("question", "answered"),
    "next-step": ("open", "next_step"),
}
_LONG_WORD = 4  # characters; shorter ones are shared by chance

SHORTEST = 16  # characters of a customer's message: shorter ones could be anybody's

Label = dict[str, Any]
Judged = tuple[Verdict, tuple[Finding, ...]]

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

    def add(self, label: Label, verdict: Verdict, findings: tuple[Finding, ...]) -> None:
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
            f"{name:<22} balanced {balanced:.3f} · false alarms {self.alarms}/{self.fine}"
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


# --- what is compared ---------------------------------------------------------------------------


def dean(reviewer: Reviewer) -> Callable[[Label], Judged]:
    """Dean's review of a reply."""

    def judge(label: Label) -> Judged:
        try:
            review = reviewer.review(label["text"], lang=label["lang"], side="reply")
        except TextTooLong:
            return "send", ()
        return review.verdict or "send", review.findings

    return judge


def keywords(label: Label) -> Judged:
    """A filter of words."""
    words = set(re.findall(r"[\w']+", label["text"].lower()))
    hit = words & set(NAIVE[label["lang"]].split())
    return ("soften" if hit else "send"), ()


def vader() -> Callable[[Label], Judged]:
    """VADER's sentiment: below neutral isn't sent."""
    from vaderSentiment.vaderSentiment import (  # type: ignore[import-untyped]  # noqa: PLC0415
        SentimentIntensityAnalyzer,
    )

    read = SentimentIntensityAnalyzer()

    def judge(label: Label) -> Judged:
        return ("soften" if read.polarity_scores(label["text"])["compound"] < 0 else "send"), ()

    return judge


def textblob() -> Callable[[Label], Judged]:
    """TextBlob's polarity: below neutral isn't sent."""
    from textblob import TextBlob  # type: ignore[import-untyped]  # noqa: PLC0415

    def judge(label: Label) -> Judged:
        return ("soften" if TextBlob(label["text"]).sentiment.polarity < 0 else "send"), ()

    return judge


class NGrams:
    """Words and pairs of words, weighed by logistic regression on the politeness corpus."""

    def __init__(self, folder: Path) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
        from sklearn.pipeline import make_pipeline  # noqa: PLC0415

        rows = [row for row in _rows(folder / "train.jsonl") if row["label"] != "middle"]
        self._model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            LogisticRegression(C=4.0, max_iter=400),
        )
        self._model.fit([row["text"] for row in rows], [row["label"] for row in rows])

    def polite(self, texts: Sequence[str]) -> list[bool]:
        """Whether each is among the polite."""
        return [label == "polite" for label in self._model.predict(texts)]

    def __call__(self, label: Label) -> Judged:
        return ("send" if self.polite([label["text"]])[0] else "soften"), ()


# --- printing -----------------------------------------------------------------------------------


def measure(labels: list[Label], judge: Callable[[Label], Judged]) -> dict[str, Tally]:
    """A tally for each language, each source if the labels name one, and for all."""
    tallies: dict[str, Tally] = {}
    for label in labels:
        verdict, findings = judge(label)
        names = [label["lang"], "all"]
        if "source" in label:
            names.append(f"{label['lang']} {label['source']}")
        for name in names:
            tallies.setdefault(name, Tally()).add(label, verdict, findings)
    return tallies


def politeness(folder: Path, reviewer: Reviewer, others: NGrams) -> None:
    """Top against bottom quartile of the politeness corpus's dev part."""
    rows = _rows(folder / "dev.jsonl")
    judged = [row for row in rows if row["label"] != "middle"]
    wanted = [row["label"] == "polite" for row in judged]
    told = [
        reviewer.review(row["text"], lang="en", side="reply").politeness > 1 / 2 for row in judged
    ]
    print(f"Politeness, top against bottom quartile, {len(judged)} requests:")
    for name, said in (
        ("Dean", told),
        ("n-grams", others.polite([row["text"] for row in judged])),
    ):
        right = [a == b for a, b in zip(said, wanted, strict=True)]
        wiki = ["wikipedia" in row["source"] for row in judged]
        apart = [
            [r for r, w in zip(right, wiki, strict=True) if w == side] for side in (True, False)
        ]
        whole, first, second = (statistics.fmean(part) for part in (right, *apart))
        print(f"  {name:22} {whole:.3f} (Wikipedia {first:.3f}, Stack Exchange {second:.3f})")


def sides(labels: list[Label], reviewer: Reviewer) -> None:
    """Customers' messages and replies, told apart."""
    for lang in sorted({label["lang"] for label in labels}):
        asked = [label for label in labels if label["lang"] == lang]
        customers = [label["customer"] for label in asked if label.get("customer")]
        customers = [text for text in customers if len(text) >= SHORTEST]
        known = sum(_side(reviewer, text, lang) == "customer" for text in customers)
        mistaken = sum(_side(reviewer, label["text"], lang) == "customer" for label in asked)
        right = (known + len(asked) - mistaken) / (len(customers) + len(asked))
        print(
            f"  {lang}: right {right:.3f} · customers' messages known {known}/{len(customers)}"
            f" · replies taken for one {mistaken}/{len(asked)}"
        )


def _side(reviewer: Reviewer, text: str, lang: Any) -> str:
    return reviewer.review(text, lang=lang).side


def suggested(labels: list[Label], reviewer: Reviewer) -> None:
    """Of flawed replies that are held, how many get a whole version, and how much of the reply's
    own words that keeps: a suggestion of nothing but Dean's words would be easy."""
    for lang in sorted({label["lang"] for label in labels}):
        flawed = [each for each in labels if each["lang"] == lang and each["verdict"] != "send"]
        held = versions = sent = 0
        kept = []
        for label in flawed:
            review = reviewer.review(label["text"], lang=lang, side="reply")
            held += review.verdict != "send"
            if review.rewrite is None:
                continue
            versions += 1
            again = reviewer.review(review.rewrite, lang=lang, side="reply")
            sent += again.verdict == "send"
            own, new = label["text"].split(), set(review.rewrite.split())
            kept.append(sum(word in new for word in own) / len(own))
        share = statistics.median(kept) if kept else float("nan")
        print(
            f"  {lang}: {versions} of {held}, {sent} of them good to send;"
            f" of the reply's words {share:.0%} stay (median)"
        )


def left_out(reviewer: Reviewer) -> None:
    """What is missing from a reply, seen beside the customer's message; and by signs alone, which
    know only words that people use for it, and that a question has a mark."""

    def by_signs(message: str, reply: str, lang: Language) -> set[str]:
        shown = set(reviewer.review(reply, lang=lang, side="reply").strengths)
        found = set()
        if not shown & {"names-problem", "apology"}:
            found.add("acknowledgement")
        if "?" in message and not shared_words(message, reply):
            found.add("answer")
        if not shown & {"next-step", "date"}:
            found.add("next-step")
        return found

    def by_model(message: str, reply: str, lang: Language) -> set[str]:
        review = reviewer.review(reply, lang=lang, side="reply", customer=message)
        return {absent.what for absent in review.missing}

    labels = [label for file in sorted(ANSWERS.glob("*.jsonl")) for label in _rows(file)]
    print(f"What is missing, of {len(labels)} replies beside their messages: found, of those that")
    print("lack it; and said wrongly, of the others")
    for title, judge in (("Dean", by_model), ("signs alone", by_signs)):
        print(title)
        said = [judge(label["customer"], label["reply"], label["lang"]) for label in labels]
        for what, (called, has) in CALLED.items():
            cells = []
            for lang in LANGUAGES:
                hit = lacking = stray = others = 0
                for label, found in zip(labels, said, strict=True):
                    if label["lang"] != lang:
                        continue
                    if label[called] and label[has] is None:
                        lacking, hit = lacking + 1, hit + (what in found)
                    else:
                        others, stray = others + 1, stray + (what in found)
                cells.append(f"{lang} {hit}/{lacking}, {stray}/{others}")
            print(f"  {what:16}" + " · ".join(cells))


def shared_words(message: str, reply: str) -> set[str]:
    """The longer words that both have."""
    first, second = ({w.strip(".,!?").lower() for w in t.split()} for t in (message, reply))
    return {word for word in first & second if len(word) > _LONG_WORD}


def cost(labels: list[Label], systems: dict[str, Callable[[Label], Judged]]) -> None:
    """The time for a reply of about 80 words, and of 3,000; processor and clock alike."""
    long = [label for label in labels if label["lang"] == "en" and len(label["text"].split()) > 25]
    texts = []
    for n in range(min(150, len(long))):
        words: list[str] = []
        while len(words) < 80:
            words += long[(n + len(words)) % len(long)]["text"].split()
        texts.append({"lang": "en", "text": " ".join(words[:80])})
    print(f"Cost of 80 English words, {len(texts)} replies, ms of the clock (of the processor):")
    for name, judge in systems.items():
        judge(texts[0])
        clock, worked = [], []
        for text in texts:
            begun, work = time.perf_counter(), time.process_time()
            judge(text)
            clock.append(1000 * (time.perf_counter() - begun))
            worked.append(1000 * (time.process_time() - work))
        cut, work_cut = (statistics.quantiles(times, n=100) for times in (clock, worked))
        print(
            f"  {name:22} median {cut[49]:.2f} ({work_cut[49]:.2f}),"
            f" p99 {cut[98]:.2f} ({work_cut[98]:.2f})"
        )
    words = [word for label in long for word in label["text"].split()]
    whole = {"lang": "en", "text": " ".join(words[:3_000])}
    begun = time.perf_counter()
    systems["Dean"](whole)
    took = time.perf_counter() - begun
    now = resident().now
    print(f"  Dean, {len(whole['text'].split())} words: {took:.2f} s;", end=" ")
    print(f"{now:.0f} MB resident, with the yardsticks")


def read(file: Path, lines: str) -> list[Label]:
    """The labels of a file: of all its lines, or of the odd or the even ones, counted from 1."""
    first, step = {"all": (0, 1), "odd": (0, 2), "even": (1, 2)}[lines]
    return _rows(file)[first::step]


def _rows(file: Path) -> list[Label]:
    # Not `splitlines`: a reply may hold other line separators.
    return [json.loads(row) for row in file.read_text("utf-8").split("\n") if row.strip()]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, nargs="+", default=sorted(TEST.glob("*.jsonl")))
    parser.add_argument("--lines", choices=("all", "odd", "even"), default="all")
    parser.add_argument("--politeness", type=Path, help="a folder with train.jsonl and dev.jsonl")
    given = parser.parse_args()
    labels = [label for file in given.data for label in read(file, given.lines)]
    whole = Reviewer(model=shipped(), missing=missing.shipped())
    systems: dict[str, Callable[[Label], Judged]] = {
        "Dean": dean(whole),
        "Dean's rules alone": dean(Reviewer()),
        "a keyword list": keywords,
        "VADER": vader(),
        "TextBlob": textblob(),
    }
    if given.politeness:
        systems["politeness n-grams"] = NGrams(given.politeness)
    print(f"Replies to send as they are, or not: {len(labels)}, by language")
    for title, system in systems.items():
        print(title)
        # What only reads English is asked about English only.
        asked = [
            label
            for label in labels
            if label["lang"] == "en" or title.startswith(("Dean", "a keyword"))
        ]
        for name, tally in sorted(measure(asked, system).items()):
            print("  " + tally.row(name))
    print("A suggested version, of flawed replies that are held")
    suggested(labels, whole)
    if any(label.get("customer") for label in labels):
        print("Whose text is it? (Dean, and his rules alone)")
        sides(labels, whole)
        sides(labels, Reviewer())
    if given.politeness:
        ngrams = systems["politeness n-grams"]
        assert isinstance(ngrams, NGrams)
        politeness(given.politeness, whole, ngrams)
    left_out(whole)
    cost(labels, systems)


if __name__ == "__main__":
    main()
