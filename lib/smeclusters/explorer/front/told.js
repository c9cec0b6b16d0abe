/** What a sentence tells, from the numbers in it: pure functions, no page. All words come with the sentence. */

import { NOTHING, openPaths, score, sum, weigh } from "./model.js";

const NAMES_IN_A_ROW = new Intl.ListFormat("en-GB");

/** A number as it stands in a sentence. @param {number} value */
export const asDigits = (value) => String(Number(value.toFixed(6)));

// Where a half is to be rounded, the last bit of a sum must not decide, which Python adds up otherwise.
const scoreInDigits = (/** @type {number} */ end) => (end + 1e-9).toFixed(3);

/** @param {Slot} slot @param {string[]} names @param {(Interval & { path: string })[]} found */
function fillSlot(slot, names, found) {
  if (slot.kind === "members") {
    const members = names.filter((_, at) => slot.among[at].includes(found[at].path));
    return slot.forms[members.length].replace("{names}", NAMES_IN_A_ROW.format(members));
  }
  const { lo, hi, path } = found[slot.at];
  if (slot.kind === "class") return slot.forms[path];
  const ends = [scoreInDigits(lo), scoreInDigits(hi)];
  const form = slot.forms[!path ? 0 : ends[0] === ends[1] ? 1 : 2];
  return form.replace("{lo}", ends[0]).replace("{hi}", ends[1]);
}

/** The words of each slot. @param {Moving} moving @param {Record<string, number>} numbers @returns {Record<string, string>} */
export function tell(moving, numbers) {
  const { clusters, sides, compensation, silent, low, high } = moving;
  const rest = 100 - sum(sides.map((name) => (name ? numbers[name] : 0)));
  const shares = weigh(moving.factors, sides.map((name) => (name ? numbers[name] : rest)), moving.sideOf);
  const thresholds = { low, high: typeof high === "string" ? numbers[high] : high };
  const found = clusters.map(({ cells }) => {
    if (!shares) return { ...NOTHING, path: "" };
    const interval = score(cells, shares, compensation, silent);
    return { ...interval, path: openPaths(interval, thresholds) };
  });
  const names = clusters.map(({ name }) => name);
  const slots = Object.entries(moving.slots).map(([name, slot]) => [name, fillSlot(slot, names, found)]);
  return { ...Object.fromEntries(slots), rest: asDigits(rest) };
}
