// Fate, on the monitor: reels run while the next moment is made, and a drum comes to rest on the
// word. It is decoration: nothing waits for it, and the word stands in the story as well.

import { $, el, fill } from "/static/dom.js";
import { still } from "/static/prefs.js";
import { FATES } from "/static/words.js";

/** So long a word stands that cannot fade. */
const SEEN = 3_000;
const ROUND = ["lucky", "normal", "unlucky"];

const face = (fate, hidden) =>
  el("span", {
    className: "face",
    "aria-hidden": hidden ? "true" : null,
    textContent: `${FATES[fate].sign} ${FATES[fate].word}`,
  });

export class Fate {
  constructor() {
    this.root = $("#fate");
    this.drum = $(".drum", this.root);
    this.root.onanimationend = (event) => {
      if (event.animationName === "fade-away") this.root.hidden = true;
    };
  }

  close() {
    clearTimeout(this.timer);
    this.root.hidden = true;
    this.root.dataset.state = "rest";
  }

  /** An action was accepted: the reels run. */
  spin() {
    if (this.root.dataset.state === "spin") return;
    clearTimeout(this.timer);
    this.root.dataset.state = "spin";
    delete this.root.dataset.fate;
    const faces = [...ROUND, ROUND[0]].map((fate) => face(fate, true));
    fill(
      this.drum,
      el(
        "span",
        { className: "strip" },
        ...(still() ? [el("span", { className: "face", textContent: "Fate…" })] : faces),
      ),
    );
    this.root.hidden = false;
  }

  /** The next moment is here: the drum stops on its fate. */
  land(fate) {
    if (!FATES[fate]) {
      this.close();
      return;
    }
    this.root.dataset.state = "land";
    this.root.dataset.fate = fate;
    const before = still() ? [] : [...ROUND, ...ROUND].map((other) => face(other, true));
    fill(this.drum, el("span", { className: "strip" }, ...before, face(fate, false)));
    this.root.hidden = false;
    // Where nothing moves, nothing fades either.
    clearTimeout(this.timer);
    if (still()) this.timer = setTimeout(() => this.close(), SEEN);
  }

  /** Nothing is being decided. One that has landed is left to fade by itself. */
  rest() {
    if (this.root.dataset.state === "spin") this.close();
  }
}
