"""A team's own tips: how well they are found beside the library's, how fast, in how much memory.

    python bench/team_tips.py                # quality, then cost at 0 to 100,000 own tips
    python bench/team_tips.py --calibrate    # where the numbers of the scale come from

Quality: a sixth of the library's tips is left out at a time, the search's heads are fitted anew
without them, and they are given back as a team's: title, what to do and say, and four of their
situations, in one language. What is asked are situations that nobody has: theirs, those of the
tips that stayed, and lines that no tip answers. BM25 and the encoder alone have the same texts.

Cost: synthetic tips, made of the library's situations and made-up words, with vectors of its
lines. A product of numpy's with all vectors and rapidfuzz over all titles run beside it.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core, whatever there is

import numpy as np
from rapidfuzz import fuzz, process

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.memory import resident  # noqa: E402
from bench.search import Asked, Remembering, bm25, encoder_alone, out_of_scope  # noqa: E402
from bot.advice import Advice  # noqa: E402
from bot.advice.encoder import Encoder  # noqa: E402
from bot.advice.heads import Heads  # noqa: E402
from bot.advice.lexicon import listed  # noqa: E402
from bot.advice.semantic import Meaning  # noqa: E402
from bot.advice.team.index import Entry, Index  # noqa: E402
from bot.advice.team.lines import as_kept, lines_of  # noqa: E402
from bot.advice.team.words import Background  # noqa: E402
from bot.content import Language, Library, TeamTipDraft, Tip, load_library  # noqa: E402
from training.search import fit, less  # noqa: E402

FOLDS, SEED = 6, 3
GIVEN = 4  # situations of a tip that the team wrote down
SIZES = (0, 1_000, 10_000, 100_000)


@dataclass(frozen=True)
class Fold:
    """A library less some tips, those as a team's, and what is asked."""

    library: Library
    own: Mapping[str, TeamTipDraft]  # by the id that they had
    theirs: Sequence[Asked]  # of own tips
    kept: Sequence[Asked]  # of the library's


