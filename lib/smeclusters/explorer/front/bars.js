/** A cluster's score on its scale: all that the cells allow, within it where it likely lies, and where it was before. */

import { h, write } from "./dom.js";
import { likely, likelyScores } from "./likely.js";
import { likelyInWords } from "./words.js";

const SEEN = 0.002; // of the scale: by less nothing is seen to have moved

/** @param {HTMLElement} bar @param {Interval} ends */
function place({ style }, { lo, hi }) {
  style.setProperty("--lo", lo.toFixed(5));
  style.setProperty("--hi", hi.toFixed(5));
}

/** @param {Content} content @param {string} observed */
export function barsOf(content, observed) {
  const [ghost, kept, bar, core, median] = ["ghost", "bar kept", "bar", "core", "median"].map((name) => h("span", { class: name }));
  const underlined = observed.split("|").filter(Boolean).map((each) => h("span", { class: `observed ${each}` }));
  const node = h("span", { class: "scale", "aria-hidden": "true" }, ...underlined, ghost, kept, bar, core, median);
  const told = h("span", { class: "likely", "aria-hidden": "true" }); // what is read out stands with the score

  /** The bar of another setting, where there is one and it can be told apart. @param {HTMLElement} other @param {Row | undefined} row @param {Row | null} apart */
  function beside(other, row, apart) {
    other.hidden = !row?.path || Boolean(apart && Math.max(Math.abs(apart.lo - row.lo), Math.abs(apart.hi - row.hi)) < SEEN);
    if (row && !other.hidden) place(other, row);
  }

  /**
   * Draws all of them, and tells how likely each path is, as the line's attributes do.
   * @param {HTMLElement} line @param {Row} row @param {Result} result @param {Row | undefined} former @param {Row | undefined} other
   */
  function show(line, row, { weighed, shares, state }, former, other) {
    const { compensation, silent, thresholds } = state;
    /** @type {Record<string, number>} */
    const found = weighed ? likely(row.cells, shares, compensation, silent, thresholds) : {};
    for (const path of Object.keys(content.paths)) line.setAttribute(`data-likely-${path}`, weighed ? found[path].toFixed(9) : "");
    write(told, weighed ? `${content.words.likely}: ${likelyInWords(found, content)}` : "");
    for (const each of [bar, core, median]) each.hidden = !weighed;
    beside(ghost, former, row);
    beside(kept, other, null);
    if (!weighed) return found;
    const { tenth, median: half, ninetieth } = likelyScores(row.cells, shares, compensation, silent);
    place(bar, row);
    place(core, { lo: tenth, hi: ninetieth });
    place(median, { lo: half, hi: half });
    return found;
  }
  return { node, told, show };
}
