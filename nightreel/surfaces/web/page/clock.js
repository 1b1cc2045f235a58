// The countdown. The deadline is the server's, and so is the time it is measured by. The bar is one
// transition, the text one timer a second, and without a deadline there is neither.

import { $, minutes, write } from "/static/dom.js";
import { still } from "/static/prefs.js";

const HURRY = 10_000;

export class Countdown {
  constructor(run) {
    this.run = run;
    this.root = $("#clock");
    this.fill = $(".fill", this.root);
    this.deadline = null;
    this.warned = "";
    const { signal } = run;
    document.addEventListener("visibilitychange", () => !document.hidden && this.deadline && this.start(), { signal });
    $("#more-time").addEventListener("click", () => this.more(30), { signal });
  }

  close() {
    this.stop();
    this.root.hidden = true;
  }

  take(view) {
    const { deadline, left, seconds, now } = view.clock;
    this.skew = Date.now() - now;
    this.turn = `${view.turn}/${view.take}`;
    const runs = view.status === "open" && !view.paused && deadline !== null;
    const stands = view.paused && left !== null;
    const begins = deadline !== null ? deadline - now : (left ?? 0);
    this.total = Math.max((seconds ?? 60) * 1000, begins);
    this.root.hidden = view.status === "over" || [seconds, deadline, left].every((it) => it === null);
    this.root.dataset.state = runs ? "runs" : stands ? "stands" : "none";
    $("#more-time").hidden = !runs || this.run.you.readonly;
    if (runs) this.goOn(deadline);
    else this.hold(view, stands);
  }

  goOn(deadline) {
    if (deadline === this.deadline) return;
    this.deadline = deadline;
    this.start();
  }

  /** Ask for more time; null takes the clock off this turn. */
  async more(seconds) {
    await this.run.order("clock", { turn: this.run.view.turn, seconds });
  }

  get left() {
    return this.deadline - (Date.now() - this.skew);
  }

  /** Show a clock that does not run: what is left of it, or when it will begin. */
  hold({ clock, status, turn, paused }, stands) {
    this.stop();
    this.put(stands ? clock.left : this.total);
    const first = status === "open" && turn === 1 && !paused;
    const text = first ? "No hurry yet. The clock starts with your first move." : "";
    write($(".time", this.root), stands ? minutes(clock.left / 1000) : text);
  }

  start() {
    clearTimeout(this.timer);
    this.put(this.left);
    if (!still()) {
      // The start has to be drawn once, or there is nothing for the transition to start from.
      this.fill.getBoundingClientRect();
      this.fill.style.setProperty("transition", `transform ${Math.max(0, this.left)}ms linear`);
      this.fill.style.setProperty("transform", "scaleX(0)");
    }
    this.tick();
  }

  tick() {
    const left = Math.max(0, this.left);
    write($(".time", this.root), minutes(left / 1000));
    if (still()) this.put(left);
    const hurry = left <= HURRY;
    this.root.toggleAttribute("data-hurry", hurry);
    if (hurry && left > 0) this.warn();
    if (left > 0) this.timer = setTimeout(() => this.tick(), left % 1000 || 1000);
    else this.run.ranOut();
  }

  /** Say it once a turn, and not on a clock that was nearly out when it was first seen. */
  warn() {
    const alarm = $("#alarm");
    if (this.warned === this.turn) return;
    this.warned = this.turn;
    write(alarm, this.left > 5000 ? "10 seconds left" : "");
  }

  put(left) {
    this.fill.style.setProperty("transition", "none");
    this.fill.style.setProperty("transform", `scaleX(${Math.min(1, Math.max(0, left / this.total)).toFixed(4)})`);
  }

  stop() {
    clearTimeout(this.timer);
    this.deadline = null;
    this.root.removeAttribute("data-hurry");
    write($("#alarm"), "");
  }
}
