"""How well the tips are found, and how well what no tip answers is refused; by language.

    python bench/search.py                        # the library's own situations, left out in turn
    python bench/search.py --queries graded.jsonl # and a file of graded queries

A line of graded queries: {"id", "lang", "text", "relevant": {"<tip id>": grade}}; an empty
`relevant` means that no tip answers it.

Situations are left out in folds: whatever is asked was never in the library that answers, and
the search's heads are fitted anew without it. The yardsticks (BM25, the encoder alone, the usual
reciprocal rank fusion of the two, rapidfuzz) have the same texts in the same run.
"""

import argparse
import json
import math
import re
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
from rapidfuzz import fuzz, process

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.memory import resident  # noqa: E402
from bot.advice import Advice, EmptySituation  # noqa: E402
from bot.advice.encoder import Encoder  # noqa: E402
from bot.advice.heads import Heads  # noqa: E402
from bot.advice.lines import lines, reading  # noqa: E402
from bot.advice.semantic import Meaning  # noqa: E402
from bot.content import Language, Library, Tip, load_library  # noqa: E402
from training.search import Vectors, fit, folds, remembered  # noqa: E402

LANGUAGES: tuple[Language, ...] = get_args(Language)
OUT_OF_SCOPE = Path(__file__).with_name("out_of_scope.jsonl")
ALL = 1_000_000  # so that the mean reciprocal rank sees every place
BUDGETS = (0.01, 0.02, 0.035, 0.05)

