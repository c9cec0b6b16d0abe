/**
 * Cells to scores to paths, as scoring.py and paths.py have them: pure functions, no page.
 *
 * A cell is {lo, hi, silent}, its ends from -2 to 2. A cluster's cells stand in the order of the
 * determinants; levelOf gives the position of each determinant's level.
 */

export const LOWEST = -2;
export const HIGHEST = 2;
export const GEOMETRIC = 1e-12; // exponents this close to 0 give the geometric mean to within rounding
export const TOLERANCE = 1e-9; // a score this close below a threshold counts as on it

export const UNKNOWN = Object.freeze({ lo: LOWEST, hi: HIGHEST, silent: true });
export const NOTHING = Object.freeze({ lo: 0, hi: 1 }); // the score of a cluster of which nothing is left

/** @param {number[]} numbers */
export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/**
 * Shares of the determinants, adding up to 1, from any non-negative numbers: level by level.
 * Null if nothing is left that weighs anything.
 * @param {number[]} factors @param {number[]} levels @param {number[]} levelOf
 */
export function weigh(factors, levels, levelOf) {
  const most = Math.max(...factors) || 1; // the largest numbers would overflow when summed
  const scaled = factors.map((factor) => factor / most);
  const sums = levels.map(() => 0);
  scaled.forEach((factor, position) => { sums[levelOf[position]] += factor; });
  const top = Math.max(...levels) || 1;
  const used = levels.map((level, position) => (sums[position] > 0 ? level / top : 0));
  const total = sum(used);
  if (!(total > 0)) return null;
  return scaled.map((factor, position) => {
    const level = levelOf[position];
    return used[level] > 0 ? ((used[level] / total) * factor) / sums[level] : 0;
  });
}

/**
 * The weighted power mean of values from 0 to 1; values of weight 0 drop out.
 * @param {number[]} values @param {number[]} weights @param {number} exponent
 */
export function powerMean(values, weights, exponent) {
  if (exponent === 1) return values.reduce((total, value, position) => total + weights[position] * value, 0);
  const used = values.map((_, position) => position).filter((position) => weights[position] > 0);
  const mean = (/** @type {(value: number) => number} */ of) => sum(used.map((position) => weights[position] * of(values[position])));
  if (exponent > GEOMETRIC) {
    // expm1 and log1p keep their precision where the exponent is small and all powers are near 1.
    const powers = mean((value) => Math.expm1(exponent * Math.log(value)));
    return Math.exp(Math.log1p(Math.max(powers, -1)) / exponent);
  }
  const weakest = Math.min(...used.map((position) => values[position]));
  if (weakest === 0 || exponent === -Infinity) return weakest;
  if (exponent >= -GEOMETRIC) return Math.exp(mean(Math.log));
  // Relative to the weakest, or powers would overflow.
  return weakest * mean((value) => (value / weakest) ** exponent) ** (1 / exponent);
}

/**
 * What counts of the shares for one cluster, adding up to 1; null if nothing does.
 * @param {Cell[]} cells @param {number[]} shares @param {string} silent
 */
export function counted(cells, shares, silent) {
  if (silent !== "leave_out") return shares;
  const kept = shares.map((share, position) => (cells[position].silent ? 0 : share));
  const total = sum(kept);
  return total > 0 ? kept.map((share) => share / total) : null;
}

/** A rating on the scale from 0 to 1. @param {number} rating */
export const onScale = (rating) => (rating - LOWEST) / (HIGHEST - LOWEST);

/**
 * One end of each cell on the scale from 0 to 1.
 * @param {Cell[]} cells @param {"lo" | "hi"} end @param {string} silent
 */
export function placed(cells, end, silent) {
  return cells.map((cell) => {
    const rating = silent === "middle" && cell.silent ? 0 : cell[end];
    return onScale(rating);
  });
}

/**
 * The interval of one cluster's score. `silent` is "range", "middle" or "leave_out".
 * @param {Cell[]} cells @param {number[]} shares @param {number} compensation @param {string} silent
 */
export function score(cells, shares, compensation, silent) {
  const weights = counted(cells, shares, silent);
  if (!weights) return NOTHING;
  return {
    lo: powerMean(placed(cells, "lo", silent), weights, compensation),
    hi: powerMean(placed(cells, "hi", silent), weights, compensation),
  };
}

/** The paths whose band an interval touches, in key form. @param {Interval} score @param {Thresholds} thresholds */
export function openPaths({ lo, hi }, thresholds) {
  const low = thresholds.low - TOLERANCE;
  const high = thresholds.high - TOLERANCE;
  const open = [];
  if (lo < low) open.push("low_road");
  if (hi >= low && lo < high) open.push("mixed");
  if (hi >= high) open.push("high_road");
  return open.join("|");
}
