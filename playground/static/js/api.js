/** The page's side of the playground's page API: requests and the event stream. */

/**
 * @typedef {{ok: boolean, error?: string, message?: string, errors?: Record<string, string>}} Reply
 */

/**
 * @param {string} path @param {Record<string, string>} [query] @returns {Promise<any>}
 * Throws an Error with a readable message when the server is away or refuses.
 */
export async function get(path, query = {}) {
  const response = await fetch(`/page/${path}?${new URLSearchParams(query)}`);
  if (!response.ok) throw new Error(`The playground answered ${response.status}.`);
  return response.json();
}

/**
 * @param {string} path @param {Record<string, unknown>} body @returns {Promise<Reply & Record<string, any>>}
 * Never throws: a server that is away is `{ok: false, error: "unreachable"}`.
 */
export async function post(path, body) {
  try {
    const response = await fetch(`/page/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const reply = await response.json().catch(() => ({}));
    return { ...reply, ok: response.ok && reply.ok !== false };
  } catch {
    return { ok: false, error: "unreachable" };
  }
}

const EVENTS = [
  "message",
  "message_changed",
  "message_deleted",
  "ephemeral",
  "reaction",
  "view_opened",
  "view_updated",
  "view_pushed",
  "view_closed",
  "home",
  "clock",
  "members",
  "connection",
  "error",
];

/**
 * Opens the event stream of one person. The browser reconnects by itself; `onopen` runs each time.
 *
 * @param {string} user
 * @param {(name: string, data: any) => void} onevent
 * @param {(open: boolean) => void} onstatus
 * @returns {() => void} closes the stream
 */
export function stream(user, onevent, onstatus) {
  const source = new EventSource(`/page/stream?user=${encodeURIComponent(user)}`);
  source.onopen = () => onstatus(true);
  source.onerror = (event) => {
    // EventSource's own failure and the server's `error` event share a name; only the latter has data.
    if (!("data" in event)) onstatus(false);
  };
  for (const name of EVENTS) {
    source.addEventListener(name, (event) => {
      if (event instanceof MessageEvent && event.data) onevent(name, JSON.parse(event.data));
    });
  }
  return () => source.close();
}
