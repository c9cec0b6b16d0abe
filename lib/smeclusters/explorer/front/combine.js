/**
 * Evidence to a cell, by the codebook's rules, as `combine` of ratings.py has them: pure functions, no page.
 *
 * A row speaks of a place, with the two ends of its rating; where it names one number both are the same.
 */

import { UNKNOWN, sum } from "./model.js";

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sum([Math.floor, Math.ceil].map((round) => sorted[round((sorted.length - 1) / 2)])) / 2;
}

/**
 * The rows that enter: from the specific to the general, up to the first place of which something is
 * known without hedging.
 * @param {GroundRow[]} rows @param {string[]} places
 */
function entering(rows, places) {
  /** @type {GroundRow[]} */
  const entered = [];
  for (const place of places) {
    const here = rows.filter((row) => row.place === place);
    entered.push(...here);
    if (here.some(({ basis }) => basis !== "inferred")) break;
  }
  return entered;
}

/** Medians over the facets of one end of the rows, and what they leave open. @param {GroundRow[]} rows @param {"lo" | "hi"} end */
function middle(rows, end) {
  const facets = [...new Set(rows.map(({ facet }) => facet))];
  const medians = facets.map((name) => median(rows.filter(({ facet }) => facet === name).map((row) => row[end])));
  const [least, most, centre] = [Math.min(...medians), Math.max(...medians), median(medians)];
  const disagree = least < 0 && most > 0;
  return { facets, medians, disagree, lo: disagree ? least : centre, hi: disagree ? most : centre };
}

/**
 * One cell of a cluster from the rows on its factor about any place.
 * @param {GroundRow[]} rows @param {string[]} places the cluster's key and where it lies, from the specific to the general
 * @returns {Combined}
 */
export function combine(rows, places) {
  const entered = entering(rows, places);
  if (!entered.length) return { ...UNKNOWN, entered, widened: 0, lower: null, upper: null };
  const [lower, upper] = [middle(entered, "lo"), middle(entered, "hi")];
  const own = entered.filter(({ place }) => place === places[0]);
  const guessed = entered.every(({ basis }) => basis === "inferred");
  const sure = own.some(({ basis }) => basis !== "inferred");
  const widened = sure ? 0 : guessed && !own.length ? 2 : 1;
  return {
    lo: Math.max(UNKNOWN.lo, lower.lo - widened),
    hi: Math.min(UNKNOWN.hi, upper.hi + widened),
    silent: false, entered, widened, lower, upper,
  };
}
