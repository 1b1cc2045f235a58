// The tape so far: every moment with its frame, and looking back at one of them.

import { Refused, get } from "/static/api.js";
import { $, el, fill, typed, write } from "/static/dom.js";
import { still } from "/static/prefs.js";
import { MARKS } from "/static/words.js";

export class Log {
  constructor(run) {
    this.run = run;
    this.moments = [];
    this.items = [];
    this.at = null;
    this.asked = 0;
    const { signal } = run;
    this.list = $("#log");
    this.list.addEventListener("click", (event) => this.clicked(event), { signal });
    // A frame that is not there leaves its place to the words. (Errors don't bubble.)
    this.list.addEventListener("error", (event) => event.target.remove(), { signal, capture: true });
    $("#earlier").addEventListener("click", () => this.step(-1), { signal });
    $("#later").addEventListener("click", () => this.step(1), { signal });
    $("#live-button").addEventListener("click", () => this.live(), { signal });
  }

  close() {
    this.moments = [];
    this.items = [];
    this.at = null;
    this.asked += 1;
    fill(this.list);
    $("#reel").hidden = true;
    this.leave();
  }

  /** Whether an earlier moment is looked at. */
  get back() {
    return this.at !== null;
  }

  get firstHour() {
    return this.moments[0]?.hour;
  }

  // --- what the tape holds

  take(view, before) {
    const last = this.moments.at(-1);
    const here = momentOf(view);
    const goesOn = last && before && view.take === before.take;
    if (goesOn && view.turn === last.turn) this.put(this.moments.length - 1, here);
    else if (goesOn && view.turn === last.turn + 1 && before.accepted) {
      this.put(this.moments.length - 1, {
        ...last,
        choices: marked(last.choices, before.accepted.choice),
      });
      this.put(this.moments.length, here);
      if (this.back) this.moved();
    } else this.fetch(view);
  }

  /** Read the whole story: at the beginning, after a rewind, after a gap. */
  async fetch(view) {
    const ticket = ++this.asked;
    try {
      const { moments } = await get(this.run.addresses.story);
      if (ticket !== this.asked) return;
      const now = this.run.view;
      this.moments = [];
      moments.filter((it) => it.turn < now.turn).forEach((it, at) => this.put(at, it));
      this.put(this.moments.length, momentOf(now));
      while (this.items.length > this.moments.length) this.items.pop().remove();
      if (this.back && this.at >= this.moments.length - 1) this.live();
      this.run.monitor.display();
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      // The log is behind until the next view; the play is not.
      if (ticket === this.asked && this.run.view.seq === view.seq) this.moments = [];
    }
  }

  put(at, moment) {
    const same = this.moments[at] && JSON.stringify(this.moments[at]) === JSON.stringify(moment);
    this.moments[at] = moment;
    if (same && this.items[at]) return;
    const item = this.one(moment, at);
    const followed = this.follows();
    if (this.items[at]) this.items[at].replaceWith(item);
    else this.list.append(item);
    this.items[at] = item;
    $("#reel").hidden = this.moments.length < 2;
    if (followed) this.end();
  }

