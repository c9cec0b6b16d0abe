/**
 * A state as text for a link, and back. A link that comes in is a stranger's.
 *
 * A change of this form, or of the order of levels or determinants, needs a new version.
 */

import { addedKeys, overlaysOf } from "./laid.js";
import { readOwn } from "./ownlink.js";
import { decoded, fragmentIn } from "./pasted.js";

const VERSION = "1";
export const LONGEST = 8000; // of a link: room for every cell re-coded, by any name, and for some own clusters
const NUMBER = /^-?\d{1,21}(\.\d{1,25})?(e-?\d{1,3})?$/; // as many figures as String writes

/** @param {State} state */
export function writeState(state) {
  const cells = Object.entries(state.overrides).flatMap(([cluster, row]) =>
    Object.entries(row).map(([determinant, ends]) =>
      [cluster, determinant, ...(ends ? new Set(ends) : ["u"])].join(":"),
    ),
  );
  const { low, high } = state.thresholds;
  const compensation = state.compensation === -Infinity ? "none" : state.compensation;
  const fields = [VERSION, state.levels, state.factors, compensation, [low, high], state.silent];
  const last = [cells, state.coding, state.laid];
  while (last.length && !last.at(-1)?.length) last.pop(); // as short as older links
  const text = [...fields, ...last].map(String).join(";");
  return text.replaceAll("e+", "e"); // as the largest numbers are written, and a plus may arrive as a blank
}

/** Whether two states are one. @param {State} one @param {State} other */
export const sameState = (one, other) =>
  writeState(one) === writeState(other) && (one.own === other.own || JSON.stringify(one.own) === JSON.stringify(other.own));

/**
 * What a link holds: the state, the state that it is compared with or null, the cluster chosen, and the step of the
 * story at which it was written, or 0.
 * A link that says nothing of own clusters leaves those that stand there.
 * Throws an Error whose message says in words what is wrong.
 * @param {string} text @param {Content} content @param {OwnCluster[]} owns that stand there
 */
export function readLink(text, content, owns = []) {
  const fragment = fragmentIn(text);
  if (fragment.length > 3 * LONGEST) throw new Error("it is too long");
  let plain = "";
  try {
    plain = decoded(fragment); // some programs write even a comma as a code
  } catch {
    throw new Error("its signs are not whole");
  }
  if (plain.length > LONGEST) throw new Error("it is too long");
  /** @type {Record<string, string | null>} */
  const found = { w: "", a: null, c: content.clusters[0].key, o: null, s: "" };
  for (const field of plain.split("&")) {
    const [given] = field.split("=", 1);
    const name = given.toLowerCase();
    if (!Object.hasOwn(found, name)) throw new Error("it has a part that is not known here");
    found[name] = field.slice(name.length + 1);
  }
  const own = found.o === null ? owns : readOwn(found.o, content);
  const state = readState(found.w ?? "", content, own);
  const chosen = keysOf(state, content).find((key) => key === found.c);
  if (!chosen) throw new Error("its cluster is not in this matrix");
  return {
    state,
    kept: found.a === null ? null : readState(found.a, content, own),
    chosen,
    brought: found.o !== null,
    step: Number(found.s) || 0,
  };
}

/** Keys of the clusters that a state may speak of. @param {{ own: OwnCluster[], laid: string[] }} state @param {Content} content */
const keysOf = (state, content) => [...[...content.clusters, ...state.own].map(({ key }) => key), ...addedKeys(state, content)];

/** Layers by their keys, in the order in which they are offered. @param {string} text @param {Content} content */
function readLaid(text, content) {
  const keys = text ? text.split(",") : [];
  const found = overlaysOf({ laid: keys }, content);
  if (found.length !== keys.length) throw new Error("a layer of it is not known here");
  if (found.filter(({ moves }) => moves).length > 1) throw new Error("its layers cannot lie over the study together");
  return found.map(({ key }) => key);
}

/**
 * The state that a text stands for. Throws an Error whose message says in words what is wrong.
 * @param {string} text @param {Content} content @param {OwnCluster[]} own @returns {State}
 */
function readState(text, content, own) {
  const fields = text.split(";");
  if (fields[0] !== VERSION) throw new Error("another version of the explorer made it, or none");
  if (fields.length < 6 || fields.length > 9 || fields[8] === "") throw new Error("a part of it is missing or left over");
  const [, levels, factors, compensation, thresholds, silent, cells = "", coding = "", layers = ""] = fields;
  const [low, high] = numbers(thresholds, 2, "thresholds");
  const state = {
    levels: numbers(levels, content.levels.length, "weights of levels"),
    factors: numbers(factors, content.determinants.length, "weights of factors"),
    compensation: compensation === "none" ? -Infinity : numbers(compensation, 1, "compensation")[0],
    thresholds: { low, high },
    silent,
    coding,
    laid: readLaid(layers, content),
    own,
  };
  if ([...state.levels, ...state.factors].some((number) => number < 0)) throw new Error("a weight is below 0");
  if (state.compensation > 1) throw new Error("the compensation is above 1");
  if (!(low >= 0 && low < high && high <= 1)) throw new Error("the thresholds are out of order");
  if (!Object.hasOwn(content.silent, silent)) throw new Error("it does not say what stands for silence");
  if (!content.codings.some(({ key }) => key === coding)) throw new Error("its coding is not known here");
  return { ...state, overrides: readCells(cells, content, keysOf(state, content)) };
}

/** @param {string} text @param {Content} content @param {string[]} keys */
function readCells(text, content, keys) {
  /** @type {Overrides} */
  const overrides = {};
  for (const cell of text ? text.split(",") : []) {
    const [cluster, determinant, ...ends] = cell.split(":");
    const row = keys.find((key) => key === cluster);
    const column = content.determinants.find(({ key }) => key === determinant);
    if (!row || !column) throw new Error("a cell of it is not in this matrix");
    const rating = ends[0] === "u" && ends.length === 1 ? null : numbers(ends.join(), ends.length, "ratings");
    if (rating?.length === 1) rating.push(rating[0]);
    if (rating && !(rating.length === 2 && rating[0] >= -2 && rating[0] <= rating[1] && rating[1] <= 2)) {
      throw new Error("a rating of it is not between −2 and +2");
    }
    overrides[row] = { ...overrides[row], [column.key]: rating };
  }
  return overrides;
}

/** @param {string} text @param {number} count @param {string} what */
function numbers(text, count, what) {
  const parts = text.split(",");
  if (parts.length !== count || !parts.every((part) => NUMBER.test(part) && Number.isFinite(Number(part)))) {
    throw new Error(`its ${what} are not ${count === 1 ? "a number" : `${count} numbers`}`);
  }
  return parts.map(Number);
}
