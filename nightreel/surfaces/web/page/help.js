// How it works: the game in three lines, the world's own advice, the keys.

import { $, el, fill, writing } from "/static/dom.js";
import { KEYS, THREE_LINES } from "/static/words.js";

let advice = [];

/** Let help give a world's advice as well. */
export function advise(helps) {
  advice = helps;
}

export function threeLines() {
  return el(
    "ol",
    { className: "three" },
    ...THREE_LINES.map(([lead, rest]) => el("li", {}, el("b", { textContent: lead }), ` ${rest}`)),
  );
}

export function showHelp() {
  const dialog = $("#help");
  if (dialog.open || $("dialog[open]")) return;
  const close = el("button", { type: "button", className: "small", textContent: "Close" });
  close.addEventListener("click", () => dialog.close());
  fill(
    dialog,
    el(
      "div",
      { className: "sheet" },
      el("header", {}, el("h2", { id: "help-title", textContent: "How it works" }), close),
      threeLines(),
      advice.length
        ? el("ul", { className: "advice" }, ...advice.map((line) => el("li", { textContent: line })))
        : null,
      el("h3", { textContent: "Keys" }),
      el(
        "dl",
        { className: "keys" },
        ...KEYS.map(([key, what]) =>
          el("div", {}, el("dt", {}, el("kbd", { textContent: key })), el("dd", { textContent: what })),
        ),
      ),
    ),
  );
  dialog.showModal();
}

$("#help-button").addEventListener("click", showHelp);
$("#help").addEventListener("click", (event) => event.target === event.currentTarget && event.currentTarget.close());
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || writing(event.target) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  showHelp();
});
