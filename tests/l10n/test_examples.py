"""What Dean tells people to type is what he understands."""

import re

import pytest

from bot.content import Language
from bot.content.models import LANGUAGES
from bot.l10n import words_for
from bot.lessons import (
    DaysOff,
    LessonCommand,
    Pause,
    PostNow,
    Preview,
    Resume,
    SetDigest,
    SetHolidays,
    SetTracks,
    ShowTracks,
    Skip,
    Status,
    Subscribe,
    Unsubscribe,
    parse_command,
    zone,
)
from bot.slack.listeners import lesson

EVERYTHING = (
    (Subscribe, "on 09:00 weekdays", "aan 09:00 werkdagen"),
    (Unsubscribe, "off", "uit"),
    (Pause, "pause until 2027-01-04", "pauze tot 2027-01-04"),
    (Resume, "resume", "hervat"),
    (Skip, "skip", "overslaan"),
    (Status, "status", "status"),
    (Preview, "preview", "voorbeeld"),
    (PostNow, "now", "nu"),
)
# What the help names besides, in each language.
CHOICES: dict[Language, tuple[tuple[type[LessonCommand], str], ...]] = {
    "en": (
        (SetHolidays, "holidays NL"),
        (DaysOff, "days off 2026-12-24"),
        (ShowTracks, "tracks"),
        (SetDigest, "digest on"),
    ),
    "nl": (
        (SetHolidays, "feestdagen NL"),
        (DaysOff, "vrij 2026-12-24"),
        (ShowTracks, "reeksen"),
        (SetDigest, "overzicht aan"),
    ),
    "he": (
        (SetHolidays, "holidays IL"),
        (DaysOff, "days off 2026-12-24"),
        (ShowTracks, "tracks"),
        (SetDigest, "digest on"),
    ),
}
# In Hebrew lines commands stay Latin; their Hebrew words are named beside them.
IN_HEBREW = (
    (Subscribe, "הפעילו 09:00"),
    (Unsubscribe, "כבו"),
    (Pause, "השהו"),
    (Resume, "המשיכו"),
    (Skip, "דלגו"),
    (Status, "מצב"),
    (Preview, "תצוגה"),
    (PostNow, "עכשיו"),
)
ONE = [
    ("lesson-paused", Resume, "/lesson resume", "/lesson hervat"),
    ("home-schedules-none", Subscribe, "/lesson on 09:00 weekdays", "/lesson aan 09:00 werkdagen"),
    (
        "error-lesson-not-subscribed",
        Subscribe,
        "/lesson on 09:00 weekdays",
        "/lesson aan 09:00 werkdagen",
    ),
    ("error-lesson-time-missing", Subscribe, "on 09:00 weekdays", "aan 09:00 werkdagen"),
]


def _said(lang: Language, name: str) -> str:
    given = dict.fromkeys(("channel", "given", "zone"), "…")
    return words_for(lang)(name, **given)


def _has(text: str, example: str) -> bool:
    """Whether the example stands there by itself: not as a part of a longer word."""
    return re.search(rf"(?<![\w/]){re.escape(example)}(?!\w)", text) is not None


@pytest.mark.parametrize("name", ["help-lesson", "error-lesson-unknown-command"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "english", "dutch"), EVERYTHING)
def test_every_command_is_named_and_understood(
    name: str, lang: Language, kind: type[LessonCommand], english: str, dutch: str
) -> None:
    example = dutch if lang == "nl" else english
    assert _has(_said(lang, name).replace("/lesson ", ""), example)
    assert isinstance(parse_command(example), kind)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_is_named_and_understood(lang: Language) -> None:
    for kind, example in CHOICES[lang]:
        assert _has(_said(lang, "help-lesson"), example)
        assert isinstance(parse_command(example), kind)


@pytest.mark.parametrize(
    ("name", "english", "dutch", "kind"),
    [
        ("lesson-days-off-none", "days off 2026-12-24", "vrij 2026-12-24", DaysOff),
        ("lesson-days-off", "days on", "niet vrij", DaysOff),
        ("lesson-tracks-list", "tracks all", "reeksen alle", SetTracks),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_an_answer_suggests_is_understood(
    lang: Language, name: str, english: str, dutch: str, kind: type[LessonCommand]
) -> None:
    typed = dutch if lang == "nl" else english
    said = words_for(lang)(name, days="…", tracks="…")
    assert _has(said.replace("/lesson ", ""), typed)
    date = " 2026-12-24" if name == "lesson-days-off" else ""  # “and a date”
    assert isinstance(parse_command(typed + date), kind)


@pytest.mark.parametrize(("kind", "hebrew"), IN_HEBREW)
def test_the_hebrew_words_are_understood(kind: type[LessonCommand], hebrew: str) -> None:
    assert _has(_said("he", "help-lesson"), hebrew.split(maxsplit=1)[0])
    assert isinstance(parse_command(hebrew), kind)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "kind", "english", "dutch"), ONE)
def test_an_example_is_understood(
    name: str, lang: Language, kind: type[LessonCommand], english: str, dutch: str
) -> None:
    example = dutch if lang == "nl" else english
    assert _has(_said(lang, name), example)
    assert isinstance(parse_command(example.removeprefix("/lesson ")), kind)


@pytest.mark.parametrize(
    ("lang", "example"),
    [
        ("en", "on 09:00 mon,wed Europe/Amsterdam"),
        ("nl", "aan 09:00 ma,wo Europe/Amsterdam"),
        ("he", "on 09:00 mon,wed Asia/Jerusalem"),
    ],
)
def test_the_whole_form_of_a_schedule_is_understood(lang: Language, example: str) -> None:
    assert _has(_said(lang, "error-lesson-unexpected-words"), example)
    found = parse_command(example)
    assert isinstance(found, Subscribe)
    assert found.weekdays == 0b101
    assert found.tz == example.rsplit(maxsplit=1)[-1]
    for name in ("error-lesson-zone-unknown", "lesson-form-zone-hint"):
        assert _has(_said(lang, name), found.tz)
    assert zone(found.tz).key == found.tz


@pytest.mark.parametrize(("lang", "word"), [("en", "form"), ("nl", "formulier"), ("he", "form")])
def test_the_form_can_be_asked_for(lang: Language, word: str) -> None:
    assert _has(_said(lang, "help-lesson"), f"/lesson {word}")
    assert word in lesson._FORM_WORDS
