/** Pieces that mrkdwn, Markdown and rich text share: links, mentions, lines with their own direction. */

import { h } from "../dom.js";
import { state, userName } from "../state.js";

const SAFE = /^(https?|mailto|tel):/i;

/** An address that a click may open: never script. @param {string} url */
export const isSafe = (url) => SAFE.test(url);
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** Slack escapes exactly these three. @param {string} text */
export const unescape = (text) =>
  text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[/** @type {"&lt;"} */ (entity)]);

/** @param {string} url @param {...import("../dom.js").Child} label */
export function link(url, ...label) {
  if (!isSafe(url)) return h("span", {}, ...label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

/** @param {string} id */
export function userMention(id) {
  const title = state.users.get(id)?.title;
  return h("bdi.mention", { class: id === state.me ? "mention-me" : "", title }, `@${userName(id)}`);
}

/** @param {string} id @param {string} [fallback] */
export function channelMention(id, fallback) {
  const channel = state.channels.get(id);
  if (!channel) return h("bdi.mention", {}, `#${fallback || id}`);
  return h("a.mention", { href: `#${id}` }, h("bdi", {}, `#${channel.name}`));
}

/** @param {string} range here, channel or everyone */
export const broadcast = (range) => h("bdi.mention.mention-me", {}, `@${range}`);

/**
 * One line of text as its own paragraph: `dir="auto"` sets a Hebrew line from the right while an
 * English one beside it stays left. An empty line keeps its height.
 * @param {...import("../dom.js").Child} children
 */
export const line = (...children) => h("div.line", { dir: "auto" }, ...children);
export const gap = () => h("div.line.line-empty", { "aria-hidden": "true" });

/** Plain text, line by line. @param {string} text */
export const plainLines = (text) => text.split("\n").map((part) => (part.trim() === "" ? gap() : line(part)));

/** @param {string} code @param {string} [label] */
export const codeBlock = (code, label) =>
  h("pre", { dir: "auto", tabindex: "0", "aria-label": label ?? "Code" }, h("code", {}, code));
