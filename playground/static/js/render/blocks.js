/**
 * Block Kit to DOM.
 *
 * @typedef {{
 *   form: import("./form.js").Form,
 *   act: (block: any, element: any, payload: Record<string, any>, control: HTMLElement) => Promise<void>,
 *   errors?: Record<string, string>,
 *   readOnly?: boolean,
 * }} Context where the blocks stand: their input state, and how an action is sent
 */

import { h, uniqueId } from "../dom.js";
import { textObject, textString } from "../text/mrkdwn.js";
import { markdown } from "../text/markdown.js";
import { renderElement } from "./elements.js";
import { richText } from "./richtext.js";

/** @type {Record<string, (block: any, context: Context) => Node>} */
const RENDERERS = {
  section,
  header,
  divider,
  context: contextBlock,
  actions,
  context_actions: actions,
  image,
  input,
  rich_text: rich,
  markdown: prose,
  video,
  file,
};

/**
 * @param {any[]} blocks @param {Context} context
 * @returns {HTMLElement} a `div.blocks`; an unknown block is named rather than left out
 */
export function renderBlocks(blocks, context) {
  context.form.begin();
  const nodes = blocks.map((block, index) => {
    // Slack names what the app left unnamed; a stable name keeps input state across renders here.
    const named = block.block_id ? block : { ...block, block_id: `block-${index}` };
    const node = (RENDERERS[block.type] ?? unknown)(named, context);
    if (node instanceof HTMLElement) node.dataset.blockId = named.block_id;
    return node;
  });
  context.form.settle();
  return h("div.blocks", {}, nodes);
}

/** @param {any} block @param {Context} context */
function section(block, context) {
  const words = h("div.section-words", {});
  if (block.text) words.append(h("div.text", {}, textObject(block.text)));
  if (block.fields?.length) {
    words.append(
      h(
        "div.fields",
        {},
        block.fields.map((/** @type {any} */ field) => h("div.text", {}, textObject(field))),
      ),
    );
  }
  const wide = ["radio_buttons", "checkboxes"].includes(block.accessory?.type);
  const accessory = block.accessory && h("div.accessory", {}, renderElement(block.accessory, block, context));
  return h("div.block.block-section", { class: wide ? "accessory-below" : "" }, words, accessory);
}

/** @param {any} block */
function header(block) {
  return h("h3.block.block-header", { dir: "auto" }, textString(block.text));
}

function divider() {
  return h("hr.block.block-divider");
}

/** @param {any} block @param {Context} context */
function contextBlock(block, context) {
  return h(
    "div.block.block-context",
    {},
    block.elements.map((/** @type {any} */ element) =>
      element.type === "image"
        ? renderElement(element, block, context)
        : h("div.text", {}, textObject(element)),
    ),
  );
}

/** @param {any} block @param {Context} context */
function actions(block, context) {
  return h(
    "div.block.block-actions",
    { role: "group" },
    block.elements.map((/** @type {any} */ element) => renderElement(element, block, context)),
  );
}

/** @param {any} block */
function image(block) {
  const address = block.image_url ?? block.slack_file?.url ?? "";
  return h(
    "figure.block.block-image",
    {},
    block.title && h("figcaption", { dir: "auto" }, textString(block.title)),
    picture(address, block.alt_text),
  );
}

/** @param {string} address @param {string} alt an outside image may be refused by the page; its words stay */
export function picture(address, alt) {
  const node = h("img", { src: address, alt, loading: "lazy" });
  node.addEventListener("error", () =>
    node.replaceWith(h("span.image-away", { dir: "auto", title: address }, alt || "Image")),
  );
  return node;
}

/** @param {any} block @param {Context} context */
function input(block, context) {
  const group = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const ids = {
    control: uniqueId("input"),
    label: uniqueId("label"),
    hint: uniqueId("hint"),
    error: uniqueId("error"),
  };
  const error = context.errors?.[block.block_id];
  const describedBy = [block.hint && ids.hint, error && ids.error].filter(Boolean).join(" ") || undefined;
  const control = renderElement(block.element, block, context, {
    id: ids.control,
    labelId: ids.label,
    describedBy,
    invalid: Boolean(error),
  });
  return h(
    "div.block.block-input",
    { class: error ? "has-error" : "" },
    h(
      group ? "span" : "label",
      { class: "input-label", id: ids.label, for: group ? undefined : ids.control, dir: "auto" },
      textString(block.label),
      block.optional && h("span.optional", {}, " optional"),
    ),
    control,
    error && h("p.input-error", { id: ids.error, dir: "auto" }, error),
    block.hint && h("p.input-hint", { id: ids.hint, dir: "auto" }, textString(block.hint)),
  );
}

/** @param {any} block */
function rich(block) {
  return h("div.block.block-rich.text", {}, richText(block));
}

/** @param {any} block */
function prose(block) {
  return h("div.block.block-markdown.text", {}, markdown(block.text));
}

/** @param {any} block */
function video(block) {
  return h("div.block.unknown", {}, `Video: ${textString(block.title)}`);
}

/** @param {any} block */
function file(block) {
  return h("div.block.unknown", {}, `File ${block.external_id ?? ""}`);
}

/** @param {any} block */
function unknown(block) {
  return h("div.block.unknown", {}, `This page doesn't draw “${block.type}” blocks.`);
}
