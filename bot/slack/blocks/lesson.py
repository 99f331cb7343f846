"""The daily lesson, as a channel sees it and as a person asks for it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from slack_sdk.models.blocks import Block

from bot.content import Lesson, Library
from bot.l10n import Words

from .kit import Message, bold, header, line, note, rich


def lesson_card(
    lesson: Lesson,
    position: int,
    total: int,
    words: Words,
    library: Library,
    digest: Mapping[str, int] = MappingProxyType({}),
) -> Message:
    """One lesson. In a channel its question is for the thread below it; once a week the digest
    comes under it, if the channel wants that."""
    counts = _digest(digest, words, library)
    return Message(
        f"{lesson.title}. {lesson.idea} {words('lesson-try')}: {lesson.try_today} "
        f"{words('lesson-talk')}: {lesson.question}" + "".join(f" {each}" for each in counts),
        [
            *lesson_blocks(lesson, position, total, words, library),
            *(note(each, words.lang) for each in counts),
        ],
    )


def _digest(digest: Mapping[str, int], words: Words, library: Library) -> list[str]:
    """“Last week we asked most about: …”: how many people by category, and never who."""
    known = {category.id for category in library.categories}
    counts = [
        words(
            "digest-count", category=library.category(id).name[words.lang], people=words.number(n)
        )
        for id, n in digest.items()
        if id in known
    ]
    return [words("digest", counts=words.listed(counts))] if counts else []


def lesson_blocks(
    lesson: Lesson, position: int, total: int, words: Words, library: Library
) -> Sequence[Block]:
    """The lesson's blocks, also for App Home."""
    lang = words.lang
    source = library.sources[lesson.source.article].name[lang]
    return [
        header(lesson.title, lang),
        note(
            words("lesson-position", position=words.number(position), total=words.number(total)),
            lang,
        ),
        rich(line(lang, lesson.idea)),
        rich(line(lang, bold(words("lesson-try")), "  ", lesson.try_today)),
        rich(line(lang, bold(words("lesson-talk")), "  ", lesson.question)),
        note(words("lesson-from", source=source, item=lesson.source.item), lang),
    ]
