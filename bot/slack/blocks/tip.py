"""The tip card, and what is shown where no tip fits."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from slack_sdk.models.blocks import Block, ButtonElement

from bot.content import Category, Language, Library, Tip
from bot.content.models import LANGUAGES
from bot.l10n import Words
from bot.slack import ids
from bot.slack.carry import ShelfRef, TipRef
from bot.store import TeamTip

from .kit import (
    Message,
    actions,
    bold,
    button,
    clip,
    header,
    line,
    note,
    quote,
    rich,
)
from .team_tips import suggest_button

AnyTip = Tip | TeamTip
Own = Mapping[str, TeamTip]

RUNNERS_UP = 2  # more is a list to read, and there is no time to read


def tip_card(
    tip: AnyTip,
    ref: TipRef,
    words: Words,
    library: Library,
    *,
    own: Own = MappingProxyType({}),
    saved: bool = False,
    shareable: bool = True,
    notice: str | None = None,
) -> Message:
    """The whole card, for the person who asked. `notice` goes first: what just happened. `own`
    are the team's own among the runners-up."""
    blocks: list[Block] = [note(notice, words.lang)] if notice else []
    blocks += tip_body(tip, ref, words, library)
    answers = _answers(ref, words, saved=saved, shareable=shareable, sides=isinstance(tip, Tip))
    blocks.append(actions(*answers, block_id="tip.answers"))
    blocks += _also(ref, words, library, own)
    if ref.query:
        blocks.append(note(words("tip-asked", query=ref.query), ref.lang))
    return Message(_in_one_text(tip, ref, words), blocks)


def tip_body(tip: AnyTip, ref: TipRef, words: Words, library: Library) -> list[Block]:
    """The advice itself, without buttons; also what the channel sees of a shared tip."""
    if isinstance(tip, TeamTip):
        return _team_body(tip, words)
    lang = ref.lang
    side = tip.agent if ref.side == "agent" else tip.customer
    return [
        header(_title(tip, ref), lang),
        rich(line(lang, bold(words("tip-do")), "  ", side.do)),
        rich(line(lang, bold(words("tip-say"))), *(quote(lang, each) for each in side.say)),
        rich(line(lang, bold(words("tip-rather-than")), "  ", _quoted(side.rather_than, lang))),
        rich(line(lang, bold(words("tip-why")), "  ", side.why)),
        note(f"{words('tip-not-when')}: {tip.limits}", lang),
        note(source_line(tip, words, library), lang),
    ]


def _team_body(tip: TeamTip, words: Words) -> list[Block]:
    lang = _language(tip, words)
    said = [rich(line(lang, bold(words("tip-say"))), *(quote(lang, each) for each in tip.say))]
    return [
        header(tip.title, lang),
        rich(line(lang, bold(words("tip-do")), "  ", tip.do)),
        *(said if tip.say else []),
        note(words("team-tip-from"), words.lang),
    ]


def _language(tip: TeamTip, words: Words) -> Language:
    """The one that the tip was written in: its lines begin on that side."""
    return next((lang for lang in LANGUAGES if lang == tip.language), words.lang)


def shared_tip(tip: AnyTip, ref: TipRef, words: Words, library: Library, name: str) -> Message:
    """The tip as the whole channel sees it: no question, no votes."""
    return Message(
        _in_one_text(tip, ref, words),
        [*tip_body(tip, ref, words, library), note(words("tip-shared", name=name), ref.lang)],
    )


def no_fit(query: str, shelf: Category, words: Words) -> Message:
    """Nothing answers the situation: say so, and show a way on."""
    lang = words.lang
    said = words("tip-none", query=query), words("tip-none-what")
    return Message(
        " ".join((*said, words("tip-none-shelf"), shelf.name[lang])),
        [
            rich(line(lang, bold(said[0])), line(lang, said[1])),
            note(words("tip-none-shelf"), lang),
            actions(
                button(
                    shelf.name[lang],
                    ids.TIP_SHELF,
                    ShelfRef(shelf=shelf.id, lang=lang).encode(),
                    style="primary",
                ),
                button(words("tip-all-shelves"), ids.TIP_SHELVES, ShelfRef(lang=lang).encode()),
            ),
            note(words("tip-none-suggest"), lang),
            actions(suggest_button(words, query)),
        ],
    )