# A query in; every tip's id, best first, and the best one's score out.
Rank = Callable[[str], tuple[Sequence[str], float]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query and the tips that answer it, with their grades; none when out of scope."""

    lang: Language
    text: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """What one system said to one query."""

    asked: Asked
    ids: Sequence[str]
    confidence: float  # what is refused is what falls short of a threshold; Dean's own is 0
    side: str = ""

    @property
    def reciprocal_rank(self) -> float:
        return next((1 / n for n, id in enumerate(self.ids, 1) if id in self.asked.relevant), 0.0)

    @property
    def ndcg(self) -> float:
        gains = [self.asked.relevant.get(id, 0) for id in self.ids[:3]]
        best = sorted(self.asked.relevant.values(), reverse=True)[:3]
        return _dcg(gains) / _dcg(best)


def _dcg(grades: Iterable[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


# --- the yardsticks -----------------------------------------------------------------------------


def _plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _texts(tip: Tip) -> Iterator[str]:
    yield from tip.situations.all
    for each in (tip.agent, tip.customer):
        yield from (each.when, each.do, each.why, *each.say, *each.rather_than)
    yield from (tip.title, tip.customer.title, tip.limits)


def bm25(library: Library, k: float = 1.2, b: float = 0.75) -> Rank:
    """Plain BM25 over one document a tip, in all its languages."""
    documents: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for tips in library.tips.values():
        for id, tip in tips.items():
            documents[id].update(word for text in _texts(tip) for word in _plain_words(text))
    mean = statistics.fmean(bag.total() for bag in documents.values())
    seen = Counter(word for bag in documents.values() for word in bag)

    def score(asked: list[str], bag: Counter[str]) -> float:
        length = k * (1 - b + b * bag.total() / mean)
        return sum(
            math.log(1 + (len(documents) - seen[word] + 0.5) / (seen[word] + 0.5))
            * (bag[word] * (k + 1) / (bag[word] + length))
            for word in asked
            if word in bag
        )

    def rank(query: str) -> tuple[list[str], float]:
        asked = _plain_words(query)
        scores = {id: score(asked, bag) for id, bag in documents.items()}
        return sorted(documents, key=lambda id: (-scores[id], id)), max(scores.values())

    return rank


def encoder_alone(library: Library, vectors: Vectors) -> Rank:
    """Each tip by its nearest text, as the encoder gives them."""
    owners, texts = _owned(library)
    table, (ids, starts) = vectors(texts), _runs(owners)

    def rank(query: str) -> tuple[list[str], float]:
        best = np.maximum.reduceat(table @ vectors([reading(query)])[0], starts)
        return [ids[n] for n in np.argsort(-best, kind="stable")], float(best.max())

    return rank


def token_set(library: Library) -> Rank:
    """Each tip by its nearest text, by rapidfuzz's token_set_ratio."""
    owners, texts = _owned(library)
    ids, starts = _runs(owners)

    def rank(query: str) -> tuple[list[str], float]:
        alike = process.cdist([reading(query)], texts, scorer=fuzz.token_set_ratio)[0]
        best = np.maximum.reduceat(alike, starts)
        return [ids[n] for n in np.argsort(-best, kind="stable")], float(best.max())

    return rank


def reciprocal_ranks(first: Rank, second: Rank, k: int = 60) -> Rank:
    """The usual fusion of two rankings: the sum of 1 / (k + place)."""

    def rank(query: str) -> tuple[list[str], float]:
        scores: defaultdict[str, float] = defaultdict(float)
        for each in (first, second):
            for place, id in enumerate(each(query)[0], 1):
                scores[id] += 1 / (k + place)
        return sorted(scores, key=lambda id: (-scores[id], id)), max(scores.values())

    return rank


def yardsticks(library: Library, vectors: Vectors) -> dict[str, Rank]:
    """What others would do, by name."""
    words, alone = bm25(library), encoder_alone(library, vectors)
    return {
        "BM25": words,
        "e5 alone": alone,
        "RRF e5, BM25": reciprocal_ranks(alone, words),
        "rapidfuzz": token_set(library),
    }


def _owned(library: Library) -> tuple[list[str], list[str]]:
    """Every line that Dean goes by and whose it is, tip by tip."""
    owned = sorted({(line.tip, line.text) for line in lines(library)})
    return [id for id, _ in owned], [text for _, text in owned]


def _runs(owners: Sequence[str]) -> tuple[list[str], list[int]]:
    ids = list(dict.fromkeys(owners))
    return ids, [owners.index(id) for id in ids]


# --- asking -------------------------------------------------------------------------------------


def ask(advice: Advice, queries: Iterable[Asked]) -> Iterator[Answered]:
    """Dean's answers."""
    for asked in queries:
        try:
            answer = advice.find(asked.text, asked.lang, limit=ALL)
        except EmptySituation:
            yield Answered(asked, (), -math.inf)
            continue
        ids = [match.id for match in answer.matches]
        yield Answered(asked, ids, advice.margin(asked.text, asked.lang), answer.side)


def by_meaning(meaning: Meaning) -> Rank:
    """Dean without the words, for the ablation."""

    def rank(query: str) -> tuple[list[str], float]:
        read = meaning.read(query, {}, 0.0, 0.0)
        return sorted(read.scores, key=lambda id: (-read.scores[id], id)), read.inside

    return rank


def rank_all(rank: Rank, queries: Iterable[Asked]) -> Iterator[Answered]:
    """A yardstick's answers."""
    for asked in queries:
        yield Answered(asked, *rank(asked.text))


def sides(library: Library, answers: Iterable[Answered]) -> Iterator[tuple[Language, str, bool]]:
    """For each left-out situation: its language and side, and whether the answer was for it."""
    for answer in answers:
        for id in answer.asked.relevant:
            situations = library.tips[answer.asked.lang][id].situations
            truth = "agent" if answer.asked.text in situations.agent else "customer"
            yield answer.asked.lang, truth, answer.side == truth


class Remembering:
    """An encoder that meets each text once: folds ask the same again and again."""

    def __init__(self, encoder: Encoder) -> None:
        self.vectors = remembered(encoder)
        self.fingerprint = encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> Any:
        """As `Encoder.encode`."""
        return self.vectors(texts)


def out_of_scope(path: Path = OUT_OF_SCOPE) -> list[Asked]:
    """The lines that no tip answers."""
    return [Asked(each["lang"], each["text"], {}) for each in _jsonl(path)]


def _jsonl(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


# --- printing -----------------------------------------------------------------------------------


def quality(name: str, answers: Sequence[Answered], graded: bool) -> None:
    """One row a language: how good the order is for what is in scope."""
    for lang in LANGUAGES:
        mine = [a for a in answers if a.asked.lang == lang and a.asked.relevant]
        if not mine:
            continue
        ranks = [a.reciprocal_rank for a in mine]
        cells = [
            ("best first" if not graded else "top 1", _share(_hit(a, 1, graded) for a in mine)),
            ("in the top 3", _share(_hit(a, 3, graded) for a in mine)),
            ("MRR", f"{statistics.fmean(ranks):.3f}"),
        ]
        if graded:
            cells.append(("nDCG@3", f"{statistics.fmean(a.ndcg for a in mine):.3f}"))
        print(f"  {name:14} {lang}  " + "   ".join(f"{k} {v}" for k, v in cells))


def _hit(answer: Answered, depth: int, graded: bool) -> bool:
    """A best tip among the first; what is merely acceptable does not count."""
    best = max(answer.asked.relevant.values()) if graded else 1
    return any(answer.asked.relevant.get(id, 0) >= best for id in answer.ids[:depth])


def _share(hits: Iterable[bool]) -> str:
    return f"{statistics.fmean(hits):6.1%}"


def rejection(name: str, answers: Sequence[Answered], thresholds: Mapping[str, float]) -> None:
    """One row a language: what is refused below its threshold, rightly and wrongly."""
    for lang in LANGUAGES:
        mine = [a for a in answers if a.asked.lang == lang]
        refused = [a for a in mine if a.confidence < thresholds[lang]]
        right = sum(not a.asked.relevant for a in refused)
        outside = sum(not a.asked.relevant for a in mine)
        inside = len(mine) - outside
        if outside and inside:
            print(
                f"  {name:14} {lang}  F1 {2 * right / (len(refused) + outside):.3f}"
                f"   refused: out of scope {right / outside:6.1%} of {outside},"
                f" good {(len(refused) - right) / inside:5.1%} of {inside}"
            )


def at_budget(answers: Sequence[Answered], share: float) -> dict[str, float]:
    """By language, the threshold that refuses about `share` of the good queries."""
    thresholds: dict[str, float] = {}
    for lang in LANGUAGES:
        good = sorted(a.confidence for a in answers if a.asked.lang == lang and a.asked.relevant)
        thresholds[lang] = good[int(share * len(good))] if good else 0.0
    return thresholds


def cost(queries: Sequence[Asked]) -> None:
    """Load, time per query and memory, with the whole library, in this process."""
    start = time.perf_counter()
    library = load_library()
    read = time.perf_counter()
    advice = Advice(library)
    loaded = time.perf_counter()
    times, cpu = [], []
    for asked in queries:
        begun, worked = time.perf_counter(), time.process_time()
        try:
            advice.find(asked.text, asked.lang)
        except EmptySituation:
            continue
        times.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (time.process_time() - worked))
    now, most, _ = resident()
    print(f"Cost: load {loaded - read:.2f} s, the tips before it {read - start:.2f} s;", end=" ")
    print(f"{now:.0f} MB resident, {most:.0f} MB at most, with this script's own imports")
    for name, spent in (("by the clock", times), ("of the processor", cpu)):
        cut = statistics.quantiles(spent, n=100)
        print(f"  a query {cut[49]:.2f} ms median, {cut[98]:.2f} ms p99 {name}, of {len(spent)}")


def left_out(library: Library, count: int, seed: int) -> None:
    """Quality and rejection where every situation is new to the library that answers it."""
    outside, shipped = out_of_scope(), Heads.load().about
    encoder = Remembering(Encoder.load())
    vectors = encoder.vectors
    systems: defaultdict[str, list[Answered]] = defaultdict(list)
    guessed: defaultdict[tuple[str, Language, str], list[bool]] = defaultdict(list)
    for fold, (kept, left) in enumerate(folds(library, count, seed)):
        queries = [Asked(lang, text, {id: 1}) for lang, id, text in left]
        everything = [*queries, *outside[fold::count]]
        heads = replace(fit(kept, vectors, encoder.fingerprint), about=shipped)
        meaning = Meaning(kept, encoder, heads)
        advices = {
            "Dean": Advice(kept, meaning=meaning),
            "words only": Advice(kept, words_only=True),
        }
        for name, advice in advices.items():
            answers = list(ask(advice, everything))
            systems[name] += answers
            for lang, side, right in sides(library, answers):
                guessed[name, lang, side].append(right)
        systems["meaning only"] += rank_all(by_meaning(meaning), everything)
        for name, rank in yardsticks(kept, vectors).items():
            systems[name] += rank_all(rank, everything)
    print(f"Situations left out, {count} folds, seed {seed}:")
    for name, answers in systems.items():
        quality(name, answers, graded=False)
    print("Side recognised:")
    for (name, lang, side), hits in sorted(guessed.items()):
        print(f"  {name:14} {lang}  {side:8} {_share(hits)} of {len(hits)}")
    print("Refusal, as shipped:")
    for name in ("Dean", "words only"):
        rejection(name, systems[name], dict.fromkeys(LANGUAGES, 0.0))
    for share in BUDGETS:
        print(f"Refusal where {share:.1%} of good queries may be refused:")
        for name, answers in systems.items():
            rejection(name, answers, at_budget(answers, share))


def graded(library: Library, path: Path) -> None:
    """Quality and rejection on a file of graded queries, with the whole library."""
    queries = [
        Asked(each["lang"], each["text"], {id: g for id, g in each["relevant"].items() if g > 0})
        for each in _jsonl(path)
    ]
    print(f"{len(queries)} graded queries:")
    advices = {"Dean": Advice(library), "words only": Advice(library, words_only=True)}
    refused: dict[str, list[Answered]] = {}
    for name, advice in advices.items():
        refused[name] = list(ask(advice, queries))
        quality(name, refused[name], graded=True)
    for name, rank in yardsticks(library, remembered(Encoder.load())).items():
        quality(name, list(rank_all(rank, queries)), graded=True)
    print("Refusal, as shipped:")
    for name, answers in refused.items():
        rejection(name, answers, dict.fromkeys(LANGUAGES, 0.0))
    for share in BUDGETS:
        print(f"Refusal where {share:.1%} of these good queries may be refused:")
        for name, answers in refused.items():
            rejection(name, answers, at_budget(answers, share))


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--queries", type=Path, help="a jsonl of graded queries")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cost", action="store_true", help="time and memory only")
    arguments = parser.parse_args()
    if arguments.queries:
        graded(load_library(), arguments.queries)
    elif arguments.cost:
        asked = [
            Asked(lang, text, {id: 1})
            for _, left in folds(load_library(), 3, 1)
            for lang, id, text in left
        ]
        cost(asked[:1_000])
    else:
        left_out(load_library(), arguments.folds, arguments.seed)
        # In a process of its own: this one has loaded far more than Dean does.
        subprocess.run([sys.executable, __file__, "--cost"], check=True)


if __name__ == "__main__":
    main()
