"""The network: pieces in, scores of each word and of the whole out. numpy and onnxruntime.

    network = Network.load(directory, encoder)      # raises OSError, ValueError, KeyError
    words, text = network.scores(window)

Eight layers of the encoder that search ships, taught anew by `training/tone/train.py`; the table
of pieces is the encoder's own, so it is there once. Scores are logits: above 0 is likely.
"""

import importlib
import json
import threading
from pathlib import Path
from typing import Any, Self

import numpy as np

from bot.advice.encoder import Encoder
from bot.tone.models import CATEGORIES
from bot.vectors import Floats

from .reading import Window

# What a column of the scores means.
FLAW, STOP = 0, 1
KINDS = slice(2, 2 + len(CATEGORIES))
WORD_HEADS = KINDS.stop
POLITE, UNCIVIL, YOURS = KINDS.stop, KINDS.stop + 1, KINDS.stop + 2  # the whole text's only
TEXT_HEADS = KINDS.stop + 3

FILE, ABOUT = "network.onnx", "model.json"


def about(directory: Path) -> dict[str, Any]:
    """What was written beside the network: for which encoder it is, and where its lines are."""
    told: dict[str, Any] = json.loads((directory / ABOUT).read_bytes())
    return told


class Network:
    """The network's session. Safe to share between threads."""

    def __init__(self, session: Any, encoder: Encoder) -> None:
        self._session = session
        self._encoder = encoder
        self._running = threading.Lock()  # one run at a time: memory stays what one run needs

    @classmethod
    def load(cls, directory: Path, encoder: Encoder) -> Self:
        """The network in `directory`, on this encoder's table."""
        told = about(directory)
        if told["encoder"] != encoder.fingerprint:
            raise ValueError(f"it is for another encoder ({told['encoder']})")
        if told["categories"] != list(CATEGORIES):
            raise ValueError("it is for other categories")
        return cls.open(directory / FILE, encoder)

    @classmethod
    def open(cls, file: Path, encoder: Encoder) -> Self:
        """The network in this file; whether it is for this encoder isn't looked at."""
        ort: Any = importlib.import_module("onnxruntime")  # it has no types
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False
        options.log_severity_level = 3
        session = ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        return cls(session, encoder)

    def pieces(self, text: str) -> tuple[int, ...]:
        """What `windows` needs."""
        return self._encoder.pieces(text)

    def scores(self, window: Window) -> tuple[Floats, Floats]:
        """[words, WORD_HEADS], each word by its highest piece, and [TEXT_HEADS]."""
        states = self._encoder.states(window.ids)
        with self._running:
            pieces, text = self._session.run(None, {"states": states})
        words = np.full((len(window.words), WORD_HEADS), -np.inf, np.float32)
        owners = np.array(window.owners)
        np.maximum.at(words, owners[owners >= 0], pieces[owners >= 0])
        return words, text
