/** The named weightings as buttons. */

import { section } from "./controls.js";
import { button, h } from "./dom.js";
import { weigh } from "./model.js";

/** @param {Store} store @returns {Part} */
export function presetsPart(store) {
  const { content, id } = store;
  const presets = content.weightings.map(({ key, name, means, levels, weights }) => {
    const described = `${id}-preset-${key}`;
    const node = button(name, () => store.change({ levels, factors: weights }), { "data-preset": key, "aria-describedby": described });
    return { node, item: h("li", {}, node, h("span", { id: described }, means)), shares: weigh(weights, levels, content.levelOf) ?? [] };
  });
  return {
    node: section(store, "presets", "Named weightings", h("ul", { role: "list" }, ...presets.map(({ item }) => item))),
    after(result) {
      for (const { node, shares } of presets) {
        const chosen = shares.every((share, at) => Math.abs(share - result.shares[at]) < 1e-9);
        node.setAttribute("aria-pressed", String(chosen));
      }
    },
  };
}
