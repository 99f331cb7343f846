/** A list of messages: a channel's, or a thread's. Only what changed is drawn anew. */

import { h } from "../dom.js";
import { dismissNotice } from "../errors.js";
import { icon } from "../icons.js";
import { authorOf, renderMessage } from "../render/message.js";
import { state } from "../state.js";
import { dateOf, dayKey, dayName } from "../time.js";
import { messageKey } from "./tools.js";

/** @typedef {import("../state.js").Message & {channel: string}} PlacedMessage */
/**
 * @typedef {{key: string, signature: string, own?: boolean, draw: () => HTMLElement}} Item `own`: it answers something the person did
 */

/** Messages of one author closer than this share a heading. */
const GROUP_SECONDS = 300;

export class Log {
  /** @type {Map<string, {signature: string, node: HTMLElement}>} */
  #drawn = new Map();
  #atEnd = true;
  #height = 0;

  /**
   * @param {HTMLElement} root the scrolling element
   * @param {{inThread: boolean, onAway?: (away: boolean) => void}} options `onAway`: new messages stand below the fold
   */
  constructor(root, options) {
    this.root = root;
    this.options = options;
    root.addEventListener(
      "scroll",
      () => {
        // When the box itself has shrunk it wasn't the person who scrolled.
        if (root.clientHeight !== this.#height) return;
        this.#atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 60;
        if (this.#atEnd) options.onAway?.(false);
      },
      { passive: true },
    );
    root.addEventListener("keydown", (event) => this.#onKey(event));
    root.addEventListener("focusin", (event) => {
      const message = /** @type {HTMLElement} */ (event.target).closest(".message");
      if (message instanceof HTMLElement) this.#makeStop(message);
    });
    new ResizeObserver(() => {
      this.#height = root.clientHeight;
      if (this.#atEnd) this.toEnd();
    }).observe(root);
  }

  /** Draws everything anew next time, and starts at the end: another channel, another person. */
  reset() {
    this.#drawn.clear();
    this.root.replaceChildren();
    this.#atEnd = true;
    this.options.onAway?.(false);
  }

  toEnd() {
    this.root.scrollTop = this.root.scrollHeight;
  }

  /**
   * @param {PlacedMessage[]} messages @param {PlacedMessage[]} ephemerals
   * @param {import("../state.js").Notice[]} notices
   * @param {{first?: Node | null, empty: () => Node, privateReplies?: (ts: string) => number}} extra
   */
  show(messages, ephemerals, notices, extra) {
    const items = this.#items(messages, ephemerals, notices, extra.privateReplies ?? (() => 0));
    const before = this.#drawn;
    const focused = this.#focusedKey();
    const added = items.filter((item) => !before.has(item.key));
    const own = before.size ? added.findLast((item) => item.own) : undefined;
    this.#drawn = new Map();
    const nodes = items.map((item) => {
      const old = before.get(item.key);
      const node = old?.signature === item.signature ? old.node : item.draw();
      this.#drawn.set(item.key, { signature: item.signature, node });
      return node;
    });
    this.#arrange([...(extra.first ? [extra.first] : []), ...(nodes.length ? nodes : [extra.empty()])]);
    const stops = [...this.root.querySelectorAll(".message")];
    if (!stops.some((stop) => stop.getAttribute("tabindex") === "0") && stops.length)
      stops[stops.length - 1].setAttribute("tabindex", "0");
    if (focused) this.#refocus(focused);
    if (own) this.#bringUp(/** @type {HTMLElement} */ (this.#drawn.get(own.key)?.node));
    else if (this.#atEnd) this.toEnd();
    else if (added.length) this.options.onAway?.(true);
  }

  /**
   * Shows what the person did or was answered: its end, or its beginning if it is taller than the box.
   * @param {HTMLElement} node
   */
  #bringUp(node) {
    this.toEnd();
    const above = this.root.getBoundingClientRect().top - node.getBoundingClientRect().top;
    if (above > 0) this.root.scrollTop -= above;
    else this.#atEnd = true;
  }

  /**
   * Puts nodes in order, touching only those out of place: a log region speaks what is added.
   * @param {Node[]} wanted
   */
  #arrange(wanted) {
    const keep = new Set(wanted);
    for (const child of [...this.root.childNodes]) if (!keep.has(child)) child.remove();
    wanted.forEach((node, index) => {
      if (this.root.childNodes[index] !== node)
        this.root.insertBefore(node, this.root.childNodes[index] ?? null);
    });
  }

  /**
   * @returns {Item[]}
   * @param {PlacedMessage[]} messages
   * @param {PlacedMessage[]} ephemerals
   * @param {import("../state.js").Notice[]} notices
   * @param {(ts: string) => number} privateReplies
   */
  #items(messages, ephemerals, notices, privateReplies) {
    const hidden = new Set(ephemerals.map((each) => each.ts));
    const all = [
      ...messages
        .filter((each) => !hidden.has(each.ts))
        .map((message) => ({ kind: "message", ts: message.ts, message })),
      ...ephemerals.map((message) => ({ kind: "ephemeral", ts: message.ts, message })),
      ...notices.map((notice) => ({ kind: "notice", ts: notice.ts, notice })),
    ].sort((a, b) => Number(a.ts) - Number(b.ts));
    /** @type {Item[]} */
    const items = [];
    let day = "";
    /** @type {PlacedMessage | null} */
    let previous = null;
    for (const each of all) {
      const date = dateOf(each.ts);
      if (dayKey(date) !== day) {
        day = dayKey(date);
        previous = null;
        const name = dayName(date);
        items.push({
          key: `day ${day}`,
          signature: name,
          draw: () => h("div.day", { role: "separator", "aria-label": name }, h("span", {}, name)),
        });
      }
      if ("notice" in each) {
        const { notice } = each;
        items.push({ key: notice.id, own: true, signature: notice.text, draw: () => renderNotice(notice) });
        previous = null;
        continue;
      }
      const { message } = each;
      const ephemeral = each.kind === "ephemeral";
      const grouped =
        !ephemeral &&
        previous !== null &&
        authorOf(previous) === authorOf(message) &&
        Number(message.ts) - Number(previous.ts) < GROUP_SECONDS;
      const look = {
        grouped,
        ephemeral,
        inThread: this.options.inThread,
        hiddenReplies: privateReplies(message.ts),
      };
      items.push({
        key: `${each.kind} ${message.ts}`,
        own: ephemeral || message.user === state.me,
        signature: JSON.stringify([message, look]),
        draw: () => renderMessage(message, look),
      });
      previous = ephemeral ? null : message;
    }
    return items;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const node = event.target;
    if (!(node instanceof HTMLElement) || !node.matches(".message")) return;
    if (messageKey(node, event)) return;
    const stops = /** @type {HTMLElement[]} */ ([...this.root.querySelectorAll(".message")]);
    const at = stops.indexOf(node);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: stops.length - 1 }[event.key];
    if (to === undefined || !stops[to]) return;
    event.preventDefault();
    stops[to].focus();
  }

  /** One stop in the tab order, whatever the number of messages. @param {HTMLElement} message */
  #makeStop(message) {
    for (const stop of this.root.querySelectorAll('.message[tabindex="0"]'))
      stop.setAttribute("tabindex", "-1");
    message.setAttribute("tabindex", "0");
  }

