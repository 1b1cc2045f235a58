// How things stand: the lamp, what is felt, what hurts, what was begun, what is carried.

import { $, el, fill } from "/static/dom.js";

export function drawStatus(condition, over) {
  const rows = [
    row("Light", [condition.light], condition.battery <= 15 && "low"),
    row("Out there", condition.threats.map(threat)),
    row("Hurt", condition.wounds, "hurt"),
    row("Begun", condition.ways.map(way)),
    row("Carrying", [condition.carrying.join(", ")]),
  ];
  const status = $("#status");
  const shown = JSON.stringify([condition, over]);
  if (status.dataset.shown === shown) return;
  status.dataset.shown = shown;
  status.hidden = over;
  fill(status, el("dl", {}, ...rows.filter(Boolean)));
}

function row(name, facts, kind) {
  const told = facts.filter(Boolean);
  if (!told.length) return null;
  return el(
    "div",
    { className: kind || "" },
    el("dt", { textContent: name }),
    el("dd", {}, ...told.map((fact) => (typeof fact === "string" ? el("span", { textContent: fact }) : fact))),
  );
}

/** A threat; how near it is stands out by weight and sign, not by color alone. */
function threat({ text, near }) {
  const sign = near === "at hand" ? "!! " : near ? "! " : "";
  return el(
    "span",
    { className: near ? `felt ${near === "at hand" ? "hand" : "near"}` : "felt" },
    text,
    near ? ", " : "",
    near ? el("b", {}, el("span", { "aria-hidden": "true", textContent: sign }), near) : null,
  );
}

function way({ name, filled, size }) {
  const pips = Array.from({ length: size }, (_, at) => el("i", { className: at < filled ? "full" : "" }));
  return el(
    "span",
    { className: "way" },
    `${name} `,
    el("span", { className: "pips", "aria-hidden": "true" }, ...pips),
    el("span", { className: "unseen", textContent: `${filled} of ${size}` }),
  );
}
