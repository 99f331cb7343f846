"""`/lesson`: today's lesson, a channel's schedule, and the form that sets it."""

import asyncio
import datetime as dt

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.lessons import (
    KEEP,
    DaysOff,
    Help,
    LessonCommand,
    LessonError,
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
    parse_command,
    zone,
)
from bot.lessons.digest import LEAST
from bot.lessons.holidays import name as country_name
from bot.slack.blocks.help import help_card
from bot.slack.blocks.kit import Message, channel, line, note, rich
from bot.slack.blocks.lesson import lesson_card
from bot.slack.blocks.schedule import (
    FIELD_CHANNEL,
    FIELD_DAYS,
    FIELD_HOLIDAYS,
    FIELD_TIME,
    FIELD_ZONE,
    days_in_words,
    days_listed,
    form_view,
    moment,
    preview_card,
    read_form,
    set_up_buttons,
    status_card,
    track_names,
)
from bot.slack.errors import slack_code
from bot.slack.failures import in_words
from bot.slack.gesture import Action, Command, Gesture, Submission
from bot.slack.listeners._asked import is_help
from bot.store import FOREVER, Schedule

_FORM_WORDS = frozenset({"form", "formulier", "טופס"})
_ZONE_WAIT_S = 1.5
_FIELD_OF = {Problem.ZONE_UNKNOWN: FIELD_ZONE, Problem.COUNTRY_UNKNOWN: FIELD_HOLIDAYS}
_NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})


async def lesson(command: Command) -> None:
    """`/lesson …`, as `bot.lessons.parse_command` reads it; `form` opens the form."""
    if is_help(command.text):
        await _help(command)
    elif command.text.casefold() in _FORM_WORDS:
        await command.ack()
        command.later(_open_form(command, command.channel))
    else:
        await _do(command, parse_command(command.text), command.channel or "")


async def _do(gesture: Command, asked: LessonCommand, channel_id: str) -> None:
    match asked:
        case Help():
            await _help(gesture)
        case Today():
            await _today(gesture, channel_id)
        case Subscribe():
            # Asks Slack for the person's zone, and tries whether Dean may speak here.
            await gesture.ack()
            gesture.later(_subscribe(gesture, asked, channel_id))
        case Status():
            lessons = gesture.services.lessons
            status = await lessons.status(gesture.team, channel_id)
            days_off = await lessons.days_off(gesture.team)
            await gesture.say(status_card(status, gesture.words, lessons.tracks(), days_off))
        case Preview():
            await gesture.say(await _preview(gesture, channel_id))
        case SetHolidays() | SetTracks() | ShowTracks() | SetDigest() | DaysOff():
            await gesture.say(_said(gesture, await _choose(gesture, asked, channel_id)))
        case _:
            await gesture.say(_said(gesture, await _change(gesture, asked, channel_id)))


async def _change(gesture: Command, asked: LessonCommand, channel_id: str) -> str:
    """Change the schedule; what to say about it."""
    lessons, words, where = gesture.services.lessons, gesture.words, channel(channel_id)
    match asked:
        case Unsubscribe():
            await lessons.unsubscribe(gesture.team, channel_id)
            return words("lesson-off", channel=where)
        case Pause(until, through):
            schedule = await lessons.pause(gesture.team, channel_id, until, through=through)
            end = schedule.paused_until
            if end is None or end == FOREVER:
                return words("lesson-paused", channel=where)
            return words("lesson-paused-until", channel=where, date=words.date(end))
        case Resume():
            await lessons.resume(gesture.team, channel_id)
            return words("lesson-resumed", channel=where, next=await _next(gesture, channel_id))
        case Skip():
            await lessons.skip_next(gesture.team, channel_id)
            return words("lesson-skipped", channel=where, next=await _next(gesture, channel_id))
        case PostNow():
            await lessons.post_now(gesture.team, channel_id)
            gesture.later(gesture.services.deliver_now())
            return words("lesson-posting", channel=where)
    raise LessonError(Problem.UNKNOWN_COMMAND, given="")


async def _choose(
    gesture: Command,
    asked: SetHolidays | SetTracks | ShowTracks | SetDigest | DaysOff,
    channel_id: str,
) -> str:
    """What the lessons are, and on which days they aren't; what to say about it."""
    lessons, words, where = gesture.services.lessons, gesture.words, channel(channel_id)
    match asked:
        case SetHolidays(written):
            schedule = await lessons.set_holidays(gesture.team, channel_id, written)
            coming = await _next(gesture, channel_id)
            if schedule.holidays is None:
                return words("lesson-holidays-none", channel=where, next=coming)
            country = country_name(schedule.holidays, words.lang)
            return words("lesson-holidays-set", channel=where, country=country, next=coming)
        case SetTracks(track):
            chosen = [] if track is None else [track]
            schedule = await lessons.set_tracks(gesture.team, channel_id, chosen)
            names = track_names(lessons.tracks(), schedule.tracks, words)
            return words("lesson-tracks-set", channel=where, tracks=names)
        case ShowTracks():
            return words("lesson-tracks-list", tracks=track_names(lessons.tracks(), (), words))
        case SetDigest(on):
            await lessons.set_digest(gesture.team, channel_id, on)
            if not on:
                return words("lesson-digest-off", channel=where)
            return words("lesson-digest-on", channel=where, least=words.number(LEAST))
        case DaysOff(days, off):
            ahead = await (
                lessons.change_days_off(gesture.team, days, off=off)
                if days
                else lessons.days_off(gesture.team)
            )
            if not ahead:
                return words("lesson-days-off-none")
            return words("lesson-days-off", days=days_listed(ahead, words))


