/** What a class takes along: its summary as one table, and the picture. */

import { classPicture } from "./classpicture.js";
import { pngOf, toldButton } from "./copied.js";
import { csv, guarded } from "./csv.js";
import { h, save } from "./dom.js";
import { levelsOf } from "./classmix.js";

const NAMES_OF_FIVE = ["least", "lower", "median", "upper", "most"];
const INKS = ["ink", "muted", "line", "paper", "pale", "narrow"];

/** The summary as a table with a row a number: of which part and of what it is. @param {Member[]} members @param {ClassSummary} summary @param {OwnHandedIn[]} own @param {Content} content */
export function summaryTable(members, summary, own, content) {
  /** @param {string} part @param {string} of @param {Record<string, string | number>} values */
  const lines = (part, of, values) => Object.entries(values).map(([name, value]) => [part, guarded(of, content), name, value]); // numbers, and keys of the study
  const byKey = (/** @type {string} */ before, /** @type {{ key: string }[]} */ items, /** @type {(number | string)[]} */ values) =>
    Object.fromEntries(items.map(({ key }, at) => [before + key, values[at]]));
  const layered = members.some(({ result: { state } }) => state.laid.length);
  const rows = [
    ...members.flatMap(({ name, result: { shares, state, rows: found } }) => lines("settings", name, {
      ...byKey("level_", content.levels, levelsOf(shares, content)), ...byKey("weight_", content.determinants, shares),
      compensation: state.compensation === -Infinity ? "-inf" : state.compensation, threshold_low: state.thresholds.low, threshold_high: state.thresholds.high,
      silent: state.silent, coding: state.coding, ...(layered ? { layers: state.laid.join(";") } : {}), ...byKey("path_", content.clusters, found.map(({ path }) => path)),
    })),
    ...summary.weights.flatMap(({ kind, key, five }) => lines("weights", `${kind} ${key}`, Object.fromEntries(NAMES_OF_FIVE.map((name, at) => [name, five[at]])))),
    ...summary.classes.flatMap(({ key, counts }) => lines("classes", key, Object.fromEntries(Object.keys(content.sets).map((path) => [path, counts[path]])))),
    ...summary.recoded.flatMap(({ cluster, determinant, count, mean, was }) => lines("recoded", `${cluster} ${determinant}`, { settings: count, mean, edition: was })),
    ...summary.pairs.flatMap(({ one, other, clusters, distance }) => lines("pairs", `${one} and ${other}`, { clusters, distance })),
    ...summary.average.classes.flatMap(({ key, path, lo, hi, hidden }) => lines("average", key, { path, score_lo: lo, score_hi: hi, hidden })),
    ...own.flatMap(({ setting, name, path, average }) => lines("own", `${setting}: ${name}`, { path, average })),
  ];
  return `\ufeff${csv([["part", "of", "name", "value"], ...rows], "\r\n")}`;
}

/** Buttons for both. @param {HTMLElement} root @param {Member[]} members @param {ClassSummary} summary @param {OwnHandedIn[]} own @param {Content} content */
export function classAlong(root, members, summary, own, content) {
  const table = async () => {
    save("class-summary.csv", "text/csv", summaryTable(members, summary, own, content));
    return "Saved with the names that you see";
  };
  const picture = async () => {
    const style = getComputedStyle(root);
    const colours = Object.fromEntries(INKS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    const drawing = new XMLSerializer().serializeToString(classPicture(members, summary, content, colours));
    save("class-picture.png", "image/png", await pngOf(drawing));
    return "Saved, without names";
  };
  return h("p", { class: "buttons" }, toldButton("Summary as CSV", table, { "data-action": "download-summary" }), toldButton("Picture as PNG", picture, { "data-action": "download-picture" }));
}
