/** The `rich_text` block. */

import { append, h } from "../dom.js";
import { slackDate } from "../time.js";
import { emojiChar } from "../text/emoji.js";
import { broadcast, channelMention, codeBlock, gap, line, link, userMention } from "../text/inline.js";

/** @param {any} block @returns {Node[]} */
export const richText = (block) => block.elements.flatMap(part);

/** @param {any} element @returns {Node[]} */
function part(element) {
  switch (element.type) {
    case "rich_text_section":
      return sectionLines(element.elements);
    case "rich_text_quote":
      return [h("blockquote", { dir: "auto" }, undirected(sectionLines(element.elements)))];
    case "rich_text_preformatted":
      return [
        codeBlock(element.elements.map((/** @type {any} */ piece) => piece.text ?? piece.url ?? "").join("")),
      ];
    case "rich_text_list":
      return [list(element)];
    default:
      return [];
  }
}

/** Lines inside a directed block follow it, so that its bar stands on one side only. @param {any[]} nodes */
function undirected(nodes) {
  for (const node of nodes) node.removeAttribute("dir");
  return nodes;
}

/** @param {any} element */
function list(element) {
  const ordered = element.style === "ordered";
  const indent = Math.min(element.indent ?? 0, 8);
  return h(
    ordered ? "ol" : "ul",
    { dir: "auto", class: `indent-${indent}`, start: ordered ? (element.offset ?? 0) + 1 : undefined },
    element.elements.map((/** @type {any} */ item) => h("li", {}, undirected(sectionLines(item.elements)))),
  );
}

/**
 * A section's pieces, cut at line breaks so that each line finds its own direction.
 * @param {any[]} pieces
 */
function sectionLines(pieces) {
  /** @type {Node[][]} */
  const lines = [[]];
  for (const piece of pieces) {
    const parts = piece.type === "text" ? piece.text.split("\n") : [piece.text];
    parts.forEach((/** @type {string} */ text, /** @type {number} */ index) => {
      if (index) lines.push([]);
      if (piece.type !== "text") lines[lines.length - 1].push(inlinePiece(piece));
      else if (text) lines[lines.length - 1].push(styled(document.createTextNode(text), piece.style));
    });
  }
  if (lines.length > 1 && lines[lines.length - 1].length === 0) lines.pop();
  return lines.map((nodes) => (nodes.length ? line(...nodes) : gap()));
}

/** @param {any} piece @returns {Node} */
function inlinePiece(piece) {
  switch (piece.type) {
    case "link":
      return styled(link(piece.url, piece.text || piece.url), piece.style);
    case "user":
      return styled(userMention(piece.user_id), piece.style);
    case "channel":
      return channelMention(piece.channel_id);
    case "usergroup":
      return h("bdi.mention", {}, "@group");
    case "broadcast":
      return broadcast(piece.range);
    case "emoji":
      return h(
        "span.emoji",
        { title: `:${piece.name}:` },
        fromUnicode(piece.unicode) ?? emojiChar(piece.name) ?? `:${piece.name}:`,
      );
    case "date": {
      const time = h("time", { title: piece.fallback }, slackDate(piece.timestamp, piece.format));
      return piece.url ? link(piece.url, time) : time;
    }
    case "color":
      return h("code", {}, piece.value);
    default:
      return document.createTextNode(piece.text ?? "");
  }
}

/** "1f44b-1f3fd" to the character. @param {string | undefined} unicode */
const fromUnicode = (unicode) =>
  unicode && String.fromCodePoint(...unicode.split("-").map((point) => Number.parseInt(point, 16)));

/** @param {Node} node @param {Record<string, boolean> | undefined} style */
function styled(node, style) {
  const tags = { code: "code", bold: "strong", italic: "em", strike: "s", underline: "u" };
  let result = node;
  for (const [name, tag] of Object.entries(tags)) {
    if (!style?.[name]) continue;
    const wrapper = h(tag);
    append(wrapper, [result]);
    result = wrapper;
  }
  return result;
}
