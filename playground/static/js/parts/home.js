/** The bot's App Home. */

import { byId, fill, h } from "../dom.js";
import { notice } from "../errors.js";
import { icon } from "../icons.js";
import { runAction } from "../messages.js";
import { renderBlocks } from "../render/blocks.js";
import { Form } from "../render/form.js";
import { on, state } from "../state.js";

/** Long enough for a bot to publish; after that an empty page should say why it is empty. */
const PATIENCE_MS = 3000;

let form = new Form();
let owner = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

export function startHome() {
  const root = byId("home");
  on(["home", "people"], () => {
    if (state.tab !== "home") return;
    if (owner !== state.me) form = new Form();
    owner = state.me;
    clearTimeout(waiting);
    if (!state.home) {
      fill(root, h("p.home-empty", { role: "status" }, `${state.bot.name} is setting out its Home tab…`));
      waiting = setTimeout(
        () =>
          state.home ||
          fill(root, h("p.home-empty", {}, `${state.bot.name} has put nothing on its Home tab yet.`)),
        PATIENCE_MS,
      );
    } else if (state.home.failed) {
      fill(root, h("p.notice", {}, icon("alert"), h("span", {}, state.home.failed)));
    } else {
      draw(root);
    }
  });
}

/** @param {HTMLElement} root */
function draw(root) {
  const active = root.contains(document.activeElement)
    ? /** @type {HTMLElement} */ (document.activeElement).dataset.actionId
    : undefined;
  const scrolled = root.scrollTop;
  const view = state.home;
  const trouble = h("p.notice", { role: "alert", hidden: true });
  fill(
    root,
    h(
      "div.home-page",
      {},
      renderBlocks(view.blocks ?? [], {
        form,
        act: (block, element, payload, control) =>
          runAction({
            container: { type: "home", view_id: view.id },
            block,
            element,
            payload,
            form,
            control,
            fail: (text) => {
              trouble.hidden = false;
              fill(trouble, icon("alert"), h("span", { dir: "auto" }, text));
              if (!trouble.isConnected) notice(text);
            },
          }),
      }),
      trouble,
    ),
  );
  root.scrollTop = scrolled;
  if (active)
    /** @type {HTMLElement | null} */ (root.querySelector(`[data-action-id="${CSS.escape(active)}"]`))?.focus(
      { preventScroll: true },
    );
}
