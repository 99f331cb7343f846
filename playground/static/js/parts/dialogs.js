/** The confirmation that an app can attach to a button or a choice. */

import { h, uniqueId } from "../dom.js";
import { textObject, textString } from "../text/mrkdwn.js";

/**
 * @param {{title: any, text: any, confirm: any, deny: any, style?: string}} confirm Slack's confirm object
 * @returns {Promise<boolean>} false when denied or closed with Escape
 */
export function confirmChoice(confirm) {
  return new Promise((resolve) => {
    const title = uniqueId("confirm");
    const dialog = h(
      "dialog.dialog.dialog-small",
      { "aria-labelledby": title, role: "alertdialog" },
      h(
        "form.dialog-frame",
        { method: "dialog" },
        h("header.dialog-head", {}, h("h2", { id: title, dir: "auto" }, textString(confirm.title))),
        h("div.dialog-body.text", {}, textObject(confirm.text)),
        h(
          "footer.dialog-foot",
          {},
          h(
            "button.button",
            { value: "no", autofocus: confirm.style === "danger" },
            textString(confirm.deny),
          ),
          h(
            "button.button",
            {
              value: "yes",
              class: confirm.style === "danger" ? "danger" : "primary",
              autofocus: confirm.style !== "danger",
            },
            textString(confirm.confirm),
          ),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
