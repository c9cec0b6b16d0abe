/**
 * The nearest weighting under which a cluster is on one path for certain, or that path is open, as tipping.py has it:
 * by the sum of the absolute changes of all weights. Pure functions, no page.
 */

import { TOLERANCE, openPaths, placed, score, sum } from "./model.js";
import { smallestSum } from "./simplex.js";

const ACROSS = 1e-8; // beyond a border by more than what counts as on it
const FAR = 1e6; // a factor that takes so many times what the best one gives must weigh nothing
const HUGE = 1e200; // stands for infinity

/**
 * What a rating adds above a threshold: where the weighted sum is 0, so is the distance of the score from it.
 * @param {number} s @param {number} t @param {number} exponent
 */
function gain(s, t, exponent) {
  if (exponent === 1) return s - t;
  if (exponent === -Infinity) return s < t ? -HUGE : 1;
  const logarithm = Math.log(s / t);
  const value = exponent === 0 ? logarithm : Math.expm1(exponent * logarithm) * Math.sign(exponent);
  return Math.min(Math.max(value, -HUGE), HUGE);
}

/** What each factor adds above a threshold at one end of the cells. @param {Cell[]} cells @param {"lo" | "hi"} end @param {number} threshold @param {State} state */
function gains(cells, end, threshold, { compensation, silent }) {
  const t = threshold - TOLERANCE;
  if (t <= 0) return cells.map(() => 1);
  const counts = cells.map((cell) => silent !== "leave_out" || !cell.silent);
  if (!counts.some(Boolean)) return cells.map(() => (end === "lo" ? -HUGE : 1)); // of such a cluster any score is possible
  return placed(cells, end, silent).map((s, at) => (counts[at] ? gain(s, t, compensation) : 0));
}

/** What each factor gives towards a path: each weighted sum must be above 0. @param {Cell[]} cells @param {string} path @param {boolean} certain @param {State} state */
function conditions(cells, path, certain, state) {
  const { low, high } = state.thresholds;
  // The end of the score that must reach a threshold, and the one that must stay below another.
  const reaching = certain ? "lo" : "hi";
  const below = certain ? "hi" : "lo";
  const found = [];
  if (path !== "low_road") found.push(gains(cells, reaching, path === "mixed" ? low : high, state));
  if (path !== "high_road") found.push(gains(cells, below, path === "mixed" ? high : low, state).map((value) => -value));
  return found;
}

/** @param {number[]} row @param {number[]} free */
const bestOf = (row, free) => Math.max(0, ...free.map((at) => row[at]));

/** Which factors may weigh anything: none that takes far more than the best of them gives; null if none can give. @param {number[][]} given */
function freeOf(given) {
  let free = given[0].map((_, at) => at);
  for (;;) {
    const best = given.map((row) => bestOf(row, free));
    if (best.some((most) => most <= 0)) return null;
    const near = free.filter((at) => given.every((row, which) => row[at] > -FAR * best[which]));
    if (near.length === free.length) return free;
    free = near;
  }
}

/** Whether a path is open, or certain, among those that are open. @param {string} open in key form @param {string} path @param {boolean} certain */
export const holds = (open, path, certain) => (certain ? open === path : open.split("|").includes(path));

/**
 * The shares nearest to these with which a path is certain, or open, and how far each share moves in all; the shares
 * themselves where it is, null where no shares do.
 * @param {Cell[]} cells @param {number[]} shares @param {string} path @param {boolean} certain @param {State} state @param {number} across
 */
export function nearestWeighting(cells, shares, path, certain, state, across = ACROSS) {
  const now = openPaths(score(cells, shares, state.compensation, state.silent), state.thresholds);
  if (holds(now, path, certain)) return { shares, distance: 0 };
  const given = conditions(cells, path, certain, state);
  const free = freeOf(given);
  if (!free) return null;
  const start = free.map((at) => shares[at]);
  const freed = sum(shares) - sum(start);
  const rows = given.map((row) => free.map((at) => row[at] / bestOf(row, free)));
  // What comes to each factor, then what leaves it, which cannot be more than there is.
  const balance = [...free.map(() => 1), ...free.map(() => -1)];
  const moved = smallestSum(
    [
      ...rows.map((row) => [...row.map((value) => -value), ...row]),
      balance, balance.map((value) => -value),
      ...free.map((_, at) => [...free.map(() => 0), ...free.map((__, other) => Number(other === at))]),
    ],
    [...rows.map((row) => sum(row.map((value, at) => value * start[at])) - across), freed, -freed, ...start],
  );
  if (!moved) return null;
  const found = shares.map(() => 0);
  free.forEach((at, which) => { found[at] = Math.max(start[which] + moved[which] - moved[free.length + which], 0); });
  return { shares: found, distance: sum(found.map((share, at) => Math.abs(share - shares[at]))) };
}
