"""What was learned about the shipped tips: two small files that `training/search.py` writes.

    heads = Heads.load()
    compared = heads.for_tips(heads.centred(vectors))

Needs numpy, like all that goes by meaning.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

HEADS = Path(__file__).parent / "heads"

_NUMBERS, _ABOUT = "search.npz", "search.json"
_REMEDY = "run `python training/search.py`"

# Kernels' widths, for cosines between whitened vectors, which are close to 0 for most pairs.
TIPS_WIDTH, SCOPE_WIDTH = 0.3, 0.5

LEVELS = 31  # of each sign in what is kept of a vector: six bits, which pack well


class HeadsUnusable(RuntimeError):
    """The heads are missing or of another encoder. The message says what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """What the heads were made from, and where they draw their lines."""

    encoder: str  # its fingerprint
    content: str  # `content_hash` of the tips' lines and of those that no tip answers
    fits_at: dict[str, float]  # by language: what is less isn't answered
    customer_at: float  # what is more reads like a customer's


@dataclass(frozen=True, slots=True)
class Heads:
    """Arrays whose rows are the tips' lines, then the lines that no tip answers."""

    about: About
    tips: tuple[str, ...]
    mean: Floats  # [d] of the vectors
    apart: Floats  # [d, 2] orthonormal: the directions in which the languages differ
    whiten_tips: Floats  # [d, d]
    whiten_scope: Floats  # [d, d]
    rows: npt.NDArray[np.int8]  # [n, d] vectors less the mean, to any scale
    digests: npt.NDArray[np.uint64]  # [n] of the lines' texts
    says_tip: Floats  # [lines, tips] the kernel regression's coefficients
    says_customer: Floats  # [lines]
    says_inside: Floats  # [n]

    @classmethod
    def load(cls, directory: Path = HEADS) -> Self:
        """The heads in `directory`. Raises `HeadsUnusable`."""
        try:
            told = json.loads((directory / _ABOUT).read_bytes())
            tips, about = tuple(told.pop("tips")), About(**told)
            with np.load(directory / _NUMBERS, allow_pickle=False) as kept:
                numbers: dict[str, Any] = {
                    name: kept[name].astype(np.float32)
                    if kept[name].dtype.kind == "f"
                    else kept[name]
                    for name in kept.files
                }
            scale = numbers.pop("tip_scale")
            numbers["says_tip"] = numbers["says_tip"].astype(np.float32) * scale
            return cls(about, tips, **numbers)
        except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
            raise HeadsUnusable(f"{directory} can't be read ({error}); {_REMEDY}") from error

    def save(self, directory: Path = HEADS) -> None:
        """Write the two files: half and quarter precision where that was measured harmless."""
        directory.mkdir(exist_ok=True)
        scale = np.abs(self.says_tip).max(axis=0) / 127
        np.savez_compressed(
            directory / _NUMBERS,
            mean=self.mean,
            apart=self.apart,
            whiten_tips=self.whiten_tips.astype(np.float16),
            whiten_scope=self.whiten_scope.astype(np.float16),
            rows=self.rows,
            digests=self.digests,
            says_tip=np.rint(self.says_tip / scale).astype(np.int8),
            tip_scale=scale,
            says_customer=self.says_customer.astype(np.float16),
            says_inside=self.says_inside.astype(np.float16),
        )
        told = {"tips": self.tips, **asdict(self.about)}
        (directory / _ABOUT).write_text(json.dumps(told, indent=1) + "\n", "utf-8")

    def centred(self, vectors: Floats) -> Floats:
        """The encoder's vectors without what all have in common, or all of one language."""
        return self.of_rows(vectors - self.mean)

    def of_rows(self, rows: npt.NDArray[Any]) -> Floats:
        """The same of vectors as they are kept here, the mean already taken off."""
        less: Floats = rows.astype(np.float32)
        return unit((less - (less @ self.apart) @ self.apart.T).astype(np.float32, copy=False))

    def for_tips(self, centred: Floats) -> Floats:
        """As the tips' lines are compared: whitened, so that what varies within a tip is small."""
        return unit(centred @ self.whiten_tips)

    def for_scope(self, centred: Floats) -> Floats:
        """As inside and outside are compared."""
        return unit(centred @ self.whiten_scope)


def unit(vectors: Floats) -> Floats:
    """Each row at length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = vectors / np.maximum(lengths, 1e-9)
    return scaled


def quantised(vectors: Floats) -> npt.NDArray[np.int8]:
    """Each row in small whole numbers: its direction is what matters."""
    most = np.abs(vectors).max(axis=-1, keepdims=True)
    whole: npt.NDArray[np.int8] = np.rint(vectors * (LEVELS / np.maximum(most, 1e-9))).astype(
        np.int8
    )
    return whole


def kernel(cosines: Floats, width: float) -> Floats:
    """1 for the same, falling off with the angle."""
    near: Floats = np.exp((cosines - 1) / width)
    return near
