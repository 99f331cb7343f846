/**
 * Building DOM nodes. Content always becomes text nodes, never markup.
 *
 * @typedef {Node | string | number | null | undefined | false} Leaf
 * @typedef {Leaf | Leaf[] | Leaf[][]} Child
 */

/**
 * `h("button.primary", {type: "button", onclick: send}, "Send")`.
 * Properties that begin with "on" are listeners, `value`/`checked`/… are set as properties,
 * true gives a bare attribute, false/null/undefined none (except aria-*, which are spelt out).
 *
 * @param {string} tag element name with optional `.class` parts
 * @param {Record<string, any>} [props]
 * @param {...Child} children
 * @returns {any} the element
 */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = [element.className, value].filter(Boolean).join(" ");
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (["value", "checked", "selected", "disabled", "hidden", "multiple"].includes(key))
      Reflect.set(element, key, value);
    else if (key.startsWith("aria-")) element.setAttribute(key, String(value));
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false) element.setAttribute(key, String(value));
  }
  append(element, children);
  return element;
}

/** @param {Node} parent @param {Child[]} children */
export function append(parent, children) {
  for (const child of /** @type {Leaf[]} */ (children.flat(3))) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** Replaces all children. @param {Element} parent @param {...Child} children */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

let counter = 0;
/** A fresh id for label/for and aria references. @param {string} stem */
export const uniqueId = (stem) => `${stem}-${(counter += 1)}`;

/** Says something to screen readers without moving focus. @param {string} text */
export function announce(text) {
  const region = byId("announcer");
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = text));
}

/**
 * Moves focus among `items` with the arrow keys; returns true when the key was used.
 * @param {KeyboardEvent} event @param {HTMLElement[]} items
 * @param {{previous?: string[], next?: string[]}} [keys]
 */
export function roveFocus(event, items, keys = {}) {
  const previous = keys.previous ?? ["ArrowUp"];
  const next = keys.next ?? ["ArrowDown"];
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  let to = -1;
  if (next.includes(event.key)) to = (at + 1) % items.length;
  else if (previous.includes(event.key)) to = (at <= 0 ? items.length : at) - 1;
  else if (event.key === "Home") to = 0;
  else if (event.key === "End") to = items.length - 1;
  if (to < 0 || !items[to]) return false;
  event.preventDefault();
  items[to].focus();
  return true;
}
