/** Clusters of a reader's own: their keys, and their cells by the rules that make those of the study. */

import { codingOf } from "./coding.js";
import { combine } from "./combine.js";
import { addedKeys } from "./laid.js";
import { inARow, interval, signed } from "./words.js";

/** @type {WeakMap<Coding, WeakMap<OwnCluster, Cluster>>} */
const made = new WeakMap(); // each is made once under a coding, however often a slider moves

/** @param {string} template @param {Record<string, string | number>} values */
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/** A name as a key that is not taken. @param {string} name @param {(key: string) => boolean} taken */
export function keyFor(name, taken) {
  const plain = name.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").match(/[a-z0-9]+/g)?.join("_") ?? "";
  const stem = plain.replace(/^[0-9_]+/, "").slice(0, 40) || "cluster";
  let key = stem;
  for (let count = 2; taken(key); count += 1) key = `${stem}_${count}`;
  return key;
}

/** The key of a country of the study, where a text is one or its name. @param {string} text @param {Content} content */
export function countryOf(text, { places }) {
  const folded = text.toLowerCase();
  return Object.keys(places).find((key) => places[key].kind === "country" && [key, places[key].name].some((each) => each.toLowerCase() === folded)) ?? text;
}

/** @param {string} country as it is kept @param {Content} content */
export const countryName = (country, { places }) => (Object.hasOwn(places, country) ? places[country].name : country);

/** Whether a statement is heard: it tells of the present, and is not later than the year that is asked for. @param {OwnRow} row @param {Content} content */
const heard = ({ period, vintage }, content) =>
  period !== "past" && !(vintage && content.vintage !== null && Number(vintage) > content.vintage);

/** What a statement rests on, as it is cited. @param {OwnRow} row */
export function sourceOf({ sources, locator }) {
  const works = inARow(sources.split(";").map((each) => each.trim()).filter(Boolean));
  const where = /^\d+([-–]\d+)?$/.test(locator) ? `p. ${locator}` : locator;
  return [works, where].filter(Boolean).join(", ");
}

/** @param {string} facet @param {Content} content */
const nameOf = (facet, { facets }) => (Object.hasOwn(facets, facet) ? facets[facet].name : "");

/** @param {Combined} cell @param {string[]} names of the places that were reached @param {Content} content */
function reasonsOf({ entered, lower, upper, widened }, names, content) {
  const { reasons } = content;
  if (!lower || !upper) return [reasons.silent];
  const told = lower.facets.map((facet, at) => `${facet ? `${nameOf(facet, content)} ` : ""}${interval(lower.medians[at], upper.medians[at], signed)}`);
  return [
    fill(entered.length === 1 ? reasons.row : reasons.rows, { count: entered.length, places: inARow(names) }),
    entered.length > 1 ? fill(reasons.medians, { medians: told.join(", ") }) : "",
    lower.disagree || upper.disagree ? fill(reasons.disagree, { lo: signed(lower.lo), hi: signed(upper.hi) }) : "",
    ["", reasons.widened, reasons.twice][widened],
  ].filter(Boolean);
}

/** An own cluster in the form of those of the study. @param {OwnCluster} own @param {Coding} coding @param {Content} content @returns {Cluster} */
function make(own, coding, content) {
  const lies = Object.hasOwn(content.places, own.country) ? [own.country, ...content.places[own.country].within] : [];
  const places = [own.key, ...lies];
  const said = own.rows.filter((row) => heard(row, content));
  /** @type {Record<string, Evidence>} */
  const evidence = {};
  const cells = content.determinants.map(({ key }) => {
    const here = said.filter(({ determinant }) => determinant === key).map((row) => {
      const id = `${own.key}:${said.indexOf(row)}`;
      evidence[id] = {
        text: row.summary || "A rating without a reason.", about: own.name, facet: nameOf(row.facet, content),
        rating: row.lo, to: row.hi, inferred: row.basis === "inferred", label: sourceOf(row), href: "",
      };
      return { id, place: own.key, facet: row.facet, lo: row.lo, hi: row.hi, basis: row.basis };
    });
    const cell = combine([...here, ...coding.grounds[key]], places);
    const names = places.filter((place) => cell.entered.some((row) => row.place === place));
    const reasons = reasonsOf(cell, names.map((place) => (place === own.key ? own.name : content.places[place].name)), content);
    return { lo: cell.lo, hi: cell.hi, silent: cell.silent, entered: cell.entered.map(({ id }) => id), reasons, href: "" };
  });
  return { key: own.key, name: own.name, layer: "", observed: own.observed, shares: null, cells, evidence };
}

/** All clusters that stand in the rows: the study's by the coding that counts, those of layers, then the reader's. @param {State} state @param {Content} content */
export function clustersOf(state, content) {
  const coding = codingOf(state, content);
  if (!state.own.length) return coding.clusters;
  const before = made.get(coding) ?? new WeakMap();
  made.set(coding, before);
  const others = coding.clusters.filter(({ key }) => !state.own.some((own) => own.key === key)); // a layer may bring one of the same key
  return [...others, ...state.own.map((own) => {
    const cluster = before.get(own) ?? make(own, coding, content);
    before.set(own, cluster);
    return cluster;
  })];
}

/** What changes where own clusters are put in, each in the place of one of the same key or at the end. @param {State} state @param {OwnCluster[]} some */
export function putIn({ own }, some) {
  const replaced = own.map((each) => some.find(({ key }) => key === each.key) ?? each);
  return { own: [...replaced, ...some.filter(({ key }) => !own.some((each) => each.key === key))] };
}

/** A state without cells of clusters that are gone. @param {State} state @param {Content} content @returns {State} */
export function withoutGone(state, content) {
  const stay = new Set([...addedKeys(state, content), ...[...content.clusters, ...state.own].map(({ key }) => key)]);
  return { ...state, overrides: Object.fromEntries(Object.entries(state.overrides).filter(([key]) => stay.has(key))) };
}

/** A state on the clusters of another, by its own coding and the layer that moves its own cells. @param {State} state @param {State} other @param {Content} content */
export function onClustersOf(state, other, content) {
  const laid = content.layers.filter(({ key, moves }) => (moves ? state : other).laid.includes(key)).map(({ key }) => key);
  return withoutGone({ ...state, own: other.own, laid }, content);
}
