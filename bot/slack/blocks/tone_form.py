"""The form in which a text is pasted, and the view from which a suggested reply is copied."""

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.l10n import Words
from bot.slack import ids
from bot.slack.carry import Draft

from .forms import INPUT_MAX, LABEL_MAX, OPTION_MAX, PLACEHOLDER_MAX, Form, text_in
from .kit import clean, clip, note, plain
from .modal import modal

# A second field takes what the first can't.
FIELD_TEXT, FIELD_MORE, FIELD_SIDE = "tone.text", "tone.more", "tone.side"
FIELD_CUSTOMER = "tone.customer"


def form_view(words: Words, draft: Draft, *, lost: bool = False) -> View:
    """The form, filled with the draft; `lost` says that it was too long to carry over."""
    text = clean(draft.text or "")
    said = ["tone-form-lost"] * lost + ["tone-message-lost"] * draft.message_lost
    blocks: list[Block] = [note(words(key), words.lang) for key in said]
    blocks += [
        _text_input(words, FIELD_TEXT, "tone-form-text", text[:INPUT_MAX], optional=False),
        _text_input(
            words, FIELD_MORE, "tone-form-more", text[INPUT_MAX : 2 * INPUT_MAX], optional=True
        ),
        _text_input(
            words,
            FIELD_CUSTOMER,
            "tone-form-customer",
            clean(draft.customer or "")[:INPUT_MAX],
            optional=True,
            hint="tone-form-customer-hint",
        ),
        _side_input(words, draft),
    ]
    return modal(
        words, "tone-form-title", blocks, callback_id=ids.TONE_FORM, submit="tone-form-submit"
    )


def read_form(form: Form) -> Draft:
    """What was sent, as a draft."""
    text = text_in(form, FIELD_TEXT)
    more = text_in(form, FIELD_MORE)
    side = (form.field(FIELD_SIDE).get("selected_option") or {}).get("value")
    return Draft(
        text=f"{text}\n{more}".strip() if more else text.strip(),
        customer=text_in(form, FIELD_CUSTOMER).strip() or None,
        side=side if side in ("reply", "customer") else None,
    )


def copy_view(words: Words, rewrite: str) -> View:
    """The suggested reply in a field: select all, copy. Without isolates, which are ours."""
    text = clean(rewrite).translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200f")))
    return modal(
        words,
        "tone-copy-title",
        [
            InputBlock(
                label=plain(words("tone-copy-label"), LABEL_MAX),
                hint=plain(words("tone-copy-hint"), LABEL_MAX),
                optional=True,
                element=PlainTextInputElement(
                    action_id="text", multiline=True, initial_value=clip(text, INPUT_MAX)
                ),
            )
        ],
        submit="tone-copy-done",
    )


def _text_input(
    words: Words, block: str, label: str, value: str, *, optional: bool, hint: str | None = None
) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(words(label), LABEL_MAX),
        hint=plain(words(hint), LABEL_MAX) if hint else None,
        optional=optional,
        element=PlainTextInputElement(
            action_id="text",
            multiline=True,
            max_length=INPUT_MAX,
            initial_value=value or None,
            placeholder=None
            if optional
            else plain(words("tone-form-placeholder"), PLACEHOLDER_MAX),
            focus_on_load=not optional,
        ),
    )


def _side_input(words: Words, draft: Draft) -> InputBlock:
    options = {
        side: Option(text=plain(words(f"tone-form-side-{side}"), OPTION_MAX), value=side)
        for side in ("auto", "reply", "customer")
    }
    return InputBlock(
        block_id=FIELD_SIDE,
        label=plain(words("tone-form-side"), LABEL_MAX),
        element=StaticSelectElement(
            action_id="side",
            options=list(options.values()),
            initial_option=options[draft.side or "auto"],
        ),
    )
