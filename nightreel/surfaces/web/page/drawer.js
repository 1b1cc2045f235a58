// The drawer: everything that is done to the tape rather than in the story.

import { $, el, fill, write } from "/static/dom.js";
import { isClean, setClean } from "/static/prefs.js";
import { CREWS, capital } from "/static/words.js";

const CLOCKS = [
  [null, "Off"],
  [30, "30 s"],
  [60, "60 s"],
  [90, "90 s"],
];
const AUTOS = [
  [null, "Off"],
  [5, "after 5 s"],
  [10, "after 10 s"],
  [20, "after 20 s"],
  [60, "after 60 s"],
];

export class Drawer {
  constructor(run) {
    this.run = run;
    this.root = $("#drawer");
    this.build();
    const { signal } = run;
    $("#controls").addEventListener("click", () => this.show(), { signal });
    $("#pause").addEventListener("click", () => run.togglePause(), { signal });
    this.root.addEventListener("click", (event) => event.target === this.root && this.root.close(), { signal });
    this.root.addEventListener("close", () => this.closed(), { signal });
  }

  close() {
    if (this.root.open) this.root.close();
    fill(this.root);
    $("#controls").hidden = true;
    $("#pause").hidden = true;
  }

  get open() {
    return this.root.open;
  }

  show() {
    this.say("");
    this.root.showModal();
  }

  closed() {
    for (const button of this.root.querySelectorAll("[data-sure]")) calm(button);
  }

  say(text) {
    const said = $("#drawer-message");
    if (said) write(said, text);
  }

  // --- building

  build() {
    const close = button("Close", () => this.root.close(), {
      className: "small",
      id: "drawer-close",
    });
    fill(
      this.root,
      el(
        "div",
        { className: "sheet" },
        el("header", {}, el("h2", { id: "drawer-title", textContent: "Controls" }), close),
        el("p", { id: "drawer-message", role: "status" }),
        el("p", { id: "drawer-who" }),
        this.tape(),
        this.pace(),
        this.keep(),
        this.look(),
        this.end(),
      ),
    );
  }

  tape() {
    const back = el("input", {
      type: "number",
      id: "rewind-by",
      min: "1",
      max: "999",
      value: "1",
      inputmode: "numeric",
    });
    back.addEventListener(
      "keydown",
      (event) => event.key === "Enter" && !$("#rewind").disabled && this.rewind(Number(back.value)),
    );
    return group(
      "This tape",
      row(
        button("Pause", () => this.run.togglePause(), { id: "drawer-pause" }),
        button("Other choices", () => this.others(), { id: "drawer-others" }),
      ),
      row(
        el("label", { for: "rewind-by", textContent: "Go back" }),
        back,
        el("span", { textContent: "turns" }),
        button("Rewind", () => this.rewind(Number(back.value)), {
          id: "rewind",
          "data-host": true,
        }),
      ),
      row(
        button("I am here: join", () => this.run.order("join"), { id: "join" }),
        button("Leave the crew", () => this.run.order("leave"), { id: "leave" }),
      ),
    );
  }

  pace() {
    return group(
      "Pace and crew",
      row(
        button("30 seconds more", () => this.run.clock.more(30), { id: "extend" }),
        button("No clock on this turn", () => this.run.clock.more(null), { id: "unclock" }),
      ),
      this.select("Clock", "set-clock", "clock", CLOCKS),
      this.select("Auto-play", "set-auto", "auto", AUTOS),
      this.select("Who acts", "set-crew", "crew", Object.entries(CREWS)),
      this.select("Pictures", "set-pictures", "pictures", [
        [true, "On"],
        [false, "Off, words alone"],
      ]),
    );
  }

  keep() {
    const { exported } = this.run.addresses;
    const link = (form, name) =>
      el("a", { className: "button", href: exported(form), download: "", textContent: name });
    const shared = el("input", {
      type: "text",
      id: "watch-url",
      readonly: true,
      "aria-label": "Link to watch this tape",
    });
    return group(
      "Show and keep",
      row(button("Make a link to watch", () => this.watch(), { id: "watch-link" })),
      el(
        "div",
        { className: "row", id: "watch-row", hidden: true },
        shared,
        button("Copy", () => this.copy(shared), { id: "watch-copy" }),
      ),
      el(
        "div",
        { className: "row", id: "exports" },
        el("span", { textContent: "Save as" }),
        link("html", "Page"),
        link("md", "Text"),
        link("json", "Data"),
      ),
    );
  }

  look() {
    const clean = el("input", { type: "checkbox", id: "clean", checked: isClean() });
    clean.addEventListener("change", () => setClean(clean.checked));
    return group(
      "Picture",
      el(
        "label",
        { className: "switch", for: "clean" },
        clean,
        el("span", {}, el("b", { textContent: "Clean picture" }), " no flicker, no noise, nothing moves"),
      ),
    );
  }

