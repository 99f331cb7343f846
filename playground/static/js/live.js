/** What the server says by itself, put into the page's state. */

import { announce } from "./dom.js";
import { detailOf, explain, notice } from "./errors.js";
import { closeView, openView, troubleIn, updateView } from "./modal.js";
import { loadMessages, markRead, takeHome } from "./navigation.js";
import { changed, state, takeClock } from "./state.js";

/** @typedef {import("./state.js").Message & {channel: string}} PlacedMessage */

/** Events carry a message beside its channel, or with it. @param {any} data @returns {PlacedMessage} */
const placed = (data) => ({ ...(data.message ?? data), channel: data.channel ?? data.message?.channel });

/** @param {PlacedMessage} message */
const isReply = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts);

/** @param {PlacedMessage[] | import("./state.js").Message[]} list @param {any} message */
function put(list, message) {
  const at = list.findIndex((each) => each.ts === message.ts);
  if (at < 0) list.push(message);
  else list[at] = { ...list[at], ...message };
}

/** @type {Record<string, (data: any) => void>} */
const HANDLERS = {
  message(data) {
    const message = placed(data);
    const mine = message.user === state.me;
    const channel = state.channels.get(message.channel);
    if (message.channel !== state.channel || state.tab === "home") {
      if (channel && !mine && !isReply(message)) channel.unread += 1;
      changed("channels");
    }
    if (message.channel !== state.channel) return;
    if (state.tab === "messages" && !isReply(message)) markRead();
    if (!isReply(message)) put(state.messages, message);
    else {
      if (message.thread_ts === state.thread) put(state.replies, message);
      // The parent's new count of replies comes as a change of the parent.
      if (message.broadcast) put(state.messages, message);
    }
    changed("messages", "thread");
  },
  message_changed(data) {
    const message = placed(data);
    const inPlace = (/** @type {any} */ each) =>
      each.ts === message.ts && (each.channel ?? state.channel) === message.channel;
    for (const list of [state.messages, state.replies, state.ephemerals])
      if (list.some(inPlace)) put(list, message);
    changed("messages", "thread");
  },
  message_deleted(data) {
    const message = placed(data);
    const ts = data.deleted_ts ?? message.ts;
    const gone = (/** @type {any} */ each) =>
      each.ts === ts && (each.channel ?? state.channel) === message.channel;
    const reply = state.replies.find((each) => gone(each) && each.ts !== state.thread);
    const parent = reply && state.messages.find((each) => each.ts === reply.thread_ts);
    if (parent?.reply_count) parent.reply_count -= 1;
    state.messages = state.messages.filter((each) => !gone(each));
    state.replies = state.replies.filter((each) => !gone(each));
    state.ephemerals = state.ephemerals.filter((each) => !gone(each));
    changed("messages", "thread");
  },
  ephemeral(data) {
    const message = placed(data);
    // One that was there and is sent again was replaced through its response_url.
    const at = state.ephemerals.findIndex(
      (each) => each.ts === message.ts && each.channel === message.channel,
    );
    if (at >= 0) state.ephemerals[at] = message;
    else state.ephemerals.push(message);
    if (message.channel !== state.channel) {
      const channel = state.channels.get(message.channel);
      if (channel) channel.unread += 1;
      changed("channels");
    }
    if (isReply(message) && message.thread_ts !== state.thread)
      announce(`${state.bot.name} answered in a thread. Only you can see it.`);
    changed("messages", "thread");
  },
  reaction(data) {
    if ((data.channel ?? state.channel) !== state.channel) return;
    for (const list of [state.messages, state.replies]) {
      const message = list.find((each) => each.ts === data.ts);
      if (message) message.reactions = data.reactions;
    }
    changed("messages", "thread");
  },
  view_opened(data) {
    closeView();
    openView(data.view);
  },
  view_pushed: (data) => openView(data.view),
  view_updated: (data) => updateView(data.view),
  view_closed: (data) => closeView(data.cleared ? undefined : data.view_id),
  home: (data) => takeHome(data.view),
  clock(data) {
    takeClock(data);
    // Day names ("Today") depend on it as well.
    changed("clock", "messages", "thread");
  },
  members(data) {
    const channel = state.channels.get(data.channel);
    if (channel && data.user === state.me) channel.is_member = data.joined;
    if (channel) channel.bot_is_member = data.bot_is_member;
    changed("channels", "place");
    if (data.channel === state.channel) void loadMessages();
  },
  connection(data) {
    state.botConnected = Boolean(data.bot_connected ?? data.connected);
    state.transport = data.transport ?? state.transport;
    changed("connection");
  },
  error(data) {
    const words = explain(data, "That");
    if (!troubleIn(data.view_id, words))
      notice(words, { channel: data.channel, thread_ts: data.thread_ts, detail: detailOf(data) });
  },
};

/** @param {string} name @param {any} data */
export function takeEvent(name, data) {
  HANDLERS[name]?.(data);
}
