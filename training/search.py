"""From the tips and the encoder to the search's heads in `bot/advice/heads/`.

    python training/search.py

Reads `tips/`, the lists of what no tip answers, and the shipped encoder; nothing else. Takes a
minute or two. To be run whenever a tip's text changed: until then the new lines are found, but
haven't been weighed against the others. The thresholds are drawn where situations that were left
out fall, in folds.
"""
# ruff: noqa: T201 - a command prints

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.advice import Advice  # noqa: E402
from bot.advice.encoder import Encoder  # noqa: E402
from bot.advice.heads import (  # noqa: E402
    HEADS,
    SCOPE_WIDTH,
    TIPS_WIDTH,
    About,
    Heads,
)
from bot.advice.lexicon import elsewhere  # noqa: E402
from bot.advice.lines import Line, content_hash, digest, lines, reading  # noqa: E402
from bot.advice.semantic import (  # noqa: E402
    RIDGE,
    SCOPE_TRUST,
    SIDE_RIDGE,
    TRUST,
    Meaning,
    side_targets,
    tip_targets,
)
from bot.content import Language, Library, Tip, load_library  # noqa: E402
from bot.content.models import LANGUAGES  # noqa: E402
from bot.vectors import Floats, kernel, quantised, unit  # noqa: E402
from training.projection import principal  # noqa: E402

# How much of the covariance is believed, beside a multiple of the identity: with so few lines
# a dimension, more is noise.
_WITHIN_TIPS, _OVERALL = 0.2, 0.5

# Of situations left out, so many are beyond the line, and the line is moved out further: queries
# by writers who wrote no situation lie beyond it more often (4 to 8 % of good ones), and a good one
# refused costs more than a stray one answered.
_REFUSED, _LENIENT = 0.01, 0.25
_MISTAKEN = 1 / 8  # of agents' situations taken for a customer's

_DIMENSIONS = 256  # of the encoder's 384: with fewer or all of them the same is found

_FOLDS, _SEED = 5, 7

Vectors = Callable[[Sequence[str]], Floats]


def main() -> int:
    """Make the heads and print what they are."""
    parser = argparse.ArgumentParser(description="Make the heads of Dean's search.")
    parser.add_argument("--out", type=Path, default=HEADS, help="where the files go")
    options = parser.parse_args()
    begun = time.perf_counter()
    library, encoder = load_library(), Encoder.load()
    vectors = remembered(encoder)
    heads = fit(library, vectors, encoder.fingerprint)
    print(
        f"{len(heads.says_tip)} lines, {len(heads.rows)} rows, {time.perf_counter() - begun:.0f} s"
    )
    about = calibrated(library, vectors, encoder)
    replace(heads, about=replace(heads.about, **about)).save(options.out)
    print(f"fits_at {about['fits_at']}, customer_at {about['customer_at']}")
    for file in sorted(options.out.iterdir()):
        print(f"{file.stat().st_size:>10,}  {file.name}")
    print(f"{time.perf_counter() - begun:.0f} s")
    return 0


def remembered(encoder: Encoder) -> Vectors:
    """The encoder, each text once."""
    known: dict[str, Floats] = {}

    def vectors(texts: Sequence[str]) -> Floats:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, encoder.encode(new), strict=True))
        return np.stack([known[text] for text in texts])

    return vectors


def fit(library: Library, vectors: Vectors, encoder: str) -> Heads:
    """Heads for `library`, with thresholds of 0."""
    # Each line once a tip, in an order of their own: the files don't depend on folders'.
    told = sorted(set(lines(library)), key=lambda line: (line.tip, line.lang, line.kind, line.text))
    outside = sorted({reading(text) for text in elsewhere()})
    tips = tuple(sorted({line.tip for line in told}))
    texts = [*(line.text for line in told), *outside]
    raw = vectors(texts)
    langs = np.array([line.lang for line in told])
    means = [raw[: len(told)][langs == lang].mean(axis=0) for lang in LANGUAGES]
    apart, _ = np.linalg.qr(np.stack([mean - means[0] for mean in means[1:]], axis=1))
    mean = np.mean(means, axis=0)
    own = np.array([tips.index(line.tip) for line in told])
    project = _projection(raw - mean, own, apart)
    none = np.zeros(0, np.float32)
    heads = Heads(
        about=About(
            encoder,
            content_hash(lines(library), elsewhere()),
            dict.fromkeys(LANGUAGES, 0.0),
            0.0,
        ),
        tips=tips,
        mean=mean,
        project=project,
        whiten_scope=none,
        rows=quantised((raw - mean) @ project),
        digests=np.array([digest(text) for text in texts], np.uint64),
        says_tip=none,
        says_customer=none,
        says_inside=none,
    )
    # From here on as at run time, from what is kept.
    every = unit(heads.rows.astype(np.float32))
    heads = replace(heads, whiten_scope=_whitener(every - every.mean(axis=0), _OVERALL))
    compared = every[: len(told)]
    near = kernel(compared @ compared.T, TIPS_WIDTH)
    says_tip = _regress(near, RIDGE / _trust(told, TRUST), tip_targets(own.tolist(), len(tips)))
    side = side_targets(told)
    asked = np.flatnonzero(side)
    says_customer = np.zeros(len(told), np.float32)
    says_customer[asked] = _regress(
        near[np.ix_(asked, asked)],
        np.full(len(asked), SIDE_RIDGE, np.float32),
        side[asked, None],
    )[:, 0]
    del near
    compared = heads.for_scope(every)
    inside = np.ones((len(heads.rows), 1), np.float32)
    inside[len(told) :] = -1
    trust = np.concatenate([_trust(told, SCOPE_TRUST), np.ones(len(outside), np.float32)])
    says_inside = _regress(kernel(compared @ compared.T, SCOPE_WIDTH), RIDGE / trust, inside)[:, 0]
    return replace(heads, says_tip=says_tip, says_customer=says_customer, says_inside=says_inside)


