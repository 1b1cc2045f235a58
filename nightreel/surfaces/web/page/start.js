// The first page: what is played, going on with a tape, beginning one, and the key where one is
// asked for.

import { Refused, admit, get, once, post } from "/static/api.js";
import { $, el, fill, write } from "/static/dom.js";
import { advise, threeLines } from "/static/help.js";
import { glow } from "/static/monitor.js";
import { note, noted } from "/static/prefs.js";
import { CREWS } from "/static/words.js";

const CLOCKS = [
  ["60", "60 seconds"],
  ["90", "90 seconds"],
  ["30", "30 seconds"],
  ["0", "Off"],
];
const AUTOS = [
  ["0", "Off"],
  ["5", "After 5 seconds"],
  ["10", "After 10 seconds"],
  ["20", "After 20 seconds"],
];
const SHELF = 6;

export class Start {
  /** @param {{query: URLSearchParams, go: (url: string) => void, note: string}} place */
  constructor({ query, go, note }) {
    this.query = query;
    this.note = note;
    this.go = go;
    this.root = $("#start");
    this.key = once();
    this.closed = false;
    document.title = "Nightreel";
    write($("#label"), "");
    idle();
    this.open();
  }

  close() {
    this.closed = true;
    fill(this.root);
    this.root.hidden = true;
  }

  async open() {
    try {
      const [worlds, runs] = await Promise.all([get("/api/worlds"), get("/api/runs?open=true")]);
      if (!this.closed) this.draw(worlds, runs);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      if (!this.closed) this.trouble(refused);
    }
  }

  trouble(refused) {
    const retry = el("button", { type: "button", className: "primary", textContent: "Try again" });
    retry.addEventListener("click", () => this.go(location.pathname + location.search));
    this.show(
      el("h1", { id: "world-title", textContent: "Nightreel" }),
      el("p", { className: "pitch", textContent: refused.text }),
      el("div", { className: "actions" }, retry),
    );
  }

  show(...inside) {
    fill(this.root, ...inside);
    this.root.hidden = false;
    document.body.dataset.phase = "start";
  }

  // --- drawing

  draw(worlds, runs) {
    this.worlds = worlds;
    const wanted = this.query.get("world");
    const world = worlds.find((it) => it.id === wanted) ?? worlds[0];
    if (!world) {
      this.show(
        el("h1", { id: "world-title", textContent: "Nightreel" }),
        el("p", { className: "pitch", textContent: "There is no world here to play in." }),
      );
      return;
    }
    const open = this.query.has("new")
      ? null
      : (runs.find((run) => run.mine && run.status !== "over") ?? runs.find((run) => run.status !== "over"));
    if (open && this.query.has("resume")) {
      this.go(`/?run=${encodeURIComponent(open.run)}`);
      return;
    }
    this.show(
      this.note ? el("p", { className: "note", role: "status", textContent: this.note }) : null,
      el("h1", { id: "world-title", textContent: world.title }),
      el("p", { className: "date", textContent: world.date }),
      el("p", { className: "pitch", textContent: world.pitch }),
      open ? this.goOn(open) : null,
      this.form(world, Boolean(open)),
      this.lines(),
      this.shelf(runs.filter((run) => run !== open)),
    );
    this.dress(world);
    if (open) this.last(open);
  }

  goOn(run) {
    const button = el(
      "a",
      {
        id: "resume-button",
        className: "button primary",
        href: `/?run=${encodeURIComponent(run.run)}`,
      },
      el("span", { textContent: `Go on with ${run.title}` }),
      el("small", { textContent: `turn ${run.turn}` }),
    );
    return el("div", { className: "actions go-on" }, button);
  }

  form(world, second) {
    const play = el("button", {
      type: "submit",
      id: "play-button",
      className: second ? "" : "primary",
      name: "pictures",
      value: "yes",
      textContent: second ? "Begin a new tape" : "Play",
    });
    const words = el("button", {
      type: "submit",
      id: "play-words",
      name: "pictures",
      value: "no",
      textContent: "Play without pictures",
    });
    const form = el(
      "form",
      { id: "begin" },
      el("div", { className: "actions" }, play, words),
      el("p", { id: "start-message", role: "status" }),
      this.settings(world),
    );
    form.addEventListener("submit", (event) => this.begin(event));
    return form;
  }

  settings(world) {
    const given = ["world", "seed", "clock", "crew", "pictures"].some((name) => this.query.has(name));
    const seed = el("input", {
      id: "seed",
      name: "seed",
      type: "text",
      inputmode: "numeric",
      pattern: "[0-9]{1,15}",
      placeholder: "by chance",
      value: this.query.get("seed") ?? "",
    });
    const options = this.worlds.map((it) => [it.id, it.title]);
    return el(
      "details",
      { className: "settings", open: given },
      el("summary", { textContent: "Settings" }),
      el(
        "div",
        { className: "fields" },
        this.select("World", "world", options, world.id, (value) =>
          this.dress(this.worlds.find((it) => it.id === value)),
        ),
        this.select("Time to act", "clock", CLOCKS, this.query.get("clock") ?? "60"),
        this.select("Who acts", "crew", Object.entries(CREWS), this.query.get("crew") ?? "open"),
        this.select("Auto-play", "auto", AUTOS, "0"),
        el(
          "div",
          { className: "field" },
          el("label", { for: "seed", textContent: "Seed" }),
          seed,
          el("small", { textContent: "The same seed and the same actions give the same story." }),
        ),
      ),
    );
  }

