/** Menus and panels that float beside their button, above everything, also inside a dialog. */

import { h, roveFocus } from "../dom.js";

/** @typedef {{label: string, detail?: string, note?: string, mark?: boolean, run: () => void}} MenuItem */
/** @typedef {{heading: string} | MenuItem} MenuEntry */

/** @type {(() => void) | null} */
let closeOpen = null;

/** Closes whatever floats. */
export const closePopover = () => closeOpen?.();

/**
 * @param {HTMLElement} anchor @param {HTMLElement} content
 * @param {{label: string, role?: string, onclose?: () => void, align?: "start" | "end", className?: string}} options
 * @returns {() => void} closes it
 */
export function openPanel(anchor, content, options) {
  const again = anchor.getAttribute("aria-expanded") === "true";
  closePopover();
  if (again) return () => {};
  const panel = h(
    "div.popover",
    {
      class: options.className,
      popover: "manual",
      role: options.role ?? "dialog",
      "aria-label": options.label,
    },
    content,
  );
  // Outside a modal dialog everything is inert: a panel of a dialog has to live in it.
  (anchor.closest("dialog") ?? document.body).append(panel);
  panel.showPopover();
  place(panel, anchor, options.align ?? "start");
  anchor.setAttribute("aria-expanded", "true");

  const close = (refocus = true) => {
    if (closeOpen !== close) return;
    closeOpen = null;
    document.removeEventListener("pointerdown", onOutside, true);
    window.removeEventListener("resize", onResize);
    const hadFocus = panel.contains(document.activeElement);
    panel.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (refocus && hadFocus && anchor.isConnected) anchor.focus();
    options.onclose?.();
  };
  const onOutside = (/** @type {PointerEvent} */ event) => {
    const target = /** @type {Node} */ (event.target);
    if (!panel.contains(target) && !anchor.contains(target)) close(false);
  };
  const onResize = () => place(panel, anchor, options.align ?? "start");
  panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    if (event.key === "Tab" && options.role !== "menu") return;
    // Escape here closes the panel only, not the dialog around it.
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  panel.addEventListener("focusout", (/** @type {FocusEvent} */ event) => {
    if (
      event.relatedTarget instanceof Node &&
      !panel.contains(event.relatedTarget) &&
      event.relatedTarget !== anchor
    )
      close(false);
  });
  document.addEventListener("pointerdown", onOutside, true);
  window.addEventListener("resize", onResize);
  closeOpen = close;
  const first = panel.querySelector("[autofocus], button, input, select, textarea, a[href]");
  if (first instanceof HTMLElement) first.focus();
  return close;
}

/**
 * Below the anchor if it fits there, else above; never off the screen.
 * @param {HTMLElement} panel
 * @param {HTMLElement} anchor
 * @param {"start" | "end"} align
 */
function place(panel, anchor, align) {
  const edge = 8;
  const from = anchor.getBoundingClientRect();
  panel.style.maxHeight = "";
  const { width, height } = panel.getBoundingClientRect();
  const below = window.innerHeight - from.bottom - edge * 2;
  const above = from.top - edge * 2;
  const down = height <= below || below >= above;
  const room = Math.min(height, Math.max(down ? below : above, 120));
  panel.style.maxHeight = `${room}px`;
  panel.style.top = `${down ? from.bottom + 4 : from.top - room - 4}px`;
  const left = align === "end" ? from.right - width : from.left;
  panel.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - width - edge))}px`;
}

/**
 * A menu: arrow keys, Home, End, first letters, Escape.
 * @param {HTMLElement} anchor @param {MenuEntry[]} entries
 * @param {{label?: string, align?: "start" | "end", className?: string}} [options]
 */
export function openMenu(anchor, entries, options = {}) {
  /** @type {() => void} */
  let close = () => {};
  const marks = entries.some((entry) => "mark" in entry);
  const node = h(
    "div.menu",
    {},
    entries.map((entry) =>
      "heading" in entry
        ? h("p.group-label", { role: "presentation" }, entry.heading)
        : h(
            "button.menu-item",
            {
              type: "button",
              role: marks && entry.mark !== undefined ? "menuitemradio" : "menuitem",
              tabindex: "-1",
              "aria-checked": entry.mark,
              onclick: () => {
                close();
                entry.run();
              },
            },
            h(
              "span.menu-words",
              {},
              h("span", {}, h("bdi", {}, entry.label)),
              entry.detail && h("span.menu-detail", {}, h("bdi", {}, entry.detail)),
            ),
            entry.note && h("span.menu-note", {}, entry.note),
          ),
    ),
  );
  const items = [...node.querySelectorAll("button")];
  node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (roveFocus(event, items) || event.key.length !== 1 || event.key === " ") return;
    items.find((item) => item.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  });
  close = openPanel(anchor, node, {
    role: "menu",
    label: options.label ?? "Menu",
    align: options.align,
    className: options.className,
  });
}
