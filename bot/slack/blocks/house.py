"""A team's own phrases: the form in which admins write them, and what App Home says of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pydantic import ValidationError
from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    PlainTextInputElement,
)
from slack_sdk.models.views import View

from bot.l10n import Words
from bot.slack import ids
from bot.tone import LONGEST_PHRASE, MOST_PHRASES, Avoided, House, folded

from .forms import INPUT_MAX, LABEL_MAX, OPTION_MAX, Form, Unfit, lines_in
from .kit import actions, bold, button, clean, clip, line, note, plain, rich, units
from .modal import modal

FIELD_AVOID, FIELD_ALLOW, FIELD_HEAR = "house.avoid", "house.allow", "house.hear"
INSTEAD = "=>"
_HEAR_AGAIN = "hear"


@dataclass(frozen=True, slots=True)
class HouseCounts:
    """What App Home tells admins."""

    avoid: int
    allow: int
    muted: int  # findings that were called fine for everybody


def house_blocks(counts: HouseCounts, words: Words) -> list[Block]:
    """How many there are, and the way to the form."""
    said = words("house-state", avoid=counts.avoid, allow=counts.allow, muted=counts.muted)
    return [
        rich(line(words.lang, bold(words("house")))),
        note(said, words.lang),
        actions(button(words("house-open"), ids.HOUSE_OPEN)),
    ]


def house_form(words: Words, house: House, muted: int) -> View:
    """The form with what is kept; `muted` findings can be heard again."""
    avoid = "\n".join(_written(each) for each in house.avoid)
    blocks: list[Block] = [
        _lines_input(words, FIELD_AVOID, "house-avoid", "house-avoid-hint", avoid),
        _lines_input(words, FIELD_ALLOW, "house-allow", "house-allow-hint", "\n".join(house.allow)),
    ]
    if muted:
        blocks.append(
            InputBlock(
                block_id=FIELD_HEAR,
                label=plain(words("house-muted", count=muted), LABEL_MAX),
                optional=True,
                element=CheckboxesElement(
                    action_id="hear",
                    options=[
                        Option(text=plain(words("house-hear-again"), OPTION_MAX), value=_HEAR_AGAIN)
                    ],
                ),
            )
        )
    blocks.append(note(words("house-note"), words.lang))
    return modal(
        words,
        "house",
        blocks,
        callback_id=ids.HOUSE_FORM,
        submit="house-submit",
        private_metadata=edition(house),
    )


def edition(house: House) -> str:
    """Stands for what the form was filled with: who saves must have seen what they replace."""
    return blake2b(house.model_dump_json().encode("utf-8"), digest_size=8).hexdigest()


def read_house(form: Form, words: Words) -> House:
    """What was written. Raises `Unfit`."""
    faults: dict[str, str] = {}
    avoid = list(_each(_lines(form, FIELD_AVOID), _avoided, FIELD_AVOID, faults, words))
    allow = list(_each(_lines(form, FIELD_ALLOW), _allowed, FIELD_ALLOW, faults, words))
    for field, written in (
        (FIELD_AVOID, [_written(each) for each in avoid]),
        (FIELD_ALLOW, allow),
    ):
        # As it comes back in the form, which must be able to hold it.
        if len(written) > MOST_PHRASES or units("\n".join(written)) > INPUT_MAX:
            faults[field] = words(
                "house-too-many", most=words.number(MOST_PHRASES), length=words.number(INPUT_MAX)
            )
    avoided = [folded(each.phrase) for each in avoid]
    twice = [phrase for n, phrase in enumerate(avoided) if phrase in avoided[:n]]
    both = [phrase for phrase in allow if folded(phrase) in avoided]
    if twice:
        faults.setdefault(FIELD_AVOID, words("house-twice", phrase=twice[0]))
    if both:
        faults.setdefault(FIELD_ALLOW, words("house-both", phrase=both[0]))
    if faults:
        raise Unfit(faults)
    return House(avoid=tuple(avoid), allow=tuple(allow))


def hears_again(form: Form) -> bool:
    """Whether what was called fine for everybody is to be pointed out again."""
    return bool(form.field(FIELD_HEAR).get("selected_options"))


def _each(
    lines: Iterable[str], read: Any, field: str, faults: dict[str, str], words: Words
) -> Iterable[Any]:
    for each in lines:
        try:
            yield read(each)
        except ValidationError as error:
            itself = any(fault["type"] == "holds_itself" for fault in error.errors())
            faults.setdefault(
                field,
                words("house-holds-itself", phrase=clip(each, LONGEST_PHRASE))
                if itself
                else words(
                    "house-phrase-fault",
                    phrase=clip(each, LONGEST_PHRASE),
                    most=words.number(LONGEST_PHRASE),
                ),
            )


def _avoided(text: str) -> Avoided:
    phrase, _, instead = text.partition(INSTEAD)
    return Avoided(phrase=phrase, instead=instead.strip() or None)


def _allowed(text: str) -> str:
    return House(allow=(text,)).allow[0]


def _written(avoided: Avoided) -> str:
    return f"{avoided.phrase} {INSTEAD} {avoided.instead}" if avoided.instead else avoided.phrase


def _lines(form: Form, field: str) -> list[str]:
    """Its lines, each once."""
    return list(dict.fromkeys(lines_in(form, field)))


def _lines_input(words: Words, block: str, label: str, hint: str, value: str) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=plain(words(label), LABEL_MAX),
        hint=plain(words(hint), LABEL_MAX),
        optional=True,
        element=PlainTextInputElement(
            action_id="text",
            multiline=True,
            max_length=INPUT_MAX,
            initial_value=clean(value) or None,
        ),
    )
