/** The named weightings as buttons: each says in a sentence what then counts. */

import { section } from "./controls.js";
import { button, h } from "./dom.js";
import { weigh } from "./model.js";

/** @param {Store} store @returns {Part} */
export function presetsPart(store) {
  const { content, id } = store;
  const presets = content.weightings.map(({ key, name, sentence, means, levels, weights }) => {
    const described = `${id}-preset-${key}`;
    const node = button(sentence, () => store.change({ levels, factors: weights }), { "data-preset": key, "aria-describedby": described });
    const told = h("p", { class: "told" }, h("b", {}, `${name}: `), h("span", { id: described }, means));
    return { node, told, shares: weigh(weights, levels, content.levelOf) ?? [] };
  });
  const none = h("p", { class: "told" }, "None of these: the weights are yours.");
  return {
    node: section(store, "presets", "What counts?",
      h("ul", { role: "list" }, ...presets.map(({ node }) => h("li", {}, node))),
      h("div", { class: "means" }, ...presets.map(({ told }) => told), none)),
    after(result) {
      let any = false;
      for (const { node, told, shares } of presets) {
        const chosen = shares.every((share, at) => Math.abs(share - result.shares[at]) < 1e-9);
        any ||= chosen;
        node.setAttribute("aria-pressed", String(chosen));
        told.dataset.shown = String(chosen);
      }
      none.dataset.shown = String(!any);
    },
  };
}
