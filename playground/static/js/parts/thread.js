/** The thread beside the channel. */

import { byId, fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { closeThread } from "../navigation.js";
import { channelLabel, currentChannel, on, state } from "../state.js";
import { Composer } from "./composer.js";
import { here, inThreadOf, Log } from "./log.js";

export function startThread() {
  const panel = byId("thread");
  const list = h("div.log.thread-log", { role: "log", "aria-label": "Thread", "aria-live": "polite" });
  const where = h("span.thread-where", {});
  const box = h("div.composer-area");
  fill(
    panel,
    h(
      "header.thread-head",
      {},
      h("h2", { id: "thread-title" }, "Thread"),
      where,
      h(
        "button.icon-button",
        { type: "button", "aria-label": "Close the thread", title: "Close (Esc)", onclick: closeThread },
        icon("close"),
      ),
    ),
    list,
    box,
  );
  const log = new Log(list, { inThread: true });
  const composer = new Composer(box, { inputId: "thread-input", inThread: true });

  panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });

  let shown = "";
  on(["thread", "messages", "people"], () => {
    panel.hidden = !state.thread;
    byId("frame").classList.toggle("with-thread", Boolean(state.thread));
    const place = `${state.me} ${state.channel} ${state.thread}`;
    if (place !== shown) log.reset();
    shown = place;
    if (!state.thread) return;
    where.textContent = channelLabel(currentChannel());
    composer.aim({ channel: state.channel, thread_ts: state.thread });
    const parent =
      state.replies.find((each) => each.ts === state.thread) ??
      state.messages.find((each) => each.ts === state.thread);
    const replies = state.replies.filter((each) => each.ts !== state.thread);
    log.show(
      [...(parent ? [parent] : []), ...replies].map((message) => ({ ...message, channel: state.channel })),
      inThreadOf(here(state.ephemerals), state.thread),
      here(state.notices).filter((each) => each.thread_ts === state.thread),
      {
        empty: () =>
          h("div.empty", {}, h("p", {}, "The message this thread began with isn't there any more.")),
      },
    );
  });
}
