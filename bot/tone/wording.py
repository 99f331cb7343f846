"""Small changes to words, so that what is suggested fits the place it goes to."""

import re

_SLOT = re.compile(r"\[[^\[\]\n]{1,200}\]")
_ROW_OF_MARKS = re.compile(r"[!?][!? ]*[!?]")
_OPENS = re.compile(r"(?:^|[.!?…:\n\"“„«״]|[-*•]\s)[\s\"'“„«‘*_(]*$")


def slots(words: str) -> list[str]:
    """The [slots] that the person has to fill in."""
    return _SLOT.findall(words)


def capitalised(words: str) -> str:
    """With a capital at the beginning, but for what stands in a slot or is a link."""
    return words if words.startswith(("http", "www.")) else words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """Without the capital at the beginning, but for "I"."""
    alone = words[:1] == "I" and not words[1:2].isalpha()
    return words if alone else words[:1].lower() + words[1:]


def quietened(words: str) -> str:
    """One mark for a row of them; where there is no such row, small letters for capitals."""
    if _ROW_OF_MARKS.search(words):
        return _ROW_OF_MARKS.sub(lambda row: "?" if "?" in row[0] else ".", words)
    return " ".join(word if word == "I" else word.lower() for word in words.split(" "))


def closed(words: str) -> str:
    """As a sentence: with a full stop where no mark ends it."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def opens_sentence(before: str) -> bool:
    """Whether what follows `before` begins a sentence."""
    return bool(_OPENS.search(before[-20:]))


def fitted(words: str, before: str, after: str) -> str:
    """`words` as they can stand between `before` and `after`: capital letter, closing mark."""
    if opens_sentence(before):
        words = capitalised(words)
    ends = not after.strip() or after[:1] in {"\n", "\r"}
    several = bool(re.search(r"[.?!] ", words))
    if after[:1] in {".", "!", "?", ","}:
        return words.rstrip(".")
    return closed(words) if ends or several else words
