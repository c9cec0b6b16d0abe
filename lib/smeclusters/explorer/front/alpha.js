/** Krippendorff's alpha, as krippendorff_alpha of agreement.py has it: pure functions. */

import { sum } from "./model.js";

/** How far apart two values are, squared. @type {Record<string, (values: number[], totals: number[]) => (one: number, other: number) => number>} */
const MEASURES = {
  interval: (values) => (one, other) => (values[one] - values[other]) ** 2,
  ordinal: (_, totals) => {
    let below = 0;
    const ranks = totals.map((total) => (below += total) - total / 2); // in the middle of those of the same value
    return (one, other) => (ranks[one] - ranks[other]) ** 2;
  },
};

/** What two or more coders give in each unit; the others tell nothing. @param {number[][]} units @param {"ordinal" | "interval"} measure */
export function alphaOf(units, measure) {
  const shared = units.filter((unit) => unit.length > 1);
  if (shared.length < 2) return { value: null, reason: shared.length ? "only one unit has two ratings" : "no unit has two ratings" };
  const values = [...new Set(shared.flat())].sort((a, b) => a - b);
  if (values.length < 2) return { value: null, reason: "all ratings are the same" };
  const found = values.map(() => values.map(() => 0));
  for (const unit of shared) {
    for (const [first, one] of unit.entries()) {
      for (const [second, other] of unit.entries()) {
        if (first !== second) found[values.indexOf(one)][values.indexOf(other)] += 1 / (unit.length - 1);
      }
    }
  }
  const totals = found.map(sum);
  const apart = MEASURES[measure](values, totals);
  const over = (/** @type {(one: number, other: number) => number} */ of) => sum(values.flatMap((_, one) => values.map((__, other) => of(one, other) * apart(one, other))));
  const [observed, expected] = [over((one, other) => found[one][other]), over((one, other) => totals[one] * totals[other]) / (sum(totals) - 1)];
  return { value: 1 - observed / expected, reason: "" };
}
