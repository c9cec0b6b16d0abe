/**
 * Numbers, intervals and states in words. Names and sentences of the study come with the content.
 *
 * Pure functions from results to text.
 */

import { coderOf, codingOf } from "./coding.js";
import { evidenceInWords } from "./laid.js";
import { sum } from "./model.js";

export const OWN = "yours"; // of a reader's own cluster, where one of a layer bears the layer's name
const MANY_CHANGES = 6; // more are not listened to
const FEW_TOLD = 3;
export const MARKS = { right: "✓", open: "○", wrong: "✗", "": "" };

/** @param {number} share */
export const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
/** @param {number} value */
export const signed = (value) => (value ? `${value > 0 ? "+" : "−"}${Math.abs(value)}` : "0");
/** @param {string} text */
export const begun = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** @param {number} count @param {string} noun */
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
/** @param {string[]} words */
export const inARow = (words) =>
  words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join("");

/** A share in a whole number, said to be nothing, or everything, only where it is. @param {number} share @param {string} unit */
function whole(share, unit) {
  const number = (100 * share).toFixed(0);
  if (share > 0 && number === "0") return `less than 1${unit}`;
  if (share < 1 && number === "100") return `more than 99${unit}`;
  return `${number}${unit}`;
}

/** @param {number} share */
export const inHundred = (share) => whole(share, " in 100");
/** A share of all weightings, which no per cents tell, as they would be read as a probability. @param {number} share */
export const shareInWords = (share) => `${share === 1 ? "all" : share === 0 ? "no" : inHundred(share)} weightings`;

/** How likely each path is, without those that cannot be. @param {Record<string, number>} likely @param {Content} content */
export const likelyInWords = (likely, { paths }) =>
  Object.keys(paths).filter((key) => likely[key] > 0).map((key) => `${paths[key]} ${whole(likely[key], "\u00a0%")}`).join(", ");

/**
 * An interval as a reader sees it: one number where both ends agree.
 * @param {number} lo @param {number} hi @param {(end: number) => string} write
 */
export function interval(lo, hi, write) {
  const ends = [write(lo), write(hi)];
  return ends[0] === ends[1] ? ends[0] : ends.join(" to ");
}

/** @param {Cell} cell */
export const cellInWords = (cell) => (cell.silent ? "unknown" : interval(cell.lo, cell.hi, signed));
/** @param {Row} row */
export const scoreInWords = (row) => (row.path ? interval(row.lo, row.hi, (end) => end.toFixed(3)) : "none");
/** Open paths in key form, in words. @param {string} path @param {Content} content */
export const inWords = (path, content) => (path ? content.sets[path] : "not scored");

/**
 * How the open paths stand to those observed: all are among them, some, or none; "" where none is observed.
 * @param {Row} row @returns {"right" | "open" | "wrong" | ""}
 */
export function verdict({ path, observed }) {
  if (!observed || !path) return "";
  const seen = observed.split("|");
  const both = path.split("|").map((each) => seen.includes(each));
  return both.every(Boolean) ? "right" : both.some(Boolean) ? "open" : "wrong";
}

/** How many of the rows are right, open and wrong. @param {Row[]} rows */
export function tally(rows) {
  const count = (/** @type {string} */ which) => rows.filter((row) => verdict(row) === which).length;
  return { right: count("right"), open: count("open"), wrong: count("wrong") };
}

