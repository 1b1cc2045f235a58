// Talking to the server: JSON out, JSON back, and one kind of error, which says what to tell people.

const PATIENCE = 20_000;
const DEAD = "The line is dead, and that did not get through. Nothing is lost: try again.";
const GARBLED = "The answer could not be read. Try that again.";

/** A request that was not granted. `text` is for people, `reason` for us, `seq` where the run is. */
export class Refused extends Error {
  constructor({ status = 0, reason = "", player_text: text = GARBLED, seq = null } = {}) {
    super(`${status} ${reason}`);
    Object.assign(this, { status, reason, text, seq });
  }

  /** Whether nobody answered: the request may be sent again as it is. */
  get unheard() {
    return this.status === 0 || this.status >= 502;
  }
}

let admission = null;

/** Get a session. Asked for by several at once, it is one request. */
export function admit(key = null) {
  admission ??= send("POST", "/api/session", { key }).finally(() => {
    admission = null;
  });
  return admission;
}

/** Ask the server. A session that ran out is renewed on the way. Raises `Refused`, and only that. */
export async function call(method, path, body, patience = PATIENCE) {
  try {
    return await send(method, path, body, patience);
  } catch (refused) {
    if (refused.status !== 401) throw refused;
    await admit();
    return send(method, path, body, patience);
  }
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}, patience) => call("POST", path, body, patience);

async function send(method, path, body, patience = PATIENCE) {
  const asked = { method, credentials: "same-origin", signal: AbortSignal.timeout(patience) };
  if (body !== undefined) {
    asked.body = JSON.stringify(body);
    asked.headers = { "content-type": "application/json" };
  }
  let response;
  try {
    response = await fetch(path, asked);
  } catch {
    throw new Refused({ reason: "network", player_text: DEAD });
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer;
  throw new Refused({ ...answer, status: response.ok ? 500 : response.status });
}

/** A key that makes a request, repeated, the same request. */
export function once() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The addresses of one run; a watch link's code goes with each that is read. */
export function addressesOf(run, code) {
  const root = `/api/runs/${encodeURIComponent(run)}`;
  const at = (path, query = {}) => {
    const asked = new URLSearchParams({
      ...query,
      ...(code === null ? {} : { watch: code }),
    }).toString();
    return `${root}${path}${asked ? `?${asked}` : ""}`;
  };
  return {
    view: at(""),
    story: at("/story"),
    events: (after) => at("/events", after ? { after } : {}),
    frame: (digest) => at(`/frames/${encodeURIComponent(digest)}`),
    exported: (form) => at("/export", { form }),
    tape: at("/tape"),
    film: at("/tape.mp4"),
    saved: at("/tape.mp4", { save: "true" }),
    captions: at("/tape.vtt"),
    to: (order) => `${root}/${order}`,
  };
}
