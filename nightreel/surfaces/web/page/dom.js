// Building the page: elements made of names and text. Nothing here, and nothing that uses it, reads
// a string as HTML.

export const $ = (selector, root = document) => root.querySelector(selector);

const PROPERTIES = new Set(["textContent", "className", "hidden", "disabled", "value", "checked"]);

/** Make an element. What is null or false among `props` and `children` is left out. */
export function el(name, props = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (PROPERTIES.has(key)) node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== false));
  return node;
}

/** Put children in place of what is in the element. */
export function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== false));
}

/** Write a text only where it differs: a live region speaks at every write. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** What somebody typed: shown as text, and its direction does not turn the line around it. */
export const typed = (text) => el("bdi", { textContent: text });

/** Seconds as 1:05. */
export function minutes(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Whether keys belong to what is focused, because it is written into. */
export function writing(target) {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
