/** Puts the page together: who am I, the first load, the stream, the parts. */

import { get, stream } from "./api.js";
import { announce, byId, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { takeEvent } from "./live.js";
import { leaveViews } from "./modal.js";
import { closeThread, loadMessages, markRead, openChannel } from "./navigation.js";
import { startChannel } from "./parts/channel.js";
import { startClock } from "./parts/clock.js";
import { Composer } from "./parts/composer.js";
import { startHints } from "./parts/hints.js";
import { startHome } from "./parts/home.js";
import { startPeople } from "./parts/people.js";
import { startSidebar } from "./parts/sidebar.js";
import { startThread } from "./parts/thread.js";
import { changed, on, state, takeState, userName } from "./state.js";
import { addEmoji } from "./text/emoji.js";

/** @type {() => void} */
let closeStream = () => {};
/** Ephemerals and notices of the people one isn't at the moment. @type {Map<string, any>} */
const aside = new Map();

/** Reads the state as one person sees it. @param {string} user */
async function load(user) {
  const loaded = await get("state", { user });
  takeState(loaded);
  addEmoji(state.reactions);
}

/** Becomes somebody: their channels, their stream. @param {string} user */
async function become(user) {
  closeStream();
  void leaveViews();
  aside.set(state.me, { ephemerals: state.ephemerals, notices: state.notices });
  const kept = aside.get(user);
  Object.assign(state, {
    me: user,
    messages: [],
    replies: [],
    thread: "",
    home: null,
    ephemerals: kept?.ephemerals ?? [],
    notices: kept?.notices ?? [],
  });
  sessionStorage.setItem("playground.me", user);
  await load(user);
  closeStream = stream(user, takeEvent, (open) => {
    state.online = open;
    changed("connection");
    // What happened while the stream was away is only in a fresh load.
    // Also the first time: what was said between the page and its stream would be missing.
    if (open)
      void load(user).then(() => {
        changed("people", "channels", "clock", "connection");
        return loadMessages();
      });
  });
  changed("people", "connection", "clock");
  await openChannel(place());
  announce(`You are ${userName(user)}.`);
}

/** The channel to open: the one of before if this person has it, else the first they are in. */
function place() {
  const before =
    state.channel || location.hash.slice(1) || sessionStorage.getItem("playground.channel") || "";
  if (state.channels.has(before)) return before;
  const all = [...state.channels.values()];
  return (
    (
      all.find((channel) => channel.is_member && channel.bot_is_member && channel.kind !== "im") ??
      all.find((channel) => channel.is_member) ??
      all[0]
    )?.id ?? ""
  );
}

/** Whom the address (`?user=`) or this tab last named; the server's first person otherwise. */
const firstPerson = () =>
  new URLSearchParams(location.search).get("user") ?? sessionStorage.getItem("playground.me") ?? "";

function startTheme() {
  const button = byId("theme-button");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const show = () => {
    const words = isDark() ? "Light theme" : "Dark theme";
    fill(button, icon(isDark() ? "sun" : "moon"));
    button.setAttribute("aria-label", words);
    button.title = words;
  };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("playground.theme", root.dataset.theme);
    show();
  });
  dark.addEventListener("change", show);
  show();
}

async function start() {
  startTheme();
  const user = firstPerson();
  try {
    await load(user);
  } catch {
    try {
      await load("");
    } catch (error) {
      fill(
        byId("log"),
        h(
          "div.empty",
          { role: "alert" },
          h("p", {}, `The playground doesn't answer. ${error instanceof Error ? error.message : ""}`),
          h("button.button", { type: "button", onclick: () => location.reload() }, "Try again"),
        ),
      );
      return;
    }
  }
  const people = [...state.users.values()].filter((each) => !each.is_bot);
  const composer = new Composer(byId("composer"), { inputId: "composer-input", inThread: false });
  on(["place", "people"], () => composer.aim({ channel: state.channel }));
  startSidebar();
  startPeople((id) => void become(id));
  startChannel();
  startThread();
  startHome();
  startClock();
  await become(people.some((each) => each.id === user) ? user : people[0].id);
  startHints((text) => {
    const open = state.tab === "home" ? openChannel(state.channel) : Promise.resolve();
    void open.then(() => composer.compose(text));
  });
  document.addEventListener("visibilitychange", () => state.tab === "messages" && markRead());
  window.addEventListener("hashchange", () => void openChannel(location.hash.slice(1)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.thread && document.activeElement === document.body) closeThread();
  });
}

void start();
