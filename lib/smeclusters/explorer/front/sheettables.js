/** Coding sheets on the page: how far they agree, and their units side by side. */

import { rowOfTable, tableOf } from "./classtables.js";
import { h } from "./dom.js";
import { agreementOf, pairsOfCoders, unitsOf } from "./sheetunits.js";
import { signed } from "./words.js";

/** @param {number | null} value @param {string} otherwise */
const twoDigits = (value, otherwise) => (value === null ? otherwise : signed(Number(value.toFixed(2))));
/** @param {number | null} share */
const wholePercent = (share) => (share === null ? "none shared" : `${(100 * share).toFixed(0)}\u00a0%`);

/** @param {Agreement} found */
const told = ({ units, shared, exact, ordinal, interval, reason }) =>
  [String(units), String(shared), wholePercent(exact), twoDigits(ordinal, reason), twoDigits(interval, reason)];

/** The coders, with the study's own coding of the same passages where it is asked for. @param {Coder[]} coders @param {Keys} keys @param {string} name of that coding @param {boolean} beside */
export function withOwn(coders, { own }, name, beside) {
  if (!beside) return coders;
  const passages = new Set(coders.flatMap((coder) => coder.passages));
  return [...coders, { name, passages: [...passages], rows: own.filter(({ passage }) => passages.has(passage)) }];
}

/** @param {Coder[]} coders @param {Keys} keys @param {Content} content */
export function sheetTables(coders, keys, content) {
  if (coders.length < 2) return [h("p", {}, `${coders[0].name} is read. Another sheet, or the coding of this page beside it, is needed to compare.`)];
  const units = unitsOf(coders, keys, content);
  const pairs = pairsOfCoders(units, coders.length);
  const names = coders.map(({ name }) => name);
  const heads = ["Coders", "Units", "Shared", "Alike", "Alpha, ordinal", "Alpha, interval"];
  const two = (/** @type {string} */ one, /** @type {string} */ other) => h("span", {}, h("bdi", {}, one), " and ", h("bdi", {}, other));
  const rows = [
    ...(coders.length > 2 ? [rowOfTable("All", told(agreementOf(units, names.map((_, at) => at))))] : []),
    ...pairs.map((pair) => rowOfTable(two(names[pair.one], names[pair.other]), told(pair))),
  ];
  /** @type {Record<string, string>} */
  const named = Object.fromEntries([...keys.places, ...[...content.determinants, ...Object.entries(content.facets).map(([key, { name }]) => ({ key, name }))].map(({ key, name }) => [key, name])]);
  return [
    tableOf("How far the coders agree", heads, rows),
    h("h4", {}, "Units side by side"),
    tableOf("Units side by side", ["Passage", "Place", "Factor", ...names], units.map(({ of: [passage, place, determinant, facet], ratings }) => {
      const given = ratings.filter((rating) => rating !== null);
      const row = rowOfTable(passage, [named[place] ?? place, [determinant, facet].filter(Boolean).map((key) => named[key] ?? key).join(": "),
        ...ratings.map((rating) => (rating === null ? "–" : signed(rating)))]);
      row.dataset.unit = [passage, place, determinant, facet].join(" ").trim();
      if (given.some((rating) => rating !== given[0])) row.className = "differs";
      return row;
    })),
  ];
}
