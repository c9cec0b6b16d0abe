/** Why a cluster's bar is as wide as it is, and how much of it is likely: numbers and words, no page. */

import { likelyScores } from "./likely.js";
import { counted, score } from "./model.js";
import { inARow } from "./words.js";

const MOST_WIDE = 3; // factors that are told
const LEAST = 0.005; // less than this is no hundredth

/**
 * How much wider a cluster's score is for what is uncertain of each factor, the widest first: than it were if the cell
 * were known to be in the middle of its range. Where factors add up that is its share times the width of the cell.
 * @param {Result} result @param {Row} row
 */
export function widening({ shares, state }, row) {
  const { compensation, silent } = state;
  const by = row.cells.map((cell, at) => {
    const middle = { ...cell, lo: (cell.lo + cell.hi) / 2, hi: (cell.lo + cell.hi) / 2 };
    const known = score(row.cells.map((each, other) => (other === at ? middle : each)), shares, compensation, silent);
    return { at, by: row.hi - row.lo - (known.hi - known.lo) };
  });
  return by.sort((a, b) => b.by - a.by);
}

/** @param {number} value */
const two = (value) => value.toFixed(2);

/** The worst case, what widens it, and the likely reading, a sentence each. @param {Result} result @param {Row} row @param {Content} content */
export function widthInWords(result, row, content) {
  if (!row.path) return "";
  const { shares, state } = result;
  if (!counted(row.cells, shares, state.silent)) return "Nothing that is known counts, so that any score from 0 to 1 is possible.";
  if (row.hi - row.lo < 1e-9) return `The score is ${two(row.lo)}, whatever is uncertain may turn out to be.`;
  const said = (/** @type {number} */ at) => {
    if (!row.cells[at].silent) return "";
    const own = row.from || state.overrides[row.key]?.[content.determinants[at].key] !== undefined;
    return `, ${own ? "unknown" : content.words.silent_here}`;
  };
  const wide = widening(result, row).filter(({ by }) => by >= LEAST).slice(0, MOST_WIDE)
    .map(({ at, by }) => `${content.determinants[at].name} (${two(by)}${said(at)})`);
  const { tenth, median, ninetieth } = likelyScores(row.cells, shares, state.compensation, state.silent);
  return [
    `The score goes from ${two(row.lo)}, if all that is uncertain turns out worst, to ${two(row.hi)}, if best.`,
    wide.length ? `What widens it most: ${inARow(wide)}.` : "",
    `That is the worst case. If each rating may lie anywhere in its range, each by itself, the score is from ${two(tenth)} to ${two(ninetieth)} in 80 of 100 cases, and half the time above ${two(median)}.`,
  ].filter(Boolean).join(" ");
}
