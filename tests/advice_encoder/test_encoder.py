"""The shipped encoder makes of a text what the unpruned float model makes of it."""

import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from bot.advice.encoder import MODEL, Encoder, EncoderUnavailable
from bot.advice.encoder._table import Table

_EXPECTED = Path(__file__).with_name("expected.npz")  # written by training/encoder.py

_PAIRS = [
    ("caller wants my manager", "beller wil mijn leidinggevende", "המתקשר רוצה את המנהל שלי"),
    ("she is shouting at me", "ze schreeuwt tegen me", "היא צועקת עליי"),
    ("customer asks for a refund", "klant wil zijn geld terug", "הלקוח מבקש החזר כספי"),
    ("the parcel never arrived", "het pakket is nooit aangekomen", "החבילה מעולם לא הגיעה"),
    ("waiting on hold for an hour", "al een uur in de wacht", "כבר שעה ממתין על הקו"),
    ("he swears in every email", "hij vloekt in elke mail", "הוא מקלל בכל מייל"),
]


@pytest.fixture(scope="module")
def expected() -> dict[str, npt.NDArray[Any]]:
    with np.load(_EXPECTED, allow_pickle=False) as stored:
        return dict(stored)


def test_vectors_are_those_of_the_unpruned_float_model(
    encoder: Encoder, expected: dict[str, npt.NDArray[Any]]
) -> None:
    vectors = encoder.encode([str(text) for text in expected["texts"]])
    assert len(vectors) >= 20
    assert ((vectors * expected["vectors"]).sum(axis=1) >= 0.999).all()


def test_token_counts_are_those_of_the_unpruned_model(
    encoder: Encoder, expected: dict[str, npt.NDArray[Any]]
) -> None:
    counts = [encoder.token_count(str(text)) for text in expected["texts"]]
    assert counts == expected["tokens"].tolist()


def test_a_text_gets_the_same_vector_alone_and_among_others(
    encoder: Encoder, expected: dict[str, npt.NDArray[Any]]
) -> None:
    texts = [str(text) for text in expected["texts"]]
    together = Encoder.load().encode(texts)
    for text, vector in zip(texts, together, strict=True):
        assert encoder.encode([text])[0] @ vector > 0.9999


def test_two_loads_agree_to_the_bit() -> None:
    texts = [pair for pairs in _PAIRS for pair in pairs]
    assert Encoder.load().encode(texts).tobytes() == Encoder.load().encode(texts).tobytes()


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (1, 2)])
def test_a_translation_is_nearer_than_any_other_line(
    encoder: Encoder, one: int, other: int
) -> None:
    left = encoder.encode([pair[one] for pair in _PAIRS])
    right = encoder.encode([pair[other] for pair in _PAIRS])
    assert (left @ right.T).argmax(axis=1).tolist() == list(range(len(_PAIRS)))


def test_query_and_passage_differ(encoder: Encoder) -> None:
    (query,), (passage,) = encoder.encode(["refund"]), encoder.encode(["refund"], "passage")
    assert query @ passage < 0.9999


def test_no_texts_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "😡", "\0", "\ud800", "x\udfffy", "\ufdfa" * 300, "客" * 3_000),
        *("a" * 100_000, "word " * 20_000, "ש" * 100_000, "\u0301\u0323" * 50_000),
        *(
            "\u200f" * 5_000,
            "\n\t\r",
            "\ufffe\uffff",
            "👩‍👩‍👧‍👦" * 500,
            "клиент кричит",
            "العميل يصرخ",
        ),
    ],
    ids=ascii,
)
def test_any_text_gives_a_unit_vector_of_bounded_cost(encoder: Encoder, text: str) -> None:
    vectors = encoder.encode([text])
    assert vectors.shape == (1, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)
    assert encoder.token_count(text) <= 128


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("שָׁלוֹם לַלָּקוֹחַ", "שלום ללקוח"),
        ("\u200f\u202bהלקוח\u202c", "הלקוח"),
        ("  refund\u00a0now\n", "refund now"),
        ("ﬁnally", "finally"),
        ("cafe\u0301", "café"),
        ("caller\ud83d", "caller"),
        ("klacht\u00adenformulier", "klachtenformulier"),
    ],
)
def test_marks_that_change_no_word_change_no_vector(
    encoder: Encoder, typed: str, plain: str
) -> None:
    assert encoder.encode([typed]).tobytes() == encoder.encode([plain]).tobytes()


class _Counting:
    """A session that counts its runs."""

    def __init__(self, session: Any) -> None:
        self.session, self.runs = session, 0

    def run(self, outputs: None, inputs: dict[str, npt.NDArray[np.float32]]) -> Any:
        self.runs += 1
        assert inputs["mask"].size <= 128, "a run is short, so that nobody waits for it long"
        return self.session.run(outputs, inputs)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> tuple[Encoder, _Counting]:
    encoder = Encoder.load()
    counting = _Counting(encoder._session)
    monkeypatch.setattr(encoder, "_session", counting)
    return encoder, counting


