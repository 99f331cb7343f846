"""The daily lesson, as a channel sees it and as a person asks for it."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.content import Lesson, Library
from bot.l10n import Words
from bot.lessons import NO_DIGEST, Digest

from .kit import Message, bold, header, line, note, rich

_TITLES = 3  # of new tips that the digest names


def lesson_card(
    lesson: Lesson,
    position: int,
    total: int,
    words: Words,
    library: Library,
    digest: Digest = NO_DIGEST,
) -> Message:
    """One lesson. In a channel its question is for the thread below it; once a week the digest
    comes under it, if the channel wants that."""
    told = _digest(digest, words, library)
    return Message(
        f"{lesson.title}. {lesson.idea} {words('lesson-try')}: {lesson.try_today} "
        f"{words('lesson-talk')}: {lesson.question}" + "".join(f" {each}" for each in told),
        [
            *lesson_blocks(lesson, position, total, words, library),
            *(note(each, words.lang) for each in told),
        ],
    )


def _digest(digest: Digest, words: Words, library: Library) -> list[str]:
    """“Last week we asked most about: …”: how many people by category, and never who; and thanks
    for new tips of the team's own."""
    known = {category.id for category in library.categories}
    counts = [
        words(
            "digest-count", category=library.category(id).name[words.lang], people=words.number(n)
        )
        for id, n in digest.asked.items()
        if id in known
    ]
    told = [words("digest", counts=words.listed(counts))] if counts else []
    if digest.new_tips:
        titles = [words("digest-tip", title=title) for title in digest.new_tips[:_TITLES]]
        if more := len(digest.new_tips) - len(titles):
            titles.append(words("digest-more-tips", count=more))
        told.append(words("digest-tips", titles=words.listed(titles), count=len(digest.new_tips)))
    return told


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
