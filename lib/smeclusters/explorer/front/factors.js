/** A slider for each factor, level by level. */

import { section } from "./controls.js";
import { dial, shareOfWhole } from "./dial.js";
import { button, h, svg } from "./dom.js";
import { atHand } from "./positions.js";

/** The factors of one level, among which one's own are locked. @param {Store} store @param {number} level */
function factorsOf(store, level) {
  const { content } = store;
  const places = content.levelOf.flatMap((of, at) => (of === level ? [at] : []));
  const locks = places.map(() => false);
  const group = {
    values: (/** @type {State} */ { factors }) => atHand(places.map((at) => factors[at])),
    put: (/** @type {State} */ { factors }, /** @type {number[]} */ values) => ({
      factors: factors.map((factor, at) => (content.levelOf[at] === level ? values[places.indexOf(at)] : factor)),
    }),
  };
  return places.map((at, place) => {
    const { key, name, means } = content.determinants[at];
    const lock = button("", () => {
      locks[place] = !locks[place];
      lock.setAttribute("aria-pressed", String(locks[place]));
      input.later(store.here);
    }, { class: "lock", "aria-pressed": false, "aria-label": `Lock ${name}`, title: "Keep its share within its level while others move" });
    lock.append(svg("svg", { viewBox: "0 0 12 14", width: 12, height: 14, "aria-hidden": "true" },
      svg("path", { d: "M1 6h10v7H1z", fill: "currentColor" }), svg("path", { d: "M3 6V4a3 3 0 0 1 6 0v2", fill: "none", stroke: "currentColor", "stroke-width": 1.5 })));
    const input = dial(store, `weight-${key}`, name, group, place, {
      words: ({ shares, state }) => `${shareOfWhole(shares[at])}${state.factors[at] > 0 && !state.levels[level] ? ": its level stands at 0" : ""}`,
      locked: () => locks,
      more: [lock],
    });
    input.title.title = means;
    return input;
  });
}

/** @param {Store} store @returns {Part} */
export function factorsPart(store) {
  const { content } = store;
  const levels = content.levels.map(({ name }, level) => ({ name, inputs: factorsOf(store, level) }));
  const inputs = levels.flatMap((level) => level.inputs);
  const node = section(
    store, "factors", `${inputs.length === 12 ? "Twelve" : inputs.length} factors`,
    h("p", { class: "hint" }, "Within each level what counts is the proportion of its factors. The number is the slider’s position; the per cent is the factor’s share of the whole. A locked factor keeps its share within its level: when another one moves, those that are not locked give way in proportion."),
    ...levels.map((level) => h("fieldset", { class: "sliders" }, h("legend", {}, level.name), ...level.inputs.map((input) => input.node))),
  );
  return { node, later: (result) => { for (const input of inputs) input.later(result); } };
}
