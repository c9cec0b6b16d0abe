/** Cells that the reader codes another way: how one is changed, and the list of all. */

import { button, h } from "./dom.js";
import { UNKNOWN } from "./model.js";
import { cellInWords } from "./words.js";

/**
 * Sets a cell to what stands in its menu: "coded", "unknown" or its ends.
 * @param {Store} store @param {string} cluster @param {string} determinant @param {string} value
 */
export function recode(store, cluster, determinant, value) {
  const overrides = { ...store.here.state.overrides };
  const row = { ...overrides[cluster] };
  if (value === "coded") delete row[determinant];
  else row[determinant] = value === "unknown" ? null : value.split(",").map(Number);
  if (Object.keys(row).length) overrides[cluster] = row;
  else delete overrides[cluster];
  store.change({ overrides });
}

/** The list of them; `lead` gives the focus to the line above when a button takes itself away. @param {Store} store @param {() => void} lead */
export function ownList(store, lead) {
  const { content } = store;
  const node = h("div", { class: "own" });

  /** @param {Result} result */
  function after({ state: { overrides }, clusters }) {
    const cells = clusters.flatMap((cluster) => content.determinants
      .map((determinant, at) => ({ cluster, determinant, coded: cluster.cells[at], ends: overrides[cluster.key]?.[determinant.key] }))
      .filter(({ ends }) => ends !== undefined));
    const known = JSON.stringify(cells.map(({ cluster, determinant, coded, ends }) => [cluster.key, determinant.key, ends, coded.lo, coded.hi, coded.silent]));
    if (node.dataset.cells === known) return;
    node.dataset.cells = known;
    const items = cells.map(({ cluster, determinant, coded, ends }) => {
      const own = cellInWords(ends ? { lo: ends[0], hi: ends[1], silent: false } : UNKNOWN);
      const back = () => {
        recode(store, cluster.key, determinant.key, "coded");
        const next = node.querySelector("button");
        if (next) next.focus({ preventScroll: true });
        else lead();
      };
      return h("li", {},
        `${cluster.name}, ${determinant.name}: ${own} instead of ${coded.silent ? "silence" : cellInWords(coded)} `,
        button("Reset", back, { "aria-label": `Reset ${determinant.name} of ${cluster.name}` }));
    });
    const all = () => {
      store.change({ overrides: {} });
      lead();
    };
    node.replaceChildren(...(cells.length ? [
      h("h3", { class: "title" }, "Cells of your own"), h("ul", {}, ...items),
      button("Reset all cells", all, { "data-action": "reset-cells" }),
    ] : []));
  }
  return { node, after };
}