def test_a_recent_query_is_not_computed_again(counted: tuple[Encoder, _Counting]) -> None:
    encoder, counting = counted
    first = encoder.encode(["where is my parcel"])
    second = encoder.encode(["where is my parcel "])
    assert counting.runs == 1
    assert first.tobytes() == second.tobytes()


def test_what_a_caller_does_to_a_vector_stays_with_the_caller(encoder: Encoder) -> None:
    first = encoder.encode(["my own copy"])
    first *= 0
    assert np.linalg.norm(encoder.encode(["my own copy"])[0]) == pytest.approx(1, abs=1e-5)


def test_an_import_does_not_push_recent_queries_out(counted: tuple[Encoder, _Counting]) -> None:
    encoder, counting = counted
    encoder.encode(["where is my parcel"])
    encoder.encode([f"tip {number}" for number in range(600)])
    before = counting.runs
    encoder.encode(["where is my parcel"])
    assert counting.runs == before


def test_recent_queries_are_few_and_hold_no_text(counted: tuple[Encoder, _Counting]) -> None:
    encoder, _ = counted
    for number in range(530):
        encoder.encode([f"q{number}"])
    assert len(encoder._recent) == 512
    assert all(len(key) == 16 for key in encoder._recent)


def test_threads_share_one_encoder() -> None:
    shared = Encoder.load()
    texts = [text for pair in _PAIRS for text in pair] * 3
    with ThreadPoolExecutor(8) as pool:
        vectors = list(pool.map(lambda text: shared.encode([text])[0].tobytes(), texts))
    alone = Encoder.load()
    assert vectors == [alone.encode([text])[0].tobytes() for text in texts]


def test_files_are_those_that_were_made() -> None:
    about = json.loads((MODEL / "model.json").read_bytes())
    for name, expected in about["sha256"].items():
        assert hashlib.sha256((MODEL / name).read_bytes()).hexdigest() == expected, name
    assert Encoder.load().fingerprint == about["model"]


def test_files_are_small_enough_to_carry() -> None:
    shipped = [path for path in MODEL.iterdir() if path.is_file() and path.suffix != ".py"]
    assert sum(path.stat().st_size for path in shipped) <= 45_000_000


def test_the_licences_travel_along() -> None:
    notice = (MODEL / "NOTICE").read_text(encoding="utf-8")
    assert "multilingual-e5-small" in notice
    assert "Permission is hereby granted" in notice


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"lacks encoder\.onnx.*reinstall"):
        Encoder.load(tmp_path)


@pytest.mark.parametrize("broken", ["encoder.onnx", "embeddings.npy", "tokenizer.json"])
def test_broken_files_make_it_unavailable(tmp_path: Path, broken: str) -> None:
    for path in MODEL.iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / broken).unlink()
    (tmp_path / broken).write_bytes((MODEL / broken).read_bytes()[:1_000])
    with pytest.raises(EncoderUnavailable, match="can't be read"):
        Encoder.load(tmp_path)


def test_a_table_of_another_model_is_refused(tmp_path: Path) -> None:
    for path in MODEL.iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "embeddings.npy").unlink()
    np.save(tmp_path / "embeddings.npy", np.load(MODEL / "embeddings.npy", mmap_mode="r")[:5])
    with pytest.raises(EncoderUnavailable, match="different models"):
        Encoder.load(tmp_path)


def test_the_table_is_read_as_it_stands(tmp_path: Path) -> None:
    whole = np.arange(5 * 2 * 3, dtype=np.uint8).reshape(5, 2, 3)
    np.save(tmp_path / "table.npy", whole)
    table = Table.open(tmp_path / "table.npy")
    assert len(table) == 5
    assert (table.rows([4, 0, 4]) == whole[[4, 0, 4]]).all()
    assert table.rows([]).shape == (0, 2, 3)
    assert (table.all() == whole).all()
    with (tmp_path / "table.npy").open("r+b") as file:
        file.truncate(140)
    with pytest.raises(OSError, match="restart"):
        table.rows([4])
    np.save(tmp_path / "other.npy", np.zeros((3, 3)))
    with pytest.raises(ValueError, match="no table"):
        Table.open(tmp_path / "other.npy")


def test_the_table_is_read_by_many_at_once() -> None:
    table = Table.open(MODEL / "embeddings.npy")
    mapped = np.load(MODEL / "embeddings.npy", mmap_mode="r")
    asked = [list(range(start, 100_000, 977)) for start in range(32)]
    with ThreadPoolExecutor(8) as pool:
        for ids, rows in zip(asked, pool.map(table.rows, asked), strict=True):
            assert (rows == mapped[ids]).all()


def test_without_onnxruntime_the_encoder_is_unavailable_and_importable() -> None:
    program = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "from bot.advice.encoder import Encoder, EncoderUnavailable\n"
        "try:\n    Encoder.load()\n"
        "except EncoderUnavailable as error:\n    print(error)\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root
    )
    assert "pip install" in done.stdout


def test_a_copy_of_the_folder_is_enough(tmp_path: Path) -> None:
    copied = tmp_path / "model"
    shutil.copytree(MODEL, copied, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = ["caller wants my manager"]
    assert Encoder.load(copied).encode(text).tobytes() == Encoder.load().encode(text).tobytes()
