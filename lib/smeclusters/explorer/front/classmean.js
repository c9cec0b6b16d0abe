/** What the settings of a class come to together, as class_summary of hand_ins.py has it: pure functions. */

import { referenceOf } from "./host.js";
import { sum } from "./model.js";
import { follow, ofLevel, roundTo } from "./results.js";

export const MOST_PAIRS = 5;
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

/** The settings with what follows from each, on the clusters of the study; those that weigh nothing are problems. @param {HandedIn} handed @param {Content} content */
export function followed({ settings, problems }, content) {
  const all = settings.map(({ name, line, state }, at) => ({ name: name || `Setting ${at + 1}`, line, result: follow(content, state) }));
  const idle = all.filter(({ result }) => !result.weighed).map(({ name, line }) => ({ line, name, met: "weights of 0 alone", why: "it weighs nothing, so it does not count" }));
  return { members: all.filter(({ result }) => result.weighed), problems: [...problems, ...idle].sort((a, b) => a.line - b.line) };
}

/** The rows of the study's own clusters, which stand first. @param {Result} result @param {Content} content */
const rowsOf = ({ rows }, content) => rows.slice(0, content.clusters.length);

/** How far apart two lists of weights are: half the sum of all differences, from 0 to 1. @param {number[]} one @param {number[]} other */
const apart = (one, other) => sum(one.map((share, at) => Math.abs(share - other[at]))) / 2;

/** The pairs that disagree most: by clusters with another class, then by weights. @param {Member[]} members @param {Content} content */
function pairsOf(members, content) {
  const classes = members.map(({ result }) => rowsOf(result, content).map(({ path }) => path));
  const pairs = members.flatMap((one, first) => members.slice(first + 1).map((other, at) => ({
    one: one.name, other: other.name,
    clusters: classes[first].filter((path, row) => path !== classes[first + 1 + at][row]).length,
    distance: apart(one.result.shares, other.result.shares),
  })));
  const far = (/** @type {Pair} */ { distance }) => roundTo(distance, DIGITS);
  return pairs.sort((a, b) => b.clusters - a.clusters || far(b) - far(a)).slice(0, MOST_PAIRS);
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

/** The mean of all weights, the classes that follow under the usual rules, and how many settings have others. @param {Member[]} members @param {Content} content */
function averageOf(members, content) {
  const shares = content.determinants.map((_, at) => mean(members.map(({ result }) => result.shares[at])));
  const levels = content.levels.map((_, level) => ofLevel(shares, level, content));
  const result = follow(content, { ...referenceOf(content), levels, factors: shares });
  const classes = result.rows.map(({ key, name, path }, at) => ({
    key, name, path, hidden: members.filter((member) => member.result.rows[at].path !== path).length,
  }));
  return { shares, levels, classes };
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
