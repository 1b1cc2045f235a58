// The story's text: what was done, the reaction, the dispatch. Each is shown as soon as it is whole,
// word by word for the eye, and said once and whole to a screen reader.

import { $, el, fill, typed, write } from "/static/dom.js";
import { still } from "/static/prefs.js";
import { FATES, doer } from "/static/words.js";

const STEP = 34;
const LONGEST = 2_600;

export class Telling {
  constructor(run) {
    this.run = run;
    this.root = $("#telling");
    this.fresh = false;
    this.said = new Set();
    this.until = 0;
    const { signal } = run;
    document.addEventListener("keydown", () => this.finish(), { signal, capture: true });
    document.addEventListener("pointerdown", () => this.finish(), { signal, capture: true });
  }

  close() {
    this.finish();
    for (const id of ["#done", "#reaction", "#dispatch", "#place", "#heard"]) fill($(id));
    $("#telling .coda")?.remove();
    this.root.classList.remove("waiting");
  }

  take(view, moved, before) {
    if (moved) this.scene(view, before);
    else if (view.status === "resolving" && view.accepted) this.accepted(view);
    else if (view.status === "open") this.root.classList.remove("waiting");
    // A stream that begins in the middle of a turn has both: the scene, and what is being done in it.
    if (moved && view.status === "resolving" && view.accepted) this.accepted(view);
  }

  /** An action was taken: say which. The last scene's text steps back until the answer comes. */
  accepted(view) {
    const key = `${view.turn}/${view.take}`;
    if (this.under === key) return;
    this.under = key;
    this.fresh = true;
    this.said.clear();
    fill($("#heard"));
    this.root.classList.add("waiting");
    this.reach();
    const { accepted } = view;
    const by = doer(accepted, this.run.you.seat);
    this.done(accepted.via === "clock" ? by : accepted.label, accepted.via === "clock" ? "" : by);
  }

  /** Where the choices are below the story: go up to where the answer will be. */
  reach() {
    if (this.run.log.back || this.root.getBoundingClientRect().top > 0) return;
    const behavior = still() ? "instant" : "smooth";
    (this.run.view.filmed ? $("#monitor") : $("#place")).scrollIntoView({
      block: "start",
      behavior,
    });
  }

  /** A part of the answer is whole. */
  hear({ kind, text }) {
    if (this.fresh) this.clear();
    if (kind === "reaction") this.show("#reaction", text);
    else if (kind === "dispatch") this.show("#dispatch", text);
    else this.coda(text);
    this.say(text);
  }

  clear() {
    this.fresh = false;
    this.until = 0;
    this.root.classList.remove("waiting");
    for (const id of ["#reaction", "#dispatch"]) fill($(id));
    $("#reaction").hidden = true;
    $(".coda", this.root)?.remove();
  }

  /** A scene is history now: make the text what it says, and leave alone what is told already. */
  scene(view, before) {
    const { scene } = view;
    if (this.fresh || !before) this.clear();
    // A prepared answer comes without being waited for.
    if (before && this.under === "") this.reach();
    this.fresh = false;
    this.under = "";
    $(".coda", this.root)?.remove();
    this.root.classList.remove("waiting");
    fill(
      $("#place"),
      el("span", { textContent: scene.place }),
      " ",
      el("span", { className: "hour", textContent: scene.hour }),
    );
    this.done(scene.action, this.how(scene));
    // An opening is five times as long as a turn, and the choices should be in sight under it.
    this.root.classList.toggle("long", scene.dispatch.length > 420);
    const reveals = Boolean(before) || view.turn === 1;
    this.show("#reaction", scene.reaction, reveals);
    this.show("#dispatch", scene.dispatch, reveals);
    if (before && scene.fate) this.say(`Fate: ${FATES[scene.fate].word}.`);
    this.say(scene.reaction);
    this.say(scene.dispatch);
  }

  how({ how, by }) {
    const other = by && by !== this.run.you.seat && !["clock", "auto", "crew"].includes(by);
    return [how, other && this.run.view.players.length > 1 ? `by ${by}` : ""].filter(Boolean).join(" · ");
  }

  done(action, how) {
    const line = $("#done");
    line.hidden = !action;
    if (action)
      fill(
        line,
        el("span", { className: "what" }, typed(action)),
        how ? el("span", { className: "how", textContent: how }) : null,
      );
  }

  coda(text) {
    $(".coda", this.root)?.remove();
    this.root.append(el("p", { className: "coda", textContent: text }));
  }

  /** Say it to whoever listens, once a turn. */
  say(text) {
    if (!text || this.said.has(text)) return;
    this.said.add(text);
    $("#heard").append(el("p", { textContent: text }));
  }

  // --- word by word

  show(id, text, reveals = true) {
    const node = $(id);
    if (node.textContent === text) return;
    node.hidden = !text;
    if (!reveals || still() || document.hidden) {
      write(node, text);
      return;
    }
    const words = text.split(/(?<=\s)/u);
    const step = Math.min(STEP, LONGEST / words.length);
    const begins = Math.max(0, this.until - performance.now());
    fill(
      node,
      ...words.map((word, at) => {
        const shown = el("span", { className: "appears", textContent: word });
        shown.style.setProperty("animation-delay", `${Math.round(begins + at * step)}ms`);
        return shown;
      }),
    );
    this.until = performance.now() + begins + words.length * step;
    node.lastElementChild?.addEventListener("animationend", () => whole(node), { once: true });
  }

  /** Whoever presses a key has seen enough of it. */
  finish() {
    for (const node of this.root.querySelectorAll("p:has(> .appears)")) whole(node);
  }
}

/** Put the words back into one text: screen readers stumble over one element a word. */
function whole(node) {
  node.replaceChildren(node.textContent);
}
