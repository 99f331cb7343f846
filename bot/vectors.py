"""Vectors and what is done with them wherever meaning is compared."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

LEVELS = 31  # of each sign in what is kept of a vector: six bits, which pack well


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


def arrays(file: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of an .npz file by name, fractions in single precision. A damaged archive raises
    whatever its bytes happen to mean."""
    # Opened here: numpy leaves a file open that it can't make sense of.
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
        return {
            name: array.astype(np.float32) if array.dtype.kind == "f" else array
            for name, array in kept.items()
        }
