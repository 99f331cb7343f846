"""The embedding table, read row by row from its file.

    table = Table.open(Path("embeddings.npy"))
    table.rows([17, 4])         # uint8 [2, blocks, bytes]

Mapped into memory, its 28 MB would come to count as the process's own, page by page; a row is read
in a microsecond or two, from the system's cache.
"""

import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]


class Table:
    """Safe to share between threads."""

    def __init__(self, file: BinaryIO, start: int, shape: tuple[int, ...]) -> None:
        self._file, self._start, self._shape = file, start, shape
        self._width = int(np.prod(shape[1:]))
        self._reading = threading.Lock()
        weakref.finalize(self, file.close)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The table in this .npy file. Raises OSError, ValueError."""
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
        if not isinstance(mapped, np.memmap) or mapped.dtype != np.uint8 or mapped.ndim < 2:
            raise ValueError(f"{path.name} holds no table")
        return cls(path.open("rb", buffering=0), mapped.offset, mapped.shape)

    def __len__(self) -> int:
        return self._shape[0]

    def rows(self, ids: Sequence[int]) -> Bytes:
        """[len(ids), …] the rows of these pieces. Raises OSError where the file was cut short."""
        read = bytearray()
        with self._reading:
            for id in ids:
                self._file.seek(self._start + id * self._width)
                read += self._file.read(self._width)
        if len(read) != len(ids) * self._width:
            raise OSError(f"{self._file.name} has changed since it was opened; restart Dean")
        return np.frombuffer(read, np.uint8).reshape(len(ids), *self._shape[1:])

    def all(self) -> Bytes:
        """Every row."""
        return self.rows(range(len(self)))
