// The monitor: the frame, and how it develops; what the camcorder says of itself; the glow on the
// room, and the unease when something is near.

import { $, el, fill } from "/static/dom.js";
import { still } from "/static/prefs.js";

/** So long a new scene may be without its frame before the camera has missed it. */
const PATIENCE = 1_500;
const CELLS = 4;

export class Monitor {
  constructor(run) {
    this.run = run;
    this.root = $("#monitor");
    this.img = $("#frame");
    this.ticket = 0;
    this.shown = null;
    this.past = null;
    this.root.removeAttribute("data-idle");
    this.blank();
    fill($("#osd"));
  }

  close() {
    this.ticket += 1;
    clearTimeout(this.waiting);
    this.blank();
    this.shown = null;
    unease(0);
    $("#held").hidden = true;
  }

  take(view, moved, later) {
    this.view = view;
    this.later = later;
    if (!this.past) this.now(moved);
    this.display();
    unease(view.status === "over" ? 0 : dreadOf(view.condition));
    $("#held").hidden = !view.paused || view.status === "over" || this.past !== null;
  }

  /** Show an earlier moment, or null for the present one. */
  look(moment) {
    this.past = moment;
    if (moment) {
      clearTimeout(this.waiting);
      this.frame(moment.frame, moment.alt, false);
    } else this.now(false);
    this.display();
    $("#held").hidden = !this.view.paused || moment !== null;
  }

  now(moved) {
    const { scene, filmed } = this.view;
    clearTimeout(this.waiting);
    if (scene.frame || !filmed) this.frame(scene.frame, scene.alt, this.later);
    else if (moved) this.waiting = setTimeout(() => this.frame(null, scene.alt, false), this.later ? PATIENCE : 0);
  }

  async frame(digest, alt, develops) {
    if (digest !== null && digest === this.shown) return;
    this.shown = digest;
    const ticket = ++this.ticket;
    if (digest === null) {
      this.blank(alt);
      return;
    }
    const address = this.run.addresses.frame(digest);
    const next = new Image();
    next.src = address;
    try {
      await next.decode();
    } catch {
      if (ticket === this.ticket) this.blank(alt);
      return;
    }
    if (ticket !== this.ticket) return;
    this.img.src = address;
    this.img.alt = alt;
    this.img.hidden = false;
    $("#missed").hidden = true;
    if (develops) develop(this.img);
    glow(next);
  }

  /** No frame: say what it would have shown. */
  blank(alt = "") {
    this.img.hidden = true;
    this.img.removeAttribute("src");
    this.img.alt = "";
    const missed = $("#missed");
    missed.hidden = !alt;
    if (alt) fill(missed, el("b", { textContent: "The camera missed this moment." }), el("span", { textContent: alt }));
  }

  // --- what the camcorder says of itself

  display() {
    const { view, past } = this;
    const { battery, lamp } = view.condition;
    const { turn, hour } = past ?? view.scene;
    fill(
      $("#osd"),
      mode(view, past !== null),
      el("span", { className: "turn" }, `Turn ${turn}`),
      el("span", { className: "hour" }, unseen("Time "), hour),
      this.counter(hour),
      past
        ? null
        : el(
            "span",
            { className: lamp ? "power lit" : "power" },
            lamp ? el("span", { className: "lamp", textContent: "Lamp" }) : null,
            cells(battery),
            unseen("Battery "),
            `${battery}%`,
          ),
    );
  }

  /** How far the tape has run since the first scene, as in the corner of the frame. */
  counter(hour) {
    const first = this.run.log.firstHour;
    if (!first) return null;
    const ran = (clock(hour) - clock(first) + 1440) % 1440;
    return el(
      "span",
      { className: "counter" },
      unseen("Tape "),
      `${Math.floor(ran / 60)}:${String(ran % 60).padStart(2, "0")}:00`,
    );
  }
}

const unseen = (text) => el("span", { className: "unseen", textContent: text });

function mode(view, back) {
  const [name, sign, word] = back
    ? ["play", "◂", "Looking back"]
    : view.status === "over"
      ? document.body.dataset.film === "made"
        ? ["play", "▸", "Playback"]
        : ["stop", "■", "End"]
      : view.paused
        ? ["hold", "‖", "Pause"]
        : ["rec", "", "Rec"];
  return el(
    "span",
    { className: `mode ${name}` },
    el("span", {
      className: name === "rec" ? "dot" : "sign",
      "aria-hidden": "true",
      textContent: sign,
    }),
    word,
  );
}

function cells(percent) {
  const full = Math.ceil((Math.max(0, Math.min(100, percent)) * CELLS) / 100);
  const all = Array.from({ length: CELLS }, (_, at) => el("i", { className: at < full ? "full" : "" }));
  return el("span", { className: percent <= 25 ? "cells low" : "cells", "aria-hidden": "true" }, ...all);
}

function clock(hour) {
  const [hours, rest] = hour.split(":").map(Number);
  return hours * 60 + rest;
}

function dreadOf({ dread, threats }) {
  const near = threats.some((it) => it.near === "at hand") ? 1 : threats.some((it) => it.near === "near") ? 0.55 : 0;
  return Math.min(near === 1 ? 1 : near ? 0.85 : 0.45, Math.max(near, dread));
}

/** Make the picture uneasy, from 0 to 1. Styles decide what that looks like, and whether it moves. */
function unease(dread) {
  const { style, dataset } = $("#monitor");
  style.setProperty("--dread", dread.toFixed(2));
  dataset.dread = dread >= 0.9 ? "hand" : dread >= 0.5 ? "near" : "";
}

function develop(img) {
  if (still()) return;
  img.animate(
    [
      { filter: "brightness(.08) saturate(.1) contrast(1.7) blur(3px)" },
      { filter: "brightness(.7) saturate(.35) contrast(1.3) blur(1px)", offset: 0.45 },
      { filter: "none" },
    ],
    { duration: 1100, easing: "ease-out" },
  );
  $(".snow").animate([{ opacity: 0.75 }, { opacity: 0.3, offset: 0.3 }, { opacity: 0 }], {
    duration: 700,
    easing: "ease-out",
  });
}

/** Let the room take the color of the picture: its mean, lifted so that a black one still glows. */
export function glow(image) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 4;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (!brush) return;
  brush.drawImage(image, 0, 0, 4, 4);
  const data = brush.getImageData(0, 0, 4, 4).data;
  const mean = [0, 1, 2].map((band) => data.reduce((sum, value, at) => (at % 4 === band ? sum + value : sum), 0) / 16);
  const lift = Math.min(4, 150 / Math.max(30, ...mean));
  document.documentElement.style.setProperty("--glow", mean.map((value) => Math.round(value * lift)).join(" "));
}
