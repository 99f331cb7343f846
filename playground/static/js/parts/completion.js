/** Completion in a message box: /commands, @people, #channels and :emoji:. */

import { fill, h } from "../dom.js";
import { channelLabel, state, userName } from "../state.js";
import { emojiStarting } from "../text/emoji.js";
import { avatar } from "./avatar.js";

/** @typedef {{insert: string, label: string, hint?: string, detail?: string, mark?: Node}} Suggestion */

const LIMIT = 8;
const INVITE = { command: "/invite", usage_hint: "@app", description: "Add an app to this channel" };

const commands = () =>
  state.commands.some((each) => each.command === INVITE.command)
    ? state.commands
    : [...state.commands, INVITE];

export class Completion {
  /** @type {Suggestion[]} */
  #shown = [];
  #at = 0;
  /** Where the word that is being completed begins. */
  #from = 0;
  /** Closed by hand: stays closed until the word changes. */
  #dismissed = "";

  /**
   * @param {HTMLTextAreaElement} input @param {string} id @param {boolean} inThread
   * @param {() => void} onchange after a suggestion was taken
   */
  constructor(input, id, inThread, onchange) {
    this.input = input;
    this.inThread = inThread;
    this.onchange = onchange;
    this.list = h("ul.completion", { id, role: "listbox", "aria-label": "Suggestions", hidden: true });
    input.addEventListener("blur", () => this.close());
  }

  close() {
    this.#shown = [];
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Looks at the word before the caret. */
  update() {
    const before = this.input.value.slice(0, this.input.selectionEnd);
    this.#shown = before === this.#dismissed ? [] : this.#suggest(before).slice(0, LIMIT);
    if (before !== this.#dismissed) this.#dismissed = "";
    this.#at = 0;
    if (!this.#shown.length) this.close();
    else this.#draw();
  }

  /** @param {string} before @returns {Suggestion[]} */
  #suggest(before) {
    const command = before.match(/^\/\S*$/);
    if (command) {
      this.#from = 0;
      return commands()
        .filter((each) => each.command.startsWith(command[0].toLowerCase()))
        .map((each) => ({
          insert: `${each.command} `,
          label: each.command,
          hint: each.usage_hint,
          detail: each.description,
        }));
    }
    const word = before.match(/(?:^|[\s(])([@#:])([\p{L}\p{N}_.+'-]*)$/u);
    if (!word) return [];
    const [, mark, start] = word;
    this.#from = before.length - start.length - 1;
    const wanted = start.toLowerCase();
    if (mark === "@") {
      return [...state.users.values()]
        .filter((user) =>
          [user.name, ...userName(user.id).split(" ")].some((name) => name.toLowerCase().startsWith(wanted)),
        )
        .map((user) => ({
          insert: `@${user.name} `,
          label: userName(user.id),
          detail: user.title,
          mark: avatar(user.id, "small"),
        }));
    }
    if (mark === "#") {
      return [...state.channels.values()]
        .filter((channel) => channel.kind !== "im" && channel.name.startsWith(wanted))
        .map((channel) => ({
          insert: `#${channel.name} `,
          label: channelLabel(channel),
          detail: channel.topic,
        }));
    }
    if (start.length < 2) return [];
    return emojiStarting(wanted, LIMIT).map(({ name, char }) => ({
      insert: `${char} `,
      label: `:${name}:`,
      mark: h("span.emoji", {}, char),
    }));
  }

  #draw() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    fill(
      this.list,
      this.#shown.map((each, index) =>
        h(
          "li.suggestion",
          {
            role: "option",
            id: `${this.list.id}-${index}`,
            "aria-selected": index === this.#at,
            // The mouse must not take focus from the box, or the list closes before the click.
            onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
            onclick: () => this.#take(index),
          },
          each.mark,
          h("bdi.suggestion-label", {}, each.label),
          each.hint && h("span.suggestion-hint", { dir: "auto" }, each.hint),
          each.detail && h("span.suggestion-detail", { dir: "auto" }, each.detail),
        ),
      ),
    );
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.#at}`);
    this.list.children[this.#at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} index */
  #take(index) {
    const { insert } = this.#shown[index];
    const rest = this.input.value.slice(this.input.selectionEnd);
    const caret = this.#from + insert.length;
    this.input.value = this.input.value.slice(0, this.#from) + insert + rest.replace(/^ /, "");
    this.input.setSelectionRange(caret, caret);
    this.close();
    this.onchange();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the list used the key */
  onKey(event) {
    if (!this.#shown.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#at = (this.#at + step + this.#shown.length) % this.#shown.length;
      this.#draw();
    } else if (event.key === "Escape") {
      this.#dismissed = this.input.value.slice(0, this.input.selectionEnd);
      this.close();
    } else if (event.key === "Tab" && !event.shiftKey) this.#take(this.#at);
    else if (event.key === "Enter" && !event.shiftKey) {
      // A command that stands there in full is sent, not completed once more.
      if (this.#shown[this.#at].insert.trim() === this.input.value) return false;
      this.#take(this.#at);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** The command that the box holds, once its name is complete: its usage is shown meanwhile. */
  usage() {
    if (this.inThread) return undefined;
    const name = this.input.value.match(/^(\/\S+)\s/)?.[1];
    return name && commands().find((each) => each.command === name);
  }
}
