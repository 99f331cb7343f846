/** Text, number, date, time, radio buttons and checkboxes. */

import { h, uniqueId } from "../dom.js";
import { textObject, textString } from "../text/mrkdwn.js";
import { fromLocalInput, toLocalInput } from "../time.js";
import { send } from "./elements.js";

/** @typedef {import("./blocks.js").Context} Context */
/** @typedef {import("./elements.js").Labelling} Labelling */

/**
 * Inside an input block a change is only sent when the block asks for it; elsewhere always.
 * @param {any} block
 */
export const dispatches = (block) => block.type !== "input" || block.dispatch_action === true;

/** @param {Labelling} labelling @param {any} element what every control carries */
export const common = (labelling, element) => ({
  id: labelling.id,
  "aria-describedby": labelling.describedBy,
  "aria-invalid": labelling.invalid ? "true" : undefined,
  "aria-label": labelling.id
    ? undefined
    : textString(element.placeholder) || element.action_id || element.type,
  autofocus: element.focus_on_load ? true : undefined,
});

const INPUT_TYPES = { email_text_input: "email", url_text_input: "url", number_input: "text" };

/** @param {any} element @param {any} block @param {Context} context @param {Labelling} labelling */
export function textInput(element, block, context, labelling) {
  const initial =
    element.initial_value === undefined || element.initial_value === ""
      ? null
      : String(element.initial_value);
  const kept = context.form.claim(block.block_id, element.action_id, { type: element.type, value: initial });
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const counter = element.max_length && h("span.counter", { "aria-hidden": "true" });

  const count = () => {
    if (!counter) return;
    const left = element.max_length - field.value.length;
    counter.textContent = String(left);
    // A counter is only of use near its end; until then it would be one more thing to read.
    counter.hidden = left > element.max_length / 5 && left > 40;
    counter.classList.toggle("over", left < 0);
  };
  const payload = () => ({ value: field.value === "" ? null : field.value });
  const onInput = () => {
    context.form.set(block.block_id, element.action_id, { type: element.type, ...payload() });
    count();
    if (dispatches(block) && triggers.includes("on_character_entered"))
      void send(element, block, context, payload(), field);
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.isComposing || (element.multiline && !event.ctrlKey && !event.metaKey))
      return;
    if (dispatches(block) && triggers.includes("on_enter_pressed")) {
      event.preventDefault();
      void send(element, block, context, payload(), field);
    }
  };
  const field = h(element.multiline ? "textarea" : "input", {
    ...common(labelling, element),
    class: "field",
    type: element.multiline
      ? undefined
      : (INPUT_TYPES[/** @type {"email_text_input"} */ (element.type)] ?? "text"),
    inputmode:
      element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : undefined,
    rows: element.multiline ? "5" : undefined,
    placeholder: textString(element.placeholder) || undefined,
    dir: "auto",
    autocomplete: "off",
    oninput: onInput,
    onkeydown: onKey,
    dataset: { actionId: element.action_id },
  });
  field.value = kept.value ?? "";
  count();
  return h("div.field-wrap", {}, field, counter);
}

const DATES = {
  datepicker: { input: "date", key: "selected_date", initial: "initial_date" },
  timepicker: { input: "time", key: "selected_time", initial: "initial_time" },
  datetimepicker: { input: "datetime-local", key: "selected_date_time", initial: "initial_date_time" },
};

/** @param {any} element @param {any} block @param {Context} context @param {Labelling} labelling */
export function dateInput(element, block, context, labelling) {
  const kind = DATES[/** @type {keyof typeof DATES} */ (element.type)];
  const moment = element.type === "datetimepicker";
  const kept = context.form.claim(block.block_id, element.action_id, {
    type: element.type,
    [kind.key]: element[kind.initial] ?? null,
  });
  const field = h("input.field.field-date", {
    ...common(labelling, element),
    type: kind.input,
    dataset: { actionId: element.action_id },
    onchange: () => {
      const value =
        field.value === ""
          ? null
          : moment
            ? Math.floor(fromLocalInput(field.value).getTime() / 1000)
            : field.value;
      context.form.set(block.block_id, element.action_id, { type: element.type, [kind.key]: value });
      if (dispatches(block)) void send(element, block, context, { [kind.key]: value }, field);
    },
  });
  const value = kept[kind.key];
  field.value = value === null ? "" : moment ? toLocalInput(new Date(value * 1000)) : value;
  return field;
}

/**
 * Radio buttons and checkboxes.
 * @param {any} element
 * @param {any} block
 * @param {Context} context
 * @param {Labelling} labelling
 */
export function choices(element, block, context, labelling) {
  const many = element.type === "checkboxes";
  const key = many ? "selected_options" : "selected_option";
  const initial = many ? (element.initial_options ?? []) : (element.initial_option ?? null);
  const kept = context.form.claim(block.block_id, element.action_id, { type: element.type, [key]: initial });
  const chosen = new Set(
    (many ? kept[key] : [kept[key]]).filter(Boolean).map((/** @type {any} */ option) => option.value),
  );
  const name = uniqueId("choice");

  const onChange = (/** @type {Event} */ event) => {
    const boxes = [...group.querySelectorAll("input")];
    const picked = element.options.filter(
      (/** @type {any} */ _, /** @type {number} */ index) => boxes[index].checked,
    );
    const payload = { [key]: many ? picked : (picked[0] ?? null) };
    context.form.set(block.block_id, element.action_id, { type: element.type, ...payload });
    if (dispatches(block))
      void send(element, block, context, payload, /** @type {HTMLElement} */ (event.target));
  };
  const group = h(
    "div.choices",
    {
      role: many ? "group" : "radiogroup",
      "aria-labelledby": labelling.labelId,
      "aria-describedby": labelling.describedBy,
      "aria-invalid": labelling.invalid ? "true" : undefined,
    },
    element.options.map((/** @type {any} */ option, /** @type {number} */ index) =>
      h(
        "label.choice",
        {},
        h("input", {
          type: many ? "checkbox" : "radio",
          name,
          value: option.value,
          checked: chosen.has(option.value),
          onchange: onChange,
          autofocus: element.focus_on_load && index === 0 ? true : undefined,
          dataset: { actionId: element.action_id },
        }),
        h(
          "span.choice-words",
          {},
          h("span.text", {}, textObject(option.text)),
          option.description && h("span.text.choice-detail", {}, textObject(option.description)),
        ),
      ),
    ),
  );
  return group;
}
