"""Many vectors, compared with one, exactly: a matrix that grows without being copied."""

import numpy as np

from bot.vectors import Floats

# Rows in a block. A new one is 4 MB; with fewer rows, more of the time goes into the calls.
_ROWS = 4_096


class VectorBlocks:
    """float32 rows by slot. Whole numbers in a byte would take a quarter of the memory, but numpy
    multiplies those in 14 ms for 100,000 rows, and these in 6."""

    def __init__(self) -> None:
        self._blocks: list[Floats] = []
        self._there: list[np.ndarray[tuple[int], np.dtype[np.bool_]]] = []

    def put(self, slot: int, vector: Floats) -> None:
        """Set a row."""
        block, row = divmod(slot, _ROWS)
        while len(self._blocks) <= block:
            # Untouched pages of zeros cost no memory yet.
            self._blocks.append(np.zeros((_ROWS, len(vector)), np.float32))
            self._there.append(np.zeros(_ROWS, np.bool_))
        self._blocks[block][row] = vector
        self._there[block][row] = True

    def cosines(
        self, query: Floats, slots: int
    ) -> "tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]":
        """[slots] the products with `query`, and where there is a vector at all."""
        products = np.zeros(slots, np.float32)
        there = np.zeros(slots, np.bool_)
        for number, (block, known) in enumerate(zip(self._blocks, self._there, strict=True)):
            start = number * _ROWS
            rows = min(_ROWS, slots - start)
            if rows <= 0:
                break
            np.matmul(block[:rows], query, out=products[start : start + rows])
            there[start : start + rows] = known[:rows]
        return products, there

    def keep(self, new: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> None:
        """Renumber: slot n becomes `new[n]`, which is never higher; or leaves where below 0."""
        old, self._blocks = self._blocks, []
        known, self._there = self._there, []
        for slot in np.flatnonzero(new >= 0):
            block, row = divmod(int(slot), _ROWS)
            if block < len(old) and known[block][row]:
                self.put(int(new[slot]), old[block][row])
