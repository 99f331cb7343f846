/** Views that a bot opens over the page: a stack of which the top one shows. */

import { post } from "./api.js";
import { announce, fill, h, uniqueId } from "./dom.js";
import { explain } from "./errors.js";
import { icon } from "./icons.js";
import { runAction } from "./messages.js";
import { avatar } from "./parts/avatar.js";
import { closePopover } from "./parts/popover.js";
import { renderBlocks } from "./render/blocks.js";
import { Form } from "./render/form.js";
import { state } from "./state.js";
import { textString } from "./text/mrkdwn.js";
import { checkInputs } from "./validate.js";

/**
 * @typedef {{view: any, form: Form, errors: Record<string, string>, trouble: string, owner: string}} Layer
 */

/** @type {Layer[]} */
const stack = [];
/** @type {any} */
let dialog = null;
/** @type {Element | null} */
let cameFrom = null;

const top = () => stack[stack.length - 1];

/** @param {any} view */
export function openView(view) {
  if (!stack.length) cameFrom = document.activeElement;
  stack.push({ view, form: new Form(), errors: {}, trouble: "", owner: state.me });
  draw(true);
}

/** @param {any} view replaces the one with its id; what was typed stays where block and action ids stay */
export function updateView(view) {
  const layer = stack.find((each) => each.view.id === view.id);
  if (!layer) {
    openView(view);
    return;
  }
  Object.assign(layer, { view, errors: {}, trouble: "" });
  if (layer === top()) draw(false);
}

/** @param {string} [id] without one, the whole stack */
export function closeView(id) {
  const at = id ? stack.findIndex((each) => each.view.id === id) : 0;
  if (at < 0 || !stack.length) return;
  // Those above it go with it.
  stack.splice(at);
  if (stack.length) draw(true);
  else hide();
}

/** Closes every view: another person looks now. */
export async function leaveViews() {
  const [root] = stack;
  if (!root) return;
  closeView();
  await post("close", { user: root.owner, view_id: root.view.id });
}

function hide() {
  closePopover();
  dialog?.close();
  dialog?.remove();
  dialog = null;
  if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
}

/** @param {boolean} fresh a view that has just come to the top: focus goes to its first input */
function draw(fresh) {
  const layer = top();
  const { view } = layer;
  closePopover();
  const kept = fresh || !dialog ? null : focusMark();
  const title = uniqueId("view");
  if (!dialog) {
    dialog = h("dialog.dialog.modal", {
      oncancel: (/** @type {Event} */ event) => {
        event.preventDefault();
        void leave();
      },
    });
    document.body.append(dialog);
  }
  const body = h(
    "div.dialog-body",
    { tabindex: "-1" },
    renderBlocks(view.blocks ?? [], {
      form: layer.form,
      errors: layer.errors,
      act: (block, element, payload, control) =>
        runAction({
          container: { type: "view", view_id: view.id },
          block,
          element,
          payload,
          form: layer.form,
          control,
          fail: (text) => trouble(layer, text),
        }),
    }),
  );
  const scrolled = kept ? dialog.querySelector(".dialog-body")?.scrollTop : 0;
  dialog.setAttribute("aria-labelledby", title);
  fill(
    dialog,
    h(
      "form.dialog-frame",
      {
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void submit();
        },
      },
      h(
        "header.dialog-head",
        {},
        stack.length > 1
          ? h(
              "button.icon-button",
              { type: "button", "aria-label": "Back", onclick: () => void leave() },
              icon("back"),
            )
          : avatar(state.bot.id, "small"),
        h("h2", { id: title, dir: "auto" }, textString(view.title)),
        h(
          "button.icon-button",
          { type: "button", "aria-label": "Close", title: "Close (Esc)", onclick: () => void leave() },
          icon("close"),
        ),
      ),
      body,
      h(
        "p.dialog-trouble",
        { role: "alert", hidden: !layer.trouble },
        icon("alert"),
        h("span", { dir: "auto" }, layer.trouble),
      ),
      h(
        "footer.dialog-foot",
        {},
        h("span.dialog-app", {}, state.bot.name),
        h(
          "button.button",
          { type: "button", onclick: () => void leave() },
          textString(view.close) || "Close",
        ),
        view.submit &&
          h(
            "button.button.primary",
            { type: "submit", disabled: Boolean(view.submit_disabled) },
            textString(view.submit),
          ),
      ),
    ),
  );
  if (!dialog.open) dialog.showModal();
  body.scrollTop = scrolled ?? 0;
  if (kept) restoreFocus(kept);
  else if (fresh) firstFocus(body);
}

