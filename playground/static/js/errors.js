/** What went wrong, in words, and where it is shown: a quiet line where the person is. */

import { changed, state } from "./state.js";
import { pageTs } from "./time.js";

/** @type {Record<string, (bot: string, what: string) => string>} */
const WORDS = {
  operation_timeout: (bot, what) =>
    `${what} got no answer from ${bot} within 3 seconds. It may still be working; try again in a moment.`,
  dispatch_failed: (bot, what) =>
    `${what} didn't reach ${bot}: it answered with an error or couldn't be reached.`,
  dispatch_unknown_error: (bot, what) =>
    `${what} didn't reach ${bot}: it answered with an error or couldn't be reached.`,
  invalid_command_response: (_, what) => `${what} was answered with something that isn't a message.`,
  unknown_command: (_, what) => `${what} is not a command that an app here has.`,
  not_in_channel: () => "You aren't in this channel.",
  msg_too_long: () => "The message is too long: 40,000 characters are the most.",
  unreachable: () => "The playground itself doesn't answer. Is it still running?",
  no_bot: (bot, what) => `${what} went nowhere: ${bot} isn't connected.`,
};

/**
 * @param {{error?: string, message?: string, code?: string, text?: string}} reply
 * @param {string} what the thing that was done, as the sentence's subject: "/tip", "That click"
 */
export function explain(reply, what) {
  const code = reply.error ?? reply.code ?? "";
  const said = reply.message ?? reply.text;
  if (said) return said;
  const words = WORDS[code];
  return words ? words(state.bot.name, what) : `${what} failed${code ? ` (${code})` : ""}.`;
}

let count = 0;

/** What a refusal says to whoever makes the bot. @param {Record<string, any>} reply */
export const detailOf = (reply) =>
  reply.detail ?? (reply.details?.length ? reply.details.join("; ") : undefined);

/**
 * A quiet line at the end of a channel or thread. It is the person's own and gone on reload.
 * @param {string} text @param {{channel?: string, thread_ts?: string, detail?: string}} [where]
 */
export function notice(text, where = {}) {
  // One cause may be told twice, as an answer and as an event.
  if (state.notices.some((each) => each.text === text && Number(pageTs()) - Number(each.ts) < 1)) return;
  state.notices.push({
    id: `notice-${(count += 1)}`,
    ts: pageTs(),
    text,
    channel: where.channel || state.channel,
    thread_ts: where.thread_ts || undefined,
    detail: where.detail,
  });
  changed("messages", "thread");
}

/** @param {string} id */
export function dismissNotice(id) {
  state.notices = state.notices.filter((each) => each.id !== id);
  changed("messages", "thread");
}
