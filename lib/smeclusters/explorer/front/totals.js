/** Numbers at all points of the likely reading: filled, and then counted or put in order, in one go. */

import { POINTS } from "./points.js";

export const totals = new Float64Array(POINTS); // one for all

/** Fills the totals: a start, and at each point the least of the values, or their sum with these weights. @param {Float64Array[]} values @param {number[]} weights @param {number} start @param {boolean} weakest */
export function total(values, weights, start, weakest) {
  totals.fill(start);
  values.forEach((each, position) => {
    const weight = weights[position];
    if (weakest) for (let at = 0; at < POINTS; at += 1) totals[at] = Math.min(totals[at], each[at]);
    else for (let at = 0; at < POINTS; at += 1) totals[at] += weight * each[at];
  });
}

const least = new Float64Array(POINTS);

/** Fills the totals with logarithms of power means whose powers could overflow: relative to the weakest at each point. @param {Float64Array[]} logarithms @param {number[]} weights @param {number} exponent */
export function totalFromWeakest(logarithms, weights, exponent) {
  total(logarithms, weights, Infinity, true);
  least.set(totals);
  totals.fill(0);
  logarithms.forEach((each, position) => {
    const weight = weights[position];
    for (let at = 0; at < POINTS; at += 1) totals[at] += weight * Math.exp(exponent * (each[at] - least[at]));
  });
  for (let at = 0; at < POINTS; at += 1) totals[at] = least[at] + Math.log(totals[at]) / exponent;
}

/**
 * The number that would stand at a rank if the totals from one rank to another were in order: Hoare's FIND, which leaves
 * no larger number before that rank and no smaller one behind it.
 * @param {number} rank @param {number} from @param {number} to
 */
function ranked(rank, from, to) {
  let [first, last] = [from, to];
  while (first < last) {
    const pivot = totals[rank];
    let [left, right] = [first, last];
    while (left <= right) {
      while (totals[left] < pivot) left += 1;
      while (totals[right] > pivot) right -= 1;
      if (left > right) break;
      const swapped = totals[left];
      totals[left] = totals[right];
      totals[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (right < rank) first = left;
    if (left > rank) last = right;
  }
  return totals[rank];
}

/** The totals that a tenth, half and nine tenths of all do not exceed, made scores. @param {(total: number) => number} score */
export function parts(score) {
  const [tenth, half, most] = [1, 5, 9].map((tenths) => Math.ceil((POINTS * tenths) / 10) - 1);
  const median = score(ranked(half, 0, POINTS - 1));
  return { tenth: score(ranked(tenth, 0, half)), median, ninetieth: score(ranked(most, half, POINTS - 1)) };
}
