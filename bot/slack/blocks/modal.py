"""Modals: a title, blocks, a way out."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.l10n import Words

from .kit import TITLE_MAX, directed, plain


def modal(
    words: Words,
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "shown",
    submit: str | None = None,
    private_metadata: str = "",
) -> View:
    """A modal whose title and submit are names of messages in `words`."""
    return View(
        type="modal",
        callback_id=callback_id,
        title=plain(directed(words(title), words.lang), TITLE_MAX),
        close=plain(words("close"), TITLE_MAX),
        submit=plain(words(submit), TITLE_MAX) if submit else None,
        private_metadata=private_metadata,
        blocks=list(blocks),
    )
