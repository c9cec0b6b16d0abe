/** A slider for each factor, level by level. */

import { section, slider } from "./controls.js";
import { h } from "./dom.js";
import { roundTo } from "./results.js";
import { percent } from "./words.js";

/** @param {Store} store @returns {Part} */
export function factorsPart(store) {
  const { content } = store;
  const inputs = content.determinants.map(({ key, name, means }, at) => {
    const input = slider(store, `weight-${key}`, name, {
      of: (state) => state.factors[at],
      set: (value, by) => store.change({ factors: store.here.state.factors.with(at, roundTo(value, 1)) }, by),
      words: ({ shares }) => percent(shares[at]),
    });
    input.title.title = means;
    return input;
  });
  const node = section(
    store, "factors", `${inputs.length === 12 ? "Twelve" : inputs.length} factors`,
    h("p", { class: "hint" }, "Within each level what counts is the proportion of its factors. Beside each slider stands the factor’s share of the whole."),
    ...content.levels.map(({ name }, level) => h("fieldset", {}, h("legend", {}, name),
      ...inputs.filter((_, at) => content.levelOf[at] === level).map((input) => input.node))),
  );
  return { node, later: (result) => { for (const input of inputs) input.later(result); } };
}
