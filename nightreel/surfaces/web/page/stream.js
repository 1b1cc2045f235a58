// Following a run. The stream is lost and found again for as long as the page is open, also across
// a server that was stopped and started; what was missed comes with the first view.

import { Refused, get } from "/static/api.js";

const FIRST = 400;
const LONGEST = 3_000;
/** After so long in the background a connection may be dead without saying so. */
const ASLEEP = 20_000;
/** An open that takes longer than this is a dead one. */
const OPENING = 12_000;
/** Whether asking again would not change the answer: 429 asks for patience, and is none of these. */
const final = ({ status }) => status >= 400 && status < 500 && status !== 408 && status !== 429;

export class Stream {
  /**
   * Follow a run until `signal` aborts.
   *
   * `on` has: you(you), view(view), part(part), gone(refused), lost(), found().
   */
  constructor(addresses, on, signal) {
    this.addresses = addresses;
    this.on = on;
    this.source = null;
    this.tries = 0;
    this.seq = 0;
    this.over = false;
    addEventListener("online", () => this.hurry(), { signal });
    document.addEventListener("visibilitychange", () => this.seen(), { signal });
    signal.addEventListener("abort", () => this.end());
    this.open();
  }

  open() {
    this.drop();
    const source = new EventSource(this.addresses.events(this.seq));
    const hear = (name, then) =>
      source.addEventListener(name, ({ data }) => {
        if (source === this.source) then(JSON.parse(data));
      });
    hear("you", (you) => this.found(this.on.you(you)));
    hear("view", (view) => this.found(this.take(view)));
    hear("part", (part) => this.on.part(part));
    hear("gone", (problem) => this.end(new Refused(problem)));
    source.onopen = () => this.found();
    source.onerror = () => source === this.source && this.lose();
    this.source = source;
    this.timer = setTimeout(() => this.lose(), OPENING);
  }

  take(view) {
    if (view.seq < this.seq) return;
    this.seq = view.seq;
    this.on.view(view);
  }

  found() {
    clearTimeout(this.timer);
    this.tries = 0;
    this.on.found();
  }

  drop() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  lose() {
    if (this.over) return;
    this.drop();
    this.on.lost();
    const wait = Math.min(LONGEST, FIRST * 2 ** this.tries) * (0.8 + 0.4 * Math.random());
    this.tries += 1;
    this.timer = setTimeout(() => this.seek(), wait);
  }

  /** An event stream does not say why it broke. A plain request does. */
  async seek() {
    clearTimeout(this.timer);
    try {
      const view = await get(this.addresses.view);
      if (this.over) return;
      this.take(view);
      this.open();
    } catch (refused) {
      if (final(refused)) this.end(refused);
      else this.lose();
    }
  }

  /** Ask where the run is, when something that should have come did not. */
  async check() {
    if (!this.source) return;
    const known = this.seq;
    try {
      const view = await get(this.addresses.view);
      if (this.over || this.seq > known || view.seq <= known) return;
      this.take(view);
      this.open();
    } catch {
      this.lose();
    }
  }

  hurry() {
    if (this.source || this.over) return;
    this.tries = 0;
    this.seek();
  }

  seen() {
    if (document.hidden) this.hidden = Date.now();
    else if (!this.source) this.hurry();
    else if (Date.now() - (this.hidden ?? Date.now()) > ASLEEP) this.check();
  }

  end(refused = null) {
    if (this.over) return;
    this.over = true;
    this.drop();
    if (refused) this.on.gone(refused);
  }
}
