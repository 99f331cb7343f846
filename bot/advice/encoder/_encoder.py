"""The encoder: tokenizer, embedding table and transformer, loaded once."""

import importlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np

from bot.vectors import Floats

from ._table import Table
from ._tokenizer import Tokenizer, clean

Kind = Literal["query", "passage"]  # the two prefixes that the model was trained with

MODEL = Path(__file__).parent

MAX_TOKENS = 128
# Tokens, padding included, in one run: work is linear in them, and a query that arrives while
# texts are embedded in the background waits for one run at most.
_RUN_TOKENS = 128
_RECENT = 512  # queries' vectors kept; 0.8 MB
_BLOCK = 32  # values that share a scale in the embedding table
_FILES = ("encoder.onnx", "embeddings.npy", "positions.npy", "tokenizer.json", "model.json")


class EncoderUnavailable(RuntimeError):
    """There is no encoder here; search works by words only. The message says what to do."""


class Encoder:
    """Sentences to unit vectors. Load once; safe to share between threads."""

    def __init__(self, session: Any, table: Table, positions: Any, tokenizer: Tokenizer) -> None:
        self._session = session
        self._table = table
        self._positions = positions
        self._tokenizer = tokenizer
        self._fingerprint = ""
        # One run at a time: memory stays what one run needs, and the cores are few.
        self._running = threading.Lock()
        self._recent: OrderedDict[bytes, Floats] = OrderedDict()
        self._remembering = threading.Lock()

    @classmethod
    def load(cls, directory: Path = MODEL, *, threads: int = 1) -> Self:
        """The encoder whose files are in `directory`. Raises `EncoderUnavailable`."""
        try:
            # Dean runs without it, by words only.
            ort: Any = importlib.import_module("onnxruntime")  # it has no types
        except ImportError as error:
            raise EncoderUnavailable(
                "onnxruntime isn't installed; `pip install onnxruntime`"
            ) from error
        missing = [name for name in _FILES if not (directory / name).is_file()]
        if missing:
            raise EncoderUnavailable(
                f"{directory} lacks {', '.join(missing)}; reinstall Dean, or make the files anew "
                "with training/encoder.py"
            )
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A spinning thread takes the core from everything else in the process.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
        # Memory of a run is given back after it; keeping it costs 7 MB and saves no time.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 3  # errors only; warnings go to stderr past our logging
        try:
            session = ort.InferenceSession(
                directory / "encoder.onnx", options, providers=["CPUExecutionProvider"]
            )
            table = Table.open(directory / "embeddings.npy")
            positions = np.load(directory / "positions.npy", allow_pickle=False)
            tokenizer = Tokenizer.load(directory / "tokenizer.json")
            encoder = cls(session, table, positions, tokenizer)
            encoder._fingerprint = json.loads((directory / "model.json").read_bytes())["model"]
            if len(tokenizer) != len(table) or len(positions) < MAX_TOKENS:
                raise ValueError("the files are of different models")
        # onnxruntime's own exceptions share no base but Exception.
        except Exception as error:
            raise EncoderUnavailable(
                f"the files in {directory} can't be read ({error}); reinstall Dean, or make them "
                "anew with training/encoder.py"
            ) from error
        return encoder

    @property
    def dimensions(self) -> int:
        """How long a vector is."""
        return int(self._positions.shape[1])

    @property
    def fingerprint(self) -> str:
        """Names the model: vectors made with another fingerprint can't be compared."""
        return self._fingerprint

    def encode(
        self, texts: Sequence[str], kind: Kind = "query", *, remember: bool = True
    ) -> Floats:
        """float32 [len(texts), 384], each row of length 1, in the texts' order.

        Any text is taken; 128 tokens of it are read. Recent queries are remembered by a digest,
        unless `remember` is off.
        """
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        prepared = [f"{kind}: {clean(text)}" for text in texts]
        # A long list is an import: it would only push the queries out.
        remember = remember and len(texts) * 8 <= _RECENT
        keys = [_digest(text) for text in prepared] if remember else []
        waiting: list[tuple[int, list[int]]] = []
        for row, text in enumerate(prepared):
            known = self._recall(keys[row]) if remember else None
            if known is not None:
                vectors[row] = known
            else:
                waiting.append((row, self._tokenizer.ids(text, MAX_TOKENS)))
        for run in _runs(waiting):
            made = self._run([ids for _, ids in run])
            for (row, _), vector in zip(run, made, strict=True):
                vectors[row] = vector
                if remember:
                    self._remember(keys[row], vector)
        return vectors

    def pieces(self, text: str) -> tuple[int, ...]:
        """The ids of `text`'s pieces, without prefix and ends; for models on the same table."""
        cleaned = clean(text)
        return tuple(self._tokenizer.ids(cleaned, MAX_TOKENS + 2)[1:-1]) if cleaned else ()

    def states(self, ids: Sequence[int]) -> Floats:
        """float32 [len(ids), 384]: each piece's embedding and its position's, at most 128."""
        return self._embed(list(ids))

    def table(self) -> tuple[Floats, Floats]:
        """All pieces' embeddings [pieces, 384] and all positions' [128, 384]: 200 MB, to train."""
        return _dense(self._table.all()), np.array(self._positions)

    def token_count(self, text: str, kind: Kind = "query") -> int:
        """How many tokens of `text` are read, prefix and ends included."""
        return len(self._tokenizer.ids(f"{kind}: {clean(text)}", MAX_TOKENS))

    def _run(self, batch: list[list[int]]) -> Floats:
        longest = max(map(len, batch))
        mask = np.zeros((len(batch), longest), np.float32)
        states = np.zeros((len(batch), longest, self.dimensions), np.float32)
        for row, ids in enumerate(batch):
            mask[row, : len(ids)] = 1
            states[row, : len(ids)] = self._embed(ids)
        with self._running:
            (means,) = self._session.run(None, {"states": states, "mask": mask})
        unit: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _embed(self, ids: list[int]) -> Floats:
        embedded: Floats = _dense(self._table.rows(ids)) + self._positions[: len(ids)]
        return embedded

    def _recall(self, key: bytes) -> Floats | None:
        with self._remembering:
            if key in self._recent:
                self._recent.move_to_end(key)
            return self._recent.get(key)

    def _remember(self, key: bytes, vector: Floats) -> None:
        with self._remembering:
            self._recent[key] = vector.copy()
            if len(self._recent) > _RECENT:
                self._recent.popitem(last=False)


@cache
def shared() -> Encoder:
    """The shipped encoder, one a process: it is large, and keeps nothing but recent queries.
    Raises `EncoderUnavailable`."""
    return Encoder.load()


def _dense(raw: Any) -> Floats:
    """Rows of the table, from blocks of 18 bytes: a float16 scale, then 32 nibbles."""
    packed = raw[..., 2:]
    values = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    scales = np.ascontiguousarray(raw[..., :2]).view(np.float16).astype(np.float32)
    rows: Floats = (values * scales).reshape(len(raw), -1)
    return rows


def _digest(text: str) -> bytes:
    # What people type isn't kept, not even in memory.
    return blake2b(text.encode("utf-8"), digest_size=16).digest()


def _runs(waiting: list[tuple[int, list[int]]]) -> Iterator[list[tuple[int, list[int]]]]:
    """Texts of like length together, at most `_RUN_TOKENS` a run with the padding."""
    run: list[tuple[int, list[int]]] = []
    for each in sorted(waiting, key=lambda pair: len(pair[1])):
        # Ascending, so this one is the longest: the width of the whole run.
        if run and (len(run) + 1) * len(each[1]) > _RUN_TOKENS:
            yield run
            run = []
        run.append(each)
    if run:
        yield run
