/** The `markdown` block: standard Markdown (the parts Slack shows), to DOM nodes. */

import { h } from "../dom.js";
import { emojify } from "./emoji.js";
import { codeBlock, line, link } from "./inline.js";

const INLINE = new RegExp(
  [
    "`([^`]+)`", //                                        1 code
    '!?\\[([^\\]]*)\\]\\(([^()\\s]+)(?:\\s+"[^"]*")?\\)', // 2, 3 link or image
    "\\*\\*(?=\\S)(.+?)\\*\\*|__(?=\\S)(.+?)__", //        4, 5 bold
    "(?<!\\w)\\*(?=\\S)([^*]+?)\\*(?!\\w)|(?<!\\w)_(?=\\S)([^_]+?)_(?!\\w)", // 6, 7 italic
    "~~(?=\\S)(.+?)~~", //                                 8 strike
    "(https?:\\/\\/[^\\s<>]*[^\\s<>.,;:!?)\\]])", //         9 bare address
    "\\\\([\\\\`*_{}\\[\\]()#+.!~|>-])", //                10 escaped mark
  ].join("|"),
  "gu",
);

/** @param {string} text @returns {Node[]} */
function inline(text) {
  /** @type {Node[]} */
  const nodes = [];
  let from = 0;
  const plain = (/** @type {string} */ part) => nodes.push(document.createTextNode(emojify(part)));
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, label, url, bold1, bold2, italic1, italic2, strike, bare, escaped] = match;
    if (match.index > from) plain(text.slice(from, match.index));
    if (code !== undefined) nodes.push(h("code", {}, code));
    else if (url !== undefined) nodes.push(link(url, label || url));
    else if (bold1 ?? bold2) nodes.push(h("strong", {}, inline(bold1 ?? bold2)));
    else if (italic1 ?? italic2) nodes.push(h("em", {}, inline(italic1 ?? italic2)));
    else if (strike !== undefined) nodes.push(h("s", {}, inline(strike)));
    else if (bare !== undefined) nodes.push(link(bare, bare));
    else nodes.push(document.createTextNode(escaped));
    from = match.index + whole.length;
  }
  if (from < text.length) plain(text.slice(from));
  return nodes;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const RULE = /^\s*([-*_])(?:\s*\1){2,}\s*$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const FENCE = /^\s*```/;
const QUOTE = /^\s*>\s?(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

/** @param {string} source @returns {Node[]} */
export function markdown(source) {
  const rows = source.split("\n");
  /** @type {Node[]} */
  const nodes = [];
  let at = 0;
  /** Takes rows while `test` holds. @param {(row: string) => boolean} test */
  const take = (test) => {
    const start = at;
    while (at < rows.length && test(rows[at])) at += 1;
    return rows.slice(start, at);
  };
  while (at < rows.length) {
    const row = rows[at];
    const heading = row.match(HEADING);
    if (row.trim() === "") at += 1;
    else if (FENCE.test(row)) {
      at += 1;
      nodes.push(codeBlock(take((next) => !FENCE.test(next)).join("\n")));
      at += 1;
    } else if (heading) {
      // The page's own headings end at level 2, and Slack shows all of these at nearly one size.
      nodes.push(h(heading[1].length < 3 ? "h3" : "h4", { dir: "auto" }, inline(heading[2])));
      at += 1;
    } else if (RULE.test(row)) {
      nodes.push(h("hr"));
      at += 1;
    } else if (QUOTE.test(row)) {
      const inside = take((next) => QUOTE.test(next)).map((next) => next.match(QUOTE)?.[1] ?? "");
      nodes.push(h("blockquote", { dir: "auto" }, markdown(inside.join("\n"))));
    } else if (ITEM.test(row)) {
      nodes.push(list(take((next) => ITEM.test(next) || /^\s{2,}\S/.test(next))));
    } else if (TABLE_RULE.test(rows[at + 1] ?? "") && row.includes("|")) {
      nodes.push(table(take((next) => next.includes("|"))));
    } else {
      const paragraph = take(
        (next) => next.trim() !== "" && ![FENCE, HEADING, RULE, QUOTE, ITEM].some((mark) => mark.test(next)),
      );
      nodes.push(
        h(
          "div.paragraph",
          {},
          paragraph.map((next) => line(...inline(next))),
        ),
      );
    }
  }
  return nodes;
}

/** @param {string[]} rows items, and deeper rows that belong to the item above */
function list(rows) {
  const [, indent, mark] = /** @type {RegExpMatchArray} */ (rows[0].match(ITEM));
  const ordered = /\d/.test(mark);
  const root = h(ordered ? "ol" : "ul", {
    dir: "auto",
    start: ordered ? Number.parseInt(mark, 10) : undefined,
  });
  for (let at = 0; at < rows.length;) {
    const item = rows[at].match(ITEM);
    const text = item ? item[3] : rows[at].trim();
    at += 1;
    const start = at;
    while (at < rows.length && (rows[at].match(/^\s*/)?.[0].length ?? 0) > indent.length) at += 1;
    const deeper = rows.slice(start, at);
    const nested =
      deeper.length && ITEM.test(deeper[0])
        ? [list(deeper)]
        : deeper.map((row) => h("div", {}, inline(row.trim())));
    root.append(h("li", {}, inline(text), nested));
  }
  return root;
}

/** @param {string[]} rows with the rule in second place */
function table(rows) {
  const cells = (/** @type {string} */ row) =>
    row
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const [head, , ...body] = rows;
  return h(
    "div.table-scroll",
    { tabindex: "0" },
    h(
      "table",
      { dir: "auto" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          cells(head).map((cell) => h("th", { scope: "col" }, inline(cell))),
        ),
      ),
      h(
        "tbody",
        {},
        body.map((row) =>
          h(
            "tr",
            {},
            cells(row).map((cell) => h("td", {}, inline(cell))),
          ),
        ),
      ),
    ),
  );
}
