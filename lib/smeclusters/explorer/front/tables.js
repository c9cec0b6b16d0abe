/** Tables to take along, and a table of weights that comes in: a stranger's. */

import { csv, guarded } from "./csv.js";
import { inARow } from "./words.js";

const LONGEST_TABLE = 8000;
const DECIMAL = /^(\d{1,21}\.?\d{0,25}|\.\d{1,25})(e[+-]?\d{1,3})?$/i; // as spreadsheets write it

/** Columns for what the reader says of a setting, where they say anything: their heads, and their cells. @param {import("./filenames.js").Said} said @param {Content} content */
const saidColumns = (said, content) => {
  const given = Object.entries(said).filter(([, text]) => text);
  return { heads: given.map(([name]) => name), cells: given.map(([, text]) => guarded(text, content)) };
};

/** Shares of the determinants, in the form that the command line reads too. @param {number[]} shares @param {Content} content @param {import("./filenames.js").Said} said */
export function weightsTable(shares, content, said) {
  const { heads, cells } = saidColumns(said, content);
  return csv([["determinant", "weight", ...heads], ...content.determinants.map(({ key }, at) => [key, shares[at], ...cells])]);
}

/** One line a cluster: score, class, observed path, and all that they follow from. @param {Result} result @param {Content} content @param {import("./filenames.js").Said} said */
export function classesTable({ state, shares, rows }, content, said = { label: "", reason: "" }) {
  const { heads, cells } = saidColumns(said, content);
  const rules = {
    compensation: state.compensation === -Infinity ? "-inf" : state.compensation,
    threshold_low: state.thresholds.low,
    threshold_high: state.thresholds.high,
    silent: state.silent,
    coding: state.coding,
    ...(state.laid.length ? { layers: state.laid.join(";") } : {}),
  };
  const recoded = (/** @type {Row} */ row) =>
    Object.entries(state.overrides[row.key] ?? {}).map(([key, ends]) => `${key}=${ends ? ends.join("..") : "unknown"}`);
  return csv([
    ["cluster", "name", "score_lo", "score_hi", "path", "observed", ...Object.keys(rules), "recoded",
      ...content.determinants.map(({ key }) => `weight_${key}`), ...heads],
    ...rows.map((row) => [row.key, guarded(row.name, content), row.lo, row.hi, row.path, row.observed, ...Object.values(rules),
      recoded(row).join(";"), ...shares, ...cells]),
  ]);
}

/** The cells of a table, without what a spreadsheet may put around it. @param {string} text */
function cellsOf(text) {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const cells = lines.map((line) => line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
  while (cells.at(-1)?.join("") === "") cells.pop();
  return cells;
}

/**
 * Weights by determinant from a table of determinants and weights. Throws an Error that says what is wrong.
 * @param {string} text @param {Content} content
 */
export function readWeights(text, content) {
  if (text.length > LONGEST_TABLE) throw new Error("The file is too long for a table of weights.");
  const keys = content.determinants.map(({ key }) => key);
  const [head, ...lines] = cellsOf(text);
  if (head?.slice(0, 2).join() !== "determinant,weight") { // others may follow, as those of the page do
    throw new Error("Row 1: expected the columns determinant,weight with a comma between them.");
  }
  /** @type {Map<string, number>} */
  const found = new Map();
  lines.forEach(([key, weight, ...rest], at) => {
    const row = `Row ${at + 2}`;
    if (!keys.includes(key)) throw new Error(`${row}, determinant: expected one of ${keys.join(", ")}.`);
    if (found.has(key)) throw new Error(`${row}, determinant: ${key} has a row already.`);
    if ((rest.length && head.length === 2) || !DECIMAL.test(weight ?? "") || !(Number(weight) >= 0 && Number.isFinite(Number(weight)))) {
      throw new Error(`${row}, weight: expected one number of at least 0.`);
    }
    found.set(key, Number(weight));
  });
  const missing = keys.filter((key) => !found.has(key));
  if (missing.length) throw new Error(`Expected a row for ${inARow(missing)} (0 leaves it out).`);
  if (![...found.values()].some(Boolean)) throw new Error("Expected at least one weight above 0.");
  return keys.map((key) => found.get(key) ?? 0);
}
