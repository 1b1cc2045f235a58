// One run on the page: hears what the stream says, draws it, and sends what the viewer does.
//
// A view from the stream is the only truth. What is drawn ahead of it, the lock on the controls,
// yields to the next view.

import { Refused, addressesOf, post } from "/static/api.js";
import { $, write } from "/static/dom.js";
import { Stream } from "/static/stream.js";
import { Choices } from "/static/choices.js";
import { Countdown } from "/static/clock.js";
import { Drawer } from "/static/drawer.js";
import { Ending } from "/static/ending.js";
import { Fate } from "/static/fate.js";
import { Log } from "/static/log.js";
import { Monitor } from "/static/monitor.js";
import { drawStatus } from "/static/status.js";
import { Telling } from "/static/telling.js";
import { listen } from "/static/keys.js";

/** After so long an accepted order should have shown. */
const OVERDUE = 8_000;
/** After so long past its end a clock should have moved the run. */
const GRACE = 4_000;

export class Run {
  /**
   * @param {{run: string, code: string|null, go: (url: string, note?: string) => void,
   *   denied: () => void, came: boolean}} place `came`: from another part of the page
   */
  constructor({ run, code, go, denied, came }) {
    this.id = run;
    this.go = go;
    this.denied = denied;
    this.came = came;
    this.leaving = new AbortController();
    this.signal = this.leaving.signal;
    this.addresses = addressesOf(run, code);
    this.you = { seat: null, host: false, readonly: code !== null };
    this.view = null;
    this.lost = false;
    this.pending = null;
    this.ordered = new Set();
    this.monitor = new Monitor(this);
    this.telling = new Telling(this);
    this.fate = new Fate();
    this.clock = new Countdown(this);
    this.choices = new Choices(this);
    this.log = new Log(this);
    this.ending = new Ending(this);
    this.drawer = new Drawer(this);
    listen(this);
    document.body.toggleAttribute("data-readonly", this.you.readonly);
    this.stream = new Stream(
      this.addresses,
      {
        you: (you) => this.meet(you),
        view: (view) => this.take(view),
        part: (part) => this.hear(part),
        gone: (refused) => this.gone(refused),
        lost: () => this.connected(false),
        found: () => this.connected(true),
      },
      this.signal,
    );
  }

  close() {
    this.leaving.abort();
    for (const part of [this.clock, this.choices, this.telling, this.log, this.ending, this.drawer, this.fate])
      part.close();
    this.monitor.close();
    this.connected(true);
    this.say("");
    clearTimeout(this.overdue);
    $("#play").hidden = true;
    const { body } = document;
    for (const name of ["data-readonly", "data-words", "data-paused", "data-take"]) body.removeAttribute(name);
    body.dataset.turn = "0";
    body.dataset.locked = "true";
  }

  // --- what may be done

  get over() {
    return this.view?.status === "over";
  }

  /** Whether actions are shut: one is under way, or there is no moment to act in. */
  get locked() {
    const { view } = this;
    return !view || this.lost || this.you.readonly || this.pending !== null || view.status !== "open" || view.paused;
  }

  /** Whether this viewer may do what only the host may. */
  get hosting() {
    return this.you.host && !this.you.readonly;
  }

  // --- what comes

  meet(you) {
    this.you = you;
    document.body.toggleAttribute("data-readonly", you.readonly);
    if (this.view) this.draw(this.view);
  }

  take(view) {
    const before = this.view;
    this.view = view;
    const moved = !before || before.turn !== view.turn || before.take !== view.take;
    if (this.pending && (moved || view.status === "over" || view.seq >= this.pending.seq)) this.settle();
    this.clock.take(view);
    this.draw(view, before, moved);
    // What was pressed to come here is gone; keys and screen readers begin at the scene.
    if (!before && this.came && document.activeElement === document.body) $("#place").focus({ preventScroll: true });
    this.monitor.take(view, moved, before !== null);
    this.telling.take(view, moved, before);
    this.log.take(view, before);
    this.ending.take(view, before);
    if (view.status === "resolving") this.fate.spin();
    else if (moved && before) this.fate.land(view.scene.fate);
    else this.fate.rest();
  }

