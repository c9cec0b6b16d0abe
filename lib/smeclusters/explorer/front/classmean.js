/** What the settings of a class come to together, as class_summary of hand_ins.py has it: pure functions. */

import { lineProblem } from "./handedin.js";
import { referenceOf } from "./host.js";
import { absent } from "./laid.js";
import { sum } from "./model.js";
import { follow, ofLevel, roundTo } from "./results.js";

const MOST_PAIRS = 5;
export const MOST_SETTINGS = 500;
export const UNSCORED = "";
const DIGITS = 9; // what differs by less is a tie: sums of weights are rounded

/** A quantile with linear interpolation. @param {number[]} sorted @param {number} share */
function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** Least, lower quartile, median, upper quartile and most. @param {number[]} numbers @returns {number[]} */
export function fiveOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return [0, 0.25, 0.5, 0.75, 1].map((share) => quantile(sorted, share));
}

/** @param {number[]} numbers */
const mean = (numbers) => sum(numbers) / numbers.length;

/** The settings with what follows from each, of too many the first; those that weigh nothing are problems. @param {HandedIn[]} handed @param {Content} content */
export function followed(handed, content) {
  const given = handed.flatMap(({ settings }) => settings);
  const all = given.slice(0, MOST_SETTINGS)
    .map(({ state, name, ...where }, at) => ({ ...where, name: name || `Setting ${at + 1}`, result: follow(content, state) }));
  const idle = all.filter(({ result }) => !result.weighed).map(({ file, line, name }) =>
    lineProblem(file, line, name, "found weights of 0 alone, expected one above 0 in a level above 0; it does not count."));
  const unseen = all.filter(({ result }) => result.weighed && absent(result.state, content).length).map(({ file, line, name, result }) =>
    lineProblem(file, line, name, `found evidence that could not be loaded (${absent(result.state, content).map(({ name: one }) => one).join(", ")}); it does not count.`));
  const problems = [...handed.flatMap((each) => each.problems), ...idle, ...unseen];
  return { members: all.filter(({ result }) => result.weighed && !absent(result.state, content).length), layers: handed.flatMap(({ layers }) => layers), problems, given: given.length };
}

/** The rows of the study's own clusters, which stand first. @param {Result} result @param {Content} content */
const rowsOf = ({ rows }, content) => rows.slice(0, content.clusters.length);

/** How far apart two lists of weights are: half the sum of all differences, from 0 to 1. @param {number[]} one @param {number[]} other */
const apart = (one, other) => Math.min(sum(one.map((share, at) => Math.abs(share - other[at]))) / 2, 1);

/** The pairs that disagree most: by clusters with another class, then by weights. @param {Member[]} members @param {Content} content */
function pairsOf(members, content) {
  const classes = members.map(({ result }) => rowsOf(result, content).map(({ path }) => path));
  const far = (/** @type {Pair} */ { distance }) => roundTo(distance, DIGITS);
  const before = (/** @type {Pair} */ a, /** @type {Pair} */ b) => a.clusters > b.clusters || (a.clusters === b.clusters && far(a) > far(b));
  /** @type {Pair[]} */
  const pairs = []; // of many settings there are too many to keep and to sort
  members.forEach((one, first) => members.slice(first + 1).forEach((other, at) => {
    const clusters = classes[first].filter((path, row) => path !== classes[first + 1 + at][row]).length;
    const pair = { one: one.name, other: other.name, clusters, distance: apart(one.result.shares, other.result.shares) };
    const place = pairs.findIndex((each) => before(pair, each));
    pairs.splice(place < 0 ? pairs.length : place, 0, pair);
    pairs.splice(MOST_PAIRS);
  }));
  return pairs;
}

/** Cells that settings have re-coded, the most often re-coded first. @param {Member[]} members @param {Content} content */
function recodedOf(members, content) {
  const cells = content.clusters.flatMap((cluster) => content.determinants.map(({ key, name }, at) => {
    const given = members.flatMap(({ result }) => {
      const ends = result.state.overrides[cluster.key]?.[key];
      return ends === undefined ? [] : [ends ? (ends[0] + ends[1]) / 2 : 0];
    });
    const { lo, hi } = cluster.cells[at];
    return { cluster: cluster.key, determinant: key, names: [cluster.name, name], count: given.length, mean: given.length ? mean(given) : 0, was: (lo + hi) / 2 };
  }));
  const change = (/** @type {Recoded} */ cell) => roundTo(Math.abs(cell.mean - cell.was), DIGITS);
  return cells.filter(({ count }) => count).sort((a, b) => b.count - a.count || change(b) - change(a));
}

/** The state of the mean of all weights, under the usual rules and cells. @param {Member[]} members @param {Content} content @returns {State} */
export function averageState(members, content) {
  const usual = referenceOf(content);
  if (!members.length) return usual;
  const factors = content.determinants.map((_, at) => mean(members.map(({ result }) => result.shares[at])));
  return { ...usual, factors, levels: content.levels.map((_, level) => ofLevel(factors, level, content)) };
}

/** The mean of all weights, the classes that follow, and how many settings have others. @param {Member[]} members @param {Content} content */
function averageOf(members, content) {
  const state = averageState(members, content);
  const classes = follow(content, state).rows.map(({ key, name, path, lo, hi }, at) => ({
    key, name, path, lo, hi, hidden: members.filter((member) => member.result.rows[at].path !== path).length,
  }));
  return { shares: state.factors, levels: state.levels, classes };
}

/**
 * Clusters of readers' own, each hand-in by itself, as two may call different clusters alike.
 * @param {Member[]} members @param {Layer[]} layers that came without weights @param {Content} content @returns {OwnHandedIn[]}
 */
export function ownOf(members, layers, content) {
  const average = averageState(members, content);
  const handed = [...members.map(({ name, result }) => ({ name, own: result.state.own, rows: result.rows })), ...layers.map((layer) => ({ ...layer, rows: [] }))];
  return handed.flatMap(({ name, own, rows }) => {
    const found = own.length ? follow(content, { ...average, own }).rows : [];
    /** @param {Row[]} some @param {string} key */
    const pathIn = (some, key) => some.find((row) => row.key === key)?.path ?? "";
    return own.map((each) => ({ setting: name, key: each.key, name: each.name, statements: each.rows.length, path: pathIn(rows, each.key), average: pathIn(found, each.key) }));
  });
}

/** @param {Member[]} members one or more @param {Content} content @returns {ClassSummary} */
export function summarise(members, content) {
  const weights = [
    ...content.levels.map(({ key, name }, level) => ({ key, name, kind: "level", five: fiveOf(members.map(({ result }) => ofLevel(result.shares, level, content))) })),
    ...content.determinants.map(({ key, name }, at) => ({ key, name, kind: "determinant", five: fiveOf(members.map(({ result }) => result.shares[at])) })),
  ];
  const paths = [...Object.keys(content.sets), UNSCORED];
  const classes = content.clusters.map(({ key, name }, row) => ({
    key, name, counts: Object.fromEntries(paths.map((path) => [path, members.filter(({ result }) => result.rows[row].path === path).length])),
  }));
  return { weights, classes, recoded: recodedOf(members, content), pairs: pairsOf(members, content), average: averageOf(members, content) };
}
