/** Sections that are folded until a reader, or a link, needs them; as the reader leaves them they are found again. */

import { calm, h } from "./dom.js";

const UNFOLDED = "smeclusters explorer unfolded"; // where the browser keeps their names

/** @returns {string[]} */
function openFolds() {
  try {
    return (localStorage.getItem(UNFOLDED) ?? "").split(" ").filter(Boolean);
  } catch {
    return [];
  }
}

/** @param {string} name @param {boolean} open */
function remember(name, open) {
  try {
    localStorage.setItem(UNFOLDED, [...openFolds().filter((each) => each !== name), ...(open ? [name] : [])].join(" "));
  } catch {
    // Then it is folded again at the next visit.
  }
}

/**
 * A section under a line that opens it. What lies in it is in the page also while it is folded.
 * @param {Store} store @param {string} name @param {Node | string} title @param {(Node | string)[]} children
 */
export function foldSection({ id, linked }, name, title, ...children) {
  const fold = h("details", { "data-fold": name, open: linked && openFolds().includes(name) },
    h("summary", { id: `${id}-${name}`, click: () => { if (linked) remember(name, !fold.open); } }, title), ...children);
  return h("section", { class: `fold ${name}`, "aria-labelledby": `${id}-${name}` }, fold);
}

/** A heading for the line that opens a section. @param {Node | string} title */
export const foldTitle = (title) => h("h2", { class: "title" }, title);

/** Opens the fold of a section. @param {HTMLElement} section */
export function unfold(section) {
  const fold = section.querySelector("details");
  if (fold) fold.open = true;
}

/** Gives the focus to the line that opens a section. @param {HTMLElement} section */
export const lead = (section) => section.querySelector("summary")?.focus({ preventScroll: true });

/** Brings the line that opens a section into sight, unless it is well in sight. @param {HTMLElement} section */
export function showLine(section) {
  const { top } = section.getBoundingClientRect();
  const covered = parseFloat(getComputedStyle(section).scrollMarginTop);
  if (top < covered || top > 0.6 * innerHeight) section.scrollIntoView({ behavior: calm() ? "auto" : "smooth" });
}
