"""How well the tips are found, and how well what no tip answers is refused; by language.

    python bench/search.py                        # the library's own situations, left out in turn
    python bench/search.py --queries graded.jsonl # and a file of graded queries

A line of graded queries: {"id", "lang", "text", "relevant": {"<tip id>": grade}}; an empty
`relevant` means that no tip answers it.

Situations are left out in folds: whatever is asked was never in the library that answers.
The yardsticks, word overlap and BM25, have the same texts in the same run.
"""

import argparse
import json
import math
import random
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from bot.advice import Advice, EmptySituation
from bot.content import Language, Library, Tip, load_library

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


def overlap(library: Library) -> Rank:
    """The share of the query's words that a tip has, anywhere, in any language."""
    bags: defaultdict[str, set[str]] = defaultdict(set)
    for tips in library.tips.values():
        for id, tip in tips.items():
            bags[id].update(word for text in _texts(tip) for word in _plain_words(text))

    def rank(query: str) -> tuple[list[str], float]:
        asked = set(_plain_words(query))
        shares = {id: len(asked & bag) / (len(asked) or 1) for id, bag in bags.items()}
        return sorted(bags, key=lambda id: (-shares[id], id)), max(shares.values())

    return rank


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


# --- asking -------------------------------------------------------------------------------------


def folds(library: Library, count: int, seed: int) -> Iterator[tuple[Library, list[Asked]]]:
    """`count` times: the library less some situations of every tip, and those situations."""
    shuffle = random.Random(seed).shuffle
    fold_of: dict[tuple[Language, str, str], int] = {}
    for lang, tips in library.tips.items():
        for id, tip in tips.items():
            lines = list(dict.fromkeys(tip.situations.all))
            shuffle(lines)
            fold_of |= {(lang, id, line): n % count for n, line in enumerate(lines)}
    for fold in range(count):
        kept = {
            lang: {
                id: _without(tip, {s for s in tip.situations.all if fold_of[lang, id, s] == fold})
                for id, tip in tips.items()
            }
            for lang, tips in library.tips.items()
        }
        yield (
            replace(library, tips=kept),
            [Asked(key[0], key[2], {key[1]: 1}) for key, n in fold_of.items() if n == fold],
        )


def _without(tip: Tip, out: set[str]) -> Tip:
    sides = {
        side: tuple(line for line in getattr(tip.situations, side) if line not in out)
        for side in ("agent", "customer")
    }
    return tip.model_copy(update={"situations": tip.situations.model_copy(update=sides)})


def ask(advice: Advice, queries: Iterable[Asked]) -> Iterator[Answered]:
    """Dean's answers."""
    for asked in queries:
        try:
            answer = advice.find(asked.text, asked.lang, limit=ALL)
        except EmptySituation:
            yield Answered(asked, (), -math.inf)
            continue
        ids = [match.id for match in answer.matches]
        yield Answered(asked, ids, advice.margin(asked.text, asked.lang))


def rank_all(rank: Rank, queries: Iterable[Asked]) -> Iterator[Answered]:
    """A yardstick's answers."""
    for asked in queries:
        yield Answered(asked, *rank(asked.text))


def sides(advice: Advice, library: Library, queries: Iterable[Asked]) -> Iterator[tuple[str, bool]]:
    """For each left-out situation: its side, and whether the answer was for that side."""
    for asked in queries:
        (id,) = asked.relevant
        tip = library.tips[asked.lang][id]
        truth = "agent" if asked.text in tip.situations.agent else "customer"
        yield truth, advice.find(asked.text, asked.lang).side == truth


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


def cost(library: Library, queries: Sequence[Asked]) -> None:
    """Load and time per query, with the whole library."""
    start = time.perf_counter()
    advice = Advice(library)
    loaded = time.perf_counter() - start
    times = []
    for asked in queries:
        begun = time.perf_counter()
        try:
            advice.find(asked.text, asked.lang)
        except EmptySituation:
            continue
        times.append(1000 * (time.perf_counter() - begun))
    cut = statistics.quantiles(times, n=100)
    print(f"Cost: load {loaded:.2f} s; a query {cut[49]:.2f} ms median, {cut[98]:.2f} ms p99")


def left_out(library: Library, count: int, seed: int) -> None:
    """Quality and rejection where every situation is new to the library that answers it."""
    outside = out_of_scope()
    systems: defaultdict[str, list[Answered]] = defaultdict(list)
    guessed: defaultdict[tuple[Language, str], list[bool]] = defaultdict(list)
    for fold, (kept, queries) in enumerate(folds(library, count, seed)):
        everything = [*queries, *outside[fold::count]]
        advice = Advice(kept)
        systems["Dean"] += ask(advice, everything)
        for name, build in YARDSTICKS.items():
            systems[name] += rank_all(build(kept), everything)
        for asked, (side, right) in zip(queries, sides(advice, library, queries), strict=True):
            guessed[asked.lang, side].append(right)
    print(f"Situations left out, {count} folds, seed {seed}:")
    for name, answers in systems.items():
        quality(name, answers, graded=False)
    print("Side recognised:")
    for (lang, side), hits in sorted(guessed.items()):
        print(f"  {side:14} {lang}  {_share(hits)} of {len(hits)}")
    print("Refusal, as shipped:")
    rejection("Dean", systems["Dean"], dict.fromkeys(LANGUAGES, 0.0))
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
    answers = list(ask(Advice(library), queries))
    quality("Dean", answers, graded=True)
    for name, build in YARDSTICKS.items():
        quality(name, list(rank_all(build(library), queries)), graded=True)
    print("Refusal, as shipped:")
    rejection("Dean", answers, dict.fromkeys(LANGUAGES, 0.0))


YARDSTICKS: Mapping[str, Callable[[Library], Rank]] = {"BM25": bm25, "word overlap": overlap}


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--queries", type=Path, help="a jsonl of graded queries")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    library = load_library()
    if arguments.queries:
        graded(library, arguments.queries)
        return
    left_out(library, arguments.folds, arguments.seed)
    cost(library, [asked for _, queries in folds(library, 1, 1) for asked in queries])


if __name__ == "__main__":
    main()
