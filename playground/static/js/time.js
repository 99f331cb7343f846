/** Simulated time, in the time zone of the person who looks. */

import { me, state } from "./state.js";

export const now = () => new Date(Date.now() + state.clockShift);
export const zone = () => me()?.tz || Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * Intl throws on a zone that this browser doesn't know; then the browser's own serves.
 * @param {Date} date
 * @param {Intl.DateTimeFormatOptions} options
 */
export function format(date, options) {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone(), ...options }).format(date);
  } catch {
    return new Intl.DateTimeFormat("en-GB", options).format(date);
  }
}

/** @param {string} ts Slack's "seconds.microseconds" */
export const dateOf = (ts) => new Date(Number.parseFloat(ts) * 1000);

/** A ts for things that only the page has, so that they sort among the messages. */
export const pageTs = () => (now().getTime() / 1000).toFixed(6);

/** @param {Date} date */
export const clockTime = (date) => format(date, { hour: "2-digit", minute: "2-digit" });
/** @param {Date} date */
export const dayKey = (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" });
/** @param {Date} date */
export const shortDay = (date) => format(date, { weekday: "short", day: "numeric", month: "short" });

const DAY = 86_400_000;

/** "Today", "Yesterday" or "Thursday 4 December". @param {Date} date */
export function dayName(date) {
  const key = dayKey(date);
  if (key === dayKey(now())) return "Today";
  if (key === dayKey(new Date(now().getTime() - DAY))) return "Yesterday";
  return format(date, { weekday: "long", day: "numeric", month: "long" });
}

/** The wall clock of `date` in the person's zone, as numbers. @param {Date} date */
function wallClock(date) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone(),
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      hourCycle: "h23",
    })
      .formatToParts(date)
      .map((part) => [part.type, Number(part.value)]),
  );
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/**
 * The instant at which the person's clock shows `wall` (milliseconds as if it were UTC).
 * Two rounds settle it on both sides of a daylight-saving change.
 * @param {number} wall
 */
function instantOf(wall) {
  let guess = wall;
  for (let round = 0; round < 2; round += 1) guess += wall - wallClock(new Date(guess));
  return new Date(guess);
}

/** `hour` o'clock, `days` days from today, where the person is. @param {number} days @param {number} hour */
export function atHour(days, hour) {
  const today = Math.floor(wallClock(now()) / DAY) * DAY;
  return instantOf(today + days * DAY + hour * 3_600_000);
}

/** Days until the next Monday (1 to 7). */
export function daysToMonday() {
  const weekday = new Date(wallClock(now())).getUTCDay();
  return (8 - weekday) % 7 || 7;
}

/** What `<input type="datetime-local">` shows for a moment, and back. @param {Date} date */
export const toLocalInput = (date) => new Date(wallClock(date)).toISOString().slice(0, 16);
/** @param {string} value */
export const fromLocalInput = (value) => instantOf(Date.parse(`${value}Z`));

/**
 * Slack's `<!date^…>` and rich-text date formats.
 * @param {number} seconds @param {string} pattern for example "{date_short} at {time}"
 */
export function slackDate(seconds, pattern) {
  const date = new Date(seconds * 1000);
  /** @type {Record<string, () => string>} */
  const tokens = {
    date_num: () =>
      format(date, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
    date: () => format(date, { day: "numeric", month: "long", year: "numeric" }),
    date_short: () => format(date, { day: "numeric", month: "short", year: "numeric" }),
    date_long: () => format(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    day_divider_pretty: () => dayName(date),
    date_pretty: () => pretty(date, "date"),
    date_short_pretty: () => pretty(date, "date_short"),
    date_long_pretty: () => pretty(date, "date_long"),
    time: () => clockTime(date),
    time_secs: () => format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    ago: () => ago(date),
  };
  /** @param {Date} day @param {string} otherwise */
  function pretty(day, otherwise) {
    const name = dayName(day);
    return name === "Today" || name === "Yesterday" ? name.toLowerCase() : tokens[otherwise]();
  }
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => (tokens[name] ? tokens[name]() : whole));
}

/** @param {Date} date */
function ago(date) {
  const minutes = Math.round((date.getTime() - now().getTime()) / 60_000);
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return relative.format(minutes, "minute");
  if (Math.abs(minutes) < 1440) return relative.format(Math.round(minutes / 60), "hour");
  return relative.format(Math.round(minutes / 1440), "day");
}
