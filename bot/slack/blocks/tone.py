"""The review card: the verdict, the words, why, what to say instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.blocks.block_elements import RichTextElement

from bot.content import Language, Library
from bot.l10n import Words
from bot.slack import ids
from bot.slack.carry import Draft, TipRef
from bot.tone import Absent, Finding, Review

from .kit import (
    Message,
    Run,
    actions,
    bold,
    bullets,
    button,
    clip,
    divider,
    italic,
    line,
    note,
    quote,
    rich,
)
from .tip import tip_body

SHOWN = 3  # more than three at once is a scolding
REWRITE_MAX = 2_500  # a longer one doesn't fit a card with its findings (13,000 in all)
QUOTE_MAX = 300

# A message's blocks are refused beyond about 13,000 characters, so only the button that needs the
# text most carries a long one.
CARRY_MAX = 900


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review and what the card around it needs to know."""

    review: Review
    draft: Draft
    hidden: int = 0  # findings left out because somebody said they are fine here
    noted: str | None = None  # what was just kept, as a message's name


def review_card(view: ReviewView, words: Words, library: Library) -> Message:
    """The whole card, for a message or a modal."""
    if view.review.side == "customer":
        return _customer_card(view, words, library)
    return _reply_card(view, words)


def _reply_card(view: ReviewView, words: Words) -> Message:
    review, lang = view.review, words.lang
    blocks: list[Block] = []
    verdict = words(f"tone-{review.verdict}")
    shown = review.findings[:SHOWN]
    if not shown:
        praise = good_line(review, words)
        blocks.append(rich(line(lang, bold(f"{verdict}."), f" {praise}")))
        summary = f"{verdict}. {praise}"
    else:
        count = words("tone-count", count=len(review.findings))
        blocks.append(rich(line(lang, bold(verdict), f"  ·  {count}")))
        for finding in shown:
            blocks.append(rich(*_finding(finding, review.lang, words)))
        if more := len(review.findings) - len(shown):
            blocks.append(note(words("tone-more", count=more), lang))
        summary = f"{verdict}. " + " ".join(_in_words(finding, words) for finding in shown)
        if review.rewrite:
            blocks.append(divider())
            blocks += _suggestion(review.rewrite, review.lang, words)
        else:
            blocks.append(note(words("tone-suggested-none"), lang))
    if review.missing:
        added = [wanted(absent, review.lang, words) for absent in review.missing]
        listed = bullets(lang, [[each] for each in added])
        blocks.append(rich(line(lang, bold(words("tone-missing"))), listed))
        summary = f"{summary} {words('tone-missing')} {' '.join(added)}"
    if view.draft.message_lost:
        blocks.append(note(words("tone-message-lost"), lang))
    if view.hidden:
        blocks.append(note(words("tone-muted", count=view.hidden), lang))
    if view.draft.fine:
        blocks.append(fine_buttons(view.draft, words))
    elif view.noted:
        blocks.append(note(words(view.noted), lang))
    blocks += _buttons(view, words, shown)
    blocks.append(note(words("tone-private"), lang))
    return Message(summary, blocks)


def _customer_card(view: ReviewView, words: Words, library: Library) -> Message:
    review, lang = view.review, words.lang
    said = [words("tone-customer")]
    if review.mood:
        said.append(words("tone-customer-mood", mood=_listed("mood", review.mood, words)))
    if review.asks:
        said.append(words("tone-customer-asks", asks=_listed("asks", review.asks, words)))
    if not (review.mood or review.asks):
        said.append(words("tone-customer-unclear"))
    blocks: list[Block] = [rich(line(lang, bold(said[0]), " " + " ".join(said[1:])))]
    tip = library.tip(review.tips[0], lang) if review.tips else None
    if tip is not None:
        ref = TipRef(tip=tip.id, lang=lang)
        blocks += [divider(), note(words("tone-customer-tip"), lang)]
        blocks += tip_body(tip, ref, words, library)
        said.append(f"{words('tone-customer-tip')}: {tip.title}. {tip.agent.do}")
    blocks.append(
        actions(
            button(
                words("tone-is-reply"),
                ids.TONE_SIDE,
                view.draft.model_copy(update={"side": "reply"}).fitting(),
            ),
            block_id="tone.answers",
        )
    )
    blocks.append(note(words("tone-private"), lang))
    return Message(" ".join(said), blocks)


