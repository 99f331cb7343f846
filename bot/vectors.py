"""Vectors and what is done with them wherever meaning is compared."""

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
