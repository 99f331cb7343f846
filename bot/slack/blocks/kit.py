"""The few shapes that every card is made of, and the one place where text becomes Slack's.

People's and the library's words go into `rich_text` and `plain_text`, where nothing is parsed:
no mention, link or formatting can come out of them. The only mrkdwn that Dean sends is a
message's top-level `text`, which `Message.payload` escapes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InteractiveElement,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextQuoteElement,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.content import Language

HEADER_MAX = 150  # Slack refuses a longer header with invalid_blocks
BUTTON_MAX = 75  # and longer button text
CONTEXT_MAX = 2_000  # Slack documents none for context text; a section field's is taken
TEXT_MAX = 3_000  # and longer section text
VALUE_MAX = 2_000  # and a longer button value
FALLBACK_MAX = 3_900  # Slack splits text beyond 4,000 characters into several messages
TITLE_MAX = 24  # a modal's title, submit and close

RLM = "\u200f"  # makes a line's first strong character right-to-left

# A channel inside a text: shown by its name, as a link. It pings nobody.
_CHANNEL = re.compile("\u2068?\ue000([CDG][A-Z0-9]{1,30})\ue001\u2069?")
# An emoji inside a text, by its name.
_EMOJI = re.compile("\u2068?\ue002([^\\s:\ue003]{1,100})\ue003\u2069?")
_TOKENS = re.compile(f"({_CHANNEL.pattern}|{_EMOJI.pattern})")

_OPENERS, _CLOSER = "\u2066\u2067\u2068", "\u2069"
_OVERRIDES = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u0000"))
# In what people write, isolates could close ours, and our own marks would name any channel.
_OURS = _OVERRIDES | dict.fromkeys(map(ord, _OPENERS + _CLOSER + "\ue000\ue001"))


def clip(text: str, limit: int) -> str:
    """`text` within `limit` UTF-16 units, as Slack counts them, with an ellipsis where cut."""
    if units(text) <= limit:
        return text
    kept: list[str] = []
    used, isolates = 1, 0  # the ellipsis; and what is opened in what is kept is closed in it
    for char in text:
        opened = isolates + (char in _OPENERS) - (char == _CLOSER and isolates > 0)
        if used + units(char) + opened > limit:
            break
        used, isolates = used + units(char), opened
        kept.append(char)
    return "".join(kept).rstrip() + "…" + _CLOSER * isolates


def units(text: str) -> int:
    """The length of `text` as Slack counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """What people wrote without what can't be sent or could mislead: lone surrogates, NUL, and
    controls that override the direction of what follows."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_OVERRIDES)


def typed(text: str) -> str:
    """What a person typed, as it comes in: without what isn't text (lone surrogates, NUL), and
    without controls and marks that would act on our own words around it."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_OURS)


def escape(text: str) -> str:
    """`text` as mrkdwn that says just that: Slack's three characters, in Slack's order."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def channel(id: str) -> str:
    """A channel, to be put into any text that becomes a `line` or a message's `text`."""
    return f"\ue000{id}\ue001"


def emoji(name: str) -> str:
    """An emoji by its name, to be put into any text that becomes a `line` or a `text`."""
    return f"\ue002{name}\ue003"


_TOKEN = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_MENTION_SIGNS = {"@": "@", "#": "#", "!": "@"}


