"""Which of the 250,002 pieces are shipped.

    kept = keep(weights.pieces, weights.scores)    # their ids, ascending

Kept: every piece whose letters are Latin or Hebrew, or that has no letters (digits,
punctuation, emoji, combining marks); so text in those scripts is cut exactly as before. For
other scripts the fallback: each single letter of an alphabet, so that a word is spelt out
rather than unknown, and the commonest pieces of the two scripts that support teams in Israel
and the Netherlands most often write besides. Han, Hangul and kana become <unk>.
"""

import unicodedata
from collections.abc import Sequence

from training.container import SPACE, Floats

_SPECIAL = 4  # <s> <pad> </s> <unk> come first and stay
_MASK = "<mask>"  # for pre-training only

_NEUTRAL = {
    # First words of Unicode names of letters and marks that belong to every script.
    *("COMBINING", "VARIATION", "MODIFIER", "FULLWIDTH", "FEMININE", "MASCULINE"),
}
_OURS = {"LATIN", "HEBREW"}
_TOO_MANY = {
    # Scripts whose single characters number thousands.
    *("CJK", "HANGUL", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"),
    *("BOPOMOFO", "ETHIOPIC", "CANADIAN"),
}
# How many of the commonest pieces; chosen so that all shipped files stay under 45 MB.
_COMMONEST = {"CYRILLIC": 5_000, "ARABIC": 3_000}


def foreign_scripts(piece: str) -> set[str]:
    """The scripts of a piece's letters, but for Latin, Hebrew and neutral marks."""
    letters = (char for char in piece if unicodedata.category(char)[0] in "LM")
    names = {unicodedata.name(char, "?").split(" ")[0] for char in letters}
    return names - _NEUTRAL - _OURS


def keep(pieces: Sequence[str], scores: Floats) -> list[int]:
    """The ids of the pieces to ship, ascending; the special ones keep their place."""
    kept = set(range(_SPECIAL))
    candidates: dict[str, list[int]] = {script: [] for script in _COMMONEST}
    for id, piece in enumerate(pieces):
        if piece == _MASK or id < _SPECIAL:
            continue
        scripts = foreign_scripts(piece)
        single = len(piece.strip(SPACE)) <= 1
        if not scripts or (single and not scripts & _TOO_MANY):
            kept.add(id)
        elif len(scripts) == 1:
            candidates.get(scripts.pop(), []).append(id)
    for script, count in _COMMONEST.items():
        kept.update(sorted(candidates[script], key=lambda id: (-scores[id], id))[:count])
    return sorted(kept)
