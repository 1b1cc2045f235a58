// The keyboard while a run is open. Keys that are typed into a field are the field's.

import { $, writing } from "/static/dom.js";

export function listen(run) {
  document.addEventListener("keydown", (event) => pressed(run, event), { signal: run.signal });
}

function pressed(run, event) {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !run.view) return;
  if ($("dialog[open]")) return;
  if (writing(target)) {
    if (key === "Escape") target.blur();
    return;
  }
  if (target.closest("video")) return;
  const done = number(run, event) || within(run, event) || command(run, event);
  if (done) event.preventDefault();
}

/** A digit, also where digits need Shift and the key gives another sign. */
function number(run, event) {
  if (event.repeat) return false;
  const digit = /^[1-9]$/.exec(event.key)?.[0] ?? (event.shiftKey ? undefined : /^Digit([1-9])$/.exec(event.code)?.[1]);
  if (digit === undefined) return false;
  if (!run.log.back) run.choices.take(Number(digit) - 1);
  return true;
}

/** Up and down go through the log's list once the focus is in it. */
function within(run, { key, target }) {
  const item = target.closest("#log li");
  if (!item || (key !== "ArrowUp" && key !== "ArrowDown")) return false;
  const next = key === "ArrowUp" ? item.previousElementSibling : item.nextElementSibling;
  $("button", next ?? item).focus();
  return true;
}

function command(run, event) {
  if (event.repeat && !event.key.startsWith("Arrow")) return false;
  switch (event.key) {
    case "Enter":
      if (event.target.closest("button, a, summary, select") || run.log.back || $("#act").hidden || run.you.readonly)
        return false;
      $("#write-in").focus();
      return true;
    case "r":
    case "R":
      if (!run.log.back) run.otherChoices();
      return true;
    case "p":
    case "P":
      run.togglePause();
      return true;
    case "ArrowLeft":
      run.log.step(-1);
      return true;
    case "ArrowRight":
      run.log.step(1);
      return true;
    case "Escape":
      run.log.live();
      return true;
    default:
      return false;
  }
}
