"""A failure, in two lines."""

from bot.l10n import Words

from .kit import Message, line, rich


def error_card(said: str, words: Words) -> Message:
    """What happened and what to do."""
    return Message(said, [rich(line(words.lang, said))])