def folds(library: Library) -> Iterator[Fold]:
    """Every tip is left out once."""
    rng = random.Random(SEED)
    ids = list(library.tips["en"])
    rng.shuffle(ids)
    languages = list(library.tips)
    for fold in range(FOLDS):
        gone = sorted(ids[fold::FOLDS])
        tips: dict[Language, dict[str, Tip]] = {lang: {} for lang in languages}
        kept: list[Asked] = []
        for lang, every in library.tips.items():
            for id, tip in every.items():
                if id in gone:
                    continue
                asked = list(dict.fromkeys(tip.situations.all))
                out = set(rng.sample(asked, max(1, len(asked) // 5)))
                kept += [Asked(lang, text, {id: 1}) for text in sorted(out)]
                tips[lang][id] = less(tip, out)
        own: dict[str, TeamTipDraft] = {}
        theirs: list[Asked] = []
        for number, id in enumerate(gone):
            written = languages[(number + fold) % len(languages)]
            for lang in languages:
                tip = library.tips[lang][id]
                asked = list(dict.fromkeys(tip.situations.agent))
                rng.shuffle(asked)
                if lang == written:
                    own[id] = TeamTipDraft(
                        title=tip.title,
                        do=tip.agent.do,
                        say=tip.agent.say,
                        situations=tuple(asked[:GIVEN]),
                        lang=lang,
                    )
                    asked = asked[GIVEN:]
                theirs += [Asked(lang, text, {id: 1}) for text in asked[:8]]
        yield Fold(replace(library, tips=tips), own, theirs, kept)


def unrelated() -> dict[str, TeamTipDraft]:
    """Tips on other matters: the lines that no tip answers, five of a topic each."""
    rng = random.Random(SEED)
    made: dict[str, TeamTipDraft] = {}
    for lang, topics in listed("elsewhere.yaml").items():
        for topic, texts in topics.items():
            written = [line for line in texts if 4 <= len(line) <= 60]
            if len(written) > GIVEN:
                title, *asked = rng.sample(written, GIVEN + 1)
                made[f"{lang}.{topic}"] = TeamTipDraft.model_construct(
                    title=title, do=asked[0], say=(), situations=tuple(asked), lang=lang
                )
    return made


class Given:
    """Own tips in an index, and in a library of their own for the yardsticks."""

    def __init__(self, advice: Advice, encoder: Remembering, own: Mapping[str, TeamTipDraft]):
        self.ids = list(own)
        self.drafts = list(own.values())
        heads = advice.meaning.heads if advice.meaning else None
        self.index = Index(Background(advice.lines, advice.common), heads)
        self.index.put(
            [
                Entry(
                    number=number,
                    id=f"team/{number}",
                    title=draft.title,
                    content=str(number),
                    asked=(draft.title, *draft.situations),
                    told=(draft.do, *draft.say),
                    vectors=tuple(as_kept(encoder.encode(list(lines_of(draft).values()))))
                    if heads
                    else (),
                )
                for number, draft in enumerate(self.drafts)
            ]
        )

    def as_library(self, library: Library) -> Library:
        """Only these tips, as the library would have them, each in its language."""
        tips: dict[Language, dict[str, Tip]] = {lang: {} for lang in library.tips}
        for id, draft in zip(self.ids, self.drafts, strict=True):
            model = library.tips["en"][id]
            said = {"when": draft.title, "do": draft.do, "say": draft.say, "rather_than": ()}
            tips[draft.lang][id] = model.model_copy(
                update={
                    "title": draft.title,
                    "agent": model.agent.model_copy(update={**said, "why": ""}),
                    "customer": model.customer.model_copy(
                        update={**said, "why": "", "title": draft.title}
                    ),
                    "limits": "",
                    "situations": model.situations.model_copy(
                        update={"agent": draft.situations, "customer": ()}
                    ),
                }
            )
        return replace(library, tips=tips)


def quality(library: Library) -> None:
    """What becomes of own tips, and of the library's beside them."""
    encoder, shipped = Remembering(Encoder.load()), Heads.load().about
    tally: defaultdict[str, list[bool]] = defaultdict(list)
    outside = out_of_scope()
    elsewhere = unrelated()
    for fold in folds(library):
        heads = replace(fit(fold.library, encoder.vectors, encoder.fingerprint), about=shipped)
        meaning = Meaning(fold.library, encoder, heads)
        for name, advice in (
            ("Dean", Advice(fold.library, meaning=meaning)),
            ("words only", Advice(fold.library, words_only=True)),
        ):
            given = Given(advice, encoder, fold.own)
            _found(name, advice, given, fold, tally)
            _harm(f"{name}, related", advice, given, fold.kept, outside, tally)
            others = Given(advice, encoder, elsewhere)
            _harm(f"{name}, unrelated", advice, others, fold.kept, (), tally)
        alone = Given(Advice(fold.library, words_only=True), encoder, fold.own).as_library(library)
        for name, rank in (
            ("BM25", bm25(alone)),
            ("e5 alone", encoder_alone(alone, encoder.vectors)),
        ):
            for asked in fold.theirs:
                (id,) = asked.relevant
                where = "same" if fold.own[id].lang == asked.lang else "another"
                tally[f"{name}: nearest of the own, {where} language"].append(
                    rank(asked.text)[0][0] == id
                )
    print(f"A sixth of the library given as a team's, {FOLDS} folds, seed {SEED}:")
    for name, hits in sorted(tally.items()):
        print(f"  {name:58} {statistics.fmean(hits):6.1%} of {len(hits)}")


def _found(
    name: str,
    advice: Advice,
    given: Given,
    fold: Fold,
    tally: dict[str, list[bool]],
) -> None:
    for asked in fold.theirs:
        (id,) = asked.relevant
        number = given.ids.index(id)
        where = "same" if fold.own[id].lang == asked.lang else "another"
        found = [m.id for m in advice.find(asked.text, asked.lang, own=given.index).matches]
        query = advice._read(asked.text, asked.lang)[0].asked
        near = given.index._odds(query)
        tally[f"{name}: nearest of the own, {where} language"].append(int(near.argmax()) == number)
        tally[f"{name}: first of all, {where} language"].append(found[0] == f"team/{number}")
        tally[f"{name}: in the top 3 of all, {where} language"].append(
            f"team/{number}" in found[:3]
        )


def _harm(
    name: str,
    advice: Advice,
    given: Given,
    kept: Sequence[Asked],
    outside: Sequence[Asked],
    tally: dict[str, list[bool]],
) -> None:
    for asked in kept:
        found = advice.find(asked.text, asked.lang, own=given.index).matches
        tally[f"{name}: library's situation, an own tip first"].append(
            found[0].id.startswith("team/")
        )
        tally[f"{name}: library's situation, an own tip listed"].append(
            any(match.id.startswith("team/") for match in found)
        )
    for asked in outside:
        alone = advice.find(asked.text, asked.lang)
        tally[f"{name}: nothing answers, accepted without own tips"].append(alone.fits)
        tally[f"{name}: nothing answers, accepted with them"].append(
            advice.find(asked.text, asked.lang, own=given.index).fits
        )


def calibrate(library: Library) -> None:
    """The regressions whose rounded coefficients stand in the code."""
    encoder, shipped = Remembering(Encoder.load()), Heads.load().about
    rows: defaultdict[str, list[tuple[list[float], bool]]] = defaultdict(list)
    growth: defaultdict[int, list[float]] = defaultdict(list)
    rng = random.Random(SEED)
    others = unrelated()
    for fold in folds(library):
        heads = replace(fit(fold.library, encoder.vectors, encoder.fingerprint), about=shipped)
        by_meaning = Advice(fold.library, meaning=Meaning(fold.library, encoder, heads))
        by_words = Advice(fold.library, words_only=True)
        given, far = Given(by_meaning, encoder, fold.own), Given(by_meaning, encoder, others)
        for asked in (*fold.theirs, *fold.kept):
            (id,) = asked.relevant
            for name, advice in (("by meaning", by_meaning), ("by words", by_words)):
                best = advice.find(asked.text, asked.lang, limit=1).matches[0]
                rows[f"library's score, {name}"].append(([best.score], best.id == id))
            query = by_meaning._read(asked.text, asked.lang)[0].asked
            for shelf in (given, far):
                size = len(shelf.ids)
                cover, themes = shelf.index._words.cover(query.units, size)
                cosines, _ = shelf.index._vectors.cosines(query.compared, size)
                for number, (draft, own) in enumerate(zip(shelf.drafts, shelf.ids, strict=True)):
                    right = own == id
                    at = [float(cosines[number]), float(cover[number])]
                    rows["own tip, by words alone: cover"].append((at[1:], right))
                    if draft.lang == asked.lang:
                        rows["own tip, same language: cosine, cover"].append((at, right))
                    else:
                        rows["own tip, another language: cosine, themes"].append(
                            ([at[0], float(themes[number])], right)
                        )
                if shelf is far and id in fold.library.tips["en"]:
                    near = shelf.index._odds(query)
                    for size in (5, 10, 20, 50, len(far.ids)):
                        growth[size].append(
                            float(near[rng.sample(range(len(far.ids)), size)].max())
                        )
    for name, told in rows.items():
        fitted = _logistic(np.array([x for x, _ in told]), np.array([y for _, y in told]))
        print(f"  {name:45} {', '.join(f'{each:.2f}' for each in fitted)}")
    print("  the 98th percentile of the nearest of n unrelated tips:")
    print("   " + "".join(f"  {n}: {np.quantile(found, 0.98):.2f}" for n, found in growth.items()))


def _logistic(told: np.ndarray, truth: np.ndarray) -> list[float]:
    """Coefficients, then the constant, by Newton's method."""
    design = np.column_stack([told, np.ones(len(told))])
    at = np.zeros(design.shape[1])
    for _ in range(30):
        odds = 1 / (1 + np.exp(-design @ at))
        weights = odds * (1 - odds) + 1e-9
        hessian = design.T @ (design * weights[:, None]) + 1e-6 * np.eye(len(at))
        at += np.linalg.solve(hessian, design.T @ (truth - odds))
    return [float(each) for each in at]


def cost(size: int) -> None:
    """Time of a query and memory with `size` own tips, in this process."""
    library = load_library()
    advice = Advice(library)
    assert advice.meaning is not None
    rng = random.Random(SEED)
    every = [line for tips in library.tips.values() for tip in tips.values()
             for line in tip.situations.all]  # fmt: skip
    told = [tip.agent.do for tips in library.tips.values() for tip in tips.values()]
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = ["".join(rng.choices(letters, k=7)) for _ in range(20_000)]
    rows = as_kept(advice.meaning.encoder.encode(rng.sample(every, 600)))
    advice.find("caller wants my manager")
    before = resident().now
    index = Index(Background(advice.lines, advice.common), advice.meaning.heads)
    titles: list[str] = []
    begun = time.perf_counter()
    for start in range(0, size, 500):
        entries = []
        for number in range(start, min(start + 500, size)):
            asked = tuple(f"{line} {rng.choice(names)}" for line in rng.sample(every, GIVEN))
            titles.append(asked[0])
            entries.append(
                Entry(
                    number=number,
                    id=f"team/{number}",
                    title=asked[0],
                    content=str(number),
                    asked=asked,
                    told=(rng.choice(told),),
                    vectors=tuple(rng.choice(rows) for _ in range(5)),
                )
            )
        index.put(entries)
    built, held = time.perf_counter() - begun, resident().now - before
    queries = rng.sample(every, 200)
    asked_all = [advice._read(text, None)[0].asked for text in queries]

    def whole(text: str) -> None:
        advice.meaning.encoder._recent.clear()  # type: ignore[union-attr]
        advice.find(text, own=index)

    print(f"{size:>7,} own tips: read in {built:.1f} s, {held:.0f} MB", flush=True)
    _times("a query, encoder and all", [lambda t=text: whole(t) for text in queries])
    if size:
        _times("of it, the own tips", [lambda a=a: index.near(a, 5) for a in asked_all])
        flat = np.concatenate(index._vectors._blocks)[:size]
        vectors = [asked.compared for asked in asked_all]
        _times("numpy, all vectors", [lambda v=v: np.argpartition(-(flat @ v), 5)[:5]
                                      for v in vectors])  # fmt: skip
        some = queries[: 200 if size <= 10_000 else 20]
        _times("rapidfuzz, all titles", [
            lambda t=text: process.extract(t, titles, scorer=fuzz.token_set_ratio, limit=5)
            for text in some
        ])  # fmt: skip


def _times(name: str, calls: Sequence[object]) -> None:
    clock, cpu = [], []
    for call in calls:
        begun, worked = time.perf_counter(), time.process_time()
        call()  # type: ignore[operator]
        clock.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (time.process_time() - worked))
    cut = statistics.quantiles(clock, n=100)
    print(
        f"    {name:26} {cut[49]:7.2f} ms median, {cut[98]:7.2f} ms p99;"
        f" of the processor {statistics.median(cpu):7.2f} ms median",
        flush=True,
    )


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--calibrate", action="store_true", help="fit the scale's numbers")
    parser.add_argument("--cost", type=int, help="one size's time and memory only")
    parser.add_argument("--quality", action="store_true", help="the quality only")
    arguments = parser.parse_args()
    if arguments.calibrate:
        calibrate(load_library())
    elif arguments.cost is not None:
        cost(arguments.cost)
    else:
        quality(load_library())
        if not arguments.quality:
            for size in SIZES:  # a process each, so that one's memory isn't another's
                subprocess.run([sys.executable, __file__, "--cost", str(size)], check=True)


if __name__ == "__main__":
    main()
