// What this browser remembers of a viewer: a clean picture, and that the game was explained.

const media = matchMedia("(prefers-reduced-motion: reduce)");

/** Read a note. Storage may be forbidden: then there is none. */
export function noted(name) {
  try {
    return localStorage.getItem(`nightreel.${name}`);
  } catch {
    return null;
  }
}

export function note(name, value) {
  try {
    localStorage.setItem(`nightreel.${name}`, value);
  } catch {
    // Forbidden, or full: it holds until the page is left.
  }
}

let clean = noted("clean") === "yes";

export const isClean = () => clean;

/** Whether nothing may move: asked for here, or by the system. */
export const still = () => clean || media.matches;

function show() {
  document.documentElement.toggleAttribute("data-still", still());
  document.documentElement.toggleAttribute("data-clean", clean);
}

export function setClean(wanted) {
  clean = wanted;
  note("clean", wanted ? "yes" : "no");
  show();
}

media.addEventListener("change", show);
show();
