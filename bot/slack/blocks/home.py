"""App Home: what Dean does, your language, today's lesson, what you saved."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from slack_sdk.models.blocks import Block, InputInteractiveElement, Option, StaticSelectElement
from slack_sdk.models.views import View

from bot.content import Language, Tip
from bot.l10n import Words
from bot.slack import ids
from bot.slack.carry import TipRef
from bot.store import TeamTip

from .help import help_blocks
from .house import HouseCounts, house_blocks
from .kit import actions, bold, button, divider, header, line, note, plain, rich
from .team_tips import TeamTips, admin_blocks, suggest_button

LANGUAGE_AUTO = "auto"
# Each language by its own name, whatever language the page is in.
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "nl": "Nederlands", "he": "עברית"}
SCHEDULES_SHOWN = 22  # two blocks each, of the 100 that a page has
SAVED_SHOWN = 25  # Slack puts at most 25 elements in a row of actions


@dataclass(frozen=True, slots=True)
class HomeState:
    """What the page shows besides what is the same for everybody."""

    chosen: Language | None
    lesson: Sequence[Block]
    saved: Sequence[Tip | TeamTip]
    schedules: Sequence[str]  # a line each
    reaction: str
    schedule_buttons: Sequence[Block] = ()  # a row below each line
    fine: int = 0  # how many findings the person called fine for good
    team: TeamTips | None = None  # for admins
    house: HouseCounts | None = None  # for admins


def home_view(state: HomeState, words: Words) -> View:
    """The page."""
    lang = words.lang
    blocks: list[Block] = [
        header(words("home-title"), lang),
        rich(line(lang, words("home-what"))),
        *help_blocks(words, state.reaction),
        divider(),
        rich(line(lang, bold(words("home-language")))),
        actions(_language_select(state.chosen, words), block_id="home.language"),
        note(words("home-language-hint"), lang),
        *_fine(state.fine, words),
        divider(),
        rich(line(lang, bold(words("home-today")))),
        *state.lesson,
        divider(),
        rich(line(lang, bold(words("home-saved")))),
        *_saved(state.saved, words),
        rich(line(lang, bold(words("home-schedules")))),
        *_schedules(state, lang),
        *([] if state.schedules else [note(words("home-schedules-none"), lang)]),
        divider(),
        rich(line(lang, bold(words("team-tips")))),
        *(admin_blocks(state.team, words) if state.team else []),
        actions(suggest_button(words)),
        *(house_blocks(state.house, words) if state.house else []),
        divider(),
        note(words("home-privacy"), lang),
    ]
    return View(type="home", blocks=blocks)


def _fine(count: int, words: Words) -> list[Block]:
    if not count:
        return []
    return [
        note(words("home-fine", count=count), words.lang),
        actions(button(words("home-hear-again"), ids.HOME_HEAR_AGAIN)),
    ]


def _schedules(state: HomeState, lang: Language) -> list[Block]:
    shown: list[Block] = []
    for said, row in itertools.zip_longest(
        state.schedules[:SCHEDULES_SHOWN], state.schedule_buttons[:SCHEDULES_SHOWN]
    ):
        shown.append(rich(line(lang, said or "")))
        if row is not None:
            shown.append(row)
    return shown


def _saved(tips: Sequence[Tip | TeamTip], words: Words) -> list[Block]:
    if not tips:
        return [note(words("home-saved-none"), words.lang)]
    return [
        actions(
            *(
                button(
                    tip.title,
                    f"{ids.HOME_TIP}.{number}",
                    TipRef(tip=tip.id, lang=words.lang).encode(),
                )
                for number, tip in enumerate(tips[:SAVED_SHOWN], 1)
            )
        )
    ]


def _language_select(chosen: Language | None, words: Words) -> InputInteractiveElement:
    options = {
        LANGUAGE_AUTO: Option(text=plain(words("home-language-auto"), 75), value=LANGUAGE_AUTO)
    } | {
        lang: Option(text=plain(LANGUAGE_NAMES[lang], 75), value=lang)
        for lang in get_args(Language)
    }
    return StaticSelectElement(
        action_id=ids.HOME_LANGUAGE,
        options=list(options.values()),
        initial_option=options[chosen or LANGUAGE_AUTO],
    )
