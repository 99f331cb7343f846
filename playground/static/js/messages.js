/** What one does with a message: react, dismiss, run a shortcut, press what is in it. */

import { post } from "./api.js";
import { detailOf, explain, notice } from "./errors.js";
import { Form } from "./render/form.js";
import { changed, state } from "./state.js";

/** @typedef {import("./state.js").Message & {channel: string}} PlacedMessage */

/** Input state of messages by channel and ts: it outlives a re-render. @type {Map<string, Form>} */
const forms = new Map();

/** @param {PlacedMessage} message */
const isEphemeral = (message) =>
  state.ephemerals.some((each) => each.ts === message.ts && each.channel === message.channel);

/** @param {PlacedMessage} message @returns {import("./render/blocks.js").Context} */
export function messageContext(message) {
  const key = `${message.channel} ${message.ts}`;
  const form = forms.get(key) ?? new Form();
  forms.set(key, form);
  const where = { channel: message.channel, thread_ts: threadOf(message) };
  return {
    form,
    act: (block, element, payload, control) =>
      runAction({
        container: {
          type: isEphemeral(message) ? "ephemeral" : "message",
          channel: message.channel,
          ts: message.ts,
          thread_ts: message.thread_ts,
        },
        block,
        element,
        payload,
        form,
        control,
        fail: (text, detail) => notice(text, { ...where, detail }),
      }),
  };
}

/**
 * Sends one block action and shows on its control that it is on its way.
 * @param {{container: any, block: any, element: any, payload: any, form: Form, control: HTMLElement,
 *   fail: (text: string, detail?: string) => void}} action
 */
export async function runAction({ container, block, element, payload, form, control, fail }) {
  const button = control.matches("button, a");
  if (button && control.getAttribute("aria-busy") === "true") return;
  if (button) control.setAttribute("aria-busy", "true");
  const reply = await post("action", {
    user: state.me,
    container,
    block_id: block.block_id,
    action_id: element.action_id,
    type: element.type,
    ...payload,
    state: { values: form.values },
  });
  control.removeAttribute("aria-busy");
  if (!reply.ok) fail(explain(reply, "That click"), detailOf(reply));
}

/** @param {PlacedMessage} message @param {string} name @param {boolean} [remove] */
export async function toggleReaction(message, name, remove = false) {
  const reply = await post("react", {
    user: state.me,
    channel: message.channel,
    ts: message.ts,
    name,
    ...(remove ? { remove } : {}),
  });
  if (!reply.ok)
    notice(explain(reply, "That reaction"), { channel: message.channel, thread_ts: threadOf(message) });
}

/**
 * @param {PlacedMessage | null} message null for a global shortcut
 * @param {{name: string, callback_id: string}} shortcut
 */
export async function runShortcut(message, shortcut) {
  const place = message ? { channel: message.channel, ts: message.ts } : { channel: state.channel };
  const reply = await post("shortcut", { user: state.me, ...place, callback_id: shortcut.callback_id });
  if (!reply.ok)
    notice(explain(reply, `“${shortcut.name}”`), {
      channel: place.channel,
      thread_ts: message ? threadOf(message) : undefined,
      detail: detailOf(reply),
    });
}

/** The thread a reply stands in; none for a message of the channel itself. @param {PlacedMessage} message */
const threadOf = (message) =>
  message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : undefined;

/** @param {PlacedMessage} message */
export function dismissEphemeral(message) {
  state.ephemerals = state.ephemerals.filter(
    (each) => each.ts !== message.ts || each.channel !== message.channel,
  );
  changed("messages", "thread");
}