  one(moment, at) {
    const { turn, place, hour, action, how, dispatch, frame } = moment;
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", className: "moment", "data-at": String(at) },
        frame &&
          el("img", {
            src: this.run.addresses.frame(frame),
            alt: "",
            loading: "lazy",
            decoding: "async",
            width: "192",
            height: "108",
          }),
        el("span", { className: "when" }, el("b", { textContent: `Turn ${turn}` }), ` ${place} ${hour}`),
        action ? el("span", { className: "what" }, typed(action)) : null,
        how ? el("span", { className: "how", textContent: how }) : null,
        el("span", { className: "told", textContent: dispatch }),
      ),
    );
  }

  /** Whether the list stands at its end, and so goes on with the tape. */
  follows() {
    const { scrollTop, scrollHeight, clientHeight, scrollLeft, scrollWidth, clientWidth } = this.list;
    return scrollHeight - clientHeight - scrollTop < 60 && scrollWidth - clientWidth - scrollLeft < 240;
  }

  end() {
    this.list.scrollTo({
      top: this.list.scrollHeight,
      left: this.list.scrollWidth,
      behavior: "instant",
    });
  }

  // --- looking back

  clicked(event) {
    const button = event.target.closest("button[data-at]");
    if (button) this.open(Number(button.dataset.at), button);
  }

  step(by) {
    const last = this.moments.length - 1;
    if (last < 1) return;
    this.open(Math.max(0, (this.at ?? last) + by));
  }

  open(at) {
    if (at >= this.moments.length - 1) {
      this.live();
      return;
    }
    if (!this.back) this.from = document.activeElement;
    this.at = at;
    const moment = this.moments[at];
    document.body.toggleAttribute("data-back", true);
    $("#back-bar").hidden = false;
    $("#look-back").hidden = false;
    $("#earlier").disabled = at === 0;
    fill($("#look-back"), ...page(moment));
    this.mark();
    this.run.monitor.look(moment);
    $("#tape video")?.pause();
    const inside = this.list.contains(document.activeElement) || $("#back-bar").contains(document.activeElement);
    if (!inside) $("#look-back h2").focus({ preventScroll: true });
    this.items[at].scrollIntoView({
      block: "nearest",
      inline: "center",
      behavior: still() ? "instant" : "smooth",
    });
    $("#monitor").scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** Something new is on the tape while an earlier moment is looked at: say so, and stay. */
  moved() {
    const button = $("#live-button");
    button.classList.add("waits");
    write(button, "The tape has moved on. Live ▸");
  }

  live() {
    if (!this.back) return;
    this.at = null;
    this.leave();
    this.mark();
    this.run.monitor.look(null);
    if (this.from?.isConnected && this.from !== document.body) this.from.focus({ preventScroll: true });
    else if (document.activeElement && !document.activeElement.checkVisibility()) document.activeElement.blur();
  }

  leave() {
    document.body.removeAttribute("data-back");
    $("#back-bar").hidden = true;
    $("#look-back").hidden = true;
    fill($("#look-back"));
    const button = $("#live-button");
    button.classList.remove("waits");
    write(button, "Live ▸");
  }

  mark() {
    for (const [at, item] of this.items.entries()) {
      const button = $("button", item);
      if (at === this.at) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }
}

/** The moment that a view shows, as the story would tell it. */
function momentOf({ turn, scene, choices }) {
  const { place, hour, action, how, by, reaction, dispatch, alt, frame } = scene;
  return {
    turn,
    place,
    hour,
    action,
    how,
    by,
    reaction,
    dispatch,
    alt,
    frame,
    choices: choices.map(({ label, risk }) => ({ label, risk, taken: false })),
  };
}

const marked = (choices, taken) => choices.map((choice, at) => ({ ...choice, taken: at === taken }));

function* page({ turn, place, hour, action, how, reaction, dispatch, choices }) {
  yield el("p", { className: "over-line", textContent: `Turn ${turn} · looking back` });
  yield el("h2", { tabindex: "-1" }, place, " ", el("span", { className: "hour", textContent: hour }));
  if (action)
    yield el(
      "p",
      { className: "done" },
      el("span", { className: "what" }, typed(action)),
      how ? el("span", { className: "how", textContent: how }) : null,
    );
  if (reaction) yield el("p", { className: "reaction", textContent: reaction });
  yield el("p", { className: "dispatch", textContent: dispatch });
  if (choices.length)
    yield el("ul", { className: "then", "aria-label": "What could be done" }, ...choices.map(offered));
}

function offered({ label, risk, taken }) {
  return el(
    "li",
    { className: taken ? `${risk} taken` : risk },
    el("span", { className: "mark", "aria-hidden": "true", textContent: MARKS[risk] }),
    el("span", {}, typed(label)),
    el("span", { className: "word", textContent: taken ? `${risk}, taken` : risk }),
  );
}
