/** One cell of a table that a reader hands in: what it stands for, or what was expected there. */

import { passageWas } from "./turned.js";

/** What is wrong with one cell: an expectation, without where the cell stands. */
export class Unexpected extends Error {}

const UNKNOWN_WORDS = ["", "?", "not known", "unknown", "silent"];
const WHOLE = /^[+\-−]?[0-2](?:[.,]0+)?$/;
const ENDS = /^([+\-−]?[^\s/.…]+) *(?:to|\.\.|…|\/) *([+\-−]?[^\s/.…]+)$/;

/** @param {string} text */
export const folded = (text) => text.trim().replace(/\s+/g, " ").toLowerCase();

/** @param {string} text */
function wholeOf(text) {
  if (!WHOLE.test(text)) throw new Unexpected("a whole number from −2 to 2, two such as “−1 to 1”, or nothing where it is not known");
  return Number(text.replace("−", "-").replace(/[.,].*/, "")) || 0;
}

/** The two ends of a rating, or null where it is not known. @param {string} rating @param {string} to */
export function endsOf(rating, to = "") {
  if (UNKNOWN_WORDS.includes(folded(rating))) {
    if (to) throw new Unexpected(`the lower end of a range up to ${to}`);
    return null;
  }
  const both = ENDS.exec(rating);
  if (both && to) throw new Unexpected("one number here where there is one in rating_to");
  const [lo, hi] = both ? [wholeOf(both[1]), wholeOf(both[2])] : [wholeOf(rating), wholeOf(to || rating)];
  if (hi < lo) throw new Unexpected("the lower end first");
  return { lo, hi };
}

/** A key by itself or by its name; "" where nothing stands. @param {string} text @param {[string, string][]} named keys and names */
export function keyOf(text, named) {
  const said = folded(text);
  if (!said) return "";
  const found = named.find(([key, name]) => [folded(key), folded(name), folded(key).replaceAll("_", " ")].includes(said));
  if (!found) throw new Unexpected(`one of ${named.map(([key]) => key).filter(Boolean).join(", ")}`);
  return found[0];
}

/** @param {string} text */
export function yearOf(text) {
  const plain = text.replace(/[.,]0+$/, "");
  if (plain && !/^[12]\d{3}$/.test(plain)) throw new Unexpected("a year, or nothing");
  return plain;
}

/** A text without signs that nobody sees, and whether it had to be cut. @param {string} field @param {string} given @param {Content} content */
export function textIn(field, given, content) {
  const { limits } = content;
  const was = field === "locator" ? passageWas(given, content) : "";
  if (was) throw new Unexpected(`a page or a passage, which a spreadsheet has turned into a time or a date (${was}?)`);
  const text = given.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
  const signs = text.length > limits[field] ? [...text] : [];
  const cut = signs.length > limits[field];
  return { text: cut ? `${signs.slice(0, limits[field] - 1).join("")}…` : text, cut };
}