  end() {
    return group(
      "The end",
      row(
        sure("Restart", "Sure? This tape ends here, and a new one begins.", () => this.restart(), {
          id: "restart",
          "data-host": true,
        }),
        sure("End the run and keep the tape", "Sure? The story stops here.", () => this.stop(), {
          id: "stop",
          "data-host": true,
        }),
      ),
    );
  }

  select(name, id, setting, options) {
    const field = el(
      "select",
      { id, "data-setting": setting, "data-host": true },
      ...options.map(([value, told]) => el("option", { value: String(value), textContent: told })),
    );
    field.addEventListener("change", () => this.change({ [setting]: parsed(field.value) }));
    return row(el("label", { for: id, textContent: name }), field);
  }

  // --- drawing

  draw(view) {
    const { run } = this;
    const { readonly, seat, host } = run.you;
    const over = view.status === "over";
    const pause = $("#pause");
    pause.hidden = readonly || over;
    $("#controls").hidden = false;
    const word = view.paused ? "Resume" : "Pause";
    write($(".word", pause), word);
    write(pause.firstElementChild, view.paused ? "▸" : "‖");
    write($("#drawer-pause"), word);
    write($("#drawer-who"), who(view, run.you));
    for (const part of this.root.querySelectorAll("fieldset"))
      part.hidden = readonly && !part.matches("[data-about='Picture'], [data-about='Show and keep']");
    for (const shown of this.root.querySelectorAll("[data-host]")) shown.disabled = !host || over;
    $("#drawer-pause").disabled = over;
    $("#drawer-others").disabled = run.locked;
    $("#rewind").disabled = !host || view.status !== "open" || view.turn < 2;
    for (const id of ["#extend", "#unclock"]) $(id).disabled = run.locked || view.clock.deadline === null;
    $("#join").hidden = seat !== null || over;
    $("#leave").hidden = seat === null || over || view.players.length < 2;
    $("#watch-link").parentElement.hidden = readonly;
    for (const field of this.root.querySelectorAll("[data-setting]"))
      reflect(field, view.settings[field.dataset.setting]);
  }

  // --- doing

  async change(settings) {
    const { run } = this;
    const receipt = await run.order("settings", {
      settings: { ...run.view.settings, ...settings },
    });
    // What was refused is not so: show again what is.
    if (!receipt) this.draw(run.view);
  }

  async others() {
    this.root.close();
    await this.run.otherChoices();
  }

  async rewind(turns) {
    const { turn, take } = this.run.view;
    if (!Number.isInteger(turns) || turns < 1) {
      this.say("Say how many turns, as a number.");
      return;
    }
    if (await this.run.order("rewind", { turns, turn, take })) this.root.close();
  }

  async restart() {
    const receipt = await this.run.order("restart");
    if (receipt) this.run.go(`/?run=${encodeURIComponent(receipt.run)}`);
  }

  async stop() {
    if (await this.run.order("stop")) this.root.close();
  }

  async watch() {
    const made = await this.run.order("watch");
    if (!made) return;
    $("#watch-url").value = new URL(made.url, location.href).href;
    $("#watch-row").hidden = false;
    $("#watch-url").focus();
    $("#watch-url").select();
  }

  async copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      this.say("Copied. Whoever has the link can watch, and touch nothing.");
    } catch {
      field.select();
      this.say("It could not be copied for you. It is marked: copy it by hand.");
    }
  }
}

const row = (...inside) => el("div", { className: "row" }, ...inside);
const group = (name, ...inside) =>
  el("fieldset", { "data-about": name }, el("legend", { textContent: name }), ...inside);

/** A value of an option: options are text, settings are not. */
function parsed(text) {
  return /^(null|true|false|\d+)$/.test(text) ? JSON.parse(text) : text;
}

function button(name, then, props = {}) {
  const made = el("button", { type: "button", textContent: name, ...props });
  made.addEventListener("click", () => then());
  return made;
}

/** A button that asks once: the second press means it. */
function sure(name, question, then, props) {
  const made = button(
    name,
    () => {
      if (made.hasAttribute("data-sure")) {
        calm(made);
        then();
        return;
      }
      made.dataset.sure = name;
      write(made, question);
    },
    props,
  );
  made.addEventListener("blur", () => calm(made));
  return made;
}

function calm(made) {
  if (!made.dataset.sure) return;
  write(made, made.dataset.sure);
  delete made.dataset.sure;
}

/** Show a setting, also one that the list does not offer. */
function reflect(field, value) {
  const wanted = String(value);
  if (![...field.options].some((option) => option.value === wanted))
    field.append(
      el("option", {
        value: wanted,
        textContent: typeof value === "number" ? `${value} s` : wanted,
      }),
    );
  if (field.value !== wanted) field.value = wanted;
}

function who(view, { seat, host, readonly }) {
  if (readonly) return "You watch by a link, and may touch nothing.";
  const crew = view.players.length > 1 ? `Here: ${view.players.join(", ")}. ` : "";
  if (host) return `${crew}This is your tape.`;
  const you = seat === null ? "You are not of the crew yet; acting joins it. " : `You are ${seat}. `;
  return capital(`${crew}${you}What is gray here is for ${view.host}, who started the tape.`);
}
