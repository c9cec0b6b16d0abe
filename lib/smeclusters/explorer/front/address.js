/** The page's address: the reader's state, so that a link restores it. */

import { readLink, writeState } from "./links.js";

/** @param {State} state @param {Result | null} kept @param {string} chosen @param {Content} content */
export function fragmentOf(state, kept, chosen, content) {
  const fields = [`w=${writeState(state)}`];
  if (kept) fields.push(`a=${writeState(kept.state)}`);
  if (chosen !== content.clusters[0].key) fields.push(`c=${chosen}`);
  return `#${fields.join("&")}`;
}

/** Whether the address holds a state. */
export const given = () => location.hash.startsWith("#w=");

/** @param {string} fragment */
export function writeAddress(fragment) {
  if (location.hash === fragment) return;
  try {
    history.replaceState(history.state, "", fragment);
  } catch {
    // Safari allows a hundred of these in half a minute; the next pause writes it.
  }
}

/** What the address holds, or in words why it cannot be read; then it is taken away. @param {Content} content */
export function readAddress(content) {
  try {
    return { found: readLink(location.hash.slice(1), content), problem: "" };
  } catch (problem) {
    history.replaceState(history.state, "", location.pathname + location.search);
    const why = problem instanceof Error ? problem.message : String(problem);
    return { found: null, problem: `The link could not be read: ${why}. The explorer stands as it does without a link.` };
  }
}
