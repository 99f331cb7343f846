/** Slack's mrkdwn, to DOM nodes. */

import { h } from "../dom.js";
import { slackDate } from "../time.js";
import { emojiChar, emojify } from "./emoji.js";
import {
  broadcast,
  channelMention,
  codeBlock,
  gap,
  line,
  link,
  plainLines,
  unescape,
  userMention,
} from "./inline.js";

/** A pair of marks around words: not inside a word, not around space. @param {string} mark */
const pair = (mark) =>
  `(?<![\\p{L}\\p{N}${mark}])${mark}(?=\\S)([^${mark}\\n]*?\\S)${mark}(?![\\p{L}\\p{N}${mark}])`;

const TOKEN = new RegExp(
  [
    "`([^`\\n]+)`", //                      1 code
    "<([^<>\\n]+)>", //                     2 link, mention, date
    pair("\\*"), //                         3 bold
    pair("_"), //                           4 italic
    pair("~"), //                           5 strike
    ":([a-z0-9_+'-]+):", //                 6 emoji
    "(https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)\\]}'\"”’])", // 7 bare address
  ].join("|"),
  "gu",
);

/**
 * @param {string} text @param {{verbatim?: boolean}} [options] verbatim leaves bare addresses alone
 * @returns {Node[]} block-level nodes, one per line, quote or code block
 */
export function mrkdwn(text, options = {}) {
  /** @type {Node[]} */
  const nodes = [];
  text.split(/```\n?([\s\S]+?)\n?```/).forEach((part, index) => {
    if (index % 2) nodes.push(codeBlock(unescape(part)));
    else nodes.push(...lines(index ? part.replace(/^\n/, "") : part, options));
  });
  return nodes;
}

/** @param {string} text @param {{verbatim?: boolean}} options */
function lines(text, options) {
  if (text === "") return [];
  /** @type {Node[]} */
  const nodes = [];
  /** @type {HTMLElement | null} */
  let quote = null;
  for (const source of text.replace(/\n$/, "").split("\n")) {
    const quoted = source.match(/^(?:>|&gt;)\s?(.*)$/s);
    const content = quoted ? quoted[1] : source;
    const node = content.trim() === "" ? gap() : line(...inline(content, options));
    if (!quoted) {
      quote = null;
      nodes.push(node);
    } else if (quote) {
      quote.append(node);
    } else {
      // The quote's bar belongs on the side its first words begin.
      const begun = h("blockquote", { dir: "auto" }, node);
      node.removeAttribute("dir");
      quote = begun;
      nodes.push(begun);
    }
  }
  return nodes;
}

/** @param {string} text one line @param {{verbatim?: boolean}} [options] @returns {Node[]} */
export function inline(text, options = {}) {
  /** @type {Node[]} */
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, code, angle, bold, italic, strike, emoji, url] = match;
    const node =
      code !== undefined
        ? h("code", {}, unescape(code))
        : angle !== undefined
          ? angled(angle)
          : bold !== undefined
            ? h("strong", {}, inline(bold, options))
            : italic !== undefined
              ? h("em", {}, inline(italic, options))
              : strike !== undefined
                ? h("s", {}, inline(strike, options))
                : emoji !== undefined
                  ? emojiNode(emoji)
                  : options.verbatim
                    ? null
                    : link(unescape(url), unescape(url));
    if (!node) continue;
    if (match.index > from) nodes.push(document.createTextNode(unescape(text.slice(from, match.index))));
    nodes.push(node);
    from = match.index + whole.length;
  }
  if (from < text.length) nodes.push(document.createTextNode(unescape(text.slice(from))));
  return nodes;
}

/** @param {string} name */
function emojiNode(name) {
  const char = emojiChar(name);
  return char ? h("span.emoji", { title: `:${name}:` }, char) : null;
}

/** What stands between `<` and `>`. @param {string} inside */
function angled(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : inside.slice(bar + 1);
  if (target.startsWith("@")) return userMention(target.slice(1));
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (target.startsWith("!subteam^")) return h("bdi.mention", {}, label || "@group");
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (target.startsWith("!")) return h("bdi.mention", {}, unescape(label || target));
  const shown = label ? emojify(unescape(label)) : unescape(target).replace(/^(mailto|tel):/, "");
  return link(unescape(target), shown);
}

/** `!date^1392734382^{date} at {time}^https://…`. @param {string} target @param {string} fallback */
function dateNode(target, fallback) {
  const [, seconds, pattern, url] = target.split("^");
  const moment = Number(seconds);
  const shown = Number.isFinite(moment) && pattern ? slackDate(moment, pattern) : unescape(fallback);
  const node = h("time", { title: unescape(fallback) || undefined }, shown);
  return url ? link(unescape(url), node) : node;
}

/**
 * A Block Kit text object, or a bare string taken as plain text.
 * @param {{type: string, text: string, emoji?: boolean, verbatim?: boolean} | string} text
 * @returns {Node[]}
 */
export function textObject(text) {
  if (typeof text === "string") return plainLines(emojify(text));
  if (text.type === "mrkdwn") return mrkdwn(text.text, { verbatim: text.verbatim });
  return plainLines(text.emoji === false ? text.text : emojify(text.text));
}

/** The same, for a label or a button: a string. @param {any} text @returns {string} */
export function textString(text) {
  if (!text) return "";
  if (typeof text === "string") return emojify(text);
  return text.emoji === false ? text.text : emojify(text.text);
}
