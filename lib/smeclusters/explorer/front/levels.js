/** A slider for each level. */

import { section, slider } from "./controls.js";
import { h } from "./dom.js";
import { ofLevel, roundTo } from "./results.js";
import { percent } from "./words.js";

/** @param {Store} store @returns {Part} */
export function levelsPart(store) {
  const { content } = store;
  const inputs = content.levels.map(({ key, name }, at) =>
    slider(store, `level-${key}`, name, {
      of: (state) => state.levels[at],
      set: (value, by) => store.change({ levels: store.here.state.levels.with(at, roundTo(value, 1)) }, by),
      words({ shares, state }) {
        const share = percent(ofLevel(shares, at, content));
        return state.levels[at] > 0 && !ofLevel(state.factors, at, content) ? `${share}: its factors stand at 0` : share;
      },
    }),
  );
  const node = section(
    store, "levels", inputs.length === 3 ? "Three levels" : "Levels",
    h("div", { class: "sliders" }, ...inputs.map((input) => input.node)),
  );
  return { node, later: (result) => { for (const input of inputs) input.later(result); } };
}
