"""A channel's schedule in words, and the form that sets it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
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

from bot.content import Track
from bot.l10n import Words
from bot.lessons import EVERY_DAY, MONDAY_TO_FRIDAY, ScheduleStatus, Upcoming
from bot.lessons.holidays import name as country_name
from bot.slack import ids
from bot.store import DeliveryState, Schedule

from .forms import LABEL_MAX, OPTION_MAX, Form, text_in
from .kit import Message, actions, bold, button, channel, line, plain, rich, typed
from .modal import modal

FIELD_CHANNEL, FIELD_TIME = "lesson.channel", "lesson.time"
FIELD_DAYS, FIELD_ZONE = "lesson.days", "lesson.zone"
FIELD_HOLIDAYS, FIELD_TRACKS, FIELD_DIGEST = "lesson.holidays", "lesson.tracks", "lesson.digest"
ZONE_MAX = 60
COUNTRY_MAX = 60
DAYS_OFF_SHOWN = 10


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


def state_line(status: ScheduleStatus, words: Words) -> str:
    """One schedule in App Home: state, next, and how the last one ended."""
    last = _last(status, words)
    return " ".join([schedule_line(status, words), *([last] if last else [])])


def status_card(
    status: ScheduleStatus,
    words: Words,
    tracks: Sequence[Track] = (),
    days_off: Sequence[dt.date] = (),
) -> Message:
    """`/lesson status`: when, what happened last, what is chosen, what to change."""
    schedule = status.schedule
    said = [schedule_line(status, words)]
    last = _last(status, words)
    if last:
        said.append(last)
    if schedule.holidays:
        said.append(
            words("lesson-status-holidays", country=country_name(schedule.holidays, words.lang))
        )
    if days_off:
        said.append(words("lesson-status-days-off", days=days_listed(days_off, words)))
    if schedule.tracks:
        said.append(
            words("lesson-status-tracks", tracks=track_names(tracks, schedule.tracks, words))
        )
    if schedule.digest:
        said.append(words("lesson-status-digest"))
    return Message(
        " ".join(said),
        [
            rich(*(line(words.lang, each) for each in said)),
            schedule_buttons(status, words, preview=True),
        ],
    )


def schedule_buttons(status: ScheduleStatus, words: Words, *, preview: bool = False) -> Block:
    """What can be done about one schedule."""
    channel_id = status.schedule.channel_id
    shown = [button(words("lesson-change"), ids.LESSON_OPEN_FORM, channel_id)]
    if preview:
        shown.append(button(words("lesson-preview"), ids.LESSON_PREVIEW, channel_id))
    # Who paused it wants no lesson; it can still be asked for in words.
    if status.schedule.paused_until is None:
        shown.append(button(words("lesson-post-now"), ids.LESSON_POST_NOW, channel_id))
    return actions(*shown)


def days_listed(days: Sequence[dt.date], words: Words) -> str:
    """Days off, as many as anybody reads."""
    shown = [words.date(day) for day in days[:DAYS_OFF_SHOWN]]
    return words.listed([*shown, "…"] if len(days) > DAYS_OFF_SHOWN else shown)


def track_names(tracks: Sequence[Track], chosen: Sequence[str], words: Words) -> str:
    """The chosen tracks by name; all of them where none is chosen."""
    return words.listed(
        [track.name[words.lang] for track in tracks if not chosen or track.id in chosen]
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


def form_view(
    words: Words,
    channel_id: str | None,
    zone: str,
    before: Schedule | None,
    tracks: Sequence[Track] = (),
) -> View:
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
            InputBlock(
                block_id=FIELD_HOLIDAYS,
                label=plain(words("lesson-form-holidays"), LABEL_MAX),
                hint=plain(words("lesson-form-holidays-hint"), LABEL_MAX),
                element=PlainTextInputElement(
                    action_id="holidays",
                    initial_value=before.holidays if before and before.holidays else None,
                    max_length=COUNTRY_MAX,
                ),
                optional=True,
            ),
            *_track_fields(words, before, tracks),
            InputBlock(
                block_id=FIELD_DIGEST,
                label=plain(words("lesson-form-digest"), LABEL_MAX),
                element=_choice(
                    "digest",
                    {"on": words("lesson-form-digest-option")},
                    ["on"] if before and before.digest else [],
                ),
                optional=True,
            ),
        ],
        callback_id=ids.LESSON_FORM,
        submit="lesson-form-submit",
    )


def _track_fields(words: Words, before: Schedule | None, tracks: Sequence[Track]) -> list[Block]:
    if not tracks:  # Slack refuses checkboxes without any
        return []
    chosen = (before.tracks if before else ()) or [track.id for track in tracks]
    return [
        InputBlock(
            block_id=FIELD_TRACKS,
            label=plain(words("lesson-form-tracks"), LABEL_MAX),
            element=_choice(
                "tracks", {track.id: track.name[words.lang] for track in tracks}, chosen
            ),
            optional=True,
        )
    ]


@dataclass(frozen=True, slots=True)
class FormValues:
    """The form as it was sent; None where an older form had no such field."""

    channel_id: str
    at: str  # HH:MM
    weekdays: int
    zone: str
    holidays: str | None  # "" is none
    tracks: tuple[str, ...] | None  # () is all
    digest: bool | None


def read_form(form: Form) -> FormValues:
    """What was chosen and typed."""
    mask = 0
    for value in _chosen(form, FIELD_DAYS) or ():
        if value.isdigit() and int(value) < 7:
            mask |= 1 << int(value)
    country, digest = form.field(FIELD_HOLIDAYS), _chosen(form, FIELD_DIGEST)
    return FormValues(
        channel_id=str(form.field(FIELD_CHANNEL).get("selected_conversation") or ""),
        at=str(form.field(FIELD_TIME).get("selected_time") or ""),
        weekdays=mask,
        zone=text_in(form, FIELD_ZONE).strip(),
        holidays=typed(str(country.get("value") or "")).strip() if country else None,
        tracks=_chosen(form, FIELD_TRACKS),
        digest=None if digest is None else "on" in digest,
    )


def _chosen(form: Form, field: str) -> tuple[str, ...] | None:
    element = form.field(field)
    if not element:
        return None
    return tuple(str(option.get("value")) for option in element.get("selected_options") or ())


def _choice(action: str, options: dict[str, str], chosen: Sequence[str]) -> CheckboxesElement:
    shown = {
        value: Option(text=plain(label, OPTION_MAX), value=value)
        for value, label in options.items()
    }
    return CheckboxesElement(
        action_id=action,
        options=list(shown.values()),
        # Slack refuses an empty list.
        initial_options=[shown[each] for each in chosen if each in shown] or None,
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
