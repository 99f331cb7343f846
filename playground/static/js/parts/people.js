/** Who am I: shown at all times, and changed here. */

import { byId, fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { isBot, me, on, state, userName } from "../state.js";
import { avatar } from "./avatar.js";
import { openMenu } from "./popover.js";

/** @param {(id: string) => void} become */
export function startPeople(become) {
  const button = h("button.me", {
    type: "button",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    onclick: () =>
      openMenu(
        button,
        [
          { heading: "You are" },
          ...[...state.users.values()]
            .filter((user) => !isBot(user.id))
            .map((user) => ({
              label: userName(user.id),
              detail: [
                user.title,
                user.is_admin && "admin",
                `${user.tz.split("/").pop()?.replaceAll("_", " ")}`,
                user.locale,
              ]
                .filter(Boolean)
                .join(" · "),
              mark: user.id === state.me,
              run: () => become(user.id),
            })),
        ],
        { label: "Who am I", align: "end", className: "people-popover" },
      ),
  });
  on(["people"], () => {
    const person = me();
    button.setAttribute("aria-label", `You are ${userName(state.me)}. Be somebody else.`);
    button.title = `You are ${userName(state.me)}${person?.title ? `, ${person.title}` : ""}`;
    fill(
      button,
      avatar(state.me, "small"),
      h("span.me-words", {}, h("span.me-label", {}, "You are"), h("bdi.me-name", {}, userName(state.me))),
      icon("chevron"),
    );
  });
  fill(byId("people"), button);
}
