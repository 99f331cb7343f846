"""The words that `/lesson` understands, in English, Dutch and Hebrew."""

from .calendar import EVERY_DAY, Weekday

# One gesture, one name; any of the words. Two-word forms are joined by `PHRASES` first.
VERBS: dict[str, tuple[str, ...]] = {
    "today": ("today", "vandaag", "היום"),
    "on": ("on", "start", "subscribe", "aan", "הפעל", "הפעילו", "להפעיל"),
    "off": ("off", "stop", "unsubscribe", "uit", "כבה", "כבו", "לכבות"),
    "pause": ("pause", "pauze", "pauzeer", "השהה", "השהו", "להשהות"),
    "resume": ("resume", "continue", "hervat", "hervatten", "verder", "המשך", "המשיכו", "להמשיך"),
    "skip": ("skip", "overslaan", "slaover", "דלג", "דלגו", "לדלג"),
    "status": ("status", "מצב", "סטטוס"),
    "preview": ("preview", "voorbeeld", "vooruitblik", "תצוגה", "תצוגה-מקדימה"),
    "now": ("now", "nu", "עכשיו"),
    "holidays": ("holidays", "holiday", "feestdagen", "feestdag", "חגים"),
    "daysoff": ("daysoff", "vrij", "חופש", "חופשה"),
    "dayson": ("dayson",),
    "tracks": ("tracks", "track", "reeksen", "reeks", "סדרות", "סדרה"),
    "digest": ("digest", "overzicht", "סיכום"),
    "help": ("help", "hulp", "?", "עזרה"),
}
VERB_OF = {word: verb for verb, words in VERBS.items() for word in words}

PHRASES = {
    "every day": "daily",
    "each day": "daily",
    "elke dag": "daily",
    "iedere dag": "daily",
    "כל יום": "daily",
    "every weekday": "weekdays",
    "elke werkdag": "weekdays",
    "ימי חול": "weekdays",
    "בימי חול": "weekdays",
    "ימי עבודה": "weekdays",
    "בימי עבודה": "weekdays",
    "days off": "daysoff",
    "day off": "daysoff",
    "free days": "daysoff",
    "vrije dagen": "daysoff",
    "vrije dag": "daysoff",
    "ימי חופש": "daysoff",
    "יום חופש": "daysoff",
    "ימי חופשה": "daysoff",
    "days on": "dayson",
    "day on": "dayson",
    "niet vrij": "dayson",
    "בלי חופש": "dayson",
    "public holidays": "holidays",
    "tot en met": "t/m",
    "up to and including": "through",
    "עד וכולל": "through",
    "sla over": "slaover",
    "post now": "now",
    "תצוגה מקדימה": "תצוגה-מקדימה",
}

# Words that carry nothing, so that people may write whole sentences.
FILLERS = frozenset(
    (
        *("at", "on", "every", "each", "and", "from", "in"),
        *("om", "op", "elke", "iedere", "en", "vanaf", "uur"),
        *("בשעה", "בימי", "בימים", "ימים", "ימי", "יום", "וגם"),
    )
)
# The day named rests, too.
THROUGH = frozenset(("t/m", "tm", "through", "thru"))
SWITCH_ON = frozenset(VERBS["on"]) | {"yes", "ja", "כן"}
SWITCH_OFF = frozenset(VERBS["off"]) | {"no", "none", "nee", "geen", "לא", "בלי"}
ALL = frozenset(("all", "alles", "alle", "הכל", "הכול", "כולן"))
UNTIL = frozenset(("until", "till", "til", "to", "tot", "עד", "on", "op", "יום", "ליום"))

DAILY = frozenset(("daily", "everyday", "dagelijks", "יומי"))
WEEKDAYS = frozenset(
    ("weekdays", "weekday", "workdays", "workday", "werkdagen", "werkdag", "doordeweeks")
)
WEEKEND = frozenset(("weekend", "weekends", "weekenden"))

_DAYS = {
    Weekday.MONDAY: "mon monday mondays ma maandag maandags שני",
    Weekday.TUESDAY: "tue tues tuesday tuesdays di dinsdag dinsdags שלישי",
    Weekday.WEDNESDAY: "wed weds wednesday wednesdays wo woe woensdag woensdags רביעי",
    Weekday.THURSDAY: "thu thur thurs thursday thursdays do don donderdag donderdags חמישי",
    Weekday.FRIDAY: "fri friday fridays vr vrij vrijdag vrijdags שישי",
    Weekday.SATURDAY: "sat saturday saturdays za zat zaterdag zaterdags שבת",
    Weekday.SUNDAY: "sun sunday sundays zo zon zondag zondags ראשון",
}
# In Hebrew the days are letters, Sunday first: א׳ to ו׳, and ש׳ for Shabbat.
_LETTERS = dict(zip("אבגדהוש", [Weekday.SUNDAY, *list(Weekday)[:6]], strict=True))
DAY_OF: dict[str, Weekday] = {
    word: day for day, words in _DAYS.items() for word in words.split()
} | _LETTERS


def day_of(word: str) -> Weekday | None:
    """A day by its name or letter; in Hebrew with “and” or “on” before it: ושלישי, בראשון."""
    for known in (word, word[1:] if word[:1] in ("ו", "ב") else ""):
        if known in DAY_OF:
            return DAY_OF[known]
    return None


def mask(word: str) -> int | None:
    """`mon,wed`, `mon-thu`, `weekend`, `daily` → a mask; None for what isn't days.

    The working days aren't here: they depend on where somebody works.
    """
    if word in DAILY:
        return EVERY_DAY
    if word in WEEKEND:
        return Weekday.SATURDAY.bit | Weekday.SUNDAY.bit
    found = 0
    for part in word.split(","):
        if not part:
            continue
        first, dash, last = part.partition("-")
        day, end = day_of(first), day_of(last if dash else first)
        if day is None or end is None:
            return None
        found |= day.bit
        while day != end:
            day = Weekday((day + 1) % 7)
            found |= day.bit
    return found or None