def _projection(centred: Floats, own: "np.ndarray[tuple[int], np.dtype[np.intp]]",
                apart: Floats) -> Floats:  # fmt: skip
    """[d, k] from the encoder's vectors less the mean to what is compared: without the directions
    `apart`, whitened by what varies within a tip (the first rows, each its `own`), and of what is
    left the directions in which most varies."""
    even = unit(centred - (centred @ apart) @ apart.T)
    within = even[: len(own)] - _means(even[: len(own)], own)[own]
    whiten = _whitener(within, _WITHIN_TIPS)
    whitened = unit(even @ whiten)
    kept = principal(whitened, _DIMENSIONS, _SEED)
    without = np.eye(len(whiten)) - apart @ apart.T
    projection: Floats = (without @ whiten @ kept).astype(np.float32)
    return projection


def _means(vectors: Floats, groups: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Floats:
    return np.stack([vectors[groups == group].mean(axis=0) for group in range(groups.max() + 1)])


def _whitener(deviations: Floats, believed: float) -> Floats:
    """The inverse root of the covariance, shrunk towards a multiple of the identity."""
    covariance = (deviations.T @ deviations / len(deviations)).astype(np.float64)
    size = len(covariance)
    even = np.trace(covariance) / size * np.eye(size)
    values, directions = np.linalg.eigh(believed * covariance + (1 - believed) * even)
    root = (directions / np.sqrt(values)) @ directions.T
    return (root / np.abs(root).max()).astype(np.float32)  # only directions matter


def _trust(told: Sequence[Line], by_kind: dict[str, float]) -> Floats:
    return np.array([by_kind[line.kind] for line in told], np.float32)


def _regress(near: Floats, ridge: Floats, targets: Floats, tolerance: float = 1e-4) -> Floats:
    """Solve (near + diag(ridge)) x = targets by conjugate gradients, column by column.

    Some 40 steps; a direct solution of 8,000 rows would take minutes.
    """
    x = np.zeros_like(targets)
    rest = targets.copy()
    step = rest.copy()
    size = (rest * rest).sum(axis=0)
    enough = tolerance**2 * size
    while (size > enough).any():
        ahead = near @ step + ridge[:, None] * step
        far = size / np.maximum((step * ahead).sum(axis=0), 1e-30)
        x += far * step
        rest -= far * ahead
        size, before = (rest * rest).sum(axis=0), size
        step = rest + size / np.maximum(before, 1e-30) * step
    return x


def calibrated(library: Library, vectors: Vectors, encoder: Encoder) -> dict[str, object]:
    """The thresholds, from situations that were left out."""
    inside: dict[Language, list[float]] = {lang: [] for lang in LANGUAGES}
    agents: list[float] = []
    for number, (kept, asked) in enumerate(folds(library, _FOLDS, _SEED), 1):
        heads = fit(kept, vectors, encoder.fingerprint)
        advice = Advice(kept, meaning=Meaning(kept, encoder, heads))
        for lang, id, text in asked:
            inside[lang].append(advice.margin(text, lang))
            if text in library.tips[lang][id].situations.agent:
                agents.append(advice.customer_lean(text))
        print(f"fold {number} of {_FOLDS}", flush=True)
    return {
        "fits_at": {
            lang: round(float(np.quantile(margins, _REFUSED)) - _LENIENT, 3)
            for lang, margins in inside.items()
        },
        "customer_at": round(float(np.quantile(agents, 1 - _MISTAKEN)), 3),
    }


def folds(
    library: Library, count: int, seed: int
) -> Iterator[tuple[Library, list[tuple[Language, str, str]]]]:
    """`count` times: the library less a fold of every tip's situations, and those: language, tip
    and text."""
    fold: dict[tuple[Language, str, str], int] = {}
    shuffle = random.Random(seed).shuffle  # noqa: S311 - nobody gains by guessing it
    for lang, tips in library.tips.items():
        for id, tip in tips.items():
            texts = sorted(set(tip.situations.all))
            shuffle(texts)
            fold |= {(lang, id, text): n % count for n, text in enumerate(texts)}
    for number in range(count):
        kept = {
            lang: {
                id: less(tip, {t for t in tip.situations.all if fold[lang, id, t] == number})
                for id, tip in tips.items()
            }
            for lang, tips in library.tips.items()
        }
        yield replace(library, tips=kept), [key for key, where in fold.items() if where == number]


def less(tip: Tip, out: set[str]) -> Tip:
    """The tip without these situations."""
    sides = {
        side: tuple(text for text in getattr(tip.situations, side) if text not in out)
        for side in ("agent", "customer")
    }
    return tip.model_copy(update={"situations": tip.situations.model_copy(update=sides)})


if __name__ == "__main__":
    sys.exit(main())
