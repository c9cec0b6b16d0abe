/**
 * The likely reading, as likely.py has it: each cell uniform on its interval, by itself; how often the score then lies
 * in the band of each path, and where most scores lie. Pure functions, no page.
 */

import { GEOMETRIC, LOWEST, TOLERANCE, counted, onScale, sum } from "./model.js";
import { Kept, POINTS, chances, knownOf, logarithmsAt, rangeOf, ratingsAt } from "./points.js";
import { parts, total, totalFromWeakest, totals } from "./totals.js";

const sided = [new Kept(), new Kept()]; // for each of the two thresholds
const summed = new Kept();
const OVERFLOWS = -30; // powers of ratings with lower exponents might

/**
 * How far a rating lies above a threshold, on the side where weights can be summed: the power mean is at least t
 * where the sum of w ((s / t)^p - 1) / p is at least 0. It takes the logarithm of s / t.
 * @param {number} logarithm @param {number} exponent
 */
const above = (logarithm, exponent) => (exponent === 0 ? logarithm : Math.expm1(exponent * logarithm) / exponent);

/** The same for a cell at all points. @param {Kept} kept @param {number} at @param {Cell} cell @param {number} t @param {number} exponent */
function sidesAt(kept, at, cell, t, exponent) {
  return kept.get(`${t} ${exponent}`, rangeOf(at, cell), () => {
    if (exponent === 1) return ratingsAt(at, cell).map((s) => s / t - 1);
    const log = Math.log(t);
    return logarithmsAt(at, cell).map((each) => above(each - log, exponent));
  });
}

/** At how many points the total is at least 0. */
function countReached() {
  let count = 0;
  for (let at = 0; at < POINTS; at += 1) if (totals[at] >= 0) count += 1;
  return count;
}

/**
 * At what share of the points the score is at least t.
 * @param {Kept} kept @param {Cell[]} cells @param {number[]} shares what counts of them @param {number} t @param {number} exponent
 */
function reached(kept, cells, shares, t, exponent) {
  if (t <= 0) return 1;
  const used = cells.map((_, at) => at).filter((at) => shares[at] > 0);
  const weakest = exponent === -Infinity;
  const single = used.filter((at) => cells[at].lo === cells[at].hi);
  const ranges = used.filter((at) => cells[at].lo !== cells[at].hi);
  const fixed = single.map((at) => {
    const s = onScale(cells[at].lo);
    return weakest ? s - t : shares[at] * above(Math.log(s / t), exponent);
  });
  const start = weakest ? Math.min(Infinity, ...fixed) : sum(fixed);
  const values = ranges.map((at) => sidesAt(kept, at, cells[at], t, weakest ? 1 : exponent));
  total(values, ranges.map((at) => shares[at]), start, weakest);
  return countReached() / POINTS;
}

/**
 * How likely each path is for a cluster: shares that add up to 1.
 * @param {Cell[]} cells @param {number[]} shares @param {number} compensation @param {string} silent @param {Thresholds} thresholds
 */
export function likely(cells, shares, compensation, silent, { low, high }) {
  const counts = shares.map((share, at) => (silent === "leave_out" && cells[at].silent ? 0 : share));
  const known = knownOf(cells, silent);
  const [atLow, atHigh] = [low, high].map((t, which) =>
    sum(counts) > 0
      ? reached(sided[which], known, counts, t - TOLERANCE, compensation)
      : chances(0).reduce((count, chance) => count + (chance >= t ? 1 : 0), 0) / POINTS); // any score, where nothing is left
  return { low_road: 1 - atLow, mixed: atLow - atHigh, high_road: atHigh };
}

/**
 * Where the score likely lies: what a tenth, half and nine tenths of the scores at the points do not exceed.
 * @param {Cell[]} cells @param {number[]} shares @param {number} compensation @param {string} silent
 */
export function likelyScores(cells, shares, compensation, silent) {
  const weights = counted(cells, shares, silent);
  if (!weights || !(sum(weights) > 0)) {
    totals.set(chances(0)); // any score, where nothing is left
    return parts((score) => score);
  }
  const known = knownOf(cells, silent);
  const used = known.map((_, at) => at).filter((at) => weights[at] > 0);
  const counts = used.map((at) => weights[at]);
  if (compensation === 1 || compensation === -Infinity) {
    const weakest = compensation < 0;
    total(used.map((at) => ratingsAt(at, known[at])), counts, weakest ? Infinity : 0, weakest);
    return parts((score) => score);
  }
  if (compensation <= GEOMETRIC && used.some((at) => known[at].hi === LOWEST)) return { tenth: 0, median: 0, ninetieth: 0 };
  if (compensation < OVERFLOWS) {
    totalFromWeakest(used.map((at) => logarithmsAt(at, known[at])), counts, compensation);
    return parts(Math.exp);
  }
  const exponent = Math.abs(compensation) <= GEOMETRIC ? 0 : compensation;
  total(used.map((at) => sidesAt(summed, at, known[at], 1, exponent)), counts, 0, false);
  return parts((mean) => Math.exp(exponent ? Math.log1p(Math.max(exponent * mean, -1)) / exponent : mean));
}
