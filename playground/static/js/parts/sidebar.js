/** Channels and direct messages, and whether the bot is there. */

import { byId, fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { openChannel } from "../navigation.js";
import { botDirectMessage, channelLabel, on, state } from "../state.js";
import { avatar } from "./avatar.js";

const narrow = window.matchMedia("(max-width: 760px)");

/** @param {boolean} open */
function setOpen(open) {
  const toggle = byId("sidebar-toggle");
  byId("frame").classList.toggle("with-sidebar", open);
  byId("scrim").hidden = !open;
  byId("sidebar").inert = narrow.matches && !open;
  toggle.setAttribute("aria-expanded", String(open));
  if (open) byId("sidebar").querySelector("[aria-current], button")?.focus();
}

export function startSidebar() {
  const toggle = byId("sidebar-toggle");
  toggle.append(icon("menu"));
  toggle.addEventListener("click", () => setOpen(toggle.getAttribute("aria-expanded") !== "true"));
  byId("scrim").addEventListener("click", () => setOpen(false));
  byId("sidebar").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && narrow.matches) {
      setOpen(false);
      toggle.focus();
    }
  });
  narrow.addEventListener("change", () => setOpen(false));
  setOpen(false);
  on(["channels", "people", "place"], draw);
  on(["connection"], drawConnection);
}

function draw() {
  const all = [...state.channels.values()];
  const direct = botDirectMessage();
  fill(
    byId("sidebar"),
    h("p.sidebar-brand", {}, h("strong", {}, "Playground"), " — a stand-in for Slack"),
    h("p.workspace", {}, h("bdi", {}, state.team.name ?? "Workspace")),
    group(
      "Channels",
      all.filter((channel) => channel.kind !== "im"),
    ),
    group(
      "Direct messages",
      all.filter((channel) => channel.kind === "im"),
      direct,
    ),
    h(
      "p.sidebar-foot",
      {},
      `A stand-in on this machine: ${state.bot.name} talks to it as it would to Slack.`,
    ),
  );
}

/**
 * @param {string} title
 * @param {import("../state.js").Channel[]} channels
 * @param {import("../state.js").Channel} [direct]
 */
function group(title, channels, direct) {
  if (!channels.length) return null;
  return h(
    "section.group",
    {},
    h("h2", {}, title),
    h(
      "ul",
      {},
      channels.map((channel) => {
        const current = channel.id === state.channel;
        const unread = current || !channel.is_member ? 0 : channel.unread;
        return h(
          "li",
          {},
          h(
            "button.channel",
            {
              type: "button",
              "aria-current": current ? "page" : undefined,
              dataset: { channel: channel.id },
              class: [unread ? "unread" : "", channel.is_member ? "" : "not-member"]
                .filter(Boolean)
                .join(" "),
              title: channel.is_member ? undefined : "You aren't in this channel",
              onclick: () => {
                setOpen(false);
                void openChannel(channel.id);
              },
            },
            channel.kind === "im"
              ? avatar(channel === direct ? state.bot.id : undefined, "small")
              : icon(channel.kind === "private" ? "lock" : "hash"),
            h("span.channel-name", {}, h("bdi", {}, channelLabel(channel).replace(/^#/, ""))),
            unread > 0 &&
              h("span.count", { "aria-label": `${unread} unread` }, unread > 99 ? "99+" : String(unread)),
          ),
        );
      }),
    ),
  );
}

function drawConnection() {
  const root = byId("connection");
  const up = state.online && state.botConnected;
  const words = !state.online
    ? "Playground away"
    : up
      ? `${state.bot.name} connected`
      : `${state.bot.name} is away`;
  const by =
    { http: "HTTP", socket: "Socket Mode", socket_mode: "Socket Mode" }[state.transport] ?? state.transport;
  root.className = `connection ${up ? "is-up" : "is-down"}`;
  root.title = !state.online
    ? "The page lost the playground and keeps trying to reach it."
    : up
      ? `Over ${by || "its own connection"}.`
      : `${state.bot.name} isn't running, or doesn't answer.`;
  fill(root, h("span.dot", { "aria-hidden": "true" }), h("span.connection-words", {}, words));
}
