"""Dean's words are alike in every language, come out whole, and keep the house's manners."""

import functools
import re
import unicodedata
from collections.abc import Callable

import pytest
from fluent.syntax import ast

from bot.content import Language
from bot.content.models import LANGUAGES
from bot.l10n import MissingWords, message_names, words_for

from .messages import (
    FSI,
    PDI,
    entries,
    messages,
    samples,
    selectors,
    shown,
    source,
    spoken,
    variables,
)

LRI = "\u2066"
# Isolates only from the left, since Hebrew is the file's own direction; marks and everything that
# overrides or embeds stay out: they outlive a cut, and can show another text than the one sent.
REFUSED = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2067]")
ISOLATED = re.compile("[\u2066\u2068][^\u2066-\u2069]*\u2069")
LATIN_NAMES = re.compile(r"\b(?:Slack|Dean)\b")  # single words, which turn nothing around

NAMES = {"home-title"}  # Dean is called Dean
WITHOUT_HEBREW = {"tone-strengths-two"}  # its “and” is a part of each tone-then-…
CATEGORIES = {"en": {"one", "other"}, "nl": {"one", "other"}, "he": {"one", "two", "other"}}

each_language = pytest.mark.parametrize("lang", LANGUAGES)


def each_message(check: Callable[[Language, str], None]) -> Callable[[Language], None]:
    """One test a language, which names the message that fails."""

    @functools.wraps(check, assigned=("__name__", "__doc__", "__module__"))
    def test(lang: Language) -> None:
        for name in messages(lang):
            try:
                check(lang, name)
            except AssertionError as error:
                raise AssertionError(f"{lang}, {name}: {error}") from error

    del test.__dict__["__wrapped__"]  # pytest would look through it for a parameter “name”
    return each_language(test)


def without_isolated(text: str) -> str:
    """The text that stands in the line's own direction."""
    while (less := ISOLATED.sub("", text)) != text:
        text = less
    return text


def to_translate() -> list[str]:
    """The messages with words of their own: not only what is filled in, and points."""
    return [
        name
        for name in messages("en")
        if name not in NAMES and re.search("[A-Za-z]", without_isolated(spoken("en", name)[0]))
    ]


@each_language
def test_a_file_is_read_whole(lang: Language) -> None:
    assert [each.content for each in entries(lang) if isinstance(each, ast.Junk)] == []
    names = [each.id.name for each in entries(lang) if isinstance(each, ast.Message)]
    assert sorted(names) == sorted(set(names)), "a name stands twice"
    assert message_names(lang) == set(names)


@each_language
def test_every_language_has_the_same_messages_in_the_same_order(lang: Language) -> None:
    assert list(messages(lang)) == list(messages("en"))


@each_message
def test_a_message_has_the_same_variables_in_every_language(lang: Language, name: str) -> None:
    assert variables(lang, name) == variables("en", name)


@each_message
def test_a_message_comes_out_whole(lang: Language, name: str) -> None:
    for text in spoken(lang, name):
        assert text.strip() == text != ""
        assert "{" not in text
        assert "  " not in text


@each_message
def test_what_is_filled_in_is_isolated(lang: Language, name: str) -> None:
    for given in samples(name):
        text = words_for(lang)(name, **given)
        for variable in shown(lang, name) - {"count"}:
            assert f"{FSI}{given[variable]}{PDI}" in text
        # What the file isolates around a variable would be isolated twice.
        assert not re.search(f"{LRI}[^{PDI}]*{FSI}", text)


@each_message
def test_plurals_are_the_language_s_own(lang: Language, name: str) -> None:
    for selector in selectors(lang, name):
        keys = {each.key.name for each in selector.variants if isinstance(each.key, ast.Identifier)}
        assert keys == CATEGORIES[lang]
        assert [each.key for each in selector.variants if each.default] == [
            selector.variants[-1].key
        ]


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [
        ("en", 1, "1 thing"),
        ("nl", 1, "1 punt"),
        ("he", 1, "דבר אחד"),
        ("he", 2, "שני דברים"),
    ],
)
def test_a_small_count_is_said_as_people_say_it(lang: Language, count: int, said: str) -> None:
    assert words_for(lang)("tone-count", count=count) == said


@each_message
def test_isolates_are_balanced_on_each_line(lang: Language, name: str) -> None:
    for text in spoken(lang, name):
        for line in text.splitlines():
            depth = 0
            for char in line:
                depth += (char in (LRI, FSI)) - (char == PDI)
                assert depth in (0, 1), "an isolate inside another, or closed twice"
            assert depth == 0


@each_language
def test_no_character_turns_the_text_around(lang: Language) -> None:
    assert REFUSED.findall(source(lang)) == []
    # Isolates in the file are for Hebrew lines alone; Fluent adds its own around what it fills in.
    assert (LRI in source(lang)) == (lang == "he")
    assert FSI not in source(lang)


def test_what_is_latin_in_a_hebrew_line_is_isolated() -> None:
    # Digits, commands and dates would be moved to another place in the line.
    for name in messages("he"):
        for text in spoken("he", name):
            bare = LATIN_NAMES.sub("", without_isolated(text))
            assert not re.search("[A-Za-z0-9/@]", bare), name


def test_a_hebrew_line_begins_in_hebrew() -> None:
    # A button or a field's label takes its direction from the first letter outside of isolates.
    for name in to_translate():
        for text in spoken("he", name):
            kinds = map(unicodedata.bidirectional, without_isolated(text))
            first = next((kind for kind in kinds if kind in ("L", "R")), None)
            assert first == "R" or (first is None and name in WITHOUT_HEBREW), name


def test_a_dutch_line_is_not_the_english_one() -> None:
    for name in to_translate():
        assert spoken("nl", name) != spoken("en", name), name


@each_message
def test_dean_stays_calm(lang: Language, name: str) -> None:
    for text in spoken(lang, name):
        assert "!" not in text
        assert not any(unicodedata.category(char) == "So" for char in text), "an emoji"


@each_message
def test_quotation_marks_are_the_language_s_own(lang: Language, name: str) -> None:
    text = "".join(spoken(lang, name))
    assert '"' not in text
    if lang == "he":
        assert not re.search("[“”„‘’']", text)
        assert text.count("״") % 2 == 0
        # Words for both, not a slash between a man's and a woman's.
        assert not re.search("[א-ת]/[א-ת]", text)
    else:
        assert "״" not in text
        assert text.count("“") == text.count("”")


@each_language
def test_a_name_that_nobody_defined_is_refused(lang: Language) -> None:
    assert not words_for(lang).has("no-such-message")
    with pytest.raises(MissingWords, match="no-such-message"):
        words_for(lang)("no-such-message")
    with pytest.raises(MissingWords, match="tip-asked"):
        words_for(lang)("tip-asked")  # its variable is missing
