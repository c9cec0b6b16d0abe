/** Files that a class hands in: links, and the tables that the explorer gives to take along. As exported.py reads them. */

import { Refused, parse, unguarded } from "./csv.js";
import { linksIn, noHandIn } from "./handedin.js";
import { addedKeys } from "./laid.js";
import { readLayer } from "./layer.js";
import { readLink } from "./links.js";
import { sum } from "./model.js";
import { inARow } from "./words.js";

const RULES = ["compensation", "threshold_low", "threshold_high", "silent", "coding"];
const KINDS_OF_TABLES = {
  classes: ["cluster", "recoded", ...RULES],
  weights: ["determinant", "weight"],
  sheet: ["passage", "determinant", "rating"],
  layer: ["place", "determinant", "rating"],
};
const DECIMAL_NUMBER = /^(\d{1,21}[.,]?\d{0,25}|[.,]\d{1,25})(e[+-]?\d{1,3})?$/i;

/** A column's name, however a spreadsheet writes it. @param {string} cell */
export const plainHead = (cell) => cell.replaceAll('"', "").trim().toLowerCase().replace(/[\s_-]+/g, "_");

/** What kind of table a text is; "" where it is none. @param {string} text */
export function kindOf(text) {
  const first = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/, 40).find((line) => line.trim() && !/^"?sep=/i.test(line)) ?? "";
  const there = first.split(/[,;\t]/).map(plainHead);
  const has = (/** @type {string[]} */ columns) => columns.every((name) => there.includes(name));
  const found = Object.entries(KINDS_OF_TABLES).find(([, columns]) => has(columns))?.[0];
  return found ?? (has(["determinant", "rating"]) && !there.includes("name") ? "sheet" : "");
}

/** What is said of a table without some columns of a coding sheet. @param {string[]} names @param {string[]} missing */
export const missingColumns = (names, missing) =>
  `Row 1: found the columns ${inARow(names.filter(Boolean))}, expected ${inARow(missing)} as well, as a coding sheet has them.`;

/** Stops at a coding sheet that lacks its passages: its places are the page's, and so it gives them no names. @param {string} text @param {Content} content */
function expectPassage(text, content) {
  const { table, of } = cellsIn(text, content);
  const known = new Set(content.clusters.flatMap(({ key, name }) => [key, name]));
  if (table.names.includes("name") || !table.rows.some((row) => known.has(of(row, "place")))) return;
  throw new Refused(missingColumns(table.names, ["passage"]));
}

/** A file's name without its ending. @param {string} file */
export const stemOf = (file) => file.replace(/(.)\.[^.]*$/, "$1");

/** A table's cells by row and column. Throws where there are none. @param {string} text @param {Content} content */
function cellsIn(text, content) {
  const table = parse(text, plainHead);
  if (!table.rows.length) throw new Refused("Below row 1: found nothing, expected one row or more.");
  const of = (/** @type {TableRow} */ row, /** @type {string} */ name) => unguarded(row.cells[table.names.indexOf(name)] ?? "", content).trim();
  return { table, of };
}

/** @param {number} row @param {string} column @param {string} met @param {string} expected */
const wrongCell = (row, column, met, expected) => `Row ${row}, ${column}: found ${met ? `“${met.slice(0, 40)}”` : "nothing"}, expected ${expected}.`;

/** A number as links write it. @param {string} text */
const inLink = (text) => String(Number(text.replace(",", "."))).replace("e+", "e");

/** A state from shares of the determinants and the rest of a link. @param {string[]} shares @param {string} rest @param {Content} content */
function stateOf(shares, rest, content) {
  const levels = content.levels.map((_, level) => sum(shares.filter((_, at) => content.levelOf[at] === level).map(Number)));
  try {
    return readLink(`w=1;${levels.map((level) => inLink(String(level)))};${shares};${rest}`, content).state;
  } catch (problem) {
    throw new Refused(`It cannot be used: ${problem instanceof Error ? problem.message : problem}.`);
  }
}

