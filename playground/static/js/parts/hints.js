/** Three things to try: shown on a first visit, closed and reopened at will. */

import { byId, fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { openChannel } from "../navigation.js";
import { botDirectMessage, on, state } from "../state.js";
import { emojify } from "../text/emoji.js";

/** @typedef {{title: string, text: string, button?: string, run?: () => void}} Hint */

const SEEN = "playground.hints-seen";

/** @param {(text: string) => void} compose puts words into the message box */
export function startHints(compose) {
  const root = byId("hints");
  const help = byId("help-button");
  help.append(icon("help"));
  const set = (/** @type {boolean} */ open) => {
    root.hidden = !open;
    help.setAttribute("aria-expanded", String(open));
    if (!open) localStorage.setItem(SEEN, "yes");
    if (open)
      draw(root, compose, () => {
        set(false);
        help.focus();
      });
  };
  help.setAttribute("aria-controls", "hints");
  help.addEventListener("click", () => set(root.hidden));
  on(["people"], () => root.hidden || set(true));
  set(localStorage.getItem(SEEN) !== "yes");
}

/** @param {HTMLElement} root @param {(text: string) => void} compose @param {() => void} close */
function draw(root, compose, close) {
  const hints = state.hints?.length ? state.hints.map((hint) => given(hint, compose)) : generic(compose);
  fill(
    root,
    h(
      "div.hints-head",
      {},
      h("h2", {}, hints.length === 3 ? "Three things to try" : "Things to try"),
      h(
        "p.hints-keys",
        {},
        "In the messages: ",
        h("kbd", {}, "↑"),
        h("kbd", {}, "↓"),
        " move, ",
        h("kbd", {}, "R"),
        " react, ",
        h("kbd", {}, "T"),
        " thread, ",
        h("kbd", {}, "M"),
        " more",
      ),
      h(
        "button.icon-button",
        {
          type: "button",
          "aria-label": "Close the hints",
          title: "Close; the ? above brings them back",
          onclick: close,
        },
        icon("close"),
      ),
    ),
    h(
      "ol.hint-cards",
      {},
      hints.map((hint) =>
        h(
          "li.hint",
          {},
          h("h3", { dir: "auto" }, hint.title),
          h("p", { dir: "auto" }, hint.text),
          hint.run &&
            h("button.link-button", { type: "button", onclick: hint.run }, hint.button ?? "Show me"),
        ),
      ),
    ),
  );
}

/**
 * A hint the playground was started with.
 * @param {any} hint
 * @param {(text: string) => void} compose
 * @returns {Hint}
 */
function given(hint, compose) {
  const action = typeof hint.action === "string" ? { type: "compose", text: hint.action } : hint.action;
  /** @type {Record<string, Pick<Hint, "button" | "run">>} */
  const known = {
    compose: { button: "Put it in the box", run: () => compose(action.text ?? "") },
    focus_message: { button: "Show me", run: () => focusMessage(action.tool) },
    home: { button: "Open Home", run: openHome },
    channel: { button: "Open it", run: () => void openChannel(action.channel) },
  };
  return { title: emojify(hint.title), text: emojify(hint.text), ...(action ? known[action.type] : {}) };
}

/** A usage hint that can be sent as it stands; `[a pattern]` can't. @param {string} [hint] */
const example = (hint = "") => (/[[\]<>{}|]/.test(hint) ? "" : hint);

/** How one gets at a message's buttons here. @param {string} key */
const reach = (key) =>
  window.matchMedia("(hover: none)").matches
    ? "Tap a message"
    : `Point at a message, or focus it and press ${key},`;

/** From what the manifest has. @param {(text: string) => void} compose @returns {Hint[]} */
function generic(compose) {
  const [command] = state.commands;
  const shortcut = state.shortcuts.find((each) => each.type === "message");
  const [reaction] = state.reactions;
  /** @type {(Hint | false | undefined)[]} */
  const hints = [
    command && {
      title: `Type ${command.command}`,
      text: [
        command.description?.replace(/[.:]$/, ""),
        command.usage_hint && `${command.command} ${command.usage_hint}`,
      ]
        .filter(Boolean)
        .join(": "),
      button: "Put it in the box",
      run: () => compose(`${command.command} ${example(command.usage_hint)}`),
    },
    shortcut && {
      title: shortcut.name,
      text: `${reach("M")} and choose “${shortcut.name}” under ⋯.${shortcut.description ? ` ${shortcut.description.replace(/\.$/, "")}.` : ""}`,
      button: "Show me",
      run: () => focusMessage("more"),
    },
    reaction && {
      title: `React with ${reaction.char}`,
      text: `${reach("R")} and pick :${reaction.name}:.`,
      button: "Show me",
      run: () => focusMessage("react"),
    },
    state.homeEnabled && {
      title: `${state.bot.name}'s Home`,
      text: `The Home tab in the direct message with ${state.bot.name}.`,
      button: "Open Home",
      run: openHome,
    },
  ];
  return /** @type {Hint[]} */ (hints.filter(Boolean)).slice(0, 3);
}

function openHome() {
  const direct = botDirectMessage();
  if (direct) void openChannel(direct.id, "home");
}

/** Opens a menu of the last message that a person wrote. @param {string} [tool] "more" or "react" */
function focusMessage(tool) {
  const messages = [...document.querySelectorAll("#log .message:not(.ephemeral)")];
  const last = messages.reverse().find((each) => !each.querySelector(".badge")) ?? messages[0];
  if (!(last instanceof HTMLElement)) return;
  last.scrollIntoView({ block: "nearest" });
  last.focus();
  if (tool) /** @type {HTMLElement | null} */ (last.querySelector(`[data-tool="${tool}"]`))?.click();
}
