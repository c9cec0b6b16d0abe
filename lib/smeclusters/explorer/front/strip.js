/** How likely each path is for one cluster: a strip below the bar, words beside it, and attributes of the line. */

import { h, write } from "./dom.js";
import { likely } from "./likely.js";
import { likelyInWords } from "./words.js";

/** @param {Content} content */
export function likelyStrip(content) {
  const keys = Object.keys(content.paths);
  const pieces = keys.map((path) => h("span", { class: path }));
  const node = h("span", { class: "strip", "aria-hidden": "true" }, ...pieces);
  const told = h("span", { class: "likely", "aria-hidden": "true" }); // what is read out stands with the score

  /** @param {HTMLElement} line @param {Row} row @param {Result} result */
  function read(line, row, { weighed, shares, state }) {
    /** @type {Record<string, number>} */
    const found = weighed ? likely(row.cells, shares, state.compensation, state.silent, state.thresholds) : {};
    keys.forEach((path, at) => {
      line.setAttribute(`data-likely-${path}`, weighed ? found[path].toFixed(9) : "");
      pieces[at].style.width = `${100 * (found[path] ?? 0)}%`;
    });
    write(told, weighed ? `${content.words.likely}: ${likelyInWords(found, content)}` : "");
    node.title = told.textContent ?? "";
    node.hidden = !weighed;
  }
  return { node, told, read };
}