/** The setting that a table of weights stands for, under the usual rules. @param {string} text @param {Content} content */
function weightsIn(text, content) {
  const { table, of } = cellsIn(text, content);
  const keys = content.determinants.map(({ key }) => key);
  /** @type {Map<string, string>} */
  const found = new Map();
  const faults = table.rows.flatMap((row) => {
    const [key, weight] = [of(row, "determinant"), of(row, "weight")];
    if (!keys.includes(key)) return [wrongCell(row.number, "determinant", key, `one of ${keys.join(", ")}`)];
    if (found.has(key)) return [wrongCell(row.number, "determinant", key, "each determinant once")];
    if (!DECIMAL_NUMBER.test(weight)) return [wrongCell(row.number, "weight", weight, "one number of at least 0")];
    found.set(key, inLink(weight));
    return [];
  });
  const missing = keys.filter((key) => !found.has(key));
  if (!faults.length && missing.length) faults.push(`Expected a row for ${inARow(missing)} (0 leaves it out).`);
  if (faults.length) throw new Refused(faults.join("\n"));
  if (![...found.values()].some(Number)) throw new Refused("Column weight: found 0 alone, expected at least one weight above 0.");
  const { low, high } = content.thresholds;
  return { name: of(table.rows[0], "label"), state: stateOf(keys.map((key) => found.get(key) ?? "0"), `1;${low},${high};range`, content) };
}

/** The setting under which a table of classes came about; rows of own clusters are passed over. @param {string} text @param {Content} content */
function classesIn(text, content) {
  const { table, of } = cellsIn(text, content);
  const weights = content.determinants.map(({ key }) => `weight_${key}`);
  const missing = weights.filter((name) => !table.names.includes(name));
  if (missing.length) throw new Refused(`Expected the columns ${inARow(missing)} as well.`);
  const [first, ...others] = table.rows;
  const faults = others.flatMap((row) => [...RULES, ...weights].filter((name) => of(row, name) !== of(first, name))
    .map((name) => wrongCell(row.number, name, of(row, name), `${of(first, name)}, as in row ${first.number}`)));
  if (faults.length) throw new Refused(faults.join("\n"));
  const laid = of(first, "layers").split(";").filter(Boolean);
  const known = new Set([...content.clusters.map(({ key }) => key), ...addedKeys({ laid }, content)]);
  const cells = table.rows.filter((row) => known.has(of(row, "cluster"))).flatMap((row) =>
    of(row, "recoded").split(";").filter(Boolean).map((cell) => {
      const [determinant, ends] = cell.split("=");
      return [of(row, "cluster"), determinant, ...(ends === "unknown" ? ["u"] : (ends ?? "").split(".."))].join(":");
    }));
  const numbers = weights.map((name) => of(first, name));
  const bad = numbers.findIndex((number) => !DECIMAL_NUMBER.test(number));
  if (bad >= 0) throw new Refused(wrongCell(first.number, weights[bad], numbers[bad], "one number of at least 0"));
  const p = of(first, "compensation");
  const rest = `${p === "-inf" ? "none" : inLink(p)};${["threshold_low", "threshold_high"].map((name) => inLink(of(first, name)))};${of(first, "silent")};${cells};${of(first, "coding")}${laid.length ? `;${laid}` : ""}`;
  return { name: of(first, "label"), state: stateOf(numbers.map(inLink), rest, content) };
}

/** What is wrong with a table, row by row. @param {string} file @param {Refused} refused @returns {LineProblem[]} */
export const rowProblems = (file, { message }) => message.split("\n").map((sentence) => {
  const [, line, name] = /^Row (\d+)(?:, ([^:]+))?:/.exec(sentence) ?? ["", "0"];
  return { file, line: Number(line), name: name ?? "", sentence: `${file}: ${sentence}` };
});

/**
 * What a file holds; a sheet of codings is told apart by its kind before.
 * @param {{ name: string, text: string }} file its name is "" for what was pasted @param {Content} content @returns {HandedIn}
 */
export function handInOf({ name: file, text }, content) {
  if (/\.ipynb$/i.test(file)) return noHandIn(file, "a notebook");
  const kind = kindOf(text);
  try {
    if (kind === "layer") expectPassage(text, content);
    if (kind === "layer") return { settings: [], problems: [], layers: [{ name: stemOf(file), own: readLayer(text, content, []).clusters }] };
    if (kind === "weights" || kind === "classes") {
      const { name, state } = (kind === "weights" ? weightsIn : classesIn)(text, content);
      return { settings: [{ file, name: name || stemOf(file), line: 0, state }], problems: [], layers: [] };
    }
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return { settings: [], layers: [], problems: rowProblems(file, problem) };
  }
  const found = linksIn(text, content, file);
  const [only] = found.settings;
  if (file && found.settings.length === 1 && !found.problems.length && !only.name) return { ...found, settings: [{ ...only, name: stemOf(file) }] };
  return found;
}
