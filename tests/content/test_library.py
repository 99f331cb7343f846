"""The library as it is shipped: whole in every language, fit for its cards, each text in its own
language, no two situations alike."""

import itertools
import re
from collections import Counter

import pytest
from rapidfuzz import fuzz, process

from bot.app import Domain
from bot.cli.content import MODELS, schema_path, schema_text
from bot.content import Language, Lesson, Library, Tip
from bot.content.models import LANGUAGES
from bot.language import detect

SITUATIONS = 15  # fewer, and people don't find the tip (bench/search.py)
ALIKE = 92  # rapidfuzz's ratio, beyond which two situations say the same in the same words

every_language = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="module")
def library(domain: Domain) -> Library:
    return domain.library


@every_language
def test_every_tip_is_there(library: Library, lang: Language) -> None:
    expected = {
        f"{article.id}/{item}"
        for article in library.sources.values()
        for item in range(1, article.items + 1)
    }
    assert library.tips[lang].keys() == expected
    assert len(expected) == 52


@every_language
def test_every_lesson_is_there(library: Library, lang: Language) -> None:
    planned = [id for track in library.tracks for id in track.lessons]
    assert library.lessons[lang].keys() == set(planned)
    assert [len(track.lessons) for track in library.tracks] >= [24, 16]
    for id in planned:
        text = library.lessons[lang][id]
        assert sum(map(len, (text.title, text.idea, text.try_today, text.question))) <= 1_200
        if lang != "he":  # which says the same in fewer words
            assert 60 <= len(text.idea.split()) <= 120, id


@every_language
def test_situations_are_many_and_no_two_alike(library: Library, lang: Language) -> None:
    lines = [(line, id) for id, tip in library.tips[lang].items() for line in tip.situations.all]
    for id, count in Counter(id for _, id in lines).items():
        assert count >= SITUATIONS, id
    texts = [line.casefold() for line, _ in lines]
    likeness = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
    alike = [
        (lines[a], lines[b])
        for a, b in itertools.combinations(range(len(texts)), 2)
        if likeness[a][b]
    ]
    assert alike == []


@every_language
def test_each_text_is_in_its_own_language(library: Library, lang: Language) -> None:
    for text in _texts(library, lang):
        for prose in _prose(text):
            assert detect(prose, default=lang) == lang, (text.id, prose)


@every_language
def test_hebrew_stays_out_of_the_others_and_keeps_its_marks(
    library: Library, lang: Language
) -> None:
    hebrew = re.compile(r"[\u05d0-\u05ea]")
    for text in _texts(library, lang):
        for prose in _prose(text):
            assert bool(hebrew.search(prose)) == (lang == "he"), (text.id, prose)
            if lang == "he":
                assert '"' not in prose, (text.id, prose)  # ״ in Hebrew


@every_language
def test_prose_is_calm_and_links_are_safe(library: Library, lang: Language) -> None:
    for text in _texts(library, lang):
        for prose in _own_prose(text):
            assert "!" not in prose, (text.id, prose)
            for link in re.findall(r"\w+://", prose):
                assert link == "https://", (text.id, prose)


@every_language
def test_no_sentence_serves_two_tips(library: Library, lang: Language) -> None:
    sentences = Counter(
        sentence
        for tip in library.tips[lang].values()
        for prose in _prose(tip)
        for sentence in re.split(r"(?<=[.!?])\s+", prose)
        if len(sentence.split()) >= 5
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_translations_agree_where_they_must(library: Library) -> None:
    for id, tip in library.tips["en"].items():
        for lang in LANGUAGES:
            other = library.tips[lang][id]
            assert (other.category, other.source) == (tip.category, tip.source), (lang, id)


def test_the_schemas_that_editors_use_are_current() -> None:
    for name in MODELS:
        assert schema_path(name).read_text("utf-8") == schema_text(name), "run: dean schema"


@every_language
def test_every_file_names_its_schema(lang: Language) -> None:
    root = schema_path("tip").parents[1]
    files = [*(root / lang).rglob("*.yaml")]
    assert len(files) > 100
    for path in files:
        first = path.read_text("utf-8").splitlines()[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found, path
        assert (path.parent / found[1]).resolve().is_file(), path


def _texts(library: Library, lang: Language) -> list[Tip | Lesson]:
    return [*library.tips[lang].values(), *library.lessons[lang].values()]


def _prose(text: Tip | Lesson) -> list[str]:
    if isinstance(text, Lesson):
        return [text.title, text.idea, text.try_today, text.question]
    return [
        *_own_prose(text),
        *(line for side in (text.agent, text.customer) for line in side.say + side.rather_than),
    ]


def _own_prose(text: Tip | Lesson) -> list[str]:
    """What Dean says himself, without the words that he proposes or advises against."""
    if isinstance(text, Lesson):
        return [text.title, text.try_today, text.question]
    return [
        text.title,
        text.customer.title,
        text.limits,
        *(
            prose
            for side in (text.agent, text.customer)
            for prose in (side.when, side.do, side.why)
        ),
    ]
