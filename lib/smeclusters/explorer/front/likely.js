/**
 * The likely reading, as likely.py has it: each cell uniform on its interval, by itself, and how often the score then
 * lies in the band of each path. Pure functions, no page.
 */

import { HIGHEST, LOWEST, TOLERANCE, sum } from "./model.js";

export const POINTS = 4096; // as in likely.py
const MOST_KEPT = 300; // spreads of a kind that are kept, each of them as long as there are points

/** The numbers of all points in a dimension: those of Halton in a prime base. @param {number} base */
function halton(base) {
  return Float64Array.from({ length: POINTS }, (_, at) => {
    let number = 0;
    for (let [left, part] = [at + 1, 1 / base]; left; [left, part] = [Math.floor(left / base), part / base]) number += (left % base) * part;
    return number;
  });
}

/** @type {number[]} */
const primes = [];
/** @type {Float64Array[]} */
const dimensions = [];

/** The numbers of all points for one determinant. @param {number} at */
function chances(at) {
  for (let number = 2; dimensions.length <= at; number += 1) {
    if (number <= (primes.at(-1) ?? 1) || primes.some((prime) => number % prime === 0)) continue;
    primes.push(number);
    dimensions.push(halton(number));
  }
  return dimensions[at];
}

/** What was made before, for what is asked again with each move of a slider. */
class Kept {
  /** @param {number} most */
  constructor(most) {
    /** @type {Map<string, Float64Array>} */
    this.spreads = new Map();
    this.setting = "";
    this.most = most;
  }

  /** What is kept under a name in this setting, or is made for it. @param {string} setting @param {string} name @param {() => Float64Array} make */
  get(setting, name, make) {
    if (setting !== this.setting || this.spreads.size >= this.most) this.spreads.clear();
    this.setting = setting;
    const found = this.spreads.get(name) ?? make();
    this.spreads.set(name, found);
    return found;
  }
}

const rated = new Kept(MOST_KEPT);
const logged = new Kept(MOST_KEPT);
const sided = [new Kept(MOST_KEPT), new Kept(MOST_KEPT)]; // for each of the two thresholds

/** @param {number} rating */
const onScale = (rating) => (rating - LOWEST) / (HIGHEST - LOWEST);
/** @param {number} at @param {Cell} cell */
const rangeOf = (at, { lo, hi }) => `${at} ${lo} ${hi}`;

/** A cell's ratings at all points, on the scale from 0 to 1. @param {number} at @param {Cell} cell */
const ratingsAt = (at, cell) =>
  rated.get("", rangeOf(at, cell), () => chances(at).map((chance) => onScale(cell.lo + (cell.hi - cell.lo) * chance)));

/** @param {number} at @param {Cell} cell */
const logarithmsAt = (at, cell) => logged.get("", rangeOf(at, cell), () => ratingsAt(at, cell).map(Math.log));

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

const totals = new Float64Array(POINTS); // one for all, as it is filled and read in one go

/** At how many points all values are at least 0, or their sum with these weights. @param {Float64Array[]} values @param {number[]} weights @param {number} start @param {boolean} weakest */
function countReached(values, weights, start, weakest) {
  totals.fill(start);
  values.forEach((each, position) => {
    const weight = weights[position];
    if (weakest) for (let at = 0; at < POINTS; at += 1) totals[at] = Math.min(totals[at], each[at]);
    else for (let at = 0; at < POINTS; at += 1) totals[at] += weight * each[at];
  });
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
  return countReached(values, ranges.map((at) => shares[at]), start, weakest) / POINTS;
}

/**
 * How likely each path is for a cluster: shares that add up to 1.
 * @param {Cell[]} cells @param {number[]} shares @param {number} compensation @param {string} silent @param {Thresholds} thresholds
 */
export function likely(cells, shares, compensation, silent, { low, high }) {
  const counts = shares.map((share, at) => (silent === "leave_out" && cells[at].silent ? 0 : share));
  const known = silent === "middle" ? cells.map((cell) => (cell.silent ? { ...cell, lo: 0, hi: 0 } : cell)) : cells;
  const [atLow, atHigh] = [low, high].map((t, which) =>
    sum(counts) > 0
      ? reached(sided[which], known, counts, t - TOLERANCE, compensation)
      : chances(0).reduce((count, chance) => count + (chance >= t ? 1 : 0), 0) / POINTS); // any score, where nothing is left
  return { low_road: 1 - atLow, mixed: atLow - atHigh, high_road: atHigh };
}
