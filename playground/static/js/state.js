/**
 * What the page knows, and who wants to hear of a change.
 *
 * @typedef {{id: string, name: string, real_name: string, title?: string, tz: string, locale?: string,
 *   is_admin?: boolean, is_bot?: boolean, color?: string, initials?: string}} User
 * @typedef {{id: string, name: string, kind: "channel" | "private" | "im", is_member: boolean, bot_is_member: boolean,
 *   topic?: string, unread: number}} Channel
 * @typedef {{name: string, char: string, users: string[]}} Reaction
 * @typedef {{ts: string, user?: string | null, bot?: string | null, bot_id?: string | null, subtype?: string | null, text?: string,
 *   blocks?: any[], attachments?: any[], thread_ts?: string | null, broadcast?: boolean,
 *   reply_count?: number, reactions?: Reaction[], files?: any[], edited?: boolean}} Message
 *   `bot` is the name an app posted under
 * @typedef {{id: string, ts: string, channel?: string, thread_ts?: string, text: string, detail?: string}} Notice
 *   a quiet line in the place where the person is
 */

export const state = {
  me: "",
  /** @type {{id?: string, name?: string}} */ team: {},
  /** @type {{id: string, name: string, app_id?: string}} */ bot: { id: "", name: "the bot" },
  /** @type {Map<string, User>} */ users: new Map(),
  /** @type {Map<string, Channel>} */ channels: new Map(),
  /** @type {{command: string, description?: string, usage_hint?: string}[]} */ commands: [],
  /** @type {{name: string, callback_id: string, type: string, description?: string}[]} */ shortcuts: [],
  /** @type {{name: string, char: string}[]} */ reactions: [],
  /** @type {{title: string, text: string, action?: any}[] | undefined} */ hints: undefined,
  homeEnabled: false,
  botConnected: false,
  transport: "",
  online: true,
  /** Simulated time minus this machine's, in milliseconds. */ clockShift: 0,
  /** Simulated time minus the server's own, in seconds: what the clock was moved by. */ clockOffset: 0,

  /** The open channel, its tab, and the parent ts of the open thread. */
  channel: "",
  /** @type {"messages" | "home"} */ tab: "messages",
  thread: "",
  /** @type {Message[]} */ messages: [],
  /** @type {Message[]} */ replies: [],
  /** @type {(Message & {channel: string})[]} what only this person sees; gone on reload */ ephemerals: [],
  /** @type {Notice[]} */ notices: [],
  /** @type {any} the App Home view */ home: null,
};

/**
 * @typedef {"people" | "channels" | "messages" | "thread" | "place" | "home" | "clock" | "connection"} Topic
 */

/** @type {Map<Topic, Set<() => void>>} */
const listeners = new Map();

/** @param {Topic[]} topics @param {() => void} listener runs when any of them changes */
export function on(topics, listener) {
  for (const topic of topics) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic)?.add(listener);
  }
}

/** @param {...Topic} topics that have changed; a listener of several runs once */
export function changed(...topics) {
  const due = new Set(topics.flatMap((topic) => [...(listeners.get(topic) ?? [])]));
  for (const listener of due) listener();
}

/** @param {any} loaded the answer of GET /page/state */
export function takeState(loaded) {
  state.team = typeof loaded.team === "string" ? { name: loaded.team } : (loaded.team ?? {});
  state.bot = loaded.bot ?? state.bot;
  state.users = new Map(loaded.users.map((/** @type {User} */ user) => [user.id, user]));
  state.channels = new Map(loaded.channels.map((/** @type {Channel} */ channel) => [channel.id, channel]));
  state.commands = loaded.commands ?? [];
  state.shortcuts = loaded.shortcuts ?? [];
  state.reactions = loaded.reactions ?? [];
  state.hints = Array.isArray(loaded.hints) ? loaded.hints : undefined;
  state.homeEnabled = Boolean(loaded.home_enabled);
  state.botConnected = Boolean(loaded.bot_connected);
  state.transport = loaded.transport ?? "";
  takeClock(loaded.clock);
}

/** @param {{now: string, offset_seconds?: number}} [clock] */
export function takeClock(clock) {
  if (!clock) return;
  state.clockShift = Date.parse(clock.now) - Date.now();
  state.clockOffset = clock.offset_seconds ?? state.clockShift / 1000;
}

export const me = () => state.users.get(state.me);
export const currentChannel = () => state.channels.get(state.channel);

/** Is this user id the bot's? @param {string | undefined} id */
export const isBot = (id) => Boolean(id && (id === state.bot.id || state.users.get(id)?.is_bot));

/** @param {string | undefined} id */
export function userName(id) {
  if (!id) return "Someone";
  const user = state.users.get(id);
  return user?.real_name || user?.name || (id === state.bot.id ? state.bot.name : id);
}

/** "#support", or the person's name for a direct message. @param {Channel | undefined} channel */
export function channelLabel(channel) {
  if (!channel) return "";
  return channel.kind === "im" ? channel.name.replace(/^@/, "") : `#${channel.name}`;
}

/** The direct message with the bot, if the person has one. */
export const botDirectMessage = () =>
  [...state.channels.values()].find((channel) => channel.kind === "im" && channel.bot_is_member);
