"""The whole library: every tip and lesson in every language, cross-checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import RootModel

from .models import LANGUAGES, Category, Language, Lesson, SourceArticle, Tip, Track
from .reading import ContentError, Fault, parse, read_yaml

_NO_ENGLISH = "has no English text, which the other languages fall back to"

HERE = Path(__file__).resolve().parents[2] / "tips"


_T = TypeVar("_T", Tip, Lesson)


class _Categories(RootModel[tuple[Category, ...]]):
    pass


class _Sources(RootModel[tuple[SourceArticle, ...]]):
    pass


class _Tracks(RootModel[tuple[Track, ...]]):
    pass


@dataclass(frozen=True)
class Library:
    """Tips and lessons by language and id. A text that a language lacks is given in English."""

    categories: tuple[Category, ...]
    sources: Mapping[str, SourceArticle]
    tracks: tuple[Track, ...]
    tips: Mapping[Language, Mapping[str, Tip]]
    lessons: Mapping[Language, Mapping[str, Lesson]]
    _by_id: Mapping[str, Category] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {each.id: each for each in self.categories})

    def tip(self, id: str, lang: Language) -> Tip | None:
        """The tip in `lang`, else in English, else None."""
        return self.tips[lang].get(id) or self.tips["en"].get(id)

    def lesson(self, id: str, lang: Language) -> Lesson | None:
        """The lesson in `lang`, else in English, else None."""
        return self.lessons[lang].get(id) or self.lessons["en"].get(id)

    def category(self, id: str) -> Category:
        """The shelf with this id; the library was checked, so a tip's shelf always exists."""
        return self._by_id[id]

    def tip_ids(self) -> tuple[str, ...]:
        """Every tip's id, in the sources' order."""
        return tuple(self.tips["en"])

    def on_shelf(self, category: str) -> tuple[str, ...]:
        """The ids of the tips on one shelf."""
        return tuple(id for id, tip in self.tips["en"].items() if tip.category == category)


def _lists(root: Path, faults: list[Fault]) -> tuple[_Categories, _Sources, _Tracks] | None:
    found = []
    for model, name in (
        (_Categories, "categories.yaml"),
        (_Sources, "sources.yaml"),
        (_Tracks, "curriculum.yaml"),
    ):
        try:
            found.append(parse(model, read_yaml(root / name, name), name))
        except ContentError as error:
            faults += error.faults
    return tuple(found) if len(found) == 3 else None  # type: ignore[return-value]


def _read_all(
    model: type[_T], root: Path, lang: Language, folder: str, faults: list[Fault]
) -> dict[str, _T]:
    base = root / lang / folder
    texts: dict[str, _T] = {}
    for path in sorted(base.rglob("*")):
        if path.is_dir() or path.name.startswith("."):
            continue
        name = path.relative_to(root).as_posix()
        if path.suffix != ".yaml":
            faults.append(Fault(name, "", "isn't a .yaml file, so nothing would read it"))
            continue
        try:
            text = parse(model, read_yaml(path, name), name)
        except ContentError as error:
            faults += error.faults
            continue
        expected = path.relative_to(base).with_suffix("").as_posix()
        if text.id != expected:
            faults.append(Fault(name, "id", f"is {text.id!r}; by its place it is {expected!r}"))
        texts[text.id] = text
    return dict(sorted(texts.items(), key=lambda item: _order(item[0])))


def _order(id: str) -> tuple[str, list[int]]:
    source, _, number = id.partition("/")
    return source, [int(part) if part.isdigit() else 0 for part in number.split(".")]


def _cross_check(library: Library) -> Iterator[Fault]:
    yield from _name_faults(library)
    shelves = {each.id for each in library.categories}
    for lang, tips in library.tips.items():
        for tip in tips.values():
            where = f"{lang}/tips/{tip.id}.yaml"
            if tip.category not in shelves:
                yield Fault(where, "category", f"{tip.category!r} isn't in categories.yaml")
            original = library.tips["en"].get(tip.id)
            if original is None:
                yield Fault(where, "id", _NO_ENGLISH)
            elif original.category != tip.category:
                yield Fault(where, "category", f"is {original.category!r} in English")
            yield from _related_faults(library, where, tip)
            yield from _source_faults(library, where, tip)
    for lang, lessons in library.lessons.items():
        for id, lesson in lessons.items():
            where = f"{lang}/lessons/{id}.yaml"
            if id not in library.lessons["en"]:
                yield Fault(where, "id", _NO_ENGLISH)
            yield from _source_faults(library, where, lesson)
    yield from _curriculum_faults(library)


def _name_faults(library: Library) -> Iterator[Fault]:
    for listed in (library.categories, tuple(library.sources.values()), library.tracks):
        for each in listed:
            names = [each.name] + ([each.example] if isinstance(each, Category) else [])
            for lang in LANGUAGES:
                if any(lang not in name for name in names):
                    yield Fault(type(each).__name__.lower(), each.id, f"has no {lang} name")


def _related_faults(library: Library, where: str, tip: Tip) -> Iterator[Fault]:
    for other in tip.related:
        if other == tip.id:
            yield Fault(where, "related", "names the tip itself")
        elif other not in library.tips["en"]:
            yield Fault(where, "related", f"there is no tip {other!r}")


def _source_faults(library: Library, where: str, text: Tip | Lesson) -> Iterator[Fault]:
    article = library.sources.get(text.source.article)
    if article is None:
        yield Fault(where, "source.article", f"{text.source.article!r} isn't in sources.yaml")
    elif text.source.item > article.items:
        yield Fault(where, "source.item", f"{article.id} has {article.items} items")
    if not text.id.startswith(f"{text.source.article}/{text.source.item}"):
        yield Fault(where, "source", "isn't the one that the id names")


def _curriculum_faults(library: Library) -> Iterator[Fault]:
    planned = [id for track in library.tracks for id in track.lessons]
    for id in sorted({id for id in planned if planned.count(id) > 1}):
        yield Fault("curriculum.yaml", id, "is planned twice")
    for id in planned:
        if id not in library.lessons["en"]:
            yield Fault("curriculum.yaml", id, "has no lesson in en/lessons")
    for id in library.lessons["en"]:
        if id not in planned:
            yield Fault("curriculum.yaml", id, "is a lesson that no track gives")


def load_library(root: Path = HERE) -> Library:
    """Read and check everything under `root`.

    Raises `ContentError` with every fault found, so that one run shows them all; a broken file
    is never passed over.
    """
    faults: list[Fault] = []
    lists = _lists(root, faults)
    tips: dict[Language, dict[str, Tip]] = {}
    lessons: dict[Language, dict[str, Lesson]] = {}
    for lang in LANGUAGES:
        tips[lang] = _read_all(Tip, root, lang, "tips", faults)
        lessons[lang] = _read_all(Lesson, root, lang, "lessons", faults)
    if lists is None or faults:
        raise ContentError(faults)
    categories, sources, tracks = lists
    library = Library(
        categories.root, {each.id: each for each in sources.root}, tracks.root, tips, lessons
    )
    faults += _cross_check(library)
    if not library.tips["en"]:
        faults.append(Fault("en/tips", "", "holds no tip"))
    if faults:
        raise ContentError(faults)
    return library
