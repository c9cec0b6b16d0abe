/** Settings that a reader has saved by name, in this browser alone: names and fragments of links. */

import { absent } from "./laid.js";
import { readLink } from "./links.js";
import { follow } from "./results.js";

/** Each page has a shelf of its own, since books may share a host. */
const shelfAt = () => `smeclusters saved settings ${location.pathname}`;

/** What is saved; null where it stands there but can't be read. @returns {Saved[] | null} */
export function readShelf() {
  try {
    const found = JSON.parse(localStorage.getItem(shelfAt()) ?? "[]");
    const sound = Array.isArray(found) && found.every((each) => typeof each?.name === "string" && typeof each.fragment === "string");
    return sound ? found : null;
  } catch (problem) {
    return problem instanceof SyntaxError ? null : []; // a browser that keeps nothing has nothing
  }
}

/** Puts these there, or takes all away; says whether the browser lets a page do so. @param {Saved[]} saved */
export function writeShelf(saved) {
  try {
    if (saved.length) localStorage.setItem(shelfAt(), JSON.stringify(saved));
    else localStorage.removeItem(shelfAt());
    return true;
  } catch {
    return false;
  }
}

/** A name that no other bears. @param {string} name @param {Saved[]} saved */
export function nameFor(name, saved) {
  const stem = name.trim() || `Setting ${saved.length + 1}`;
  let found = stem;
  for (let count = 2; saved.some((each) => each.name === found); count += 1) found = `${stem} (${count})`;
  return found;
}

/** What follows from a saved setting, or in words why it can't be read. @param {Saved} saved @param {Content} content @param {OwnCluster[]} owns */
export function resultOf({ fragment }, content, owns) {
  try {
    const { state } = readLink(fragment.slice(1), content, owns);
    const waits = absent(state, content).map(({ name }) => name);
    return { result: waits.length ? null : follow(content, state), waits, problem: "" };
  } catch (problem) {
    return { result: null, waits: [], problem: problem instanceof Error ? problem.message : String(problem) };
  }
}
