/**
 * Clusters of a reader's own as text for a link, and back. A link that comes in is a stranger's.
 *
 * After the version stand the factors that are named, then the clusters, parted by semicolons; in one, its
 * rows, parted by slashes; in a row, its fields. Whatever a messenger might turn is written as ~ and a code.
 */

import { textIn } from "./statement.js";

const OWN_VERSION = "1";
const OWN_KEY = /^[a-z][a-z0-9_-]{0,79}$/;
const ENDS_OF_RATING = /^(-?[0-2])(?::(-?[0-2]))?$/;
const FIELDS = /** @type {const} */ (["basis", "period", "facet", "summary", "sources", "locator", "vintage"]);

/** @param {string} text */
const written = (text) => Array.from(new TextEncoder().encode(text), (byte) => {
  const sign = String.fromCharCode(byte);
  if (sign === " ") return "_";
  return /[A-Za-z0-9.-]/.test(sign) ? sign : `~${byte.toString(16).padStart(2, "0")}`;
}).join("");

/** @param {string} text */
function readText(text) {
  if (!/^(?:[\w.-]|~[0-9a-f]{2})*$/.test(text)) throw new Error("a text of it is not whole");
  const signs = text.match(/~..|./g) ?? [];
  const bytes = signs.map((sign) => (sign === "_" ? 32 : sign.length > 1 ? parseInt(sign.slice(1), 16) : sign.charCodeAt(0)));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    throw new Error("a text of it is not whole");
  }
}

/** @param {string[]} fields without the empty ones at the end */
const joined = (fields) => fields.join(",").replace(/,+$/, "");

/** @param {OwnCluster[]} owns @param {Content} content */
export function writeOwn(owns, { bases, periods }) {
  const named = [...new Set(owns.flatMap(({ rows }) => rows.map(({ determinant }) => determinant)))];
  const clusters = owns.map(({ key, name, country, products, observed, rows }) => [
    joined([key, ...[name, country, products, observed].map(written)]),
    ...rows.map((row) => joined([
      String(named.indexOf(row.determinant)), row.lo === row.hi ? String(row.lo) : `${row.lo}:${row.hi}`,
      String(bases.indexOf(row.basis) || ""), String(periods.indexOf(row.period) || ""), ...FIELDS.slice(2).map((field) => written(row[field])),
    ])),
  ].join("/"));
  return [OWN_VERSION, named.join(","), ...clusters].join(";");
}

/** @template T @param {T[]} list @param {string} at a position, "" for the first @param {string} what @returns {T} */
function listed(list, at, what) {
  const found = /^\d{0,3}$/.test(at) ? list[Number(at)] : undefined;
  if (found === undefined) throw new Error(`${what} of its own clusters is not known here`);
  return found;
}

/** @param {string} field @param {string} text @param {Content} content */
function within(field, text, content) {
  const found = textIn(field, readText(text), content);
  if (found.cut) throw new Error("a text of it is too long");
  return found.text;
}

/** @param {string} text @param {string[]} named @param {Content} content @returns {OwnRow} */
function readRow(text, named, content) {
  const { bases, periods, facets } = content;
  const [at, rating = "", basis = "", period = "", facet = "", summary = "", sources = "", locator = "", vintage = "", ...left] = text.split(",");
  const [, lo, hi = lo] = ENDS_OF_RATING.exec(rating) ?? [];
  if (lo === undefined || Number(hi) < Number(lo)) throw new Error("a rating of its own clusters is not between −2 and +2");
  const determinant = listed(named, at || "?", "a factor");
  const kind = readText(facet);
  if (kind && !(Object.hasOwn(facets, kind) && facets[kind].determinant === determinant)) throw new Error("a facet of its own clusters is not known here");
  if (left.length || !/^([12]\d{3})?$/.test(vintage)) throw new Error("a part of its own clusters is not whole");
  return {
    determinant, facet: kind, lo: Number(lo) || 0, hi: Number(hi) || 0, basis: listed(bases, basis, "a basis"), period: listed(periods, period, "a period"),
    summary: within("summary", summary, content), sources: within("sources", sources, content), locator: within("locator", locator, content), vintage,
  };
}

/**
 * The clusters that a text stands for. Throws an Error whose message says in words what is wrong.
 * @param {string} text @param {Content} content @returns {OwnCluster[]}
 */
export function readOwn(text, content) {
  const [version, factors = "", ...clusters] = text.split(";");
  if (version !== OWN_VERSION) throw new Error("its own clusters were written by another version of the explorer");
  const named = factors ? factors.split(",") : [];
  if (!named.every((key) => content.determinants.some((each) => each.key === key))) throw new Error("a factor of its own clusters is not known here");
  if (clusters.length > content.limits.clusters) throw new Error("it has too many clusters of its own");
  const taken = new Set([...content.clusters.map(({ key }) => key), ...Object.keys(content.places)]);
  return clusters.map((cluster) => {
    const [about, ...rows] = cluster.split("/");
    const [key, name = "", country = "", products = "", observed = "", ...left] = about.split(",");
    if (!OWN_KEY.test(key) || key in {} || taken.has(key) || left.length) throw new Error("a cluster of its own has no name that can be used");
    taken.add(key);
    const path = readText(observed);
    if (path && !Object.hasOwn(content.paths, path)) throw new Error("a path of its own clusters is not known here");
    return {
      key, name: within("name", name, content) || key, country: within("country", country, content), products: within("products", products, content), observed: path,
      rows: rows.map((row) => readRow(row, named, content)),
    };
  });
}
