/** Select menus: the browser's own for one choice, a list of boxes for several. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openPanel } from "../parts/popover.js";
import { channelLabel, state, userName } from "../state.js";
import { textString } from "../text/mrkdwn.js";
import { send } from "./elements.js";
import { common, dispatches } from "./inputs.js";

/** @typedef {import("./blocks.js").Context} Context */
/** @typedef {import("./elements.js").Labelling} Labelling */
/** @typedef {{id: string, label: string, value: any, detail?: string}} Choice */
/** @typedef {{label: string, choices: Choice[]}} Group */

/** How each kind of select names its value, for one and for many. */
const KINDS = {
  static: {
    one: "selected_option",
    many: "selected_options",
    initial: "initial_option",
    initials: "initial_options",
  },
  users: { one: "selected_user", many: "selected_users", initial: "initial_user", initials: "initial_users" },
  conversations: {
    one: "selected_conversation",
    many: "selected_conversations",
    initial: "initial_conversation",
    initials: "initial_conversations",
  },
  channels: {
    one: "selected_channel",
    many: "selected_channels",
    initial: "initial_channel",
    initials: "initial_channels",
  },
};

/** @param {any} element @returns {keyof typeof KINDS} */
const kindOf = (element) => element.type.replace(/^multi_/, "").replace(/_select$/, "");

/** @param {any} option @returns {Choice} */
const fromOption = (option) => ({
  id: option.value,
  label: textString(option.text),
  value: option,
  detail: option.description ? textString(option.description) : undefined,
});

/** @param {any} element @returns {Group[]} */
function groupsOf(element) {
  const kind = kindOf(element);
  if (kind === "users") {
    return [
      {
        label: "",
        choices: [...state.users.values()].map((user) => ({
          id: user.id,
          label: userName(user.id),
          value: user.id,
          detail: user.title,
        })),
      },
    ];
  }
  if (kind === "channels" || kind === "conversations") {
    const include = element.filter?.include;
    const shown = [...state.channels.values()].filter((channel) =>
      channel.kind === "im"
        ? kind === "conversations" && (!include || include.includes("im"))
        : !include || include.includes(channel.kind === "private" ? "private" : "public"),
    );
    return [
      {
        label: "",
        choices: shown.map((channel) => ({
          id: channel.id,
          label: channelLabel(channel),
          value: channel.id,
        })),
      },
    ];
  }
  if (element.option_groups) {
    return element.option_groups.map((/** @type {any} */ group) => ({
      label: textString(group.label),
      choices: group.options.map(fromOption),
    }));
  }
  return [{ label: "", choices: (element.options ?? []).map(fromOption) }];
}

/** @param {any} value an option or an id */
const idOf = (value) => (value && typeof value === "object" ? value.value : (value ?? ""));

/** @param {any} element @param {any} block @param {Context} context @param {Labelling} labelling */
export function singleSelect(element, block, context, labelling) {
  const key = KINDS[kindOf(element)].one;
  const fallback = element.default_to_current_conversation ? state.channel : null;
  const kept = context.form.claim(block.block_id, element.action_id, {
    type: element.type,
    [key]: element[KINDS[kindOf(element)].initial] ?? fallback,
  });
  const groups = groupsOf(element);
  const byId = new Map(groups.flatMap((group) => group.choices).map((choice) => [choice.id, choice]));
  const clearable = block.type === "input" && block.optional;
  const options = (/** @type {Choice[]} */ choices) =>
    choices.map((choice) => h("option", { value: choice.id, title: choice.detail }, choice.label));

  const select = h(
    "select.field",
    {
      ...common(labelling, element),
      dataset: { actionId: element.action_id },
      onchange: async () => {
        const value = byId.get(select.value)?.value ?? null;
        const before = kept[key];
        context.form.set(block.block_id, element.action_id, { type: element.type, [key]: value });
        wrap.classList.toggle("unset", value === null);
        if (
          dispatches(block) &&
          value !== null &&
          !(await send(element, block, context, { [key]: value }, select))
        ) {
          context.form.set(block.block_id, element.action_id, { type: element.type, [key]: before });
          select.value = idOf(before);
        }
      },
    },
    h(
      "option",
      { value: "", disabled: !clearable, hidden: !clearable },
      textString(element.placeholder) || "Choose…",
    ),
    groups.map((group) =>
      group.label ? h("optgroup", { label: group.label }, options(group.choices)) : options(group.choices),
    ),
  );
  select.value = byId.has(idOf(kept[key])) ? idOf(kept[key]) : "";
  const wrap = h("span.select", { class: select.value ? "" : "unset" }, select, icon("chevron"));
  return wrap;
}

/** @param {any} element @param {any} block @param {Context} context @param {Labelling} labelling */
export function multiSelect(element, block, context, labelling) {
  const key = KINDS[kindOf(element)].many;
  const kept = context.form.claim(block.block_id, element.action_id, {
    type: element.type,
    [key]: element[KINDS[kindOf(element)].initials] ?? [],
  });
  const groups = groupsOf(element);
  const all = groups.flatMap((group) => group.choices);
  const chosen = new Set(/** @type {any[]} */ (kept[key]).map(idOf));

  const words = h("span.multi-words", { dir: "auto" });
  const show = () => {
    const labels = all.filter((choice) => chosen.has(choice.id)).map((choice) => choice.label);
    words.replaceChildren(
      ...(labels.length
        ? labels.map((label) => h("span.chip", { dir: "auto" }, label))
        : [h("span.placeholder", {}, textString(element.placeholder) || "Choose…")]),
    );
  };
  const box = (/** @type {Choice} */ choice) =>
    h(
      "label.choice",
      {},
      h("input", {
        type: "checkbox",
        checked: chosen.has(choice.id),
        onchange: (/** @type {any} */ event) => {
          const limit = element.max_selected_items ?? Infinity;
          if (event.target.checked && chosen.size >= limit) {
            event.target.checked = false;
            return;
          }
          chosen[event.target.checked ? "add" : "delete"](choice.id);
          context.form.set(block.block_id, element.action_id, {
            type: element.type,
            [key]: all.filter((each) => chosen.has(each.id)).map((each) => each.value),
          });
          show();
        },
      }),
      h(
        "span.choice-words",
        {},
        h("span", { dir: "auto" }, choice.label),
        choice.detail && h("span.choice-detail", { dir: "auto" }, choice.detail),
      ),
    );

  const button = h(
    "button.field.multi",
    {
      ...common(labelling, element),
      type: "button",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      "aria-labelledby": labelling.labelId,
      dataset: { actionId: element.action_id },
      onclick: () => {
        const before = [...chosen].join("\n");
        openPanel(
          button,
          h(
            "div.choices.choices-panel",
            {},
            groups.map((group) => [
              group.label && h("p.group-label", {}, group.label),
              group.choices.map(box),
            ]),
          ),
          {
            label: textString(element.placeholder) || "Choices",
            onclose: () => {
              const values = all.filter((choice) => chosen.has(choice.id)).map((choice) => choice.value);
              if (dispatches(block) && before !== [...chosen].join("\n"))
                void send(element, block, context, { [key]: values }, button);
            },
          },
        );
      },
    },
    words,
    icon("chevron"),
  );
  show();
  return button;
}