  #focusedKey() {
    const active = document.activeElement;
    const message =
      active instanceof HTMLElement && this.root.contains(active) ? active.closest(".message") : null;
    if (!(message instanceof HTMLElement) || !(active instanceof HTMLElement)) return null;
    const tool = active.dataset.tool;
    const action = active.closest("[data-action-id]");
    return {
      ts: message.dataset.ts ?? "",
      tool,
      action: action instanceof HTMLElement ? action.dataset.actionId : undefined,
      active,
    };
  }

  /**
   * A message that was drawn anew gets its focus back.
   * @param {{ts: string, tool?: string, action?: string, active: HTMLElement}} was
   */
  #refocus(was) {
    if (was.active.isConnected) return;
    const message = this.root.querySelector(`.message[data-ts="${CSS.escape(was.ts)}"]`);
    const inside = was.tool
      ? `[data-tool="${was.tool}"]`
      : was.action
        ? `[data-action-id="${CSS.escape(was.action)}"]`
        : "";
    const target = (inside && message?.querySelector(inside)) || message;
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  }
}

/** @param {import("../state.js").Notice} notice */
const renderNotice = (notice) =>
  h(
    "p.notice",
    {},
    icon("alert"),
    h(
      "span",
      { dir: "auto" },
      notice.text,
      notice.detail && h("span.notice-detail", {}, ` ${notice.detail}`),
    ),
    h("button.link-button", { type: "button", onclick: () => dismissNotice(notice.id) }, "Dismiss"),
  );

/** @param {PlacedMessage[]} ephemerals of the open channel @param {string} parent a thread's parent ts */
export const inThreadOf = (ephemerals, parent) =>
  ephemerals.filter((each) => each.thread_ts === parent && each.ts !== parent);

/** Things of the open channel. @template {{channel?: string}} T @param {T[]} things @returns {T[]} */
export const here = (things) => things.filter((each) => each.channel === state.channel);
