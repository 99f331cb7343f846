"""`dean lesson`."""

import pytest

from bot.app import Domain
from tests.cli.conftest import Run, really
from tests.slack.helpers import en, plain


def test_the_lesson_of_a_date(run: Run, domain: Domain) -> None:
    first, same, next_ = (
        run("lesson", "--date", date) for date in ("2027-03-01", "2027-03-01", "2027-03-02")
    )
    assert first.status == 0
    assert first == same
    assert first.out != next_.out
    titles = {lesson.title for lesson in domain.library.lessons["en"].values()}
    assert first.out.partition("  ·  ")[0] in titles
    for label in ("lesson-try", "lesson-talk"):
        assert f"\n{en(label)}\n" in first.out
    assert not set("\u2066\u2067\u2068\u2069") & set(first.out)


def test_today(run: Run) -> None:
    assert run("lesson").status == 0


@pytest.mark.parametrize("lang", ["nl", "he"])
def test_in_another_language(run: Run, domain: Domain, lang: str) -> None:
    out = run("lesson", "--lang", lang, "--date", "2027-03-01").out
    titles = {lesson.title for lesson in domain.library.lessons[lang].values()}  # type: ignore[index]
    assert out.partition("  ·  ")[0] in {plain(title) for title in titles}


@pytest.mark.parametrize("date", ["soon", "2027-13-01", "01-03-2027", ""])
def test_a_date_that_is_none(run: Run, date: str) -> None:
    ran = run("lesson", "--date", date)
    if not date:
        assert ran.status == 0, "no date is today's"
        return
    assert (ran.status, ran.out) == (2, "")
    assert date in ran.err


def test_as_a_process() -> None:
    ran = really("lesson", "--date", "2027-03-01")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out