async def _next(gesture: Gesture, channel_id: str) -> str:
    status = await gesture.services.lessons.status(gesture.team, channel_id)
    if status.next_at is None:
        return "–"
    return moment(status.next_at, status.schedule, gesture.words)


async def _help(command: Command) -> None:
    await command.say(help_card("lesson", command.words, command.services.settings.reaction))


async def _today(command: Command, channel_id: str) -> None:
    services, words = command.services, command.words
    today = await services.lessons.today(
        command.team, channel_id, words.lang, tz=services.settings.timezone
    )
    card = lesson_card(today.lesson, today.position, today.total, words, services.library)
    subscribed = await command.workspace.schedules.get(channel_id)
    if subscribed is None or not subscribed.enabled:
        extra = [note(words("lesson-none-yet"), words.lang), set_up_buttons(words, channel_id)]
        card = Message(card.text, [*card.blocks, *extra])
    await command.say(card)


async def _preview(gesture: Gesture, channel_id: str) -> Message:
    coming = await gesture.services.lessons.preview(gesture.team, channel_id, gesture.words.lang)
    return preview_card(coming, gesture.words)


async def _subscribe(gesture: Command, asked: Subscribe, channel_id: str) -> None:
    schedule = await gesture.services.lessons.subscribe(
        gesture.team,
        channel_id,
        gesture.user,
        local_time=asked.local_time,
        weekdays=asked.weekdays,
        tz=asked.tz or await _zone_of(gesture),
        lang=gesture.words.lang,
    )
    await _confirm(gesture, schedule)


async def _confirm(gesture: Gesture, schedule: Schedule) -> None:
    """Say what was set, in the channel itself: where that fails, the lessons would fail too."""
    words, where = gesture.words, channel(schedule.channel_id)
    said = words(
        "lesson-on",
        channel=where,
        days=days_in_words(schedule.weekdays, words),
        time=words.time(schedule.local_time),
        zone=schedule.tz,
        next=await _next(gesture, schedule.channel_id),
    )
    try:
        await gesture.client.chat_postEphemeral(
            channel=schedule.channel_id, user=gesture.user, **_said(gesture, said).payload()
        )
    except SlackApiError as error:
        code = slack_code(error)
        if code == "user_not_in_channel":  # set from the form, for a channel of others
            await gesture.say(_said(gesture, said))
            return
        if code not in _NOT_THERE:
            raise
        missing = words("lesson-on-not-in", channel=where)
        await gesture.say(
            Message(f"{said} {missing}", [rich(line(words.lang, said), line(words.lang, missing))])
        )


async def open_form(action: Action) -> None:
    """The form, from a card; filled with the channel's schedule where it has one."""
    await action.ack()
    action.later(_open_form(action, action.value or action.channel))


async def _open_form(gesture: Gesture, channel_id: str | None) -> None:
    before = await gesture.workspace.schedules.get(channel_id) if channel_id else None
    tracks = gesture.services.lessons.tracks()
    view = form_view(gesture.words, channel_id, await _zone_of(gesture), before, tracks)
    await gesture.client.views_open(trigger_id=str(gesture.body["trigger_id"]), view=view)


async def preview(action: Action) -> None:
    """What comes next, from a card."""
    await action.say(await _preview(action, action.value or action.channel or ""))


async def post_now(action: Action) -> None:
    """Today's lesson, this moment, from a card or from App Home."""
    channel_id = action.value or action.channel or ""
    await action.services.lessons.post_now(action.team, channel_id)
    await action.say(_said(action, action.words("lesson-posting", channel=channel(channel_id))))
    action.later(action.services.deliver_now())


async def submitted(form: Submission) -> None:
    """The form was sent: check it field by field, then set the schedule."""
    given = read_form(form)
    channel_id, at, tz, words = given.channel_id, given.at, given.zone, form.words
    if not channel_id:
        await form.refuse(FIELD_CHANNEL, words("error-lesson-no-channel"))
        return
    try:
        local_time = dt.time.fromisoformat(at)
    except ValueError:
        await form.refuse(FIELD_TIME, words("error-lesson-time-unclear", given=at))
        return
    try:
        zone(tz)
        schedule = await form.services.lessons.subscribe(
            form.team,
            channel_id,
            form.user,
            local_time=local_time,
            weekdays=given.weekdays,
            tz=tz,
            lang=words.lang,
            tracks=KEEP if given.tracks is None else given.tracks,
            holidays=KEEP if given.holidays is None else given.holidays or None,
            digest=KEEP if given.digest is None else given.digest,
        )
    except LessonError as error:
        field = _FIELD_OF.get(error.code, FIELD_DAYS)
        await form.refuse(field, in_words(error, words) or "")
        return
    await form.ack()
    form.later(_confirm(form, schedule))


async def _zone_of(gesture: Gesture) -> str:
    """The person's zone in Slack; the default where Slack won't say."""
    try:
        # A form has three seconds to open, and the zone is only what it starts with.
        async with asyncio.timeout(_ZONE_WAIT_S):
            found = await gesture.client.users_info(user=gesture.user)
        name = str((found.get("user") or {}).get("tz") or "")
        zone(name)
    except (SlackApiError, LessonError, aiohttp.ClientError, TimeoutError):
        return gesture.services.settings.timezone
    return name


def _said(gesture: Gesture, text: str) -> Message:
    return Message(text, [rich(line(gesture.words.lang, text))])
