/** A person's or a bot's picture: initials on their colour. */

import { h } from "../dom.js";
import { isBot, state, userName } from "../state.js";

/** @param {string} name */
const initialsOf = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();

/**
 * @param {string | undefined} id
 * @param {string} [size] "small"
 * @param {string} [name] of somebody who isn't in the list of people
 */
export function avatar(id, size = "", name = userName(id)) {
  const user = id ? state.users.get(id) : undefined;
  const node = h(
    "span.avatar",
    { class: [size, isBot(id) ? "avatar-bot" : ""].filter(Boolean).join(" "), "aria-hidden": "true" },
    user?.initials || initialsOf(name),
  );
  // Through CSSOM: an inline style attribute is refused by the page's own policy.
  if (user?.color) node.style.setProperty("--avatar", `#${user.color.replace(/^#/, "")}`);
  return node;
}
