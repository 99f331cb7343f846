"""What people type after /lesson."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lessons import (
    DayMonth,
    DaysOff,
    Help,
    LessonCommand,
    LessonCommandError,
    Pause,
    PostNow,
    Preview,
    Problem,
    Resume,
    SetDigest,
    SetHolidays,
    SetTracks,
    ShowTracks,
    Skip,
    Status,
    Subscribe,
    Today,
    Unsubscribe,
    Weekday,
    parse_command,
)

NINE = dt.time(9)
MON_WED_FRI, MON_FRI, SUN_THU, MON_THU = 0b0010101, 0b0011111, 0b1001111, 0b0001111


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("", Today()),
        ("   ", Today()),
        ("today", Today()),
        ("vandaag", Today()),
        ("on 09:00 weekdays", Subscribe(NINE)),
        ("on 09:00 weekdays Europe/Amsterdam", Subscribe(NINE, None, "Europe/Amsterdam")),
        ("ON 9:30", Subscribe(dt.time(9, 30))),
        ("on 09:00 mon,wed,fri", Subscribe(NINE, MON_WED_FRI)),
        ("on 09:00 Mon, Wed and Fri", Subscribe(NINE, MON_WED_FRI)),
        ("on mon-fri 9:00", Subscribe(NINE, MON_FRI)),
        ("on 9:00 sun-thu", Subscribe(NINE, SUN_THU)),
        ("on 9:00 mon-mon", Subscribe(NINE, 1)),
        ("on 09:00 daily", Subscribe(NINE, 127)),
        ("on at 9 am every day", Subscribe(NINE, 127)),
        ("on 9pm weekend", Subscribe(dt.time(21), 0b1100000)),
        ("on 12am", Subscribe(dt.time(0))),
        ("on 12 pm", Subscribe(dt.time(12))),
        ("on 9.15 new york", Subscribe(dt.time(9, 15), None, "America/New_York")),
        ("on 9 UTC", Subscribe(NINE, None, "UTC")),
        ("aan om 9:00 ma-do amsterdam", Subscribe(NINE, MON_THU, "Europe/Amsterdam")),
        ("aan 9u op werkdagen", Subscribe(NINE)),
        ("aan 9:00 elke dag", Subscribe(NINE, 127)),
        ("aan 9:00 ma, wo en vr", Subscribe(NINE, MON_WED_FRI)),
        ("הפעל 09:00", Subscribe(NINE)),
        ("הפעל ב-9:00 ימי חול", Subscribe(NINE)),
        ("הפעל ב 9:00 כל יום", Subscribe(NINE, 127)),
        ("הפעל בשעה 9:00 ימים א׳-ה׳", Subscribe(NINE, SUN_THU)),
        ("\u200fהפעל 9:00 שני", Subscribe(NINE, 1)),
        ("off", Unsubscribe()),
        ("uit", Unsubscribe()),
        ("כבה", Unsubscribe()),
        ("pause", Pause()),
        ("pause until 2026-12-01", Pause(dt.date(2026, 12, 1))),
        ("pause until monday", Pause(Weekday.MONDAY)),
        ("pauze tot 1-12-2026", Pause(dt.date(2026, 12, 1))),
        ("pauze tot maandag", Pause(Weekday.MONDAY)),
        ("השהה עד 1.12.2026", Pause(dt.date(2026, 12, 1))),
        ("השהה עד יום ראשון", Pause(Weekday.SUNDAY)),
        ("pauze t/m 2027-01-04", Pause(dt.date(2027, 1, 4), through=True)),
        ("pauze tot en met 4-1-2027", Pause(dt.date(2027, 1, 4), through=True)),
        ("pause through friday", Pause(Weekday.FRIDAY, through=True)),
        ("pauze tot 4 januari", Pause(DayMonth(1, 4))),
        ("pauze tot 4 jan. 2027", Pause(dt.date(2027, 1, 4))),
        ("pause until January 4th", Pause(DayMonth(1, 4))),
        ("pause until 4 of January", Pause(DayMonth(1, 4))),
        ("השהה עד 4 בינואר", Pause(DayMonth(1, 4))),
        ("השהה עד וכולל 4 בינואר 2027", Pause(dt.date(2027, 1, 4), through=True)),
        ("on 9:00 בימי חול", Subscribe(NINE)),
        ("הפעל 9:00 ימי ראשון ושלישי", Subscribe(NINE, 0b1000010)),
        ("הפעל 9:00 א' וג'", Subscribe(NINE, 0b1000010)),
        ("holidays NL", SetHolidays("nl")),
        ("feestdagen Nederland", SetHolidays("nederland")),
        ("holidays off", SetHolidays(None)),
        ("feestdagen geen", SetHolidays(None)),
        ("חגים ישראל", SetHolidays("ישראל")),
        ("days off 2026-12-24", DaysOff((dt.date(2026, 12, 24),))),
        ("days off", DaysOff()),
        ("day off 24 december and 31 december", DaysOff((DayMonth(12, 24), DayMonth(12, 31)))),
        (
            "vrij 2026-12-24 t/m 2026-12-26, 4 januari",
            DaysOff((*(dt.date(2026, 12, day) for day in (24, 25, 26)), DayMonth(1, 4))),
        ),
        ("ימי חופש 24.12.2026", DaysOff((dt.date(2026, 12, 24),))),
        ("days on 2026-12-24", DaysOff((dt.date(2026, 12, 24),), off=False)),
        ("niet vrij 24 dec", DaysOff((DayMonth(12, 24),), off=False)),
        ("tracks", ShowTracks()),
        ("tracks conversations", SetTracks("conversations")),
        ("reeks het gesprek zelf", SetTracks("het gesprek zelf")),
        ("tracks all", SetTracks(None)),
        ("digest on", SetDigest(True)),
        ("overzicht uit", SetDigest(False)),
        ("סיכום כן", SetDigest(True)),
        ("resume", Resume()),
        ("hervat", Resume()),
        ("המשך", Resume()),
        ("skip", Skip()),
        ("overslaan", Skip()),
        ("sla over", Skip()),
        ("דלג", Skip()),
        ("status", Status()),
        ("מצב", Status()),
        ("preview", Preview()),
        ("voorbeeld", Preview()),
        ("תצוגה", Preview()),
        ("תצוגה מקדימה", Preview()),
        ("now", PostNow()),
        ("post now", PostNow()),
        ("help", Help()),
        ("?", Help()),
        ("hulp", Help()),
        ("עזרה", Help()),
    ],
)
def test_what_is_meant(text: str, command: LessonCommand) -> None:
    assert parse_command(text) == command


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("prevew", Problem.UNKNOWN_COMMAND, "preview"),
        ("kubernetes", Problem.UNKNOWN_COMMAND, ""),
        ("skip friday", Problem.UNEXPECTED_WORDS, ""),
        ("off please", Problem.UNEXPECTED_WORDS, ""),
        ("on", Problem.TIME_MISSING, None),
        ("on weekdays", Problem.TIME_MISSING, None),
        ("on 25:00", Problem.TIME_UNCLEAR, None),
        ("on 9:75", Problem.TIME_UNCLEAR, None),
        ("on 13pm", Problem.TIME_UNCLEAR, None),
        ("on 930", Problem.TIME_UNCLEAR, None),
        ("on 9:00 10:00", Problem.TIME_UNCLEAR, None),
        ("on 9:00 tuesady", Problem.UNEXPECTED_WORDS, "tuesday"),
        ("on 9:00 weekdays sat", Problem.UNEXPECTED_WORDS, ""),
        ("on 9:00 Europe/Amsterdm", Problem.ZONE_UNKNOWN, "Europe/Amsterdam"),
        ("on 9:00 Mars/Olympus", Problem.ZONE_UNKNOWN, ""),
        ("pause until", Problem.DATE_UNCLEAR, None),
        ("pause until 2026-02-30", Problem.DATE_UNCLEAR, None),
        ("pause until 12/1/2026", Problem.DATE_UNCLEAR, None),
        ("pause until next week", Problem.DATE_UNCLEAR, None),
        ("pause until 31 february", Problem.DATE_UNCLEAR, None),
        ("pause until 4 january please", Problem.DATE_UNCLEAR, None),
        ("days off soon", Problem.DATE_UNCLEAR, None),
        ("days on", Problem.DATE_UNCLEAR, None),
        ("days off 2026-12-24 until", Problem.DATE_UNCLEAR, None),
        ("days off 2026-12-24 to 2026-12-20", Problem.DATE_UNCLEAR, None),
        ("days off 2026-12-24 to 2028-12-24", Problem.DATE_UNCLEAR, None),
        ("holidays", Problem.COUNTRY_UNKNOWN, None),
        ("digest", Problem.UNEXPECTED_WORDS, "digest on"),
        ("digest sometimes", Problem.UNEXPECTED_WORDS, "digest on"),
        ("on " + "9:00 " * 100, Problem.UNEXPECTED_WORDS, ""),
    ],
)
def test_what_isnt_understood(text: str, code: Problem, suggestion: str | None) -> None:
    with pytest.raises(LessonCommandError) as caught:
        parse_command(text)
    assert caught.value.code is code
    assert caught.value.details.get("suggestion") == suggestion


def test_what_was_typed_stays_out_of_the_errors_own_text() -> None:
    with pytest.raises(LessonCommandError) as caught:
        parse_command("secretword")
    assert "secretword" not in str(caught.value)
    assert caught.value.details["given"] == "secretword"


@given(st.text(max_size=250))
def test_any_text_has_an_answer(text: str) -> None:
    for each in (
        text,
        f"on {text}",
        f"on 9:00 {text}",
        f"pause until {text}",
        f"days off {text}",
        f"holidays {text}",
        f"tracks {text}",
        f"digest {text}",
    ):
        try:
            parse_command(each)
        except LessonCommandError as error:
            assert error.code in Problem  # noqa: PT017 - either a command or a code


@given(
    time=st.times(),
    days=st.sets(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1),
)
def test_every_time_and_every_set_of_days_can_be_said(time: dt.time, days: set[str]) -> None:
    command = parse_command(f"on {time:%H:%M} {','.join(days)}")
    assert isinstance(command, Subscribe)
    assert command.local_time == dt.time(time.hour, time.minute)
    assert command.weekdays is not None
    assert command.weekdays.bit_count() == len(days)
