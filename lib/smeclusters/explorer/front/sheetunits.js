/** Coding sheets side by side, and how far they agree, as agreement.py has it: pure functions. */

import { alphaOf } from "./alpha.js";
import { fiveOf } from "./classmean.js";
import { sum } from "./model.js";

const UNIT = /** @type {const} */ (["passage", "place", "determinant", "facet"]);

/** What coders say of each passage, place, factor and facet, in the order of the study; the median where one says several things. @param {Coder[]} coders @param {Keys} keys @param {Content} content @returns {Unit[]} */
export function unitsOf(coders, { passages, places }, content) {
  const orders = [passages, places.map(([key]) => key), content.determinants.map(({ key }) => key), ["", ...Object.keys(content.facets)]];
  /** @type {Map<string, { of: string[], given: number[][] }>} */
  const found = new Map();
  coders.forEach(({ rows }, coder) => {
    for (const row of rows) {
      const of = UNIT.map((name) => row[name]);
      const unit = found.get(of.join("\t")) ?? { of, given: coders.map(() => []) };
      unit.given[coder].push(row.rating);
      found.set(of.join("\t"), unit);
    }
  });
  const rank = (/** @type {string[]} */ of, /** @type {number} */ at) => (at === 3 && !of[3] ? Infinity : orders[at].indexOf(of[at]));
  return [...found.values()]
    .sort((a, b) => UNIT.reduce((before, _, at) => before || rank(a.of, at) - rank(b.of, at) || 0, 0))
    .map(({ of, given }) => ({ of, ratings: given.map((some) => (some.length ? fiveOf(some)[2] : null)) }));
}

/** How far some of the coders agree. @param {Unit[]} units @param {number[]} which @returns {Agreement} */
export function agreementOf(units, which) {
  const given = units.map(({ ratings }) => which.flatMap((coder) => ratings[coder] ?? [])).filter((some) => some.length);
  const shared = given.filter((some) => some.length > 1);
  const alike = sum(shared.map((some) => (some.every((rating) => rating === some[0]) ? 1 : 0)));
  const [ordinal, interval] = [alphaOf(given, "ordinal"), alphaOf(given, "interval")];
  return {
    units: given.length, shared: shared.length, inAll: given.filter((some) => some.length === which.length).length,
    exact: shared.length ? alike / shared.length : null, ordinal: ordinal.value, interval: interval.value, reason: ordinal.reason,
  };
}

/** Each two of the coders. @param {Unit[]} units @param {number} count of coders */
export function pairsOfCoders(units, count) {
  const coders = Array.from({ length: count }, (_, at) => at);
  return coders.flatMap((one) => coders.slice(one + 1).map((other) => ({ one, other, ...agreementOf(units, [one, other]) })));
}