  hear(part) {
    if (part.turn === this.view?.turn && part.take === this.view.take) this.telling.hear(part);
  }

  gone(refused) {
    if (refused.status === 401) this.denied();
    else this.go("/", refused.text);
  }

  connected(is) {
    if (this.lost === !is) return;
    this.lost = !is;
    const shown = $("#connection");
    write(shown, is ? "" : "Signal lost. Looking for it…");
    shown.hidden = is;
    document.body.toggleAttribute("data-lost", !is);
    if (this.view && !this.signal.aborted) this.draw(this.view);
  }

  // --- drawing

  draw(view, before = view, moved = false) {
    const { body } = document;
    body.dataset.phase = view.status;
    body.dataset.turn = view.turn;
    body.dataset.take = view.take;
    body.toggleAttribute("data-words", !view.filmed);
    body.toggleAttribute("data-paused", view.paused);
    const over = view.status === "over";
    $("#play").hidden = false;
    write($("#run-title"), view.world.title);
    write($("#label"), `${view.world.title} · ${view.world.date}`);
    document.title =
      over && view.ending ? `${view.ending.title} · Nightreel` : `Turn ${view.turn}, ${view.scene.place} · Nightreel`;
    drawStatus(view.condition, over);
    this.choices.draw(view, moved || before?.hand !== view.hand);
    this.drawer.draw(view);
    body.dataset.locked = this.locked;
  }

  /** Tell the viewer something about what they did, next to where they did it. */
  say(text) {
    write($("#message"), text);
  }

  // --- what is done

  /**
   * Act: lock in this very frame, then ask. Two presses in one frame are one request.
   *
   * @returns whether it was taken.
   */
  async act(path, body, chosen = {}) {
    if (this.locked || this.log.back) return false;
    const { turn, take } = this.view;
    const mine = { ...chosen, seq: Infinity };
    this.pending = mine;
    this.say("");
    this.draw(this.view);
    try {
      const receipt = await post(this.addresses.to(path), { turn, take, ...body });
      this.expect(mine, receipt.seq);
      return true;
    } catch (refused) {
      this.refuse(mine, refused);
      return false;
    }
  }

  /** Send an order that is no action, once at a time. Returns its receipt, or null and why not. */
  async order(path, body = {}) {
    if (this.ordered.has(path) || this.you.readonly) return null;
    this.ordered.add(path);
    this.drawer.say("");
    this.say("");
    try {
      return await post(this.addresses.to(path), body);
    } catch (refused) {
      if (this.drawer.open) this.drawer.say(refused.text);
      else this.say(refused.text);
      return null;
    } finally {
      this.ordered.delete(path);
    }
  }

  /** Stay locked until the view shows what was accepted. */
  expect(mine, seq) {
    if (this.pending !== mine) return;
    mine.seq = seq ?? 0;
    if (this.view.seq >= mine.seq) {
      this.settle();
      this.draw(this.view);
    } else {
      clearTimeout(this.overdue);
      this.overdue = setTimeout(() => this.pending === mine && this.stream.check(), OVERDUE);
    }
  }

  refuse(mine, refused) {
    const text = refused instanceof Refused ? refused.text : "The tape jams for a moment. Try that again.";
    if (!(refused instanceof Refused)) reportError(refused);
    if (refused.reason === "key_needed") {
      this.denied();
      return;
    }
    this.say(text);
    if (this.pending !== mine) return;
    if (refused.seq !== null && refused.seq > this.view.seq) {
      this.expect(mine, refused.seq);
      return;
    }
    this.settle();
    this.draw(this.view);
  }

  settle() {
    clearTimeout(this.overdue);
    this.pending = null;
  }

  /** The clock ran out. Its end comes by the stream; if it does not, ask. */
  ranOut() {
    clearTimeout(this.overdue);
    this.overdue = setTimeout(() => this.stream.check(), GRACE);
  }

  async togglePause() {
    if (this.over || !this.view) return;
    await this.order(this.view.paused ? "resume" : "pause");
  }

  async otherChoices() {
    const { hand } = this.view;
    await this.act("regenerate", { hand }, { dealing: true });
  }
}
