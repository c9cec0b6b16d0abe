/** What follows from a state, and what would have to change for something else to follow: pure functions. */

import { codingOf } from "./coding.js";
import { NOTHING, UNKNOWN, openPaths, score, sum, weigh } from "./model.js";
import { clustersOf, onClustersOf } from "./own.js";
import { OWN, differing } from "./words.js";

/** @param {Content} content @param {State} state @returns {Result} */
export function follow(content, state) {
  const shares = weigh(state.factors, state.levels, content.levelOf);
  const clusters = clustersOf(state, content);
  const rows = clusters.map((cluster) => {
    const cells = cellsUnder(content, state, cluster);
    const { lo, hi } = shares ? score(cells, shares, state.compensation, state.silent) : NOTHING;
    const path = shares ? openPaths({ lo, hi }, state.thresholds) : "";
    return { key: cluster.key, name: cluster.name, observed: cluster.observed, cells, lo, hi, path, from: cluster.evidence ? OWN : cluster.layer };
  });
  return { state, shares: shares ?? state.factors.map(() => 0), weighed: Boolean(shares), rows, clusters };
}

/** What follows from a state on the clusters of another, as two settings are compared on the same ones. @param {Result} result @param {State} other @param {Content} content */
export function onSameClusters(result, other, content) {
  const state = onClustersOf(result.state, other, content);
  return result.state.own === state.own && String(result.state.laid) === String(state.laid) ? result : follow(content, state);
}

/** The rows under the usual state, worked out anew where there are other own clusters or layers. @param {Content} content @param {State} reference */
export function usualRows(content, reference) {
  /** @type {Result | null} */
  let found = null;
  return (/** @type {State} */ state) => {
    found = onSameClusters(found ?? follow(content, reference), state, content);
    return found.rows;
  };
}

/** A cluster's cells, re-coded where the reader has. @param {Content} content @param {State} state @param {Cluster} cluster */
function cellsUnder(content, state, cluster) {
  const own = state.overrides[cluster.key];
  if (!own) return cluster.cells;
  return cluster.cells.map((cell, at) => {
    const ends = own[content.determinants[at].key];
    if (ends === undefined) return cell;
    return ends ? { lo: ends[0], hi: ends[1], silent: false } : UNKNOWN;
  });
}

/** @param {Cell[]} cells @param {number[]} shares @param {State} state */
export const pathAt = (cells, shares, state) =>
  openPaths(score(cells, shares, state.compensation, state.silent), state.thresholds);

/** @param {Result} result @param {string} key @returns {Row} */
export const rowOf = (result, key) => result.rows.find((row) => row.key === key) ?? result.rows[0];

/** @param {number} value @param {number} digits */
export const roundTo = (value, digits) => Number(value.toFixed(digits));

/** What one level weighs together. @param {number[]} numbers @param {number} level @param {Content} content */
export const ofLevel = (numbers, level, { levelOf }) => sum(numbers.filter((_, at) => levelOf[at] === level));

/** Shares of the determinants as positions of the sliders. @param {Content} content @param {number[]} shares */
export function sliders(content, shares) {
  const levels = content.levels.map((_, level) => ofLevel(shares, level, content));
  const factors = shares.map((share, at) => {
    const whole = levels[content.levelOf[at]];
    return whole > 0 ? roundTo((100 * share) / whole, 4) : 25;
  });
  return { levels: levels.map((level) => roundTo(100 * level, 4)), factors };
}

/**
 * The shares with one of them set to another value, the others in proportion; null if there are none.
 * @param {number[]} shares @param {number} at @param {number} share
 */
function moved(shares, at, share) {
  const others = 1 - shares[at];
  return others > 1e-9 ? shares.map((one, other) => (other === at ? share : (one * (1 - share)) / others)) : null;
}

/**
 * The nearest change of one factor's share, the others in proportion, that changes a cluster's class.
 *
 * A score only rises or only falls as one share grows, so that the shares which leave the class as it
 * is form an interval around the present one; its ends are found by bisection.
 * @param {Result} result @param {Row} row
 */
export function nearestChange({ shares, state }, row) {
  const changes = shares.flatMap((_, at) => [0, 1].map((end) => changeTowards(end, at, shares, state, row)));
  /** @type {Change | null} */
  let nearest = null;
  for (const change of changes) {
    if (change && (!nearest || size(change) < size(nearest))) nearest = change;
  }
  return nearest;
}

/** @param {Change} change */
const size = ({ to, share }) => Math.abs(to - share);

/**
 * The first change of class on the way of one share to 0 or to 1; null if there is none.
 * @param {number} end @param {number} at @param {number[]} shares @param {State} state @param {Row} row @returns {Change | null}
 */
function changeTowards(end, at, shares, state, row) {
  const share = shares[at];
  const pathWith = (/** @type {number} */ value) => {
    const others = moved(shares, at, value);
    return others ? pathAt(row.cells, others, state) : row.path;
  };
  if (pathWith(end) === row.path) return null;
  let [same, other] = [share, end];
  while (Math.abs(other - same) > 1e-7) {
    const middle = (same + other) / 2;
    if (pathWith(middle) === row.path) same = middle;
    else other = middle;
  }
  // To a tenth of a per cent; to the next one outward where the class is not yet another.
  const near = Math.round(1000 * other) / 1000;
  const to = pathWith(near) === row.path ? (end ? Math.ceil(1000 * other) : Math.floor(1000 * other)) / 1000 : near;
  return { at, share, to, path: pathWith(to), shares: moved(shares, at, to) ?? shares };
}

/**
 * Under what shares of all weightings a row has each class; null where the rules are not the usual ones, or its cells not those of the coding.
 * @param {Row} row @param {State} state @param {State} usual @param {Content} content
 */
export function sharesOf(row, state, usual, content) {
  const bare = (/** @type {State} */ one) => ({ ...one, overrides: {}, coding: "", laid: [] });
  const same = row.path && !state.overrides[row.key] && !differing(bare(usual), bare(state), content).length;
  return (same && codingOf(state, content).clusters.find(({ key }) => key === row.key)?.shares) || null;
}

/** Under what share of all weightings a row has its class; null as above. @param {Row} row @param {State} state @param {State} usual @param {Content} content */
export const shareOf = (row, state, usual, content) => sharesOf(row, state, usual, content)?.[row.path] ?? null;
