/** How far strength makes up for weakness, what stands for silence, where the paths begin, and whose coding counts. */

import { section, slider } from "./controls.js";
import { h } from "./dom.js";
import { roundTo } from "./results.js";
import { begun, compensationInWords } from "./words.js";

/** Half way along is the geometric mean; at the end nothing makes up for anything. @param {number} position */
const exponent = (position) => (position > 0 ? roundTo(2 - 100 / position, 4) : -Infinity);

/** One threshold. @param {Store} store @param {"low" | "high"} end @param {string} label @param {(value: number, others: Thresholds) => Thresholds} set */
function threshold(store, end, label, set) {
  return slider(store, `threshold-${end}`, label, {
    max: 1, step: 0.01,
    of: (state) => state.thresholds[end],
    set(value, by) {
      const start = store.before(by); // what has been pushed comes back
      store.change({ thresholds: set(roundTo(value, 2), start.thresholds) }, by);
    },
    words: ({ state }) => String(roundTo(state.thresholds[end], 4)),
  });
}

/** One of a few. @param {Store} store @param {"silent" | "coding"} name @param {string} legend @param {[string, string][]} items key and name of each @param {Node[]} more */
function choice(store, name, legend, items, ...more) {
  const radios = items.map(([key, label]) => {
    const input = h("input", { type: "radio", name, value: key, id: `${store.id}-${name}-${key}`, change: () => store.change({ [name]: key }) });
    return { key, input, node: h("span", {}, input, h("label", { for: input.id }, label)) };
  });
  return {
    node: h("fieldset", { class: "choice" }, h("legend", {}, legend), h("div", {}, ...radios.map((radio) => radio.node)), ...more),
    later(/** @type {Result} */ { state }) {
      for (const { key, input } of radios) input.checked = key === state[name];
    },
  };
}

/** @param {Store} store @returns {Part} */
export function rulesPart(store) {
  const { content } = store;
  const compensation = slider(store, "compensation", "How much can strength make up for weakness?", {
    value: 100,
    of: (state) => roundTo(100 / (2 - state.compensation), 2),
    set: (value, by) => store.change({ compensation: exponent(Math.round(value)) }, by),
    words: ({ state }) => compensationInWords(state.compensation),
  });
  const [, second, third] = Object.values(content.paths).map(begun);
  const low = threshold(store, "low", `${second} begins at`, (value, { high: end }) => {
    const from = Math.min(value, 0.99);
    return { low: from, high: Math.max(end, roundTo(from + 0.01, 2)) };
  });
  const high = threshold(store, "high", `${third} begins at`, (value, { low: from }) => {
    const to = Math.max(value, 0.01);
    return { low: Math.min(from, roundTo(to - 0.01, 2)), high: to };
  });
  const silent = choice(store, "silent", content.words.silent, Object.entries(content.silent));
  const coding = content.codings.length < 2 ? null : choice(store, "coding", content.words.coding, content.codings.map(({ key, name }) => [key, name]),
    h("p", { class: "hint" }, content.words.coding_means));
  // A form, or the radio buttons of two explorers on one page would be one group.
  const node = section(store, "rules", "Rules", h("form", { submit: (event) => event.preventDefault() },
    compensation.node,
    silent.node,
    h("fieldset", {}, h("legend", {}, "Thresholds"), low.node, high.node),
    ...(coding ? [coding.node] : [])));
  return {
    node,
    later(result) {
      for (const part of [compensation, silent, low, high, coding]) part?.later(result);
    },
  };
}
