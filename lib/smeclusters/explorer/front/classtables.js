/** The tables of the class page. */

import { h, svg } from "./dom.js";
import { UNSCORED } from "./classmean.js";
import { levelsOf, mixInWords } from "./classmix.js";
import { differing, inWords, ownCells, plural, signed } from "./words.js";
import { writeState } from "./links.js";
import { writeOwn } from "./ownlink.js";

const MOST_CELLS = 12;
const FIVE = ["Least", "Lower quartile", "Median", "Upper quartile", "Most"];

/** @param {number} share */
const short = (share) => (100 * share).toFixed(1);
/** @param {number} value */
const rating = (value) => signed(Number(value.toFixed(2)));

/** A table that scrolls by itself where it is too wide. @param {string} label @param {(string | Node)[]} heads @param {Node[]} rows */
export function tableOf(label, heads, rows) {
  return h("div", { class: "scrolling", role: "region", tabindex: 0, "aria-label": label },
    h("table", {}, h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...rows)));
}

/** @param {string | Node} head @param {(string | Node)[]} cells */
export const rowOfTable = (head, cells) => h("tr", {}, h("th", { scope: "row" }, head), ...cells.map((cell) => h("td", {}, cell)));

/** The address at which the explorer shows a setting. @param {State} state @param {Content} content */
export function addressOf(state, content) {
  const own = state.own.length ? `&o=${writeOwn(state.own, content)}` : "";
  return `${content.whole}#w=${writeState(state)}${own}`;
}

/** Each setting with its levels and what else it changes. @param {Member[]} members @param {State} usual @param {Content} content @param {(name: string) => void} mark */
export function settingsTable(members, usual, content, mark) {
  return tableOf("Settings", ["Name", ...content.levels.map(({ name }) => `${name}, %`), "Other than usual"], members.map(({ name, result }) => {
    const { state, shares } = result;
    const rules = differing({ ...usual, overrides: {} }, { ...state, overrides: {} }, content).map(([, now]) => now);
    const cells = ownCells(state.overrides);
    const other = [...rules, cells ? `${plural(cells, "cell")} re-coded` : "", state.own.length ? plural(state.own.length, "own cluster") : ""];
    const link = h("a", { href: addressOf(state, content), focus: () => mark(name) }, h("bdi", {}, name));
    const row = rowOfTable(link, [...levelsOf(shares, content).map(short), other.filter(Boolean).join("; ") || "nothing"]);
    row.lastElementChild?.classList.add("words");
    row.dataset.setting = name;
    row.addEventListener("pointerenter", () => mark(name));
    return row;
  }));
}

/** A weight's spread as a range with its quartiles. @param {number[]} five @param {number} most of all */
function rangeDrawing([least, lower, median, upper, greatest], most) {
  const x = (/** @type {number} */ share) => 1 + (98 * share) / most;
  const rect = (/** @type {number} */ from, /** @type {number} */ to, /** @type {string} */ which, y = 0, height = 12) =>
    svg("rect", { x: x(from), y, width: Math.max(x(to) - x(from), 0.8), height, class: which });
  return svg("svg", { viewBox: "0 0 100 12", class: "range", "aria-hidden": "true" },
    svg("line", { x1: 1, x2: 99, y1: 6, y2: 6, class: "grid" }), rect(least, greatest, "whole", 5, 2), rect(lower, upper, "half", 2, 8), rect(median, median, "median"));
}

/** @param {Spread[]} weights @param {Content} content */
export function spreadTable(weights, content) {
  const most = Math.ceil(10 * Math.max(...weights.map(({ five }) => five[4]), 0.1)) / 10;
  const count = content.levels.length;
  const rows = weights.map(({ name, five }, at) => {
    const row = rowOfTable(name, [rangeDrawing(five, most), ...five.map(short)]);
    row.className = at < count ? "level" : "";
    return row;
  });
  return tableOf("Spread of each weight, in per cent", ["Weight", `0 to ${100 * most} %`, ...FIVE], rows);
}

/** @param {ClassSummary} summary @param {Content} content */
export function classCounts({ classes }, content) {
  const paths = [...Object.keys(content.sets), UNSCORED].filter((path) => classes.some(({ counts }) => counts[path]));
  return tableOf("Settings by cluster and class", ["Cluster", ...paths.map((path) => inWords(path, content))], classes.map(({ name, counts }) => {
    const top = Math.max(...Object.values(counts));
    return rowOfTable(name, paths.map((path) => (counts[path] === top ? h("strong", {}, String(top)) : String(counts[path] || "–"))));
  }));
}

/** @param {ClassSummary} summary @param {Content} content */
export function averageTable({ average }, content) {
  return [
    h("p", {}, `The average of all weights: ${mixInWords(average.levels, content)}. Under the usual rules and cells it gives these classes.`),
    tableOf("The average and what it hides", ["Cluster", "Class under the average", "Settings that say otherwise"],
      average.classes.map(({ name, path, hidden }) => rowOfTable(name, [inWords(path, content), String(hidden)]))),
  ];
}

/** @param {ClassSummary} summary */
export function recodedTable({ recoded }) {
  if (!recoded.length) return [h("p", {}, "No setting re-codes a cell.")];
  const more = recoded.length - MOST_CELLS;
  return [
    tableOf("Cells that were re-coded", ["Cell", "Settings", "Mean given", "As coded"], recoded.slice(0, MOST_CELLS).map((cell) =>
      rowOfTable(cell.names.join(", "), [String(cell.count), rating(cell.mean), rating(cell.was)]))),
    ...(more > 0 ? [h("p", {}, `And ${plural(more, "other cell")}, which the table to take along has.`)] : []),
  ];
}

/** @param {ClassSummary} summary */
export function pairsTable({ pairs }) {
  if (!pairs.length) return [h("p", {}, "There is one setting, and so no pair.")];
  return [tableOf("Pairs that disagree most", ["Pair", "Clusters with another class", "Weights apart, %"],
    pairs.map(({ one, other, clusters, distance }) => rowOfTable(h("span", {}, h("bdi", {}, one), " and ", h("bdi", {}, other)), [String(clusters), short(distance)])))];
}

/** @param {OwnHandedIn[]} own @param {boolean} weighed whether there is an average @param {Content} content */
export function ownTable(own, weighed, content) {
  const under = weighed ? "Under the average" : "Under the usual settings";
  return tableOf("Clusters of their own", ["Cluster", "Handed in by", "Statements", ...(weighed ? ["Under their setting"] : []), under], own.map((each) =>
    rowOfTable(h("bdi", {}, each.name), [h("bdi", {}, each.setting), String(each.statements), ...(weighed ? [each.path ? inWords(each.path, content) : "came without weights"] : []), inWords(each.average, content)])));
}
