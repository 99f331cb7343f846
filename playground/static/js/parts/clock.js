/** The simulated time, and moving it. */

import { post } from "../api.js";
import { announce, byId, fill, h } from "../dom.js";
import { explain, notice } from "../errors.js";
import { icon } from "../icons.js";
import { changed, on, state, takeClock } from "../state.js";
import {
  atHour,
  clockTime,
  daysToMonday,
  fromLocalInput,
  now,
  shortDay,
  toLocalInput,
  zone,
} from "../time.js";
import { closePopover, openPanel } from "./popover.js";

export function startClock() {
  const root = byId("clock");
  const day = h("span.clock-day", {});
  const time = h("span.clock-time", {});
  const moved = h("span.clock-moved", { hidden: true });
  const button = h(
    "button.clock-button",
    { type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => open(button) },
    icon("clock"),
    day,
    time,
    moved,
  );
  fill(root, button);

  const show = () => {
    const date = now();
    day.textContent = shortDay(date);
    time.textContent = clockTime(date);
    moved.hidden = Math.abs(state.clockOffset) < 30;
    moved.textContent = ahead(state.clockOffset);
    button.classList.toggle("is-moved", !moved.hidden);
    button.title = `The playground's time, as ${zone()} reads it. Click to move it.`;
    button.setAttribute(
      "aria-label",
      `The playground's time: ${shortDay(date)}, ${clockTime(date)}${moved.hidden ? "" : `, ${moved.textContent} from now`}. Move it.`,
    );
  };
  on(["clock", "people"], show);
  setInterval(show, 1000);
}

/** "+3 h", "+2 days". @param {number} seconds */
function ahead(seconds) {
  const sign = seconds < 0 ? "−" : "+";
  const hours = Math.abs(seconds) / 3600;
  if (hours < 1) return `${sign}${Math.round(hours * 60)} min`;
  if (hours < 20) return `${sign}${Math.round(hours)} h`;
  const days = Math.round(hours / 24);
  return `${sign}${days} ${days === 1 ? "day" : "days"}`;
}

/** @param {HTMLElement} anchor */
function open(anchor) {
  const step = (/** @type {string} */ label, /** @type {string} */ detail, /** @type {() => any} */ body) =>
    h(
      "button.menu-item",
      { type: "button", onclick: () => void move(body()) },
      h("span.menu-words", {}, label),
      h("span.menu-note", {}, detail),
    );
  const to = (/** @type {Date} */ date) => ({ to: date.toISOString() });
  const tomorrow = atHour(1, 9);
  const monday = atHour(daysToMonday(), 9);
  const field = h("input.field", { type: "datetime-local", "aria-label": "Date and time" });
  field.value = toLocalInput(new Date(now().getTime() + 3_600_000));
  openPanel(
    anchor,
    h(
      "div.clock-panel",
      {},
      h(
        "p.panel-note",
        {},
        `Move the playground's time, and what is due then happens now. Shown as ${zone()} reads it.`,
      ),
      step("+10 minutes", "", () => ({ advance_seconds: 600 })),
      step("+1 hour", clockTime(new Date(now().getTime() + 3_600_000)), () => ({ advance_seconds: 3600 })),
      step("Tomorrow, 09:00", shortDay(tomorrow), () => to(tomorrow)),
      monday.getTime() !== tomorrow.getTime() &&
        step("Next Monday, 09:00", shortDay(monday), () => to(monday)),
      h(
        "form.clock-form",
        {
          onsubmit: (/** @type {Event} */ event) => {
            event.preventDefault();
            if (field.value) void move(to(fromLocalInput(field.value)));
          },
        },
        field,
        h("button.button", { type: "submit" }, "Go"),
      ),
      Math.abs(state.clockOffset) >= 30 &&
        step("Back to this machine's time", "", () => ({
          to: new Date(now().getTime() - state.clockOffset * 1000).toISOString(),
        })),
    ),
    { label: "Move the time", className: "clock-popover" },
  );
}

/** @param {{advance_seconds: number} | {to: string}} body */
async function move(body) {
  closePopover();
  const reply = await post("clock", { user: state.me, ...body });
  if (!reply.ok) {
    notice(explain(reply, "Moving the time"));
    return;
  }
  const moved = reply.clock ?? (reply.now ? reply : null);
  if (moved) takeClock(moved);
  changed("clock");
  announce(`It is now ${shortDay(now())}, ${clockTime(now())}.`);
}
