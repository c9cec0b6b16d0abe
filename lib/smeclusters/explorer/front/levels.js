/** A slider for each level. */

import { section } from "./controls.js";
import { dial, shareOfWhole } from "./dial.js";
import { h } from "./dom.js";
import { atHand } from "./positions.js";
import { ofLevel } from "./results.js";
import { coarseSwitch } from "./steps.js";

/** @param {Store} store @returns {Part} */
export function levelsPart(store) {
  const { content } = store;
  const group = {
    values: (/** @type {State} */ state) => atHand(state.levels),
    put: (/** @type {State} */ _, /** @type {number[]} */ levels) => ({ levels }),
  };
  const inputs = content.levels.map(({ key, name }, at) => dial(store, `level-${key}`, name, group, at, {
    words({ shares, state }) {
      const share = shareOfWhole(ofLevel(shares, at, content));
      return state.levels[at] > 0 && !ofLevel(state.factors, at, content) ? `${share}: its factors stand at 0` : share;
    },
  }));
  const node = section(
    store, "levels", inputs.length === 3 ? "Three levels" : "Levels",
    h("div", { class: "sliders" }, ...inputs.map((input) => input.node)),
    h("p", { class: "hint" }, "The number is the slider’s position. The per cent is what the level weighs of the whole."),
    coarseSwitch(store),
  );
  return { node, later: (result) => { for (const input of inputs) input.later(result); } };
}
