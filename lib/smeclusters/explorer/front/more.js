/** What few readers need, folded below what all do: the mix of the levels, the factors, the rules, whose coding. */

import { foldSection, unfold } from "./folds.js";
import { differing } from "./words.js";

/** Whether levels and named weightings show all of a state. @param {State} state @param {Store} store */
function plain(state, { content, reference }) {
  const named = content.weightings.some(({ weights }) => weights.every((weight, at) => weight === state.factors[at]));
  return named && !differing({ ...reference, overrides: state.overrides, laid: state.laid }, state, content).length;
}

/** @param {Store} store @param {Node[]} parts what lies in it @returns {Part} */
export function morePart(store, parts) {
  const coding = store.content.codings.length > 1 ? ", whose coding" : "";
  const node = foldSection(store, "more", `More: factors, rules${coding}`, ...parts);
  return { node, given({ state }) { if (!plain(state, store)) unfold(node); } };
}
