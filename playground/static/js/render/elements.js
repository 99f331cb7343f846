/** Which function draws which Block Kit element; buttons and menus stand here. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { confirmChoice } from "../parts/dialogs.js";
import { openMenu } from "../parts/popover.js";
import { isSafe } from "../text/inline.js";
import { textString } from "../text/mrkdwn.js";
import { picture } from "./blocks.js";
import { choices, dateInput, textInput } from "./inputs.js";
import { multiSelect, singleSelect } from "./selects.js";

/** @typedef {import("./blocks.js").Context} Context */
/** @typedef {{id?: string, labelId?: string, describedBy?: string, invalid?: boolean}} Labelling */

/**
 * @type {Record<string, (element: any, block: any, context: Context, labelling: Labelling) => HTMLElement>}
 */
const RENDERERS = {
  button,
  workflow_button: button,
  icon_button: iconButton,
  feedback_buttons: feedbackButtons,
  overflow,
  image: (element) => picture(element.image_url, element.alt_text),
  static_select: singleSelect,
  users_select: singleSelect,
  conversations_select: singleSelect,
  channels_select: singleSelect,
  multi_static_select: multiSelect,
  multi_users_select: multiSelect,
  multi_conversations_select: multiSelect,
  multi_channels_select: multiSelect,
  radio_buttons: choices,
  checkboxes: choices,
  datepicker: dateInput,
  timepicker: dateInput,
  datetimepicker: dateInput,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
};

/** @param {any} element @param {any} block @param {Context} context @param {Labelling} [labelling] */
export function renderElement(element, block, context, labelling = {}) {
  const draw = RENDERERS[element.type];
  if (!draw) return h("span.unknown", {}, `This page doesn't draw “${element.type}” elements.`);
  const node = draw(element, block, context, labelling);
  // One hook per control: its wrapper carries it only where nothing inside does.
  if (!node.querySelector("[data-action-id]")) node.dataset.actionId ??= element.action_id ?? "";
  return node;
}

/**
 * Asks first where the app wants it, then sends.
 * @param {any} element @param {any} block @param {Context} context @param {any} payload @param {HTMLElement} control
 */
export async function send(element, block, context, payload, control) {
  if (element.confirm && !(await confirmChoice(element.confirm))) return false;
  await context.act(block, element, payload, control);
  return true;
}

/** @param {any} element @param {any} block @param {Context} context */
function button(element, block, context) {
  const style = element.style === "primary" || element.style === "danger" ? element.style : "";
  const props = { class: style, "aria-label": element.accessibility_label ?? undefined, dir: "auto" };
  const payload = { value: element.value, text: element.text };
  if (element.url && isSafe(element.url)) {
    return h(
      "a.button",
      {
        ...props,
        href: element.url,
        target: "_blank",
        rel: "noopener noreferrer",
        onclick: (/** @type {Event} */ event) =>
          void context.act(block, element, payload, /** @type {HTMLElement} */ (event.currentTarget)),
      },
      textString(element.text),
    );
  }
  const node = h(
    "button.button",
    { ...props, type: "button", onclick: () => void send(element, block, context, payload, node) },
    textString(element.text),
  );
  return node;
}

/** @param {any} element @param {any} block @param {Context} context */
function iconButton(element, block, context) {
  const node = h(
    "button.button",
    {
      type: "button",
      "aria-label": element.accessibility_label ?? undefined,
      onclick: () => void send(element, block, context, { value: element.value }, node),
    },
    element.icon === "trash" ? icon("close") : null,
    textString(element.text),
  );
  return node;
}

/** @param {any} element @param {any} block @param {Context} context */
function feedbackButtons(element, block, context) {
  const one = (/** @type {any} */ choice) => {
    const node = h(
      "button.button",
      {
        type: "button",
        "aria-label": choice.accessibility_label ?? undefined,
        onclick: () => void send(element, block, context, { value: choice.value, text: choice.text }, node),
      },
      textString(choice.text),
    );
    return node;
  };
  return h(
    "span.feedback",
    { role: "group", "aria-label": "Feedback" },
    one(element.positive_button),
    one(element.negative_button),
  );
}

/** @param {any} element @param {any} block @param {Context} context */
function overflow(element, block, context) {
  const node = h(
    "button.button.button-overflow",
    {
      type: "button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": "More choices",
      onclick: () =>
        openMenu(
          node,
          element.options.map((/** @type {any} */ option) => ({
            label: textString(option.text),
            detail: option.description && textString(option.description),
            run: () => {
              if (option.url && isSafe(option.url)) window.open(option.url, "_blank", "noopener");
              void send(element, block, context, { selected_option: option }, node);
            },
          })),
        ),
    },
    icon("more"),
  );
  return node;
}
