"""The messages that the program asks for are those that exist, with the variables they need."""

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
import yaml

import bot.slack.listeners
import bot.tone
from bot.lessons import Problem
from bot.lessons.schedule import Reason
from bot.slack.blocks import forms, kit
from bot.slack.blocks.help import FEATURES
from bot.slack.errors import DeanError
from bot.tone.models import Missing, Side, Verdict

from .calls import Asked, Limited, asked, constants, limited
from .messages import everything, messages, spoken, variables

assert bot.slack.listeners.__all__  # imported so that every DeanError is known

RULES = Path(bot.tone.__file__).parent / "rules"
LONGEST_QUOTE = "W" * 40  # what a button quotes of a finding


def _signals(kind: str) -> set[str]:
    """The keys that a review can carry, of any language."""
    return {
        key
        for file in (*RULES.glob("*/signals.yaml"), RULES / "tips.yaml")
        for key in yaml.safe_load(file.read_text("utf-8")).get(kind, {})
    }


def _errors(kind: type[DeanError] = DeanError) -> set[str]:
    return {kind.key}.union(*(_errors(each) for each in kind.__subclasses__()))


def _with_prefix(prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in messages("en") if name.startswith(prefix)}


# What stands for `{}` in a name that is put together when running.
FAMILIES: Mapping[str, set[str]] = {
    "error-{}": {f"error-{key}" for key in _errors()},
    "error-lesson-{}": {f"error-lesson-{problem}" for problem in Problem},
    "help-{}": {f"help-{feature}" for feature in FEATURES},
    "help-{}-title": {f"help-{feature}-title" for feature in FEATURES},
    "install-{}": {
        f"install-{reason}"
        for reason in ("refused", "expired", "organisation", "rotation", "failed")
    },
    # Slack's own codes; those without words get `refusal-other`, which no code is called.
    "refusal-{}": {f"refusal-{code}" for code in _with_prefix("refusal-") - {"other"}},
    "skip-{}": {f"skip-{reason}" for reason in Reason},
    "tone-{}": {f"tone-{verdict}" for verdict in get_args(Verdict)},
    "tone-customer-{}": {"tone-customer-mood", "tone-customer-asks"},
    "tone-form-side-{}": {f"tone-form-side-{side}" for side in ("auto", *get_args(Side))},
    "tone-missing-{}": {f"tone-missing-{what}" for what in get_args(Missing)},
    "tone-strength-{}": {f"tone-strength-{key}" for key in _signals("strengths")},
    "tone-then-{}": {f"tone-then-{key}" for key in _signals("strengths")},
    "{}-{}": {f"{kind}-{key}" for kind in ("mood", "asks") for key in _signals(kind)},
}


def _expanded(names: tuple[str, ...]) -> set[str]:
    return set().union(*(FAMILIES.get(name, {name}) for name in names))


def test_every_name_that_is_put_together_is_known_here() -> None:
    found = {name for each in asked() for name in each.names if "{}" in name}
    assert found == set(FAMILIES)


@pytest.mark.parametrize("place", asked(), ids=lambda place: place.where)
def test_what_is_asked_for_exists(place: Asked) -> None:
    assert _expanded(place.names) - set(messages("en")) == set()


@pytest.mark.parametrize("place", asked(), ids=lambda place: place.where)
def test_what_a_message_needs_is_given(place: Asked) -> None:
    if place.given is None:
        return  # handed on, or given as a mapping
    needed = {name: variables("en", name) for name in _expanded(place.names)}
    assert {name: lacks for name, has in needed.items() if (lacks := has - place.given)} == {}
    # What nobody shows, nobody should pass: the last to use it may have dropped it by mistake.
    assert place.given - set().union(*needed.values()) == set()


def test_an_error_about_lessons_needs_only_what_each_of_them_has() -> None:
    for problem in Problem:
        assert variables("en", f"error-lesson-{problem}") <= {"given", "zone"}


def test_nothing_is_defined_that_nobody_asks_for() -> None:
    asked_for = constants() | set().union(*FAMILIES.values())
    assert set(messages("en")) - asked_for == set()


def _limit(name: str) -> int:
    return int(getattr(kit, name, None) or getattr(forms, name))


@pytest.mark.parametrize("place", limited(), ids=lambda place: f"{place.where}-{place.names[0]}")
def test_a_text_fits_where_slack_bounds_it(place: Limited) -> None:
    limit = _limit(place.kind)
    for lang, name in everything():
        if name in _expanded(place.names):
            for text in spoken(lang, name):
                filled = text.replace("Abc 1 quote", LONGEST_QUOTE)
                shown = kit.directed(filled, lang)  # adds a mark in Hebrew
                assert kit.clip(shown, limit) == shown, f"{lang}: {len(shown)} > {limit}"


def test_the_buttons_and_titles_are_found() -> None:
    """The limits above are looked for in the sources; here are some that must be among them."""
    found = {(name, each.kind) for each in limited() for name in each.names}
    assert found >= {
        ("close", "TITLE_MAX"),
        ("tone-form-title", "TITLE_MAX"),
        ("tone-form-submit", "TITLE_MAX"),
        ("tip-share", "BUTTON_MAX"),
        ("tip-share-label", "BUTTON_MAX"),
        ("tip-side-agent", "BUTTON_MAX"),
        ("tone-fine-here", "BUTTON_MAX"),
        ("tone-form-placeholder", "PLACEHOLDER_MAX"),
    }
