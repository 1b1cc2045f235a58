// The end: its card, the film on the monitor as soon as it is wound, and what can be done now.

import { Refused, post } from "/static/api.js";
import { $, el, fill, write } from "/static/dom.js";
import { still } from "/static/prefs.js";

/** One long poll and some: the server answers after about 20 s. */
const POLL = 40_000;
const AGAIN = 3_000;

export class Ending {
  constructor(run) {
    this.run = run;
    this.root = $("#ending");
    this.tape = $("#tape");
    this.shown = null;
  }

  close() {
    this.root.hidden = true;
    fill(this.root);
    fill(this.tape);
    this.tape.hidden = true;
    document.body.removeAttribute("data-film");
  }

  take(view, before) {
    const { ending } = view;
    if (!ending || view.status !== "over") {
      if (this.shown) this.close();
      this.shown = null;
      return;
    }
    const key = JSON.stringify(ending);
    if (this.shown === key) return;
    this.shown = key;
    this.card(view);
    // Whoever played with the keyboard goes on with it: the choices that were focused are gone.
    if (before && !this.run.log.back) $("#ending-title").focus({ preventScroll: true });
    if (view.filmed) this.wind();
    else this.film("none");
  }

  card(view) {
    fill(this.root, ...this.told(view), el("p", { id: "film-note", role: "status" }), ...this.ways(view));
    this.root.hidden = false;
    $("#again")?.addEventListener("click", () => this.again());
    $("#share-page").addEventListener("click", () =>
      this.tell("The page is on its way to your downloads: pictures, words and film in one file."),
    );
  }

  *told({ ending, scene }) {
    const { title, how, told, cause, text, epitaph, turns, seed, world, version } = ending;
    yield el("h2", { id: "ending-title", tabindex: "-1", textContent: title });
    if (how !== "stopped")
      yield el("p", { className: "told" }, el("b", { textContent: told }), cause ? ` · ${cause}` : "");
    if (text && text !== scene.dispatch) yield el("p", { className: "last", textContent: text });
    if (epitaph) yield el("p", { className: "epitaph", textContent: epitaph });
    const numbers = { Turns: turns, Seed: seed, World: `${world} ${version}`, Tape: this.run.id };
    yield el("dl", { className: "numbers" }, ...Object.entries(numbers).map(([name, value]) => number(name, value)));
  }

  *ways(view) {
    const { readonly } = this.run.you;
    const { exported } = this.run.addresses;
    yield el(
      "div",
      { className: "actions" },
      !readonly && el("button", { type: "button", id: "again", className: "primary", textContent: "Play again" }),
      el("a", {
        id: "save-tape",
        className: "button",
        "aria-disabled": "true",
        role: "link",
        textContent: "Save tape",
      }),
      el("a", {
        id: "share-page",
        className: "button",
        href: exported("html"),
        download: "",
        textContent: "Share page",
      }),
    );
    yield el(
      "p",
      { className: "after" },
      !readonly && el("a", { href: seeded(view), textContent: "Play this seed again" }),
      el("a", { href: exported("md"), download: "", textContent: "The story as text" }),
    );
  }

  /** One press, one run. */
  async again() {
    const button = $("#again");
    if (button.disabled) return;
    button.disabled = true;
    write(button, "Threading a new tape…");
    const receipt = await this.run.order("again");
    if (receipt) {
      this.run.go(`/?run=${encodeURIComponent(receipt.run)}`);
      return;
    }
    button.disabled = false;
    write(button, "Play again");
    this.tell($("#message").textContent);
  }

  tell(text) {
    write($("#film-note"), text);
  }

  // --- the film

  async wind() {
    const { run } = this;
    this.film("awaited");
    while (!run.signal.aborted && run.over) {
      try {
        const { state } = await post(run.addresses.tape, {}, POLL);
        if (run.signal.aborted || !run.over) return;
        if (state === "made") this.play();
        else if (state !== "awaited") this.film(state);
        if (state !== "awaited") return;
      } catch (refused) {
        if (!(refused instanceof Refused)) throw refused;
        if (refused.status && refused.status !== 429 && refused.status < 500) {
          this.film("lost");
          return;
        }
        await new Promise((then) => setTimeout(then, AGAIN));
      }
    }
  }

  film(state) {
    document.body.dataset.film = state;
    this.run.monitor.display();
    const told = {
      awaited: "The film is being wound…",
      lost: "This film was lost. The page and the text are whole.",
      none: "This tape was told in words alone: there is no film of it.",
      made: "",
    };
    this.tell(told[state]);
    this.tape.hidden = state !== "awaited" && state !== "made";
    if (state === "awaited")
      fill(
        this.tape,
        el(
          "div",
          { className: "winding", "aria-hidden": "true" },
          el("span", { className: "reel" }),
          el("span", { className: "reel" }),
        ),
      );
    const save = $("#save-tape");
    save.hidden = state === "none" || state === "lost";
  }

  /** The film shows its words itself; the captions are there for whoever turns them on. */
  play() {
    const { film, captions, saved } = this.run.addresses;
    const video = el(
      "video",
      {
        controls: true,
        playsinline: true,
        preload: "auto",
        src: film,
        "aria-label": "The tape of this run",
      },
      el("track", {
        kind: "captions",
        srclang: "en",
        label: "Captions",
        src: captions,
      }),
    );
    video.muted = true;
    const ready = () => {
      this.film("made");
      fill(this.tape, video);
      const save = $("#save-tape");
      save.href = saved;
      save.setAttribute("download", `nightreel-${this.run.id}.mp4`);
      save.removeAttribute("aria-disabled");
      save.removeAttribute("role");
      if (!still() && !this.run.log.back) video.play().catch(() => {});
    };
    video.addEventListener("loadedmetadata", ready, { once: true });
    video.addEventListener("error", () => this.run.over && video.readyState === 0 && this.film("lost"), { once: true });
    video.load();
  }
}

const number = (name, value) =>
  el("div", {}, el("dt", { textContent: name }), el("dd", { textContent: String(value) }));

function seeded({ world, ending, settings }) {
  const query = new URLSearchParams({
    new: "1",
    world: world.id,
    seed: String(ending.seed),
    clock: String(settings.clock ?? 0),
    crew: settings.crew,
    pictures: settings.pictures ? "1" : "0",
  });
  return `/?${query}`;
}
