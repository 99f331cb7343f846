"""`dean lesson`: today's, at a terminal."""

import argparse
import datetime as dt
import sys

from bot.clock import SystemClock
from bot.content import load_library
from bot.l10n import words_for
from bot.lessons import Curriculum, LessonError

from .page import Page


def run(arguments: argparse.Namespace) -> int:
    """Show the lesson of a date, by the curriculum."""
    words = words_for(arguments.lang or "en")
    try:
        date = (
            dt.date.fromisoformat(arguments.date)
            if arguments.date
            else SystemClock().now().astimezone().date()
        )
    except ValueError:
        print(words("error-lesson-date-unclear", given=arguments.date), file=sys.stderr)
        return 2
    library = load_library()
    try:
        place = Curriculum(library).of_date(date)
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1
    lesson = library.lesson(place.lesson_id, words.lang)
    assert lesson is not None  # noqa: S101 - the curriculum names the library's own ids
    page = Page()
    page.heading(
        f"{lesson.title}  ·  "
        + words("lesson-position", position=place.position, total=place.total)
    )
    page.text(lesson.idea)
    page.gap()
    page.labelled(words("lesson-try"), lesson.try_today)
    page.labelled(words("lesson-talk"), lesson.question)
    source = library.sources[lesson.source.article].name[words.lang]
    page.text(words("lesson-from", source=source, item=lesson.source.item))
    page.show()
    return 0