/** @param {Row[]} rows @param {(row: Row) => string} by @returns {[string, Row[]][]} */
const groups = (rows, by) => [...new Set(rows.map(by))].map((key) => [key, rows.filter((row) => by(row) === key)]);
/** Names of rows; where they are many, of the first. @param {Row[]} rows */
function named(rows) {
  const names = rows.map((row) => row.name);
  return names.length > 9 ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} others` : inARow(names);
}

/** @param {string} path @param {Row[]} rows @param {Content} content */
function looks(path, rows, { paths, roads }) {
  const open = path.split("|");
  const one = rows.length === 1;
  if (open.length === 3) return `${named(rows)} could be on any road`;
  if (open.length === 2) return `${named(rows)} could be on ${roads[open[0]]} or ${roads[open[1]]}`;
  if (path === "high_road") return `${named(rows)} look${one ? "s" : ""} fit for ${roads[path]}`;
  return `${named(rows)} ${one ? "is" : "are"} classed as ${paths[path]}`;
}

/** Which paths were observed. @param {Row[]} rows @param {string} from who brought them @param {string} coder of the coding that counts, "" for the study's own @param {Content} content */
function onRoads(rows, from, coder, content) {
  const { words } = content;
  const seen = rows.filter((row) => row.observed && row.from === from);
  const observed = groups(seen, (row) => row.observed).sort((a, b) => a[1].length - b[1].length);
  const paths = observed.map(([path, some], at) => {
    const last = at > 0 && at === observed.length - 1 && seen.length === rows.length && some.length > 1;
    return `${last ? "the others" : named(some)} on ${path.split("|").map((each) => content.roads[each]).join(" or ")}`;
  });
  const study = coder ? words.observed_coding.replace("{coder}", coder) : words.observed;
  const said = from === OWN ? words.observed_own : from ? words.observed_layer.replace("{layer}", from) : study;
  return `${said}: ${inARow(paths)}.`;
}

/** The state of all clusters in words, and what was observed. @param {Result} result @param {Content} content */
export function summary({ rows, state }, content) {
  if (rows.some((row) => !row.path)) {
    return "Nothing weighs anything, so no cluster can be scored: raise a level and a factor in it.";
  }
  const rank = ["high_road", "mixed|high_road", "mixed", "low_road|mixed|high_road", "low_road|mixed", "low_road"];
  const found = groups(rows, (row) => row.path).sort((a, b) => rank.indexOf(a[0]) - rank.indexOf(b[0]));
  const here = `With these settings ${found.map(([path, some]) => looks(path, some, content)).join("; ")}.`;
  const seen = rows.filter((row) => row.observed);
  if (!seen.length) return here;
  const told = [...new Set(seen.map(({ from }) => from))].map((from) => onRoads(rows, from, coderOf(state, content), content)).join(" ");
  const { right, open, wrong } = tally(rows);
  const many = (/** @type {number} */ count) => (count === seen.length ? "all" : count || "none");
  return `${here} ${told} These settings agree with that for ${many(right)}, leave it open for ${many(open)} and rule it out for ${many(wrong)}.`;
}

/** Which rows have another class than before, in words; where they are many, the first and how many others. @param {Row[]} before @param {Row[]} rows @param {Content} content */
export function changes(before, rows, content) {
  const changed = rows.filter((row) => row.path !== before.find(({ key }) => key === row.key)?.path);
  const told = changed.slice(0, changed.length > MANY_CHANGES ? FEW_TOLD : MANY_CHANGES).map((row) => `${row.name}: ${inWords(row.path, content)}.`);
  return [...told, ...(changed.length > told.length ? [`And ${changed.length - told.length} others.`] : [])].join(" ");
}

/** @param {number} compensation */
export function compensationInWords(compensation) {
  const p = `p = ${compensation === -Infinity ? "−∞" : String(Number(compensation.toFixed(2))).replace("-", "−")}`;
  if (compensation === 1) return `Fully: the arithmetic mean (${p})`;
  if (compensation === -Infinity) return `Not at all: the weakest factor decides (${p})`;
  return `In part${compensation === 0 ? ": the geometric mean" : ""} (${p})`;
}

/** @param {State} state @param {Content} content */
export const silenceInWords = (state, content) => `silence: ${content.silent[state.silent].toLowerCase()}`;

/** How many cells of a state are the reader's own. @param {Overrides} overrides */
export const ownCells = (overrides) => sum(Object.values(overrides).map((row) => Object.keys(row).length));

/** The rules, the coding and the number of own cells of a state. @param {State} state @param {Content} content */
function rulesInWords(state, content) {
  const { compensation, thresholds, overrides } = state;
  return [
    compensationInWords(compensation), silenceInWords(state, content),
    `thresholds ${thresholds.low} and ${thresholds.high}`, `coding: ${codingOf(state, content).name}`, `evidence: ${evidenceInWords(state, content)}`,
    `own cells: ${ownCells(overrides) || "none"}`,
  ];
}

/** Pairs of those in which two states differ. @param {State} before @param {State} now @param {Content} content */
export function differing(before, now, content) {
  const others = rulesInWords(now, content);
  return rulesInWords(before, content).map((rule, at) => [rule, others[at]]).filter(([one, other]) => one !== other);
}
