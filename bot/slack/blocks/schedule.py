"""A channel's schedule in words, and the form that sets it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import babel.dates
from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from bot.l10n import Words
from bot.lessons import EVERY_DAY, MONDAY_TO_FRIDAY, ScheduleStatus, Upcoming
from bot.slack import ids
from bot.store import DeliveryState, Schedule

from .kit import Message, actions, bold, button, channel, line, plain, rich, typed
from .modal import modal
from .tone_form import LABEL_MAX, OPTION_MAX

FIELD_CHANNEL, FIELD_TIME = "lesson.channel", "lesson.time"
FIELD_DAYS, FIELD_ZONE = "lesson.days", "lesson.zone"
ZONE_MAX = 60


def moment(at: dt.datetime, schedule: Schedule, words: Words) -> str:
    """An instant as the channel's people would say it."""
    local = at.astimezone(ZoneInfo(schedule.tz))
    return f"{words.date(local.date())}, {words.time(local.time())}"


def days_in_words(mask: int, words: Words) -> str:
    """“on weekdays”, “every day”, “on Monday and Friday”."""
    if mask == EVERY_DAY:
        return words("days-daily")
    if mask == MONDAY_TO_FRIDAY:
        return words("days-weekdays")
    names = babel.dates.get_day_names("wide", locale=words.lang)
    chosen = [names[day] for day in _in_order(words) if mask & (1 << day)]
    return words("days-some", days=words.listed(chosen))


def schedule_line(status: ScheduleStatus, words: Words) -> str:
    """One schedule in one line."""
    schedule = status.schedule
    if status.next_at is not None:
        state = words("lesson-status-next", next=moment(status.next_at, schedule, words))
    else:
        state = words("home-schedule-paused")
    return words(
        "home-schedule-line",
        channel=channel(schedule.channel_id),
        days=days_in_words(schedule.weekdays, words),
        time=words.time(schedule.local_time),
        zone=schedule.tz,
        state=state,
    )


def status_card(status: ScheduleStatus, words: Words) -> Message:
    """`/lesson status`: when, what happened last, what to change."""
    said = [schedule_line(status, words)]
    last = _last(status, words)
    if last:
        said.append(last)
    return Message(
        " ".join(said),
        [
            rich(*(line(words.lang, each) for each in said)),
            actions(
                button(words("lesson-change"), ids.LESSON_OPEN_FORM, status.schedule.channel_id),
                button(words("lesson-preview"), ids.LESSON_PREVIEW, status.schedule.channel_id),
            ),
        ],
    )


def preview_card(coming: Sequence[Upcoming], words: Words) -> Message:
    """The next lessons with their dates."""
    if not coming:
        said = words("lesson-preview-none")
        return Message(said, [rich(line(words.lang, said))])
    lines = [
        words("lesson-preview-line", date=words.date(each.date), title=each.lesson.title)
        for each in coming
    ]
    title = words("lesson-preview-title")
    return Message(
        f"{title}. {' '.join(lines)}",
        [rich(line(words.lang, bold(title)), *(line(words.lang, each) for each in lines))],
    )


def set_up_buttons(words: Words, channel_id: str) -> Block:
    """The way from a lesson to a schedule."""
    return actions(
        button(words("lesson-set-up"), ids.LESSON_OPEN_FORM, channel_id), block_id="lesson.set_up"
    )


class _Form(Protocol):
    def field(self, block: str) -> Any: ...


def form_view(words: Words, channel_id: str | None, zone: str, before: Schedule | None) -> View:
    """The form that says what `/lesson on …` says."""
    mask = before.weekdays if before else MONDAY_TO_FRIDAY
    at = before.local_time if before else dt.time(9)
    options = {day: _day_option(day, words) for day in _in_order(words)}
    return modal(
        words,
        "lesson-form-title",
        [
            InputBlock(
                block_id=FIELD_CHANNEL,
                label=plain(words("lesson-form-channel"), LABEL_MAX),
                element=ConversationSelectElement(
                    action_id="channel",
                    initial_conversation=channel_id,
                    filter=ConversationFilter(
                        include=["public", "private", "im"],
                        exclude_bot_users=False,
                        exclude_external_shared_channels=False,
                    ),
                ),
            ),
            InputBlock(
                block_id=FIELD_TIME,
                label=plain(words("lesson-form-time"), LABEL_MAX),
                element=TimePickerElement(action_id="time", initial_time=at.strftime("%H:%M")),
            ),
            InputBlock(
                block_id=FIELD_DAYS,
                label=plain(words("lesson-form-days"), LABEL_MAX),
                element=CheckboxesElement(
                    action_id="days",
                    options=list(options.values()),
                    initial_options=[each for day, each in options.items() if mask & (1 << day)],
                ),
            ),
            InputBlock(
                block_id=FIELD_ZONE,
                label=plain(words("lesson-form-zone"), LABEL_MAX),
                hint=plain(words("lesson-form-zone-hint"), LABEL_MAX),
                element=PlainTextInputElement(
                    action_id="zone",
                    initial_value=before.tz if before else zone,
                    max_length=ZONE_MAX,
                ),
            ),
        ],
        callback_id=ids.LESSON_FORM,
        submit="lesson-form-submit",
    )


def read_form(form: _Form) -> tuple[str, str, int, str]:
    """Channel, time as `HH:MM`, weekday mask and zone, as they were sent."""
    mask = 0
    for option in form.field(FIELD_DAYS).get("selected_options") or ():
        value = str(option.get("value"))
        if value.isdigit() and int(value) < 7:
            mask |= 1 << int(value)
    return (
        str(form.field(FIELD_CHANNEL).get("selected_conversation") or ""),
        str(form.field(FIELD_TIME).get("selected_time") or ""),
        mask,
        typed(str(form.field(FIELD_ZONE).get("value") or "")).strip(),
    )


def _day_option(day: int, words: Words) -> Option:
    name = babel.dates.get_day_names("wide", locale=words.lang)[day]
    return Option(text=plain(name, OPTION_MAX), value=str(day))


def _in_order(words: Words) -> list[int]:
    """Weekdays (0 is Monday) as the week begins here: on Sunday in Hebrew."""
    return [6, 0, 1, 2, 3, 4, 5] if words.lang == "he" else list(range(7))


def _last(status: ScheduleStatus, words: Words) -> str | None:
    last = status.last
    if last is None:
        return None
    date = words.date(last.local_date)
    match last.state:
        case DeliveryState.SENT:
            return words("lesson-status-last-sent", date=date)
        case DeliveryState.UNKNOWN:
            return words("lesson-status-last-unknown", date=date)
        case DeliveryState.SKIPPED:
            reason = words(f"skip-{last.error}") if words.has(f"skip-{last.error}") else last.error
            return words("lesson-status-last-skipped", date=date, reason=reason or "")
        case DeliveryState.FAILED:
            name = f"refusal-{last.error}"
            reason = (
                words(name) if words.has(name) else words("refusal-other", error=last.error or "")
            )
            return words("lesson-status-last-failed", date=date, reason=reason.rstrip("."))
    return None
