/** The row of buttons on a message: on hover, on focus, and by single keys. */

import { h, roveFocus } from "../dom.js";
import { icon } from "../icons.js";
import { runShortcut, toggleReaction } from "../messages.js";
import { openThread } from "../navigation.js";
import { state } from "../state.js";
import { emojify } from "../text/emoji.js";
import { openMenu, openPanel } from "./popover.js";

/** @typedef {import("../state.js").Message & {channel: string}} PlacedMessage */

const QUICK = 2;

/** @param {PlacedMessage} message @param {boolean} inThread */
export function messageTools(message, inThread) {
  /**
   * @type {(label: string, key: string, content: Node | string, run: (button: HTMLElement) => void, props?: any) => HTMLElement}
   */
  const tool = (label, key, content, run, props = {}) => {
    const node = h(
      "button.tool",
      {
        type: "button",
        tabindex: "-1",
        "aria-label": label,
        title: key ? `${label} (${key})` : label,
        onclick: () => run(node),
        ...props,
      },
      content,
    );
    return node;
  };
  const tools = [
    ...state.reactions.slice(0, QUICK).map((reaction) =>
      tool(`React with ${reaction.name}`, "", h("span.emoji", {}, reaction.char), () => {
        const mine =
          message.reactions?.some((each) => each.name === reaction.name && each.users.includes(state.me)) ??
          false;
        void toggleReaction(message, reaction.name, mine);
      }),
    ),
    tool("React", "R", icon("smile"), (button) => openReactions(button, message), {
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      dataset: { tool: "react" },
    }),
    !inThread &&
      tool("Reply in thread", "T", icon("reply"), () => openThread(message.thread_ts || message.ts, true), {
        dataset: { tool: "thread" },
      }),
    tool("More actions", "M", icon("more"), (button) => openMore(button, message), {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      dataset: { tool: "more" },
    }),
  ].filter(Boolean);
  const bar = h("div.tools", { role: "toolbar", "aria-label": "Message" }, tools);
  bar.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (
      roveFocus(event, /** @type {HTMLElement[]} */ (tools), {
        previous: ["ArrowLeft"],
        next: ["ArrowRight"],
      })
    )
      return;
    if (event.key === "Escape") /** @type {HTMLElement} */ (bar.closest(".message")).focus();
  });
  return bar;
}

/** Single keys on a focused message. @param {HTMLElement} node @param {KeyboardEvent} event */
export function messageKey(node, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const names = { r: "react", t: "thread", m: "more", contextmenu: "more" };
  const name =
    names[/** @type {"r"} */ (event.key.toLowerCase())] ??
    (event.shiftKey && event.key === "F10" ? "more" : "");
  const target =
    event.key === "Enter" ? node.querySelector(".tool") : name && node.querySelector(`[data-tool="${name}"]`);
  if (!(target instanceof HTMLElement)) return false;
  event.preventDefault();
  target.focus();
  if (event.key !== "Enter") target.click();
  return true;
}

/** @param {HTMLElement} anchor @param {PlacedMessage} message */
function openReactions(anchor, message) {
  /** @type {() => void} */
  let close = () => {};
  const grid = h(
    "div.emoji-grid",
    {},
    state.reactions.map((reaction) => {
      const mine =
        message.reactions?.some((each) => each.name === reaction.name && each.users.includes(state.me)) ??
        false;
      return h(
        "button.emoji-choice",
        {
          type: "button",
          "aria-label": reaction.name,
          "aria-pressed": mine,
          dataset: { name: reaction.name },
          onclick: () => {
            close();
            void toggleReaction(message, reaction.name, mine);
          },
          onfocus: () => (name.textContent = `:${reaction.name}:`),
          onmouseenter: () => (name.textContent = `:${reaction.name}:`),
        },
        h("span.emoji", {}, reaction.char || emojify(`:${reaction.name}:`)),
      );
    }),
  );
  const name = h("p.emoji-name", { "aria-hidden": "true" }, "Pick a reaction");
  const search = h("input.field", {
    type: "search",
    placeholder: "Find a reaction",
    "aria-label": "Find a reaction",
    autofocus: true,
    oninput: () => {
      const wanted = search.value.trim().toLowerCase().replaceAll(":", "");
      for (const choice of grid.children) choice.hidden = !choice.dataset.name.includes(wanted);
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      const first = shown()[0];
      if (event.key === "ArrowDown" && first) {
        event.preventDefault();
        first.focus();
      } else if (event.key === "Enter" && first) {
        // Focus goes back to the button meanwhile: the same key must not press that too.
        event.preventDefault();
        first.click();
      }
    },
  });
  const shown = () =>
    /** @type {HTMLElement[]} */ (
      [...grid.children].filter((choice) => !(/** @type {HTMLElement} */ (choice).hidden))
    );
  grid.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) =>
    roveFocus(event, shown(), { previous: ["ArrowLeft", "ArrowUp"], next: ["ArrowRight", "ArrowDown"] }),
  );
  close = openPanel(anchor, h("div.emoji-panel", {}, search, grid, name), {
    label: "Reactions",
    align: "end",
  });
}

/** @param {HTMLElement} anchor @param {PlacedMessage} message */
function openMore(anchor, message) {
  const shortcuts = state.shortcuts.filter((shortcut) => shortcut.type === "message");
  openMenu(
    anchor,
    [
      ...shortcuts.map((shortcut) => ({
        label: shortcut.name,
        detail: shortcut.description,
        note: state.bot.name,
        run: () => void runShortcut(message, shortcut),
      })),
      { label: "Copy text", run: () => void navigator.clipboard?.writeText(message.text ?? "") },
    ],
    { label: "More actions", align: "end" },
  );
}
