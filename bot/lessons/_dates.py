"""Dates as people type them: 2027-01-04, 4-1-2027, 4 januari, January 4th, 4 בינואר."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from babel import Locale

from .calendar import DayMonth

_WHOLE = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    # With a dash or a dot the day comes first everywhere; with a slash it depends on whom you ask.
    re.compile(r"(?P<day>\d{1,2})[-.](?P<month>\d{1,2})[-.](?P<year>\d{4})"),
)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e)?")
_YEAR = re.compile(r"\d{4}")
_OF = frozenset(("of", "van"))

Day = dt.date | DayMonth


def read_date(words: Sequence[str]) -> tuple[Day, int] | None:
    """The date with which `words` begin, and of how many words it is made; None where they begin
    with something else. ValueError for a date that no calendar has."""
    if not words:
        return None
    for form in _WHOLE:
        if match := form.fullmatch(words[0]):
            return dt.date(int(match["year"]), int(match["month"]), int(match["day"])), 1
    used = [index for index, word in enumerate(words[:4]) if word not in _OF][:3]
    if len(used) < 2:
        return None
    first, second = (words[each].rstrip(".") for each in used[:2])
    day, month = (second, first) if _months().get(first) else (first, second)
    number, name = _DAY.fullmatch(day), _months().get(month)
    if number is None or name is None:
        return None
    found = DayMonth(name, int(number[1]))
    if len(used) > 2 and _YEAR.fullmatch(words[used[2]]):
        return dt.date(int(words[used[2]]), found.month, found.day), used[2] + 1
    return found, used[1] + 1


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for lang in ("en", "nl", "he"):
        for width in ("wide", "abbreviated"):
            for number, name in Locale(lang).months["format"][width].items():
                word = name.casefold().rstrip(".").replace("׳", "").replace("'", "")
                found[word] = number
                if lang == "he":
                    found[f"ב{word}"] = number
    return found | {"sept": 9, "mrt": 3}
