"""Text is cut into its likeliest pieces, in bounded work."""

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.encoder import MODEL
from bot.advice.encoder._tokenizer import SPACE, Tokenizer, clean

_BOS, _EOS, _UNK = 0, 2, 3
_PIECES = [
    *(("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)),
    *((SPACE, -3.0), ("a", -2.5), ("b", -2.7), ("ab", -3.9), ("ba", -4.1), ("aab", -6.0)),
    *((f"{SPACE}a", -3.3), (f"{SPACE}ab", -5.0), ("bbb", -5.5)),
]
_SMALL = Tokenizer(_PIECES)
_SCORES = dict(_PIECES[4:])
_UNKNOWN = min(_SCORES.values()) - 10


def _score(word: str, cut: tuple[int, ...]) -> float:
    """The best score of any of the 2^(n-1) ways to cut `word`."""
    bounds = [0, *cut, len(word)]
    total = 0.0
    for start, end in pairwise(bounds):
        part = word[start:end]
        if part in _SCORES:
            total += _SCORES[part]
        elif len(part) == 1:
            total += _UNKNOWN
        else:
            return -math.inf
    return total


@given(st.text(alphabet="abx", min_size=1, max_size=8))
def test_no_other_cut_is_likelier(text: str) -> None:
    word = SPACE + text
    best = max(
        _score(word, tuple(at for at in range(1, len(word)) if mask >> (at - 1) & 1))
        for mask in range(2 ** (len(word) - 1))
    )
    found = _SMALL.ids(text, 128)[1:-1]
    # A run of unknown characters is one <unk>: count its characters back in.
    unknown = text.count("x")
    score = sum(_PIECES[id][1] for id in found if id != _UNK) + unknown * _UNKNOWN
    assert score == pytest.approx(best)


def test_a_run_of_unknown_characters_is_one_token() -> None:
    assert _SMALL.ids("xxx", 128).count(_UNK) == 1
    assert _SMALL.ids("xax", 128).count(_UNK) == 2


@given(st.text(max_size=300), st.integers(min_value=3, max_value=20))
def test_ends_are_marked_and_the_limit_holds(text: str, limit: int) -> None:
    ids = _SMALL.ids(clean(text), limit)
    assert (ids[0], ids[-1]) == (_BOS, _EOS)
    assert len(ids) <= limit


@given(st.text(alphabet=st.characters(), max_size=100))
def test_clean_is_idempotent_and_encodable(text: str) -> None:
    once = clean(text)
    once.encode("utf-8")
    assert clean(once) == once


def test_clean_reads_a_bounded_part() -> None:
    assert len(clean("\ufdfa" * 100_000)) <= 2_048


def test_what_only_looks_alike_in_memory_is_another_piece() -> None:
    # U+276E stands in memory as "n'" does, and Python's own hash of the two is the same.
    assert hash("\u276e") == hash("n'")
    shipped = Tokenizer.load(MODEL / "tokenizer.json")
    mark = shipped.ids("\u276e", 16)
    assert not set(mark[1:-1]) & set(shipped.ids("can't", 16))


@given(st.text(alphabet="abx", min_size=1, max_size=40))
def test_a_long_word_is_cut_the_same_however_much_is_read_at_once(text: str) -> None:
    whole = _SMALL._cut(SPACE + text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.advice.encoder._tokenizer._AT_ONCE", 3)
        assert _SMALL._cut(SPACE + text) == whole


def test_the_shipped_file_is_plain_json_with_one_piece_a_line() -> None:
    document = json.loads((MODEL / "tokenizer.json").read_bytes())
    assert document["model"]["type"] == "Unigram"
    assert len(Tokenizer.load(MODEL / "tokenizer.json")) == len(document["model"]["vocab"])


@pytest.mark.parametrize(
    "text", ["klantenservicemedewerker", "ושכשהתקשרתי", "naïve", "€129,95", "😡", "Zürich"]
)
def test_our_languages_and_signs_have_no_unknowns(text: str) -> None:
    assert _UNK not in Tokenizer.load(MODEL / "tokenizer.json").ids(clean(text), 128)


def test_a_file_without_pieces_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="no pieces"):
        Tokenizer.load(tmp_path / "tokenizer.json")
