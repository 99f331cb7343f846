"""What was learned about the shipped tips: two small files that `training/search.py` writes.

heads = Heads.load()
compared = heads.compared(vectors)
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.vectors import Floats, arrays, unit

HEADS = Path(__file__).parent / "heads"

_NUMBERS, _ABOUT = "search.npz", "search.json"
_REMEDY = "run `python training/search.py`"

# Kernels' widths, for cosines between whitened vectors, which are close to 0 for most pairs.
TIPS_WIDTH, SCOPE_WIDTH = 0.3, 0.5


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
    mean: Floats  # [d] of the encoder's vectors
    project: Floats  # [d, k] from those, less the mean, to what is compared
    whiten_scope: Floats  # [k, k]
    rows: npt.NDArray[np.int8]  # [n, k] the lines as they are compared, to any scale
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
            numbers: dict[str, Any] = arrays(directory / _NUMBERS)
            scale = numbers.pop("tip_scale")
            numbers["says_tip"] = numbers["says_tip"].astype(np.float32) * scale
            return cls(about, tips, **numbers)
        except Exception as error:  # a damaged archive raises whatever its bytes happen to mean
            raise HeadsUnusable(f"{directory} can't be read ({error}); {_REMEDY}") from error

    def save(self, directory: Path = HEADS) -> None:
        """Write the two files: half and quarter precision where that was measured harmless."""
        directory.mkdir(exist_ok=True)
        scale = np.abs(self.says_tip).max(axis=0) / 127
        np.savez_compressed(
            directory / _NUMBERS,
            mean=self.mean,
            project=self.project,
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

    def compared(self, vectors: Floats) -> Floats:
        """The encoder's vectors as the tips' lines are compared, [k] each: without what all have in
        common, or all of one language, and whitened, so that what varies within a tip is small."""
        return unit(((vectors - self.mean) @ self.project).astype(np.float32, copy=False))

    def for_scope(self, compared: Floats) -> Floats:
        """The same as inside and outside are compared."""
        return unit(compared @ self.whiten_scope)
