// The choices, the write-in line, and the notes beside them.

import { $, el, fill, typed, write } from "/static/dom.js";
import { MARKS } from "/static/words.js";

const LONGEST = 300;
/** From so many left on, the room that is left is counted. */
const NEAR = 60;

export class Choices {
  constructor(run) {
    this.run = run;
    this.shown = "";
    this.regain = false;
    const { signal } = run;
    this.field = $("#write-in");
    $("#choices").addEventListener("click", (event) => this.clicked(event), { signal });
    $("#choices").addEventListener(
      "keydown",
      (event) => event.repeat && event.key === "Enter" && event.preventDefault(),
      { signal },
    );
    $("#write").addEventListener("submit", (event) => this.sent(event), { signal });
    this.field.addEventListener("input", () => this.count(), { signal });
    $("#others").addEventListener("click", () => run.otherChoices(), { signal });
    $("#resume").addEventListener("click", () => run.togglePause(), { signal });
  }

  close() {
    fill($("#choices"));
    this.field.value = "";
    this.count();
  }

  // --- drawing

  draw(view, dealt) {
    const { run } = this;
    const { locked } = run;
    $("#act").hidden = view.status === "over";
    this.list(view, dealt);
    this.mark(view);
    const readonly = run.you.readonly;
    $("#write").hidden = readonly;
    $("#asides").hidden = readonly;
    $("#readonly-note").hidden = !readonly;
    $("#paused").hidden = !view.paused || view.status === "over";
    $("#resume").hidden = readonly;
    this.field.readOnly = locked;
    $("#send").disabled = locked;
    $("#others").disabled = locked;
    this.note(view);
  }

  /** Build the buttons anew where they are others. The focus goes with a keyboard that was on them. */
  list(view, dealt) {
    const key = JSON.stringify([
      view.turn,
      view.take,
      view.hand,
      this.run.you.readonly,
      view.choices.map((c) => [c.label, c.risk, c.typed]),
    ]);
    if (key === this.shown) return;
    this.shown = key;
    const list = $("#choices");
    const focused = this.regain || list.contains(document.activeElement);
    fill(list, ...view.choices.map((choice, at) => this.one(choice, at)));
    if (dealt && focused) $("button", list)?.focus({ preventScroll: false });
    this.regain = false;
  }

  one(choice, at) {
    const inside = [
      el("kbd", { textContent: String(at + 1), "aria-hidden": "true" }),
      el("span", { className: "label" }, choice.typed ? typed(choice.label) : choice.label),
      el("span", { className: "votes" }),
      el(
        "span",
        { className: "risk" },
        el("span", { className: "mark", "aria-hidden": "true", textContent: MARKS[choice.risk] }),
        el("span", { textContent: choice.risk }),
      ),
    ];
    const about = {
      className: `choice ${choice.risk}`,
      "data-choice": String(at),
      "data-risk": choice.risk,
    };
    const shown = this.run.you.readonly
      ? el("div", about, ...inside)
      : el(
          "button",
          {
            ...about,
            type: "button",
            "aria-pressed": "false",
            "aria-keyshortcuts": at < 9 ? String(at + 1) : null,
          },
          ...inside,
        );
    return el("li", {}, shown);
  }

  /** Lock and mark what is there. A lock leaves the focus where it is. */
  mark(view) {
    const { pending, locked, you } = this.run;
    const taken = pending ? pending.choice : (view.accepted?.choice ?? null);
    const mine = you.seat !== null ? view.votes[you.seat] : undefined;
    const voting = view.settings.crew === "vote" && view.players.length > 1;
    for (const shown of $("#choices").querySelectorAll("[data-choice]")) {
      const at = Number(shown.dataset.choice);
      const chosen = at === taken && view.status !== "over";
      shown.classList.toggle("chosen", chosen);
      shown.setAttribute(shown.matches("button") ? "aria-disabled" : "data-off", String(locked));
      if (shown.matches("button")) shown.setAttribute("aria-pressed", String(chosen || (voting && at === mine)));
      this.tally($(".votes", shown), voting ? view.choices[at] : null, voting && at === mine);
    }
  }

  tally(node, choice, mine) {
    const votes = choice?.votes ?? 0;
    const told = [votes ? `${votes} ${votes === 1 ? "vote" : "votes"}` : "", mine ? "your vote" : ""];
    write(node, told.filter(Boolean).join(", "));
  }

  note(view) {
    const { you } = this.run;
    const { crew } = view.settings;
    let text = "";
    if (view.status === "open" && !you.readonly) {
      if (view.settings.auto)
        text = `The tape plays by itself: it acts after ${view.settings.auto} seconds, unless you do.`;
      else if (crew === "host" && !you.host) text = `On this tape only ${view.host} acts.`;
      else if (crew === "vote" && view.players.length > 1)
        text = "Each of you has one vote, and may change it until the clock runs out.";
      else if (crew === "rotation" && view.players.length > 1 && you.seat !== null && view.scene.by === you.seat)
        text = "You moved last. Let somebody else take this one.";
    }
    write($("#crew-note"), text);
    $("#crew-note").hidden = !text;
  }

  // --- acting

  clicked(event) {
    const button = event.target.closest("button[data-choice]");
    // The second click of a double click belongs to a scene that nobody has read.
    if (!button || event.detail > 1) return;
    this.regain = button.matches(":focus-visible");
    if (!this.regain) button.blur();
    this.take(Number(button.dataset.choice));
  }

  async take(at) {
    const { view } = this.run;
    const choice = view?.choices[at];
    if (!choice) return;
    const taken = await this.run.act("act", { hand: view.hand, choice: at }, { choice: at, label: choice.label });
    if (!taken) this.regain = false;
  }

  async sent(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (this.run.locked) return;
    if (!text) {
      this.run.say("Nothing was written. Say what you do, in a few words.");
      return;
    }
    if (text.length > LONGEST) {
      this.run.say("That is too long. Say it in three hundred characters or fewer.");
      return;
    }
    const taken = await this.run.act("write-in", { text }, { label: text });
    // What was typed stays until it is taken; what was typed meanwhile is the next thing.
    if (taken && this.field.value.trim() === text) {
      this.field.value = "";
      this.count();
    }
  }

  count() {
    const left = LONGEST - this.field.value.length;
    const shown = $("#room-left");
    write(shown, left <= NEAR ? (left < 0 ? `${-left} too many` : `${left} left`) : "");
    shown.classList.toggle("over", left < 0);
  }
}
