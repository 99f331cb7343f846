"""Short names for texts, where the texts themselves would take too much memory."""


def key(text: str) -> int:
    """64 bits for a text, the same in this process only: of a hundred thousand, two alike are one
    chance in a billion."""
    # Of the encoded text: a string's own hash is that of its bytes in memory, where "❮" is "n'".
    return hash(text.encode("utf-8", "surrogatepass"))
