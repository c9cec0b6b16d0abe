/** A slider for each level, and the triangles where there are three. */

import { section, slider } from "./controls.js";
import { h } from "./dom.js";
import { inksOf } from "./field.js";
import { mixesPart } from "./mixes.js";
import { ofLevel, roundTo } from "./results.js";
import { trianglePart } from "./triangle.js";
import { percent } from "./words.js";

/** The small triangles and the large one; where there is little room the large one alone. @param {Store} store @returns {Part[]} */
function triangleParts(store) {
  const large = trianglePart(store);
  if (store.small) return [large];
  large.node.hidden = true;
  return [mixesPart(store, large), large];
}

/** @param {Store} store @returns {Part} */
export function levelsPart(store) {
  const { content, id } = store;
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
  const triangles = inputs.length === 3 ? triangleParts(store) : [];
  const node = section(
    store, "levels", triangles.length ? "Three levels" : "Levels",
    h("div", { class: "sliders" }, ...inputs.map((input) => input.node)),
    ...(triangles.length ? [inksOf(content, id)] : []), ...triangles.map((part) => part.node),
  );
  return {
    node,
    later(result) {
      for (const input of inputs) input.later(result);
      for (const part of triangles) part.later?.(result);
    },
    after(result) {
      for (const part of triangles) part.after?.(result);
    },
  };
}
