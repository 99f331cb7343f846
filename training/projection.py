"""Fewer dimensions for vectors that are kept in small whole numbers."""

import numpy as np
import numpy.typing as npt


def principal(vectors: npt.NDArray[np.floating], count: int, seed: int) -> npt.NDArray[np.float64]:
    """[d, count] orthonormal: the directions in which `vectors` [n, d] vary most, turned so that
    each says as much: whole numbers lose little then."""
    precise = vectors.astype(np.float64)
    _, directions = np.linalg.eigh(precise.T @ precise)
    turn, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((count, count)))
    turned: npt.NDArray[np.float64] = directions[:, -count:] @ turn
    return turned