/** @param {HTMLElement} body */
function firstFocus(body) {
  const first =
    body.querySelector("[autofocus]") ??
    body.querySelector("input, textarea, select, button.multi") ??
    dialog.querySelector(".dialog-foot .primary") ??
    body;
  /** @type {HTMLElement} */ (first).focus();
}

/** Which input has focus, and where its caret stands, so that a re-render loses neither. */
function focusMark() {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !dialog.contains(active)) return null;
  const field = /** @type {HTMLInputElement} */ (active);
  return {
    block: /** @type {HTMLElement | null} */ (active.closest("[data-block-id]"))?.dataset.blockId,
    action: active.dataset.actionId,
    value: field.type === "radio" || field.type === "checkbox" ? field.value : undefined,
    caret:
      "selectionStart" in field && field.type !== "checkbox"
        ? [field.selectionStart, field.selectionEnd]
        : null,
  };
}

/** @param {NonNullable<ReturnType<typeof focusMark>>} mark */
function restoreFocus(mark) {
  const block = mark.block && dialog.querySelector(`[data-block-id="${CSS.escape(mark.block)}"]`);
  const found =
    block && mark.action ? [...block.querySelectorAll(`[data-action-id="${CSS.escape(mark.action)}"]`)] : [];
  const target =
    found.find((each) => each.value === mark.value) ??
    found.find((each) => each.matches("input, textarea, select, button, a"));
  if (!target) {
    firstFocus(dialog.querySelector(".dialog-body"));
    return;
  }
  target.focus();
  if (mark.caret && "setSelectionRange" in target && mark.caret[0] !== null)
    target.setSelectionRange(...mark.caret);
}

/** @param {Layer} layer @param {string} text */
function trouble(layer, text) {
  layer.trouble = text;
  if (layer === top()) draw(false);
}

/**
 * Shows a failure in the view it happened in; false where that isn't open.
 * @param {string | undefined} id
 * @param {string} text
 */
export function troubleIn(id, text) {
  const layer = stack.find((each) => each.view.id === id);
  if (layer) trouble(layer, text);
  return Boolean(layer);
}

/**
 * Errors stand at their field, and focus goes to the first.
 * @param {Layer} layer
 * @param {Record<string, string>} errors
 */
function showErrors(layer, errors) {
  layer.errors = errors;
  const placed = layer.view.blocks.filter((/** @type {any} */ block) => errors[block.block_id]);
  if (!placed.length) layer.trouble = Object.values(errors).join(" ");
  draw(false);
  const block = placed.length && dialog.querySelector(`[data-block-id="${CSS.escape(placed[0].block_id)}"]`);
  if (!block) return;
  block.querySelector("input, textarea, select, button")?.focus();
  block.scrollIntoView({ block: "nearest" });
  announce(errors[placed[0].block_id]);
}

async function submit() {
  const layer = top();
  const wrong = checkInputs(layer.view.blocks ?? [], layer.form.values);
  if (Object.keys(wrong).length) {
    showErrors(layer, wrong);
    return;
  }
  const button = dialog.querySelector('[type="submit"]');
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  Object.assign(layer, { errors: {}, trouble: "" });
  const reply = await post("submit", {
    user: layer.owner,
    view_id: layer.view.id,
    state: { values: layer.form.values },
  });
  button.removeAttribute("aria-busy");
  if (!stack.includes(layer)) return;
  if (reply.errors && Object.keys(reply.errors).length) showErrors(layer, reply.errors);
  else if (!reply.ok) trouble(layer, explain(reply, "This form"));
}

/** Closes the top view and tells the server, which tells the bot if it asked to know. */
async function leave() {
  const layer = top();
  if (!layer) return;
  closeView(layer.view.id);
  await post("close", { user: layer.owner, view_id: layer.view.id });
}
