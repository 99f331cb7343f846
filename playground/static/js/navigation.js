/** Where the person is: channel, tab, thread. The address bar's `#C…` names the channel. */

import { get, post } from "./api.js";
import { explain, notice } from "./errors.js";
import { botDirectMessage, changed, currentChannel, state } from "./state.js";

/** Counts loads, so that an answer that comes late for another place is dropped. */
let visit = 0;

/** @param {string} id @param {"messages" | "home"} [tab] */
export async function openChannel(id, tab = "messages") {
  if (!state.channels.has(id)) return;
  const moved = id !== state.channel;
  state.channel = id;
  state.tab = tab;
  if (moved) {
    state.thread = "";
    state.replies = [];
    state.messages = [];
  }
  if (location.hash !== `#${id}`)
    history.replaceState(null, "", `${location.pathname}${location.search}#${id}`);
  sessionStorage.setItem("playground.channel", id);
  const channel = currentChannel();
  if (channel && tab === "messages") channel.unread = 0;
  changed("channels", "place", "messages", "thread", "home");
  if (tab === "home") {
    const reply = await post("home", { user: state.me });
    if (reply.view) takeHome(reply.view);
    else if (!reply.ok) takeHome({ failed: explain(reply, "Opening the Home tab") });
    return;
  }
  // The bot hears of both tabs, as in Slack.
  if (moved && state.homeEnabled && botDirectMessage()?.id === id) void post("home", { user: state.me, tab });
  await loadMessages();
}

/** Tells the server that what is on the screen has been seen. */
export function markRead() {
  if (document.visibilityState === "visible")
    void post("mark_read", { user: state.me, channel: state.channel });
}

/** @param {any} view */
export function takeHome(view) {
  state.home = view;
  changed("home");
}

export async function loadMessages() {
  const mine = (visit += 1);
  const query = { user: state.me, channel: state.channel };
  try {
    const loaded = await get("messages", query);
    const replies = state.thread ? await get("messages", { ...query, thread_ts: state.thread }) : null;
    if (mine !== visit) return;
    state.messages = loaded.messages;
    if (replies) state.replies = replies.messages;
  } catch (error) {
    if (mine === visit)
      notice(`The messages couldn't be read. ${error instanceof Error ? error.message : ""}`);
  }
  changed("messages", "thread");
}

/** @param {string} ts the parent's @param {boolean} [focus] moves focus to the thread's message box */
export async function openThread(ts, focus = false) {
  const place = { channel: state.channel, user: state.me };
  state.thread = ts;
  state.replies = [];
  changed("thread", "messages");
  if (focus) /** @type {HTMLElement | null} */ (document.querySelector("#thread textarea"))?.focus();
  const loaded = await get("messages", { ...place, thread_ts: ts }).catch(() => null);
  if (!loaded || state.thread !== ts || state.channel !== place.channel) return;
  state.replies = loaded.messages;
  changed("thread");
}

export function closeThread() {
  const ts = state.thread;
  state.thread = "";
  state.replies = [];
  changed("thread", "messages");
  /** @type {HTMLElement | null} */ (document.querySelector(`#log [data-ts="${CSS.escape(ts)}"]`))?.focus();
}

/** Adds the bot to the open channel. */
export async function inviteBot() {
  const channel = state.channel;
  const reply = await post("invite", { user: state.me, channel });
  if (!reply.ok) {
    notice(explain(reply, "The invitation"), { channel });
    return;
  }
  const joined = state.channels.get(channel);
  if (joined) joined.bot_is_member = true;
  changed("channels", "place");
}
