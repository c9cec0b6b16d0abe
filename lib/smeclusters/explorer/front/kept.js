/** Clusters of a reader's own, kept in this browser from one visit to the next, where the reader says so. */

import { layerTable, readLayer } from "./layer.js";

/** Each page has a place of its own, since books may share a host. */
const keptAt = () => `smeclusters own clusters ${location.pathname}`;

/** The table that is kept; null where nothing is, or nothing may be. */
export function keptText() {
  try {
    return localStorage.getItem(keptAt());
  } catch {
    return null;
  }
}

/** Keeps clusters, or nothing more; says whether the browser lets a page do so. @param {OwnCluster[] | null} owns @param {Content} content */
export function keepOwn(owns, content) {
  try {
    if (owns) localStorage.setItem(keptAt(), layerTable(owns, content));
    else localStorage.removeItem(keptAt());
    return true;
  } catch {
    return false;
  }
}

/** What is kept of a state, or in words why it cannot be read. @param {Content} content */
export function readKept(content) {
  const text = keptText();
  if (!text?.trim().includes("\n")) return { some: {}, problem: "" }; // nothing, or a table whose rows have all been removed
  try {
    return { some: { own: readLayer(text, content, []).clusters }, problem: "" };
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : String(problem);
    return { some: {}, problem: `The clusters kept in this browser can no longer be read, and stay as they are unless you keep others: ${why}` };
  }
}
