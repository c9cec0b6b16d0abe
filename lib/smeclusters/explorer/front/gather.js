/** The rows of a table that a reader hands in, gathered to clusters; each cell that cannot be read is told. */

import { Refused, unguarded } from "./csv.js";
import { countryOf, keyFor } from "./own.js";
import { Unexpected, endsOf, folded, keyOf, textIn, yearOf } from "./statement.js";

const ABOUT = ["name", "country", "products", "path"];
const KEY = /^[a-z][a-z0-9_-]{0,79}$/;
const SHOWN = 40;

/** @param {string} text */
const shown = (text) => (text ? `“${[...text.slice(0, 2 * SHOWN)].slice(0, SHOWN).join("")}${text.length > SHOWN ? "…" : ""}”` : "nothing");

/** @param {number} number @param {string} name @param {string} text @param {string} expected */
const fault = (number, name, text, expected) => `Row ${number}, ${name}: found ${shown(text)}, expected ${expected}.`;

/** The cells of one row by the names of their columns, each read as what it should be. @param {Table} table @param {Content} content @param {Gathered} into */
function cellReader(table, content, into) {
  return (/** @type {TableRow} */ { number, cells }) => {
    const of = (/** @type {string} */ name) => unguarded(cells[table.names.indexOf(name)] ?? "", content).trim();
    /** @template T @param {string} name @param {(text: string) => T} as @param {T} otherwise stands for what cannot be read */
    const read = (name, as, otherwise) => {
      try {
        return as(of(name));
      } catch (problem) {
        if (!(problem instanceof Unexpected)) throw problem;
        into.faults.push(fault(number, name, of(name), problem.message));
        return otherwise;
      }
    };
    const text = (/** @type {string} */ name) => read(name, (given) => {
      const found = textIn(name, given, content);
      if (found.cut) into.cut.push(`Row ${number}, ${name}: cut to ${[...found.text].length} signs.`);
      return found.text;
    }, "");
    return { number, of, read, text };
  };
}

/** What may stand in a column, by key and name. @param {Content} content */
function choices({ determinants, facets, paths, bases, periods }) {
  /** @param {string[]} keys @returns {[string, string][]} */
  const alone = (keys) => keys.map((key) => [key, key]);
  /** @returns {[string, string][]} */
  const factors = () => determinants.map(({ key, name }) => [key, name]);
  /** @param {string} of @returns {[string, string][]} */
  const within = (of) => Object.entries(facets).filter(([, facet]) => facet.determinant === of).map(([key, { name }]) => [key, name]);
  return { factors: factors(), paths: Object.entries(paths), bases: alone(bases), periods: alone(periods), within };
}

/** Finds the cluster of which a row speaks: one that the table has named before, or a new one. @param {Content} content @param {OwnCluster[]} owns @param {Gathered} into */
function placeFinder(content, owns, into) {
  const { limits } = content;
  const others = [...content.clusters, ...Object.entries(content.places).map(([key, { name }]) => ({ key, name }))];
  const theirs = new Set(others.flatMap(({ key, name }) => [key, folded(key), folded(name)]));
  /** @type {Map<string, OwnCluster>} */
  const known = new Map();
  return (/** @type {string} */ text, /** @type {string} */ name) => {
    const before = known.get(text) ?? known.get(folded(text));
    if (before) return before;
    if ((KEY.test(text) && text in {}) || [text, folded(text), folded(name)].some((each) => theirs.has(each))) {
      throw new Unexpected("a name that no place of the study has");
    }
    if (into.clusters.length === limits.clusters) throw new Refused(`The table has more than ${limits.clusters} clusters of your own, which is as many as can stand here.`);
    const taken = (/** @type {string} */ key) => key in {} || theirs.has(key) || [...owns, ...into.clusters].some((each) => each.key === key);
    const mine = owns.find((own) => [own.key, folded(own.name)].some((each) => each === text || each === folded(text)));
    const key = KEY.test(text) ? text : mine?.key ?? keyFor(text, taken);
    const cluster = { key, name: name || textIn("name", text, content).text, country: "", products: "", observed: "", rows: [] };
    into.clusters.push(cluster);
    for (const each of [text, folded(text), key, folded(cluster.name)]) known.set(each, cluster);
    return cluster;
  };
}

/**
 * @param {Table} table @param {string[]} factors that have a column each, in a table with a row a cluster
 * @param {Content} content @param {OwnCluster[]} owns that stand there already
 */
export function gather(table, factors, content, owns) {
  /** @type {Gathered} */
  const into = { clusters: [], faults: [], cut: [] };
  const cellsOfRow = cellReader(table, content, into);
  const place = placeFinder(content, owns, into);
  const lists = choices(content);
  /** @type {Map<OwnCluster, Record<string, { text: string, number: number }>>} */
  const told = new Map();
  /** @type {OwnCluster | null} */
  let above = null;

  /** @param {OwnCluster} cluster @param {ReturnType<typeof cellsOfRow>} row */
  function about(cluster, { number, read, text }) {
    const before = told.get(cluster) ?? {};
    told.set(cluster, before);
    for (const field of ABOUT) {
      const said = field === "path" ? read(field, (given) => keyOf(given, [...lists.paths, ["", "not known"], ["", "?"]]), "") : text(field);
      if (!said) continue;
      before[field] ??= { text: said, number };
      if (before[field].text !== said) into.faults.push(fault(number, field, said, `${shown(before[field].text)}, as in row ${before[field].number}`));
    }
    const [name, country, products, path] = ABOUT.map((field) => before[field]?.text ?? "");
    Object.assign(cluster, { name: name || cluster.name, country: countryOf(country, content), products, observed: path });
  }

  /** What holds for all ratings in a row. @param {ReturnType<typeof cellsOfRow>} row */
  const rest = ({ read, text }) => ({
    basis: read("basis", (given) => keyOf(given, lists.bases), "") || "stated",
    period: read("period", (given) => keyOf(given, lists.periods), "") || "current",
    summary: text("summary"), sources: text("sources"), locator: text("locator"), vintage: read("vintage", yearOf, ""),
  });

  for (const each of table.rows) {
    const row = cellsOfRow(each);
    const which = row.of("place") ? "place" : "name";
    /** @type {OwnCluster | null} */
    const cluster = row.of(which) ? row.read(which, (text) => place(text, row.of("name")), null) : above;
    if (!cluster) {
      if (!row.of(which)) into.faults.push(fault(row.number, which, "", "the key or the name of a cluster"));
      continue;
    }
    above = cluster;
    about(cluster, row);
    const common = rest(row);
    for (const determinant of factors) {
      const ends = row.read(determinant, (text) => endsOf(text), null);
      if (ends) cluster.rows.push({ determinant, facet: "", ...ends, ...common });
    }
    if (factors.length) continue;
    const ends = row.read("rating", (text) => endsOf(text, row.of("rating_to")), null);
    const determinant = row.read("determinant", (text) => keyOf(text, lists.factors), "");
    const facet = determinant && row.read("facet", (text) => keyOf(text, lists.within(determinant)), "");
    if (ends && !row.of("determinant")) into.faults.push(fault(row.number, "determinant", "", "the factor that is rated"));
    if (ends && determinant) cluster.rows.push({ determinant, facet, ...ends, ...common });
  }
  return into;
}
