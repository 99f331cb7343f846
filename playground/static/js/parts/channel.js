/** The open channel's messages, and its head. */

import { byId, fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { inviteBot, openChannel } from "../navigation.js";
import { botDirectMessage, channelLabel, currentChannel, on, state, userName } from "../state.js";
import { avatar } from "./avatar.js";
import { here, inThreadOf, Log } from "./log.js";

/**
 * A message of the channel itself, or a reply that was also sent to it.
 * @param {import("../state.js").Message} message
 */
const inChannel = (message) => !message.thread_ts || message.thread_ts === message.ts || message.broadcast;

export function startChannel() {
  const jump = byId("jump");
  const log = new Log(byId("log"), { inThread: false, onAway: (away) => (jump.hidden = !away) });
  jump.prepend(icon("down"));
  jump.addEventListener("click", () => {
    log.toEnd();
    byId("log").querySelector('.message[tabindex="0"]')?.focus({ preventScroll: true });
  });

  let place = "";
  on(["messages", "people"], () => {
    if (place !== `${state.me} ${state.channel}`) log.reset();
    place = `${state.me} ${state.channel}`;
    const ephemerals = here(state.ephemerals);
    log.show(
      state.messages.filter(inChannel).map((message) => ({ ...message, channel: state.channel })),
      ephemerals.filter((each) => !each.thread_ts),
      here(state.notices).filter((each) => !each.thread_ts),
      {
        empty: emptyChannel,
        privateReplies: (ts) => (state.thread === ts ? 0 : inThreadOf(ephemerals, ts).length),
      },
    );
  });
  on(["place", "channels", "people", "home"], drawPlace);
}

function emptyChannel() {
  const channel = currentChannel();
  return h(
    "div.empty",
    {},
    h(
      "p",
      {},
      channel?.kind === "im"
        ? `This is the start of what you and ${channelLabel(channel)} say to each other.`
        : `This is the start of ${channelLabel(channel)}.`,
    ),
  );
}

function drawPlace() {
  const channel = currentChannel();
  const home = byId("home");
  const onHome = state.tab === "home";
  home.hidden = !onHome;
  byId("log-area").hidden = onHome;
  byId("composer").hidden = onHome;
  if (!channel) return;
  const direct = channel.kind === "im";
  const withBot = botDirectMessage()?.id === channel.id;
  const title = h(
    "h1",
    { id: "place-title" },
    direct
      ? h("bdi", {}, channelLabel(channel))
      : [icon(channel.kind === "private" ? "lock" : "hash"), h("bdi", {}, channel.name)],
  );
  fill(
    byId("place"),
    h(
      "div.place-words",
      {},
      direct && avatar(withBot ? state.bot.id : undefined, "small"),
      title,
      withBot && h("span.badge", {}, "APP"),
      channel.topic && h("p.topic", { dir: "auto", title: channel.topic }, channel.topic),
    ),
    withBot && state.homeEnabled && tabs(channel),
    !direct && botChip(channel),
  );
  document.title = title.textContent
    ? `${direct ? "" : "#"}${channelLabel(channel).replace(/^#/, "")} — Playground`
    : "Playground";
}

/** @param {import("../state.js").Channel} channel */
function tabs(channel) {
  /** @type {(tab: "messages" | "home", label: string) => HTMLElement} */
  const one = (tab, label) =>
    h(
      "button.tab",
      {
        type: "button",
        role: "tab",
        id: `tab-${tab}`,
        "aria-selected": state.tab === tab,
        tabindex: state.tab === tab ? "0" : "-1",
        "aria-controls": tab === "home" ? "home" : "log-area",
        onclick: () => void openChannel(channel.id, tab),
      },
      label,
    );
  const node = h(
    "div.tabs",
    { role: "tablist", "aria-label": channelLabel(channel) },
    one("home", "Home"),
    one("messages", "Messages"),
  );
  node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    void openChannel(channel.id, state.tab === "home" ? "messages" : "home");
    byId(`tab-${state.tab}`)?.focus();
  });
  return node;
}

/** @param {import("../state.js").Channel} channel */
function botChip(channel) {
  const name = userName(state.bot.id) === state.bot.id ? state.bot.name : userName(state.bot.id);
  if (channel.bot_is_member) return h("span.bot-chip", {}, icon("check"), h("span", {}, `${name} is here`));
  return h(
    "span.bot-chip",
    {},
    h("span.bot-away", {}, `${name} isn't here`),
    h(
      "button.button.invite",
      { type: "button", disabled: !channel.is_member, onclick: () => void inviteBot() },
      icon("plus"),
      `Invite ${name}`,
    ),
  );
}
