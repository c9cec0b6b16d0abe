/** Stories as they are written, in JSON or as a table, and what a step of one comes to: pure functions. */

import { Refused, parse } from "./csv.js";
import { referenceOf } from "./host.js";
import { likely } from "./likely.js";
import { absent } from "./laid.js";
import { readLink } from "./links.js";
import { sum } from "./model.js";
import { follow, rowOf } from "./results.js";
import { inARow, verdict } from "./words.js";

const STEP_COLUMNS = ["link", "title", "text", "ask"];
const BRACES = /\{([^{}]*)\}/g;
const BEST = "high_road"; // the road that a story is about
const HALF = 0.5;

/** Where a step leads: a link, or the key of a named weighting. Throws an Error that says in words what is wrong. @param {string} link @param {Content} content */
function target(link, content) {
  const weighting = content.weightings.find(({ key }) => key === link);
  if (!weighting) {
    const found = readLink(link, content);
    const [waits] = [found.state, ...(found.kept ? [found.kept] : [])].flatMap((state) => absent(state, content));
    if (waits) throw new Error(`choose ${waits.name} once, so that it is loaded, and open the story again`);
    return found;
  }
  const { levels, weights } = weighting;
  return { state: { ...referenceOf(content), levels, factors: weights }, kept: null, chosen: content.clusters[0].key, brought: false };
}

/** A step with the state that it shows, and with its texts filled in from that. @param {StoryStep} step @param {Content} content @returns {Told} */
export function fillStep(step, content) {
  const found = target(step.link, content);
  const { state, chosen } = found;
  const result = follow(content, state);
  const { rows, shares } = result;
  const some = (/** @type {(row: Row) => boolean} */ those) => rows.filter(those).map(({ name }) => name);
  const cells = rows.flatMap((row) => row.cells);
  const names = {
    certain: some(({ path }) => path === BEST),
    likely: some((row) => result.weighed && likely(row.cells, shares, state.compensation, state.silent, state.thresholds)[BEST] > HALF),
    open: some(({ path }) => path.split("|").includes(BEST)),
    observed: some(({ observed }) => observed.split("|").includes(BEST)),
    ruled_out: some((row) => verdict(row) === "wrong"),
  };
  const counts = { clusters: rows.length, cells: cells.length, silent: sum(cells.map(({ silent }) => Number(silent))) };
  /** @type {Record<string, string>} */
  const fills = { chosen: rowOf(result, chosen).name };
  for (const [key, count] of Object.entries(counts)) fills[key] = String(count);
  for (const [key, all] of Object.entries(names)) {
    fills[key] = String(all.length || "none");
    fills[`${key}_names`] = inARow(all) || "none";
  }
  const filled = (/** @type {string} */ text) => text.replace(BRACES, (_, key) => fills[key]);
  return { ...step, ...found, title: filled(step.title), text: filled(step.text), ask: filled(step.ask), likely: names.likely.length };
}

/** What is wrong with a value of a step, in words that follow its place; "" if nothing is. @param {string} name @param {unknown} value @param {Content} content */
function faultIn(name, value, content) {
  const { limits, fills } = content.story;
  const found = (/** @type {unknown} */ what) => (what === "" ? "found nothing" : `found “${String(what).slice(0, 60)}”`);
  if (typeof value !== "string") return `${found(value)}, expected text`;
  if (!value) return name === "ask" ? "" : `${found(value)}, expected text`;
  if ([...value].length > limits[name]) return `${found(value)}, expected at most ${limits[name]} signs`;
  if (name !== "link") {
    const unknown = [...value.matchAll(BRACES)].find(([, key]) => !fills.includes(key));
    return unknown ? `${found(unknown[0])}, expected in braces one of ${fills.join(", ")}` : "";
  }
  const keys = content.weightings.map(({ key }) => key);
  if (keys.includes(value)) return "";
  if (!/#|%23/.test(value)) return `${found(value)}, expected a link of the explorer, or one of ${keys.join(", ")}`;
  try {
    target(value, content);
    return "";
  } catch (problem) {
    return `${found(value)}, expected a link of the explorer: ${problem instanceof Error ? problem.message : problem}`;
  }
}

/** The steps that a text holds, each with its place. Throws Refused. @param {string} text @returns {{ where: string, values: Record<string, unknown> }[]} */
function stepsIn(text) {
  if (!/^\s*[[{]/.test(text)) {
    const { names, rows } = parse(text, (cell) => STEP_COLUMNS.find((name) => name === cell.toLowerCase()) ?? "");
    const missing = STEP_COLUMNS.slice(0, -1).find((name) => !names.includes(name));
    if (missing) throw new Refused(`The first row: found nothing, expected a column ${missing}.`);
    return rows.map(({ number, cells }) => ({ where: `Row ${number}`, values: Object.fromEntries(names.map((name, at) => [name, cells[at]])) }));
  }
  let found = null;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Refused("The file: found other signs, expected JSON.");
  }
  const listed = Array.isArray(found) && found.every((step) => step && typeof step === "object" && !Array.isArray(step));
  if (!listed) throw new Refused("The file: found something else, expected a list of steps, each in braces.");
  return found.map((/** @type {Record<string, unknown>} */ values, /** @type {number} */ at) => ({ where: `Step ${at + 1}`, values }));
}

/** The steps of a story that a reader hands in. Throws Refused with what is wrong, a line each. @param {string} text @param {Content} content @returns {StoryStep[]} */
export function readSteps(text, content) {
  const most = content.story.limits.steps;
  const given = stepsIn(text.replace(/^\ufeff/, ""));
  if (!given.length || given.length > most) throw new Refused(`The file: found ${given.length} steps, expected 1 to ${most}.`);
  /** @type {string[]} */
  const faults = [];
  const steps = given.map(({ where, values }) => Object.fromEntries(STEP_COLUMNS.map((name) => {
    const value = values[name] ?? "";
    const clean = typeof value === "string" ? value.trim() : value;
    const fault = faultIn(name, clean, content);
    if (fault) faults.push(`${where}, ${name}: ${fault}.`);
    return [name, clean];
  })));
  if (faults.length) throw new Refused(faults.slice(0, 12).join("\n"));
  return /** @type {StoryStep[]} */ (/** @type {unknown} */ (steps));
}
