/** A state that is kept beside the present one. */

import { button, h, write } from "./dom.js";
import { foldTitle, foldSection, unfold } from "./folds.js";
import { slopePicture } from "./slope.js";
import { MARKS, differing, inWords, percent, tally, verdict } from "./words.js";

/** @param {Row[]} rows @param {Content} content */
function tallyInWords(rows, { verdicts }) {
  const found = Object.entries(tally(rows));
  return found.map(([which, count]) => `${count} ${verdicts[which]}`).join(", ");
}

/** What differs from A to B. @param {Result} kept @param {Result} result @param {Content} content */
function differences(kept, result, content) {
  const moves = content.determinants
    .map(({ name }, at) => ({ name, before: kept.shares[at], after: result.shares[at] }))
    .filter(({ before, after }) => Math.abs(before - after) > 5e-4)
    .map(({ name, before, after }) => `${name} ${percent(before)} → ${percent(after)}`);
  const ruled = differing(kept.state, result.state, content).map(([before, now]) => `${before} → ${now}`);
  return [
    moves.length ? `Weights from A to B: ${moves.join("; ")}.` : "A and B have the same weights.",
    ruled.length ? `Rules and cells from A to B: ${ruled.join("; ")}.` : "",
  ].join(" ").trim();
}

/** @param {Row} row @param {Row} other @param {Content} content */
function pair(row, other, content) {
  const said = (/** @type {Row} */ each) => `${inWords(each.path, content)} ${MARKS[verdict(each)]}`;
  const differs = row.path !== other.path;
  const seen = (/** @type {Row} */ each) => (each.observed ? content.sets[each.observed] : "not observed");
  return h("tr", { class: differs ? "differs" : "" },
    h("th", { scope: "row" }, row.name), h("td", {}, said(other)),
    h("td", {}, `${differs ? "≠ " : ""}${said(row)}`), h("td", {}, row.observed === other.observed ? seen(row) : `A: ${seen(other)}; B: ${seen(row)}`));
}

/** @param {Store} store @returns {Part} */
export function comparePart(store) {
  const { content } = store;
  const body = h("tbody");
  const columns = ["Cluster", "A", "B (now)", "Observed"].map((name) => h("th", { scope: "col" }, name));
  const table = h("div", { class: "scrolling", role: "region", tabindex: 0, "aria-label": "A and B" },
    h("table", {}, h("thead", {}, h("tr", {}, ...columns)), body));
  const weights = h("p");
  const slope = slopePicture(content);
  const first = button("Keep this as A", () => store.keep(store.here), { "data-action": "keep" });
  const swap = button("Swap A and B", store.swap, { "data-action": "swap" });
  const drop = button("Drop A", () => { store.keep(null); first.focus(); }, { "data-action": "drop" });
  const count = h("p", { class: "count" });
  const node = foldSection(store, "compare", foldTitle("Compare two settings"),
    h("p", { class: "hint" }, "Keep what you see as A, whose bar then stays above that of B, and move on to B."),
    h("div", { class: "buttons" }, first, swap, drop), count, slope.node, table, weights);
  return {
    node,
    after(result) {
      const { kept } = store;
      for (const each of [swap, drop, slope.node, table, weights]) each.hidden = !kept;
      write(count, `${kept ? `A: ${tallyInWords(kept.rows, content)}. B: ` : "Now: "}${tallyInWords(result.rows, content)}.`);
      if (!kept) return;
      body.replaceChildren(...result.rows.map((row) => pair(row, kept.rows.find(({ key }) => key === row.key) ?? row, content)));
      slope.draw(kept, result);
      write(weights, differences(kept, result, content));
    },
    given() { if (store.kept) unfold(node); },
  };
}
