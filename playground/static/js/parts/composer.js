/** The message box: several lines, drafts, slash commands, mentions. */

import { post } from "../api.js";
import { fill, h, uniqueId } from "../dom.js";
import { detailOf, explain, notice } from "../errors.js";
import { icon } from "../icons.js";
import { runShortcut } from "../messages.js";
import { channelLabel, currentChannel, me, on, state, userName } from "../state.js";
import { Completion } from "./completion.js";
import { openMenu } from "./popover.js";

/** What was begun and not sent, by place and person. @type {Map<string, string>} */
const drafts = new Map();

/** @typedef {{channel: string, thread_ts?: string}} Target */

export class Composer {
  /** @type {Target} */
  #target = { channel: "" };
  #key = "";

  /** @param {HTMLElement} area @param {{inputId: string, inThread: boolean}} options */
  constructor(area, options) {
    this.area = area;
    this.options = options;
    this.hint = h("p.usage", { hidden: true });
    this.status = h("p.composer-status", { role: "status" });
    const listId = uniqueId("completion");
    this.input = h("textarea.composer-input", {
      id: options.inputId,
      rows: "1",
      dir: "auto",
      spellcheck: "true",
      autocomplete: "off",
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": listId,
      oninput: () => this.#changed(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#onKey(event),
    });
    this.completion = new Completion(this.input, listId, options.inThread, () => this.#changed());
    this.send = h(
      "button.send",
      { type: "submit", "aria-label": "Send", title: "Send (Enter)" },
      icon("send"),
    );
    this.more = h(
      "button.icon-button",
      {
        type: "button",
        "aria-label": "Shortcuts and commands",
        title: "Shortcuts and commands",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        onclick: () => this.#openShortcuts(),
      },
      icon("bolt"),
    );
    this.form = h(
      "form.composer",
      {
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void this.#submit();
        },
      },
      this.completion.list,
      this.hint,
      h("div.composer-row", {}, !options.inThread && this.more, this.input, this.send),
    );
    this.away = h("p.composer-away", { hidden: true });
    this.foot = h(
      "div.composer-foot",
      {},
      this.status,
      h("p.composer-keys", { "aria-hidden": "true" }, "Enter sends · Shift+Enter starts a new line"),
    );
    fill(area, this.form, this.away, this.foot);
    on(["people", "channels", "place"], () => this.#label());
  }

  /** Says where messages go; what was begun there before comes back. @param {Target} target */
  aim(target) {
    const key = `${state.me} ${target.channel} ${target.thread_ts ?? ""}`;
    if (key === this.#key) return;
    this.#target = target;
    this.#key = key;
    this.input.value = drafts.get(key) ?? "";
    this.status.textContent = "";
    this.completion.close();
    this.#changed(false);
    this.#label();
  }

  /** Puts words in the box for the person to send. @param {string} text */
  compose(text) {
    this.input.value = text;
    this.input.focus();
    this.#changed(false);
  }

  #label() {
    const channel = state.channels.get(this.#target.channel) ?? currentChannel();
    const where = this.options.inThread ? "Reply" : `Message ${channelLabel(channel)}`;
    this.input.placeholder = `${where} as ${userName(state.me).split(" ")[0]}`;
    this.input.setAttribute("aria-label", this.input.placeholder);
    const member = channel?.is_member ?? true;
    this.form.hidden = !member;
    this.foot.hidden = !member;
    this.away.hidden = member;
    const name = me()?.real_name ?? "This person";
    this.away.textContent = `${name} isn't in ${channelLabel(channel)}. Switch to somebody who is, to write here.`;
  }

  /** @param {boolean} [complete] */
  #changed(complete = true) {
    drafts.set(this.#key, this.input.value);
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, window.innerHeight * 0.4)}px`;
    this.send.disabled = this.input.value.trim() === "";
    if (complete) this.completion.update();
    const usage = this.completion.usage();
    this.hint.hidden = !usage;
    if (usage)
      fill(
        this.hint,
        h("strong", {}, usage.command),
        usage.usage_hint && h("span.usage-hint", { dir: "auto" }, usage.usage_hint),
        h("span", { dir: "auto" }, usage.description ?? ""),
      );
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.isComposing) return;
    if (this.completion.onKey(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void this.#submit();
  }

  async #submit() {
    const typed = this.input.value;
    if (!typed.trim()) return;
    const target = this.#target;
    const key = this.#key;
    const command = typed.match(/^\/[\w-]+(?=\s|$)/)?.[0];
    this.completion.close();
    this.input.value = "";
    this.#changed(false);
    const wait = setTimeout(
      () => (this.status.textContent = command ? `${command} is on its way…` : "Sending…"),
      500,
    );
    const reply = await post("post", {
      user: state.me,
      channel: target.channel,
      text: typed,
      ...(target.thread_ts ? { thread_ts: target.thread_ts } : {}),
    });
    clearTimeout(wait);
    this.status.textContent = "";
    if (reply.ok) return;
    // What could not be sent goes back into the box, unless something new was begun there.
    if (!drafts.get(key)) drafts.set(key, typed);
    if (key === this.#key && !this.input.value) {
      this.input.value = typed;
      this.#changed(false);
    }
    notice(explain(reply, command ?? "That message"), { ...target, detail: detailOf(reply) });
  }

  #openShortcuts() {
    const shortcuts = state.shortcuts.filter((shortcut) => shortcut.type === "global");
    openMenu(
      this.more,
      [
        ...(shortcuts.length ? [{ heading: "Shortcuts" }] : []),
        ...shortcuts.map((shortcut) => ({
          label: shortcut.name,
          detail: shortcut.description,
          run: () => void runShortcut(null, shortcut),
        })),
        { heading: "Commands" },
        ...state.commands.map((command) => ({
          label: command.command,
          detail: command.description,
          run: () => this.compose(`${command.command} `),
        })),
      ],
      { label: "Shortcuts and commands" },
    );
  }
}
