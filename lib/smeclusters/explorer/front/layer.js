/**
 * Clusters of a reader's own as one table, a row a statement: written to be taken along, and read from
 * whatever spreadsheets make of it, or from a table with a row a cluster and a column a factor.
 */

import { Refused, csv, guarded, parse } from "./csv.js";
import { gather } from "./gather.js";
import { folded } from "./statement.js";
import { inARow } from "./words.js";

const LONGEST_LAYER = 2_000_000; // signs
const MOST_ROWS = 5000;
const MOST_TOLD = 12;

/** Own clusters as a table that the command line takes too. @param {OwnCluster[]} owns @param {Content} content */
export function layerTable(owns, content) {
  const lines = owns.flatMap(({ key, name, country, products, observed, rows }) => {
    const about = { place: key, name, country, products, path: observed };
    const rated = rows.map(({ lo, hi, ...row }) => ({ ...row, rating: lo, rating_to: hi === lo ? "" : hi }));
    return (rated.length ? rated : [{}]).map((row) => /** @type {Record<string, string | number>} */ ({ ...about, ...row }));
  });
  const written = (/** @type {string | number} */ value) => (typeof value === "string" ? guarded(value, content) : value);
  const cells = lines.map((line) => content.columns.map((column) => written(line[column] ?? "")));
  return `\ufeff${csv([content.columns, ...cells], "\r\n")}`;
}

/** Which column of the table, or which factor, a cell of its header stands for. @param {string} cell @param {Content} content */
function columnOf(cell, { columns, aliases, determinants }) {
  const said = folded(cell);
  const plain = said.replace(/[ -]+/g, "_");
  if (columns.includes(plain)) return plain;
  if (Object.hasOwn(aliases, plain)) return aliases[plain];
  return determinants.find(({ key, name }) => key === plain || folded(name) === said)?.key ?? "";
}

/**
 * The clusters that a table holds, and what is to be said of how it was read. Nothing is taken by halves:
 * throws Refused with what is wrong, a line each.
 * @param {string} text @param {Content} content @param {OwnCluster[]} owns that stand there already
 */
export function readLayer(text, content, owns) {
  if (text.length > LONGEST_LAYER) throw new Refused("It is too long: at most two million signs can be read here.");
  const table = parse(text, (cell) => columnOf(cell, content));
  const factors = content.determinants.map(({ key }) => key).filter((key) => table.names.includes(key));
  const long = ["determinant", "rating"].every((name) => table.names.includes(name));
  if (!["place", "name"].some((name) => table.names.includes(name)) || long === factors.length > 0) {
    throw new Refused(`This is no table of clusters: expected the columns place, determinant and rating in its first row, or name and a column for each factor, such as ${content.determinants[0].key}.`);
  }
  if (!table.rows.length) throw new Refused("The table has no rows below its first.");
  if (table.rows.length > MOST_ROWS) throw new Refused(`The table has ${table.rows.length} rows; at most ${MOST_ROWS} can be read here.`);
  const { clusters, faults, cut } = gather(table, factors, content, owns);
  if (faults.length) throw new Refused(some(faults, "\n"));
  const all = new Set([...owns, ...clusters].map(({ key }) => key)).size;
  if (all > content.limits.clusters) throw new Refused(`That would make ${all} clusters; at most ${content.limits.clusters} of your own can stand here.`);
  const ignored = table.ignored.map((name) => name.slice(0, 30));
  const left = ignored.length ? `Not read: the column${ignored.length > 1 ? "s" : ""} ${ignored.length > 8 ? `${ignored.slice(0, 8).join(", ")} and others` : inARow(ignored)}.` : "";
  return { clusters, notes: [table.note, left, some(cut, " ")].filter(Boolean) };
}

/** @param {string[]} lines @param {string} by */
function some(lines, by) {
  const more = lines.length - MOST_TOLD;
  return [...lines.slice(0, MOST_TOLD), ...(more > 0 ? [`And ${more} more.`] : [])].join(by);
}
