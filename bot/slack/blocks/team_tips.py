"""A team's own tips: the form in which one is written, and the list that admins see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from slack_sdk.models.blocks import Block, InputBlock, PlainTextInputElement
from slack_sdk.models.views import View

from bot.content import TeamTipDraft
from bot.l10n import Words
from bot.language import detect
from bot.slack import ids
from bot.slack.carry import TeamTipRef
from bot.store import Readiness, TeamTip, TipState

from .forms import LABEL_MAX, Form, Unfit, lines_in, text_in
from .kit import (
    actions,
    bold,
    button,
    clean,
    clip,
    line,
    note,
    plain,
    rich,
)
from .modal import modal

PAGE = 10  # tips shown at once: two blocks each, of the hundred that a page has

FIELD_TITLE, FIELD_DO = "team_tip.title", "team_tip.do"
FIELD_SAY, FIELD_SITUATIONS = "team_tip.say", "team_tip.situations"
_FIELDS = {
    "title": FIELD_TITLE,
    "do": FIELD_DO,
    "say": FIELD_SAY,
    "situations": FIELD_SITUATIONS,
}
# What Slack lets people type: the model's own bounds, a line each.
_TITLE_MAX, _DO_MAX, _SAY_MAX, _SITUATIONS_MAX = 60, 600, 3 * 201, 3_000
_SHOWN_MAX = 300  # characters of a tip in the list


@dataclass(frozen=True, slots=True)
class TeamTips:
    """What admins see of their team's own tips."""

    shown: Sequence[TeamTip]  # a page: those that await first
    offset: int
    approved: int
    awaiting: int
    readiness: Readiness | None  # None: by words only, for good


def form_view(
    words: Words, ref: TeamTipRef, before: TeamTip | None = None, query: str = ""
) -> View:
    """The form: empty, with what was asked as a first situation, or with a tip to change."""
    blocks: list[Block] = [
        _input(
            words, FIELD_TITLE, "team-tip-form-name", before.title if before else "", _TITLE_MAX
        ),
        _input(
            words, FIELD_DO, "team-tip-form-do", before.do if before else "", _DO_MAX, lines=True
        ),
        _input(
            words,
            FIELD_SAY,
            "team-tip-form-say",
            "\n".join(before.say) if before else "",
            _SAY_MAX,
            lines=True,
            hint="team-tip-form-say-hint",
        ),
        _input(
            words,
            FIELD_SITUATIONS,
            "team-tip-form-situations",
            "\n".join(before.situations) if before else query,
            _SITUATIONS_MAX,
            lines=True,
            hint="team-tip-form-situations-hint",
        ),
    ]
    if before is not None:
        return modal(
            words,
            "team-tip-edit-title",
            blocks,
            callback_id=ids.TEAM_TIP_FORM,
            submit="team-tip-edit-submit",
            private_metadata=ref.encode(),
        )
    return modal(
        words,
        "team-tip-suggest",
        [*blocks, note(words("team-tip-form-note"), words.lang)],
        callback_id=ids.TEAM_TIP_FORM,
        submit="team-tip-form-submit",
        private_metadata=ref.encode(),
    )


def read_form(form: Form, words: Words) -> TeamTipDraft:
    """What was written. Raises `Unfit`."""
    title, do = (" ".join(text_in(form, field).split()) for field in (FIELD_TITLE, FIELD_DO))
    situations = lines_in(form, FIELD_SITUATIONS)
    given = {
        "title": title,
        "do": do,
        "say": lines_in(form, FIELD_SAY),
        "situations": situations,
        "lang": detect(" ".join([*situations, title, do])),
    }
    try:
        return TeamTipDraft.model_validate(given)
    except ValidationError as error:
        faults = {
            _FIELDS.get(str(fault["loc"][0]), FIELD_TITLE): _in_words(fault, words)
            for fault in reversed(error.errors(include_url=False, include_input=False))
        }
        raise Unfit(faults) from None


def suggest_button(words: Words, query: str = "") -> Any:
    """Opens the form."""
    return button(words("team-tip-suggest"), ids.TEAM_TIP_SUGGEST, query)


def admin_blocks(tips: TeamTips, words: Words) -> list[Block]:
    """How many there are, how far the search has read them, and a page of them to decide on."""
    lang = words.lang
    said = [
        words(
            "team-tips-state",
            approved=words.number(tips.approved),
            awaiting=words.number(tips.awaiting),
        )
    ]
    if tips.readiness is None:
        said.append(words("team-tips-words-only"))
    elif not tips.readiness.complete:
        ready, total = tips.readiness.ready, tips.readiness.total
        said.append(words("team-tips-ready", ready=words.number(ready), total=words.number(total)))
    blocks: list[Block] = [note(" ".join(said), lang)]
    for number, tip in enumerate(tips.shown, 1):
        blocks += _listed(tip, number, tips.offset, words)
    pages = []
    if tips.offset:
        back = TeamTipRef(offset=max(tips.offset - PAGE, 0))
        pages.append(button(words("team-tips-back"), f"{ids.TEAM_TIP_PAGE}.1", back.encode()))
    if tips.offset + len(tips.shown) < tips.approved + tips.awaiting:
        ahead = TeamTipRef(offset=tips.offset + PAGE)
        pages.append(button(words("team-tips-next"), f"{ids.TEAM_TIP_PAGE}.2", ahead.encode()))
    if pages:
        blocks.append(actions(*pages))
    return blocks


def _listed(tip: TeamTip, number: int, offset: int, words: Words) -> list[Block]:
    value = TeamTipRef(number=tip.number, offset=offset).encode()
    awaits = tip.state is TipState.AWAITING
    state = words("team-tip-awaiting") if awaits else words("team-tip-in-use")
    told = clip(" · ".join([tip.do, *tip.say, *tip.situations]), _SHOWN_MAX)
    decide = (
        [
            button(
                words("team-tip-approve"),
                f"{ids.TEAM_TIP_APPROVE}.{number}",
                value,
                style="primary",
            ),
            button(words("team-tip-edit"), f"{ids.TEAM_TIP_EDIT}.{number}", value),
            button(words("team-tip-decline"), f"{ids.TEAM_TIP_DECLINE}.{number}", value),
        ]
        if awaits
        else [
            button(words("team-tip-edit"), f"{ids.TEAM_TIP_EDIT}.{number}", value),
            button(words("team-tip-remove"), f"{ids.TEAM_TIP_REMOVE}.{number}", value),
        ]
    )
    return [
        rich(line(words.lang, bold(tip.title), f"  {state}\n{told}")),
        actions(*decide),
    ]


def _input(
    words: Words,
    block: str,
    label: str,
    value: str,
    most: int,
    *,
    lines: bool = False,
    hint: str = "",
) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(words(label), LABEL_MAX),
        hint=plain(words(hint), LABEL_MAX) if hint else None,
        optional=block == FIELD_SAY,
        element=PlainTextInputElement(
            action_id="text",
            multiline=lines,
            max_length=most,
            initial_value=clip(clean(value), most) or None,
        ),
    )


def _in_words(fault: Any, words: Words) -> str:
    bounds = fault.get("ctx") or {}
    match fault["type"]:
        case "string_too_short":
            return words("team-tip-too-short", least=words.number(bounds["min_length"]))
        case "string_too_long":
            return words("team-tip-too-long", most=words.number(bounds["max_length"]))
        case "too_long":
            return words("team-tip-too-many", most=words.number(bounds["max_length"]))
        case "too_short":
            return words("team-tip-missing")
        case _:
            return words("team-tip-unclear")
