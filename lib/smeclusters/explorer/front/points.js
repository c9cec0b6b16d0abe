/** The fixed points of the likely reading, as likely.py has them, and a cell's ratings there. */

import { onScale } from "./model.js";

export const POINTS = 4096; // as in likely.py
const MOST_KEPT = 300; // spreads of a kind that are kept, each of them as long as there are points

/** The numbers of all points in a dimension: those of Halton in a prime base. @param {number} base */
function halton(base) {
  const numbers = new Float64Array(POINTS);
  for (let at = 0; at < POINTS; at += 1) {
    let part = 1 / base;
    for (let left = at + 1; left; left = Math.floor(left / base)) {
      numbers[at] += (left % base) * part;
      part /= base;
    }
  }
  return numbers;
}

/** @type {number[]} */
const primes = [];
/** @type {Float64Array[]} */
const dimensions = [];

/** The numbers of all points for one determinant. @param {number} at */
export function chances(at) {
  for (let number = 2; dimensions.length <= at; number += 1) {
    if (number <= (primes.at(-1) ?? 1) || primes.some((prime) => number % prime === 0)) continue;
    primes.push(number);
    dimensions.push(halton(number));
  }
  return dimensions[at];
}

/** What was made before, for what is asked again with each move of a slider. */
export class Kept {
  constructor() {
    /** @type {Map<string, Float64Array>} */
    this.spreads = new Map();
    this.setting = "";
  }

  /** What is kept under a name in this setting, or is made for it. @param {string} setting @param {string} name @param {() => Float64Array} make */
  get(setting, name, make) {
    if (setting !== this.setting || this.spreads.size >= MOST_KEPT) this.spreads.clear();
    this.setting = setting;
    const found = this.spreads.get(name) ?? make();
    this.spreads.set(name, found);
    return found;
  }
}

const rated = new Kept();
const logged = new Kept();

/** @param {number} at @param {Cell} cell */
export const rangeOf = (at, { lo, hi }) => `${at} ${lo} ${hi}`;

/** A cell's ratings at all points, on the scale from 0 to 1. @param {number} at @param {Cell} cell */
export const ratingsAt = (at, cell) =>
  rated.get("", rangeOf(at, cell), () => chances(at).map((chance) => onScale(cell.lo + (cell.hi - cell.lo) * chance)));

/** @param {number} at @param {Cell} cell */
export const logarithmsAt = (at, cell) => logged.get("", rangeOf(at, cell), () => ratingsAt(at, cell).map(Math.log));

/** The cells with what stands for silence in them. @param {Cell[]} cells @param {string} silent */
export const knownOf = (cells, silent) => (silent === "middle" ? cells.map((cell) => (cell.silent ? { ...cell, lo: 0, hi: 0 } : cell)) : cells);
