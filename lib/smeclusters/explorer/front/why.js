/** Why the chosen cluster has its class: its cells with their evidence, and what each adds to the score. */

import { casesOf } from "./cases.js";
import { ownList } from "./cells.js";
import { button, h, write } from "./dom.js";
import { foldTitle, foldSection, lead, showLine, unfold } from "./folds.js";
import { likely } from "./likely.js";
import { reasonRow } from "./reasons.js";
import { nearestChange, rowOf, shareOf, sliders } from "./results.js";
import { widthInWords } from "./width.js";
import { begun, inWords, likelyInWords, ownCells, percent, scoreInWords, shareInWords, summary } from "./words.js";

/** @param {Store} store @returns {Part} */
export function whyPart(store) {
  const { content, reference } = store;
  const title = foldTitle("");
  const adds = h("th", { scope: "col" });
  const body = h("tbody");
  const outcome = h("p", { class: "outcome" });
  const hint = h("p", { class: "hint" });
  const width = h("p", { class: "width" });
  const cases = casesOf(store);
  const needed = h("p", { class: "needed" });
  /** @type {number[] | null} */
  let tried = null;
  const trial = button("Try it", () => {
    if (tried) store.change(sliders(content, tried));
    lead(node);
  });
  const own = ownList(store, () => lead(node));
  const columns = ["Factor", "Cell", "Share"].map((name) => h("th", { scope: "col" }, name));
  const node = foldSection(
    store, "why", title, width,
    cases.node, h("h3", { class: "title" }, "What would change the class?"), needed, trial,
    h("h3", { class: "title" }, "What each factor adds"),
    h("div", { class: "scrolling", role: "region", tabindex: 0, "aria-label": "What each factor adds" },
      h("table", {}, h("thead", {}, h("tr", {}, ...columns, adds)), body)),
    outcome, hint, own.node,
  );
  /** @type {Cluster | null} */
  let shown = null;
  /** @type {ReturnType<typeof reasonRow>[]} */
  let rows = [];

  /** @param {Cluster} cluster */
  function build(cluster) {
    shown = cluster;
    write(title, `Why ${cluster.name}?`);
    rows = content.determinants.map((_, at) => reasonRow(store, cluster, at));
    body.replaceChildren(...rows.flatMap((each) => [each.node, each.more]));
  }

  /** @param {Result} result @param {Row} row */
  function together(result, row) {
    if (!row.path) return summary(result, content);
    const share = shareOf(row, result.state, reference, content);
    const counts = share === null ? "" : ` ${begun(shareInWords(share))} give this class.`;
    const observed = row.observed ? ` Observed: ${content.sets[row.observed]}.` : "";
    const { shares, state } = result;
    const reading = likely(row.cells, shares, state.compensation, state.silent, state.thresholds);
    return `Together ${scoreInWords(row)}: ${inWords(row.path, content)}. ${content.words.likely}: ${likelyInWords(reading, content)}.${observed}${counts}`;
  }

  /** @param {Change | null} nearest @param {Cluster} cluster */
  function change(nearest, cluster) {
    if (!nearest) return "No change of a single factor’s weight, the others keeping their proportions, changes the class.";
    const { at, share, to, path } = nearest;
    const up = to > share;
    const from = percent(share);
    // On a border between two classes the least change is smaller than what can be read.
    const moved = from === percent(to) ? `hardly ${up ? "more" : "less"} than ${from}` : `${up ? "up" : "down"} from ${from} to ${percent(to)}`;
    return `The nearest change of one factor’s weight that gives another class, whichever: ${content.determinants[at].name} ${moved} of the whole, the others keeping their proportions. Then ${cluster.name} is classed “${inWords(path, content)}”.`;
  }

  return {
    node,
    after(result) {
      const cluster = result.clusters.find(({ key }) => key === store.chosen) ?? content.clusters[0];
      if (shown !== cluster) build(cluster);
      const row = rowOf(result, cluster.key);
      const arithmetic = result.state.compensation === 1;
      const left = result.state.silent === "leave_out" ? ` ${content.words.left_out}` : "";
      write(adds, arithmetic ? "Adds" : "Moves");
      for (const each of rows) each.after(result, row);
      write(width, widthInWords(result, row, content));
      cases.after(result, row);
      write(outcome, together(result, row));
      write(hint, arithmetic
        ? `A factor adds its share times its cell on the scale from 0 (−2) to 1 (+2): an unfavourable one adds little, and what all add is the score.${left}`
        : `A factor moves the two ends of the score from where they would be without it, the others keeping their proportions.${left}`);
      const nearest = result.weighed ? nearestChange(result, row) : null;
      tried = nearest?.shares ?? null;
      trial.hidden = !tried;
      write(needed, change(nearest, cluster));
      own.after(result);
    },
    asked() {
      unfold(node);
      showLine(node);
      lead(node);
    },
    given({ state }) { if (store.chosen !== content.clusters[0].key || ownCells(state.overrides)) unfold(node); },
  };
}