def shelves(
    library: Library, words: Words, *, recent: Sequence[AnyTip] = (), saved: Sequence[AnyTip] = ()
) -> Message:
    """`/tip` alone: the shelves, and what this person looked at and kept."""
    lang = words.lang
    blocks: list[Block] = [
        header(words("tip-shelves"), lang),
        actions(
            *(
                button(
                    shelf.name[lang],
                    f"{ids.TIP_SHELF}.{number}",
                    ShelfRef(shelf=shelf.id, lang=lang).encode(),
                )
                for number, shelf in enumerate(library.categories, 1)
            )
        ),
    ]
    for name, tips in ((words("tip-saved"), saved), (words("tip-recent"), recent)):
        if tips:
            blocks += [
                note(name, lang),
                actions(*(show_button(tip, lang, number) for number, tip in enumerate(tips, 1))),
            ]
    hint = words("tip-shelves-hint", example=f"/tip {library.categories[0].example[lang]}")
    blocks += [note(hint, lang), actions(suggest_button(words))]
    names = ", ".join(shelf.name[lang] for shelf in library.categories)
    return Message(f"{words('tip-shelves')} {names}. {hint}", blocks)


def shelf_card(shelf: Category, tips: Sequence[Tip], words: Words) -> Message:
    """One shelf's tips, each a button."""
    lang = words.lang
    rows = [
        actions(
            *(show_button(tip, lang, number) for number, tip in enumerate(tips[start:end], start))
        )
        # Slack puts at most 25 elements in a row of actions.
        for start, end in ((at, at + 25) for at in range(0, len(tips), 25))
    ]
    return Message(
        f"{shelf.name[lang]}: " + "; ".join(tip.title for tip in tips),
        [
            header(shelf.name[lang], lang),
            *rows,
            actions(
                button(words("tip-all-shelves"), ids.TIP_SHELVES, ShelfRef(lang=lang).encode())
            ),
        ],
    )


def show_button(tip: AnyTip, lang: Language, number: int) -> ButtonElement:
    """A button that shows a tip."""
    return button(tip.title, f"{ids.TIP_SHOW}.{number}", TipRef(tip=tip.id, lang=lang).encode())


def source_line(tip: Tip, words: Words, library: Library) -> str:
    """Where the tip comes from."""
    source = library.sources[tip.source.article]
    return words("tip-from", source=source.name[words.lang], item=tip.source.item)


def _answers(
    ref: TipRef, words: Words, *, saved: bool, shareable: bool, sides: bool
) -> list[ButtonElement]:
    value = ref.encode()
    other = "tip-side-customer" if ref.side == "agent" else "tip-side-agent"
    share = button(words("tip-share"), ids.TIP_SHARE, value, label=words("tip-share-label"))
    return [
        button(words("tip-helpful"), ids.TIP_HELPFUL, value),
        button(words("tip-not-this"), ids.TIP_NOT_THIS, value),
        *([share] if shareable else []),
        button(words("tip-saved-button"), ids.TIP_UNSAVE, value)
        if saved
        else button(words("tip-save"), ids.TIP_SAVE, value),
        *([button(words(other), ids.TIP_SIDE, value)] if sides else []),
    ]


def _also(ref: TipRef, words: Words, library: Library, own: Own) -> list[Block]:
    every = (own.get(id) or library.tip(id, ref.lang) for id in ref.also)
    close = [tip for tip in every if tip is not None][:RUNNERS_UP]
    if not close:
        return []
    return [
        note(words("tip-also"), ref.lang),
        actions(
            *(
                button(
                    _title(tip, ref),
                    f"{ids.TIP_SHOW}.{number}",
                    _instead_of(ref, tip.id).encode(),
                )
                for number, tip in enumerate(close, 1)
            )
        ),
    ]


def _instead_of(ref: TipRef, id: str) -> TipRef:
    """The same question answered by another tip; the one shown becomes a runner-up."""
    also = (*(each for each in ref.also if each != id), ref.tip)
    return ref.model_copy(update={"tip": id, "also": also})


def _title(tip: AnyTip, ref: TipRef) -> str:
    if isinstance(tip, TeamTip) or ref.side == "agent":
        return tip.title
    return tip.customer.title


def _quoted(texts: Sequence[str], lang: Language) -> str:
    open_, close = ("״", "״") if lang == "he" else ("“", "”")
    return " ".join(f"{open_}{text}{close}" for text in texts)


def _in_one_text(tip: AnyTip, ref: TipRef, words: Words) -> str:
    if isinstance(tip, TeamTip):
        said = f" {words('tip-say')}: {_quoted(tip.say, ref.lang)}" if tip.say else ""
        return clip(f"{tip.title}. {words('tip-do')}: {tip.do}{said}", 3_000)
    side = tip.agent if ref.side == "agent" else tip.customer
    return clip(
        f"{_title(tip, ref)}. {words('tip-do')}: {side.do} {words('tip-say')}: "
        f"{_quoted(side.say, ref.lang)} {words('tip-rather-than')}: "
        f"{_quoted(side.rather_than, ref.lang)} {words('tip-why')}: {side.why}",
        3_000,
    )
