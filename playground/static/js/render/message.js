/** One message: who, when, what, its reactions and its thread. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { dismissEphemeral, messageContext, toggleReaction } from "../messages.js";
import { avatar } from "../parts/avatar.js";
import { messageTools } from "../parts/tools.js";
import { openThread } from "../navigation.js";
import { isBot, state, userName } from "../state.js";
import { emojify } from "../text/emoji.js";
import { mrkdwn } from "../text/mrkdwn.js";
import { clockTime, dateOf, format, zone } from "../time.js";
import { renderBlocks } from "./blocks.js";

/** @typedef {import("../state.js").Message & {channel: string}} PlacedMessage */

/** @param {PlacedMessage} message */
export const authorOf = (message) => message.user || message.bot_id || state.bot.id;

/**
 * @param {PlacedMessage} message
 * @param {{grouped: boolean, inThread: boolean, ephemeral?: boolean, hiddenReplies?: number}} look
 *   `grouped`: right under a message of the same author; `hiddenReplies`: private answers in its thread
 */
export function renderMessage(message, look) {
  if (message.subtype === "channel_join" || message.subtype === "channel_leave") return systemLine(message);
  const author = authorOf(message);
  const botPost = Boolean(message.bot) || isBot(author);
  const shownName = message.bot || (author === state.bot.id ? state.bot.name : userName(author));
  const date = dateOf(message.ts);
  const grouped = look.grouped && !look.ephemeral;
  const time = h(
    "time",
    {
      datetime: date.toISOString(),
      title: `${format(date, { dateStyle: "full", timeStyle: "medium" })} · ${zone()}`,
    },
    clockTime(date),
  );
  const node = h(
    "article.message",
    {
      class: [grouped ? "grouped" : "", look.ephemeral ? "ephemeral" : ""].filter(Boolean).join(" "),
      tabindex: "-1",
      "aria-label": `${shownName}, ${clockTime(date)}${look.ephemeral ? ", only visible to you" : ""}`,
      "aria-describedby": "message-keys",
      dataset: { ts: message.ts },
    },
    look.ephemeral && privacyLine(message),
    h("div.gutter", {}, grouped ? time : avatar(author, "", shownName)),
    h(
      "div.message-body",
      {},
      !grouped &&
        h(
          "header.message-head",
          {},
          h("bdi.author", {}, shownName),
          botPost && h("span.badge", {}, "APP"),
          time,
        ),
      h("div.message-content", {}, content(message)),
      message.files?.map(fileChip),
      !look.ephemeral && reactions(message),
      !look.ephemeral && !look.inThread && threadLink(message, look.hiddenReplies ?? 0),
    ),
    !look.ephemeral && messageTools(message, look.inThread),
  );
  return node;
}

/** Somebody came or went. @param {PlacedMessage} message */
const systemLine = (message) =>
  h("div.system-line.text", { dataset: { ts: message.ts } }, mrkdwn(message.text ?? ""));

/** @param {PlacedMessage} message */
function privacyLine(message) {
  return h(
    "p.privacy",
    {},
    icon("eye"),
    h("span", {}, "Only visible to you"),
    h("button.link-button", { type: "button", onclick: () => dismissEphemeral(message) }, "Dismiss"),
  );
}

/** @param {PlacedMessage} message */
function content(message) {
  const edited = message.edited && h("span.edited", {}, " (edited)");
  if (message.blocks?.length && message.blocks.some((block) => block.type)) {
    return [renderBlocks(message.blocks, messageContext(message)), edited];
  }
  return [
    h("div.text", {}, mrkdwn(message.text ?? ""), edited),
    message.attachments?.map((each) => attachment(each, message)),
  ];
}

/** The older kind of card. @param {any} each @param {PlacedMessage} message */
function attachment(each, message) {
  const words = [each.pretext, each.title, each.text ?? (each.blocks ? "" : each.fallback)].filter(Boolean);
  const node = h(
    "div.attachment",
    {},
    words.map((part) => h("div.text", {}, mrkdwn(part))),
    each.blocks && renderBlocks(each.blocks, messageContext(message)),
  );
  if (/^#?[0-9a-f]{6}$/i.test(each.color ?? ""))
    node.style.setProperty("--bar", `#${each.color.replace("#", "")}`);
  return node;
}

/** @param {any} file */
const fileChip = (file) =>
  h("span.file", {}, icon("file"), h("span", { dir: "auto" }, file.title || file.name || "File"));

/** @param {PlacedMessage} message */
function reactions(message) {
  if (!message.reactions?.length) return null;
  return h(
    "div.reactions",
    {},
    message.reactions.map((reaction) => {
      const mine = reaction.users.includes(state.me);
      const who = reaction.users.map((id) => (id === state.me ? "you" : userName(id))).join(", ");
      const char = reaction.char || emojify(`:${reaction.name}:`);
      return h(
        "button.reaction",
        {
          type: "button",
          class: mine ? "mine" : "",
          "aria-pressed": mine,
          "aria-label": `${reaction.name}, ${reaction.users.length}: ${who}`,
          title: `${who} · :${reaction.name}:`,
          onclick: () => void toggleReaction(message, reaction.name, mine),
        },
        h("span.emoji", {}, char),
        h("span", {}, String(reaction.users.length)),
      );
    }),
  );
}

/** @param {PlacedMessage} message @param {number} hidden */
function threadLink(message, hidden) {
  const count = message.reply_count ?? 0;
  if (!count && !hidden) return null;
  const open = () => openThread(message.ts);
  return h(
    "div.thread-links",
    {},
    count > 0 &&
      h(
        "button.thread-link",
        { type: "button", onclick: open },
        icon("reply"),
        `${count} ${count === 1 ? "reply" : "replies"}`,
      ),
    hidden > 0 &&
      h(
        "button.thread-link.thread-link-private",
        { type: "button", onclick: open },
        icon("eye"),
        hidden === 1 ? "A private answer in the thread" : `${hidden} private answers in the thread`,
      ),
  );
}