def as_typed(text: str) -> str:
    """A message's text as Slack delivers it, back to what people see: mentions and links by
    their label, entities as characters."""
    shown = _TOKEN.sub(_label, text)
    return typed(shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _label(token: re.Match[str]) -> str:
    target, label = token.group(1), token.group(2)
    sign = _MENTION_SIGNS.get(target[:1], "")
    if label:
        return label if label.startswith(sign) else sign + label
    # Without a label, an id would mean nothing to a reader: "@U123" says as much as "@…".
    return sign + target[1:] if sign else target.removeprefix("mailto:")


def directed(text: str, lang: Language) -> str:
    """Each line begins in the language's own direction, whatever its first word is."""
    if lang != "he":
        return text
    return "\n".join(RLM + line if line and line[0] != RLM else line for line in text.split("\n"))


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks, and the same in one text for notifications and screen readers."""

    text: str
    blocks: Sequence[Block] = field(default=())

    def payload(self) -> dict[str, Any]:
        """Arguments for `ack`, `respond` and `chat.post*`; the one place of escaping."""
        return {
            "text": _tokens_in_mrkdwn(escape(clip(clean(self.text), FALLBACK_MAX))),
            "blocks": [block.to_dict() for block in self.blocks],
        }


def _tokens_in_mrkdwn(text: str) -> str:
    return _EMOJI.sub(r":\1:", _CHANNEL.sub(r"<#\1>", text))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False

    def parts(self) -> list[RichTextElement]:
        """The stretch as Slack's elements: text, and channels where it names them."""
        found: list[RichTextElement] = []
        end = 0
        for token in _TOKENS.finditer(self.text):
            if token.start() > end:
                found.append(self._text(self.text[end : token.start()]))
            channel_id, name = token.group(2), token.group(3)
            found.append(
                RichTextElementParts.Channel(channel_id=channel_id)
                if channel_id
                else RichTextElementParts.Emoji(name=name)
            )
            end = token.end()
        if end < len(self.text) or not found:
            found.append(self._text(self.text[end:]))
        return found

    def _text(self, text: str) -> RichTextElement:
        style = RichTextElementParts.TextStyle(bold=self.bold or None, italic=self.italic or None)
        plain = not (self.bold or self.italic)
        return RichTextElementParts.Text(
            text=clip(clean(text), TEXT_MAX) or " ", style=None if plain else style
        )


def bold(text: str) -> Run:
    """A bold stretch."""
    return Run(text, bold=True)


def italic(text: str) -> Run:
    """An italic stretch."""
    return Run(text, italic=True)


def line(lang: Language, *runs: Run | str) -> RichTextSectionElement:
    """One paragraph of a rich text."""
    stretches = [run if isinstance(run, Run) else Run(run) for run in runs]
    if stretches and lang == "he":
        first = stretches[0]
        stretches[0] = Run(directed(first.text, lang), first.bold, first.italic)
    return RichTextSectionElement(elements=[part for run in stretches for part in run.parts()])


def quote(lang: Language, text: str) -> RichTextQuoteElement:
    """Words to use or words that were used, set apart."""
    return RichTextQuoteElement(elements=Run(directed(text, lang)).parts())


def bullets(lang: Language, items: Iterable[Sequence[Run | str]]) -> RichTextListElement:
    """A bulleted list."""
    return RichTextListElement(style="bullet", elements=[line(lang, *item) for item in items])


def rich(*elements: RichTextElement) -> RichTextBlock:
    """A block of paragraphs, quotes and lists."""
    return RichTextBlock(elements=list(elements))


def header(text: str, lang: Language) -> HeaderBlock:
    """A card's heading."""
    return HeaderBlock(text=plain(directed(text, lang), HEADER_MAX))


def note(text: str, lang: Language) -> ContextBlock:
    """Small print; plain text, so nothing in it is parsed."""
    return ContextBlock(elements=[plain(directed(text, lang), CONTEXT_MAX)])


def divider() -> DividerBlock:
    """A line across the card."""
    return DividerBlock()


def plain(text: str, limit: int) -> PlainTextObject:
    """Plain text within a limit; `emoji` off, so that `:x:` in what people wrote stays as it is."""
    return PlainTextObject(text=clip(clean(text), limit) or " ", emoji=False)


def button(
    text: str, action: str, value: str = "", *, style: str | None = None, label: str | None = None
) -> ButtonElement:
    """A button. `label` is read by screen readers where `text` alone says too little."""
    return ButtonElement(
        text=plain(text, BUTTON_MAX),
        action_id=action,
        value=value or None,
        style=style,
        accessibility_label=clip(label, BUTTON_MAX) if label else None,
    )


def actions(*elements: InteractiveElement, block_id: str | None = None) -> ActionsBlock:
    """A row of buttons and selects."""
    return ActionsBlock(elements=list(elements), block_id=block_id)
