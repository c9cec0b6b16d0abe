/** One factor of the chosen cluster: its cell to change, its evidence, its weight, and what it adds. */

import { recode } from "./cells.js";
import { link } from "./controls.js";
import { h, write } from "./dom.js";
import { counted, placed, score, sum } from "./model.js";
import { interval, percent, signed } from "./words.js";

/** @param {Store} store @param {Cluster} cluster @param {number} at */
export function reasonRow(store, cluster, at) {
  const { content } = store;
  const determinant = content.determinants[at];
  const coded = cluster.cells[at];
  const select = h("select", {
    name: `cell-${cluster.key}-${determinant.key}`, "aria-label": `${determinant.name} of ${cluster.name}`,
    change: () => recode(store, cluster.key, determinant.key, select.value),
  },
    h("option", { value: "coded" }, coded.silent ? "silent" : interval(coded.lo, coded.hi, signed)),
    ...[-2, -1, 0, 1, 2].map((rating) => h("option", { value: `${rating},${rating}` }, `your ${signed(rating)}`)),
    h("option", { value: "unknown" }, "your “unknown”"),
  );
  const weight = h("td");
  const part = h("td");
  const node = h("tr", {}, h("th", { scope: "row" }, link(store, determinant.href, determinant.name)), h("td", {}, select), weight, part);
  const more = h("tr", { class: "evidence" }, h("td", { colspan: 4 }, evidence(store, cluster, at)));

  /** @param {Result} result @param {Row} row */
  function after(result, row) {
    const { state, shares, weighed } = result;
    const ends = state.overrides[cluster.key]?.[determinant.key];
    const value = ends === undefined ? "coded" : ends === null ? "unknown" : String(ends);
    if (ends && ![...select.options].some((option) => option.value === value)) {
      select.append(h("option", { value }, `your ${interval(ends[0], ends[1], signed)}`));
    }
    select.value = value;
    node.classList.toggle("recoded", ends !== undefined);
    const weights = (weighed && counted(row.cells, shares, state.silent)) || shares.map(() => 0);
    write(weight, percent(weights[at]));
    write(part, weights[at] ? contribution(state, row, at, weights) : "nothing");
  }
  return { node, more, after };
}

/** The statements that a cell rests on, folded. @param {Store} store @param {Cluster} cluster @param {number} at */
function evidence(store, cluster, at) {
  const { content, linked } = store;
  const { entered, reasons, href } = cluster.cells[at];
  const count = `${entered.length || "No"} statement${entered.length === 1 ? "" : "s"}`;
  const statements = entered.map((row) => cluster.evidence?.[row] ?? content.evidence[row]).map((each) => h("li", {},
    `${each.text} (${each.facet ? `${each.facet} ` : ""}${interval(each.rating, each.to, signed)}; about ${each.about}${each.inferred ? "; inferred" : ""}) `, link(store, each.href, each.label)));
  return h("details", {},
    h("summary", {}, count, h("span", { class: "unseen" }, ` on ${content.determinants[at].name} of ${cluster.name}`)),
    h("ul", {}, ...statements),
    h("p", {}, `${reasons.join(" ")} `, linked && href ? link(store, href, "How this cell was made") : ""),
  );
}

/** @param {number} value */
const three = (value) => value.toFixed(3);
/** @param {number} value */
const moves = (value) => `${value < -5e-4 ? "−" : value >= 5e-4 ? "+" : ""}${three(Math.abs(value))}`;

/** What a factor adds to the score, or how far it moves it. @param {State} state @param {Row} row @param {number} at @param {number[]} weights */
function contribution({ compensation, silent }, row, at, weights) {
  if (compensation === 1) {
    const [lo, hi] = [placed(row.cells, "lo", silent)[at], placed(row.cells, "hi", silent)[at]];
    return interval(weights[at] * lo, weights[at] * hi, three);
  }
  const without = weights.map((weight, other) => (other === at ? 0 : weight));
  const left = sum(without);
  if (left < 1e-9) return "all of it";
  const rest = score(row.cells, without.map((weight) => weight / left), compensation, silent);
  return `lower end ${moves(row.lo - rest.lo)}, upper end ${moves(row.hi - rest.hi)}`;
}
