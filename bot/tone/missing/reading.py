"""What is compared: sentences of the reply, and what the customer's message asks.

Training and review share this file: what is learned is what is read.
"""

from bot.tone.view import MASK, View

READ_CHARS = 1_500  # of a customer's message: what it's about stands there
_SENTENCES = 40  # of a reply: the encoder takes some milliseconds for each


def sentences(text: str) -> list[str]:
    """The sentences that are the writer's own, as they were written."""
    view = View(text)
    own = [
        text[sentence.start : sentence.end].strip()
        for sentence in view.sentences
        if any(char.isalpha() for char in view.text[sentence.low : sentence.high].replace(MASK, ""))
    ]
    return own[:_SENTENCES]


def questions(message: str) -> list[str]:
    """The sentences of a customer's message that ask something, by their mark."""
    return [sentence for sentence in sentences(message[:READ_CHARS]) if "?" in sentence]


def asked(message: str) -> str:
    """What a customer's message asks: its questions, or all of it where none has a mark."""
    return " ".join(questions(message)) or message[:READ_CHARS]


def together(question: str, reply: str) -> str:
    """Question and reply as the encoder reads them in one; it reads 128 tokens."""
    return f"{question} → {reply}"