  select(name, id, options, value, then) {
    const known = options.some(([it]) => it === value) ? options : [...options, [value, `${value}`]];
    const field = el(
      "select",
      { id: `set-${id}`, name: id },
      ...known.map(([it, told]) => el("option", { value: it, textContent: told })),
    );
    field.value = value;
    if (then) field.addEventListener("change", () => then(field.value));
    return el("div", { className: "field" }, el("label", { for: `set-${id}`, textContent: name }), field);
  }

  /** The game in three lines: open at the first visit, and a line to press after it. */
  lines() {
    const known = noted("explained") === "yes";
    const shown = el(
      "details",
      { className: "how-it-works", open: !known },
      el("summary", { textContent: "How it works" }),
      threeLines(),
    );
    shown.addEventListener("toggle", () => !shown.open && note("explained", "yes"));
    return shown;
  }

  shelf(runs) {
    if (!runs.length) return null;
    const tapes = runs.slice(0, SHELF).map((run) =>
      el(
        "li",
        {},
        el(
          "a",
          { href: `/?run=${encodeURIComponent(run.run)}` },
          el("b", { textContent: run.title }),
          el("span", {
            textContent: `turn ${run.turn}, ${run.ending ?? (run.status === "over" ? "over" : "not over")}`,
          }),
        ),
      ),
    );
    return el("details", { className: "shelf" }, el("summary", { textContent: "Other tapes" }), el("ul", {}, ...tapes));
  }

  dress(world) {
    this.world = world;
    write($("#world-title"), world.title);
    write($(".date", this.root), world.date);
    write($(".pitch", this.root), world.pitch);
    $("#play-words").hidden = !world.filmed;
    advise(world.helps);
  }

  // --- the monitor, idle

  /** Show where the open tape stands. Without it the page is whole. */
  async last(run) {
    try {
      const root = `/api/runs/${encodeURIComponent(run.run)}`;
      const { scene } = await get(root);
      if (this.closed) return;
      write($("#resume-button small"), `turn ${run.turn} · ${scene.place}, ${scene.hour}`);
      if (scene.frame) picture(`${root}/frames/${encodeURIComponent(scene.frame)}`, scene.alt);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
    }
  }

  // --- beginning

  async begin(event) {
    event.preventDefault();
    if (this.beginning) return;
    const form = event.currentTarget;
    const pressed = event.submitter ?? $("#play-button");
    const asked = new FormData(form);
    const buttons = [$("#play-button"), $("#play-words")];
    const name = pressed.textContent;
    this.beginning = true;
    for (const button of buttons) button.disabled = true;
    write(pressed, "Threading the tape…");
    write($("#start-message"), "");
    note("explained", "yes");
    try {
      const receipt = await post("/api/runs", {
        ...orderOf(asked, this.pictures(pressed), this.query.get("prepare") === "1"),
        key: this.key,
      });
      if (!this.closed) this.go(`/?run=${encodeURIComponent(receipt.run)}`);
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      // What nobody heard is asked again with the same key, and begins one run at most.
      if (!refused.unheard) this.key = once();
      for (const button of buttons) button.disabled = false;
      write(pressed, name);
      write($("#start-message"), refused.text);
    } finally {
      this.beginning = false;
    }
  }

  pictures(pressed) {
    return this.world.filmed && pressed.id !== "play-words" && this.query.get("pictures") !== "0";
  }
}

/** A monitor that waits: somebody else's tape, stopped at dusk. */
function idle() {
  $("#monitor").dataset.idle = "";
  $("#frame").hidden = false;
  picture(
    "/static/idle.webp",
    "Two billboard antennas on a salt flat at dusk; between them, small, somebody standing.",
  );
  fill(
    $("#osd"),
    el(
      "span",
      { className: "mode hold" },
      el("span", { className: "sign", "aria-hidden": "true", textContent: "■" }),
      "Standby",
    ),
  );
}

function picture(address, alt) {
  const img = $("#frame");
  img.src = address;
  img.alt = alt;
  img.decode().then(
    () => img.src.endsWith(address) && glow(img),
    () => {},
  );
}

function orderOf(asked, pictures, prepare) {
  const seconds = (name) => Number(asked.get(name)) || null;
  const seed = String(asked.get("seed") ?? "").trim();
  return {
    world: asked.get("world"),
    settings: {
      clock: seconds("clock"),
      auto: seconds("auto"),
      crew: asked.get("crew"),
      pictures,
      prepare,
    },
    seed: seed ? Number(seed) : null,
  };
}

/** The door: a form for the key that the server asks for. */
export class Door {
  constructor({ enter, refused }) {
    this.root = $("#start");
    document.title = "Nightreel";
    document.body.dataset.phase = "start";
    idle();
    const key = el("input", {
      id: "key",
      name: "key",
      type: "password",
      autocomplete: "current-password",
      required: true,
    });
    const said = el("p", { id: "start-message", role: "status", textContent: refused });
    const form = el(
      "form",
      { id: "door" },
      el("label", { for: "key", textContent: "Key" }),
      el(
        "div",
        { className: "row" },
        key,
        el("button", { type: "submit", className: "primary", textContent: "Come in" }),
      ),
      said,
    );
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await admit(key.value);
        enter();
      } catch (no) {
        write(said, no.text);
        key.select();
      }
    });
    fill(
      this.root,
      el("h1", { id: "world-title", textContent: "Nightreel" }),
      el("p", {
        className: "pitch",
        textContent: "This house is locked. Whoever invited you has the key.",
      }),
      form,
    );
    this.root.hidden = false;
  }

  close() {
    fill(this.root);
    this.root.hidden = true;
  }
}
