"""How each feature works, said once: for `help`, for App Home, for the manifest's test."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.l10n import Words

from .kit import Message, bold, emoji, line, rich

FEATURES = ("tip", "tone", "lesson")


def help_card(feature: str, words: Words, reaction: str) -> Message:
    """One feature's help."""
    title, body = help_text(feature, words, reaction)
    return Message(
        f"{title}. {body}", [rich(line(words.lang, bold(title))), _paragraph(body, words)]
    )


def help_blocks(words: Words, reaction: str) -> Sequence[Block]:
    """Every feature's help, for App Home."""
    texts = [help_text(feature, words, reaction) for feature in FEATURES]
    return [rich(line(words.lang, bold(title), f"\n{body}")) for title, body in texts]


def help_text(feature: str, words: Words, reaction: str) -> tuple[str, str]:
    """Title and text; without the reaction where it's turned off."""
    name = f"help-{feature}"
    if feature == "tone" and not reaction:
        name = "help-tone-no-reaction"
    return words(f"help-{feature}-title"), words(name, reaction=emoji(reaction))


def _paragraph(text: str, words: Words) -> Block:
    return rich(line(words.lang, text))
