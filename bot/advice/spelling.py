"""One spelling for what people type, and the words in it."""

import re
import unicodedata

# Marks that people type by habit or by keyboard and that change no word: bidi controls,
# zero-width characters, Hebrew vowel points and cantillation.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]"
)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "׳": "'", "״": '"'})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

# One letter before a Hebrew word says "the", "in", "to", "that"…; two in a row are common.
_HEBREW_PREFIXED = re.compile("[ושהבלמכ](?=[\u05d0-\u05ea]{2})")
_MOST_PREFIXES = 2


def normalise(text: str) -> str:
    """`text` in one spelling: compatibility forms, lower case, no invisible marks."""
    # NFKC makes one character into up to 18; callers bound the length first.
    clean = text.encode("utf-8", "ignore").decode("utf-8")
    folded = unicodedata.normalize("NFKC", clean).casefold().translate(_APOSTROPHES)
    return _INVISIBLE.sub("", folded)


def words(text: str) -> list[str]:
    """The words of a text as it was typed."""
    return _WORD.findall(normalise(text))


def stripped(word: str) -> list[str]:
    """`word` and, where it is Hebrew, what is left without its one-letter prefixes."""
    forms = [word]
    while len(forms) <= _MOST_PREFIXES and _HEBREW_PREFIXED.match(forms[-1]):
        forms.append(forms[-1][1:])
    return forms
