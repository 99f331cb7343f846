"""What the sentence encoder costs: a query, a batch, the load, memory and disk.

    python bench/encoder.py [--queries 500] [--threads 1]

Runs in a process of its own, on the library's own situations in their three languages, each
asked once (no answer comes from the cache, but for the line that says so). Milliseconds are
this machine's.
"""

import argparse
import itertools
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.memory import resident
from bot.advice.encoder import MODEL, Encoder
from bot.content import Language, Tip, load_library
from bot.content.models import LANGUAGES

_HARD = {
    "100 kB without a space": "a" * 100_000,
    "100 kB of words": "word " * 20_000,
    "'\\ufdfa' * 300": "\ufdfa" * 300,
    "combining marks": "\u0301\u0323" * 50_000,
}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Time the sentence encoder.")
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])

    library = load_library()
    texts = _situations(library.tips, options.queries)
    before = resident().now
    start = time.perf_counter()
    encoder = Encoder.load(threads=options.threads)
    loaded = time.perf_counter() - start
    encoder.encode(["warm up"])
    first = resident().now

    times = [_timed(encoder, [text]) for text in texts]
    again = [_timed(encoder, [text]) for text in texts[-100:]]
    tokens = [encoder.token_count(text) for text in texts]
    start = time.perf_counter()
    encoder.encode(texts, "passage")
    batch = time.perf_counter() - start
    hard = {name: _timed(encoder, [text]) for name, text in _HARD.items()}
    size = sum(path.stat().st_size for path in MODEL.iterdir() if path.suffix != ".py")

    centiles = statistics.quantiles(times, n=100)
    print(f"queries                {len(times)}, {statistics.mean(tokens):.0f} tokens on average")
    print(f"one query, median      {statistics.median(times):8.2f} ms")
    print(f"one query, p99         {centiles[98]:8.2f} ms")
    print(f"asked again, median    {statistics.median(again):8.2f} ms")
    print(f"in batches             {len(texts) / batch:8.0f} texts a second")
    for name, value in hard.items():
        print(f"{name:22} {value:8.1f} ms")
    print(f"load, imports included {loaded * 1e3:8.0f} ms")
    print(f"resident, for loading  {first - before:8.0f} MB")
    print(f"resident, at the end   {resident().now - before:8.0f} MB")
    print(f"resident, the process  {resident().now:8.0f} MB")
    print(f"on disk                {size / 1e6:8.1f} MB")


def _situations(tips: Mapping[Language, Mapping[str, Tip]], count: int) -> list[str]:
    by_language = [
        [line for tip in tips[lang].values() for line in tip.situations.all] for lang in LANGUAGES
    ]
    mixed = [line for lines in itertools.zip_longest(*by_language) for line in lines if line]
    step = max(len(mixed) // count, 1)
    return mixed[::step][:count]


def _timed(encoder: Encoder, texts: Sequence[str]) -> float:
    start = time.perf_counter()
    encoder.encode(texts)
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    main()
