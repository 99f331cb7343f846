"""What is compared: sentences of the reply, and what the customer's message asks.

Training and review share this file: what is learned is what is read.
"""

from collections.abc import Iterator

from bot.tone.view import MASK, View

READ_CHARS = 1_500  # of a customer's message: what it's about stands there
_ASKED_CHARS = 300  # of what is asked, beside the reply: the encoder reads 128 tokens of both
_SENTENCES = 40  # of a reply: the encoder takes some milliseconds for each


def sentences(text: str) -> list[str]:
    """The sentences that are the writer's own, as they were written; of many the first and last."""
    own = [sentence for sentence, _ in _sentences(text)]
    half = _SENTENCES // 2
    return own if len(own) <= _SENTENCES else own[:half] + own[-half:]


def questions(message: str) -> list[str]:
    """The sentences of a customer's message that ask something, by their mark."""
    return [sentence for sentence, seen in _sentences(message[:READ_CHARS]) if "?" in seen]


def asked(message: str) -> str:
    """What a customer's message asks: its questions, or all of it where none has a mark."""
    return " ".join(questions(message)) or message[:READ_CHARS]


def together(question: str, reply: str) -> str:
    """Question and reply as the encoder reads them in one; of a long question the end."""
    return f"{question[-_ASKED_CHARS:]} → {reply}"


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Each of the writer's own, as it was written and as it is seen: without addresses."""
    view = View(text)
    for sentence in view.sentences:
        seen = view.text[sentence.low : sentence.high].replace(MASK, "")
        if any(char.isalpha() for char in seen):
            yield text[sentence.start : sentence.end].strip(), seen