def fine_buttons(draft: Draft, words: Words) -> Block:
    """What was left out once: shall it be for good, and for whom?"""
    value = draft.fitting(CARRY_MAX)
    return actions(
        button(words("tone-fine-always"), ids.TONE_FINE_ALWAYS, value),
        button(words("tone-fine-team"), ids.TONE_FINE_TEAM, value),
        block_id="tone.for_good",
    )


def good_line(review: Review, words: Words) -> str:
    """One line of what is true about a reply with nothing to mend."""
    known = [key for key in review.strengths if words.has(f"tone-strength-{key}")][:2]
    if not known:
        return words("tone-strengths-none")
    first = words(f"tone-strength-{known[0]}")
    if len(known) == 1:
        return words("tone-strengths-one", first=first)
    second = words(f"tone-then-{known[1]}")
    return words("tone-strengths-two", first=first, second=second)


def _finding(finding: Finding, text_lang: Language, words: Words) -> list[RichTextElement]:
    runs: list[Run | str] = [bold(_in_quotes(finding.quote, text_lang)), f"  {finding.why}"]
    if not finding.sure:
        runs.append(italic(f" {words('tone-perhaps')}"))
    parts: list[RichTextElement] = [line(words.lang, *runs)]
    if finding.instead:
        parts += [line(words.lang, words("tone-instead")), quote(text_lang, finding.instead)]
    else:
        parts.append(line(words.lang, f"{words('tone-instead')} {words('tone-leave-out')}"))
    return parts


def wanted(absent: Absent, text_lang: Language, words: Words) -> str:
    """What might be added, in words."""
    if absent.about:
        return words("tone-missing-answer-to", question=_in_quotes(absent.about, text_lang))
    return words(f"tone-missing-{absent.what}")


def _suggestion(rewrite: str, text_lang: Language, words: Words) -> list[Block]:
    if len(rewrite) > REWRITE_MAX:
        return [note(words("tone-suggested-long"), words.lang)]
    blocks: list[Block] = [
        rich(line(words.lang, bold(words("tone-suggested"))), quote(text_lang, rewrite))
    ]
    if "[" in rewrite:
        blocks.append(note(words("tone-suggested-fill"), words.lang))
    return blocks


def _buttons(view: ReviewView, words: Words, shown: Sequence[Finding]) -> list[Block]:
    review, draft = view.review, view.draft
    row: list[ButtonElement] = []
    if shown or review.missing or draft.message_lost:
        row.append(button(words("tone-edit"), ids.TONE_EDIT, draft.fitting(), style="primary"))
    if shown:
        if review.rewrite:
            copy = Draft(text=review.rewrite, lang=review.lang)
            if (carried := copy.fitting()) == copy.encode():  # else there would be nothing to copy
                row.append(button(words("tone-copy"), ids.TONE_COPY, carried))
        if shown[0].tip:
            ref = TipRef(tip=shown[0].tip, lang=words.lang)
            row.append(button(words("tone-tip"), ids.TONE_TIP, ref.encode()))
    row.append(
        button(
            words("tone-is-customer"),
            ids.TONE_SIDE,
            draft.model_copy(update={"side": "customer"}).fitting(CARRY_MAX),
        )
    )
    # What is grave stays found; the rest is a matter of the house and the customer.
    fine = [
        button(
            words("tone-fine-here", quote=clip(" ".join(finding.quote.split()), 40)),
            f"{ids.TONE_FINE_HERE}.{number}",
            draft.model_copy(update={"rule": finding.rule}).fitting(CARRY_MAX),
        )
        for number, finding in enumerate(shown, 1)
        if finding.severity == "soften" and finding.rule
    ]
    return [
        actions(*row, block_id="tone.answers"),
        *([actions(*fine, block_id="tone.fine")] if fine else []),
    ]


def _in_words(finding: Finding, words: Words) -> str:
    instead = (
        f"{words('tone-instead')} {_in_quotes(finding.instead, words.lang)}"
        if finding.instead
        else f"{words('tone-instead')} {words('tone-leave-out')}"
    )
    return f"{_in_quotes(finding.quote, words.lang)}: {finding.why} {instead}"


def _in_quotes(text: str, lang: Language) -> str:
    open_, close = ("״", "״") if lang == "he" else ("“", "”")
    return f"{open_}{clip(' '.join(text.split()), QUOTE_MAX)}{close}"


def _listed(kind: str, keys: Sequence[str], words: Words) -> str:
    return words.listed([words(f"{kind}-{key}") for key in keys if words.has(f"{kind}-{key}")])
