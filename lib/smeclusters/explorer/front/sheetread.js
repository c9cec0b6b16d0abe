/** Coding sheets that are handed in: what a coder says of each passage, or what is wrong with a sheet. */

import { missingColumns, plainHead } from "./classfiles.js";
import { Refused, parse, unguarded } from "./csv.js";
import { Unexpected, endsOf, keyOf } from "./statement.js";

const MOST_MET = 40;
const PASSAGE = /^(?:\S+ )?§ ?(\S+?),? ?¶ ?([\p{L}\p{N}_]+)$/u; // as plain_locator of labels.py has it

const NEEDED = ["passage", "place", "determinant", "rating"];

/** @param {string} text @param {Keys} keys @param {Content} content @returns {Sheet} */
export function readSheet(text, { passages, places }, content) {
  const table = parse(text, plainHead);
  const missing = NEEDED.filter((name) => !table.names.includes(name));
  if (missing.length) throw new Refused(missingColumns(table.names, missing));
  const of = (/** @type {TableRow} */ row, /** @type {string} */ name) => unguarded(row.cells[table.names.indexOf(name)] ?? "", content).trim();
  /** @type {[string, string][]} */
  const factors = content.determinants.map(({ key, name }) => [key, name]);
  /** @type {string[]} */
  const faults = [];
  /** @type {Set<string>} */
  const seen = new Set();
  const rows = table.rows.flatMap((row) => {
    const begun = faults.length;
    /** @template T @param {string} name @param {(text: string) => T} as @param {T} otherwise */
    const read = (name, as, otherwise) => {
      try {
        return as(of(row, name));
      } catch (problem) {
        if (!(problem instanceof Unexpected)) throw problem;
        const met = of(row, name).slice(0, MOST_MET);
        faults.push(`Row ${row.number}, ${name}: found ${met ? `“${met}”` : "nothing"}, expected ${problem.message}.`);
        return otherwise;
      }
    };
    const passage = read("passage", (said) => {
      const locator = said.replace(/\s+/g, " ").replace(PASSAGE, "$1:$2");
      if (!passages.includes(locator)) throw new Unexpected("a passage of the source, such as 3:1 or §3 ¶1");
      return locator;
    }, "");
    if (passage) seen.add(passage);
    const ends = read("rating", (said) => endsOf(said, of(row, "rating_to")), null);
    if (begun < faults.length || !ends || of(row, "period") === "past") return [];
    const place = read("place", (said) => needed(said, places, "the key of a place"), "");
    const determinant = read("determinant", (said) => needed(said, factors, "the key of a factor"), "");
    const facet = determinant && read("facet", (said) => {
      const inside = Object.entries(content.facets).filter(([, each]) => each.determinant === determinant);
      return keyOf(said, inside.map(([key, { name }]) => [key, name]));
    }, "");
    return begun < faults.length ? [] : [{ passage, place, determinant, facet, rating: (ends.lo + ends.hi) / 2 }];
  });
  if (faults.length) throw new Refused(faults.join("\n"));
  if (!rows.length) throw new Refused("The sheet has no row with a rating, and at least one was expected.");
  return { rows, passages: [...seen] };
}

/** A key that must stand there. @param {string} said @param {[string, string][]} named @param {string} what */
function needed(said, named, what) {
  if (!said) throw new Unexpected(what);
  try {
    return keyOf(said, named);
  } catch {
    throw new Unexpected(`${what}, such as ${named.slice(0, 3).map(([key]) => key).join(", ")}`);
  }
}
