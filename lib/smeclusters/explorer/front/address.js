/** The page's address: the reader's state, so that a link restores it. */

import { codingOf } from "./coding.js";
import { fetchLayers, notLoaded, withoutAbsent } from "./fetched.js";
import { absent } from "./laid.js";
import { LONGEST, readLink, writeState } from "./links.js";
import { withoutGone } from "./own.js";
import { writeOwn } from "./ownlink.js";

/** @type {WeakMap<OwnCluster[], string>} */
const texts = new WeakMap(); // each list is written once, however often a slider rests

/** @param {OwnCluster[]} own @param {Content} content */
function textOfOwn(own, content) {
  const text = texts.get(own) ?? writeOwn(own, content);
  texts.set(own, text);
  return text;
}

/** A state without what it says of clusters that are not in the link. @param {State} state @param {Content} content */
const bare = (state, content) => withoutGone({ ...state, own: [] }, content);

/**
 * The fragment, with own clusters as long as the whole link stays short enough for those who pass it on.
 * @param {State} state @param {Result | null} kept @param {string} chosen @param {Content} content @param {number} step of the story, or 0
 */
export function fragmentOf(state, kept, chosen, content, step = 0) {
  const write = (/** @type {boolean} */ whole) => {
    const text = (/** @type {State} */ one) => writeState(whole ? one : bare(one, content));
    const named = whole ? chosen !== content.clusters[0].key : codingOf(state, content).clusters.slice(1).some(({ key }) => key === chosen);
    const fields = [`w=${text(state)}`];
    if (kept) fields.push(`a=${text(kept.state)}`);
    if (whole && state.own.length) fields.push(`o=${textOfOwn(state.own, content)}`);
    if (named) fields.push(`c=${chosen}`);
    if (step) fields.push(`s=${step}`);
    return `#${fields.join("&")}`;
  };
  const whole = write(true);
  const fits = !state.own.length || location.href.split("#")[0].length + whole.length < LONGEST;
  return { fragment: fits ? whole : write(false), fits };
}

/** Whether the address holds a state, or what was one before it was passed on: not where it leads to a heading. */
export const given = () =>
  /^#(#|%23|%20)*(w|%[57]7)/i.test(location.hash) && !document.getElementById(location.hash.slice(1));

/** @param {string} fragment */
export function writeAddress(fragment) {
  if (location.hash === fragment) return;
  try {
    history.replaceState(history.state, "", fragment);
  } catch {
    // Safari allows a hundred of these in half a minute; the next pause writes it.
  }
}

/** What the address holds, or in words why it cannot be read; then it is taken away. @param {Content} content @param {OwnCluster[]} owns */
function readAddress(content, owns) {
  try {
    return { found: readLink(location.hash.slice(1), content, owns), problem: "" };
  } catch (problem) {
    history.replaceState(history.state, "", location.pathname + location.search);
    const why = problem instanceof Error ? problem.message : String(problem);
    return { found: null, problem: `The link could not be read: ${why}. The explorer stands as it does without a link.` };
  }
}

/**
 * Hands over what the address holds, or why it cannot be read: at once, or when its layers have come if the address is still the same.
 * @param {Content} content @param {OwnCluster[]} owns @param {(found: FromLink | null, problem: string) => void} arrive
 */
export function readWhole(content, owns, arrive) {
  const { found, problem } = readAddress(content, owns);
  const laid = found ? [...found.state.laid, ...(found.kept?.laid ?? [])] : [];
  if (!found || !absent({ laid }, content).length) return arrive(found, problem);
  const { hash } = location;
  fetchLayers({ laid }, content).then((failed) => {
    if (location.hash !== hash) return;
    const here = (/** @type {State} */ state) => withoutAbsent(state, content);
    arrive({ ...found, state: here(found.state), kept: found.kept && here(found.kept) }, failed.length ? notLoaded(failed) : "");
  });
}
