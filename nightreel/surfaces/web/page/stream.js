// Following a run. The stream is lost and found again for as long as the page is open, also across
// a server that was stopped and started; what was missed comes with the first view.

import { Refused, get } from "/static/api.js";

const FIRST = 400;
const LONGEST = 8_000;
/** After so long in the background a connection may be dead without saying so. */
const ASLEEP = 20_000;
/** Answers that asking again would not change. */
const FINAL = new Set([401, 403, 404, 410]);
/** An open that takes longer than this is a dead one. */
const OPENING = 12_000;

/**
 * Follow a run until `signal` aborts.
 *
 * `on` has: you(you), view(view), part(part), gone(refused), lost(), found().
 */
export function follow(addresses, on, signal) {
  let source = null;
  let timer = 0;
  let tries = 0;
  let seq = 0;
  let hidden = 0;
  let over = false;

  function open() {
    clearTimeout(timer);
    source?.close();
    if (over) return;
    source = new EventSource(addresses.events(seq));
    const current = source;
    const hear = (name, then) =>
      current.addEventListener(name, (event) => {
        if (current === source && !over) then(JSON.parse(event.data));
      });
    hear("you", (you) => {
      found();
      on.you(you);
    });
    hear("view", (view) => {
      found();
      see(view);
    });
    hear("part", on.part);
    hear("gone", (problem) => end(new Refused(problem)));
    current.onopen = found;
    current.onerror = () => current === source && lose();
    timer = setTimeout(lose, OPENING);
  }

  function see(view) {
    if (view.seq < seq) return;
    seq = view.seq;
    on.view(view);
  }

  function found() {
    clearTimeout(timer);
    tries = 0;
    on.found();
  }

  function lose() {
    source?.close();
    source = null;
    on.lost();
    clearTimeout(timer);
    const wait = Math.min(LONGEST, FIRST * 2 ** tries) * (0.8 + 0.4 * Math.random());
    tries += 1;
    timer = setTimeout(seek, wait);
  }

  /** An event stream does not say why it broke. A plain request does. */
  async function seek() {
    clearTimeout(timer);
    try {
      see(await get(addresses.view));
    } catch (refused) {
      if (over) return;
      if (FINAL.has(refused.status)) end(refused);
      else lose();
      return;
    }
    open();
  }

  /** Ask where the run is, when something that should have come did not. */
  async function check() {
    if (over || !source) return;
    const known = seq;
    try {
      const view = await get(addresses.view);
      if (over || view.seq <= known || seq > known) return;
      see(view);
      open();
    } catch {
      if (!over) lose();
    }
  }

  function end(refused) {
    over = true;
    clearTimeout(timer);
    source?.close();
    source = null;
    if (refused) on.gone(refused);
  }

  const now = () => {
    tries = 0;
    if (!source && !over) seek();
  };
  addEventListener("online", now, { signal });
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.hidden) hidden = Date.now();
      else if (!source) now();
      else if (hidden && Date.now() - hidden > ASLEEP) check();
    },
    { signal },
  );
  signal.addEventListener("abort", () => end(null));
  open();
  return { check };
}
