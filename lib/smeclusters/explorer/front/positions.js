/** Positions of sliders that weigh against one another, from 0 to 100: pure functions. */

import { sum } from "./model.js";
import { roundTo } from "./results.js";

const LAST = 3; // of the steps from "not at all"
const NEAR = 0.02; // of a step, within which a position is on it: a third is written as 33

/** As sliders can show them: in proportion, the largest at its end, where one lies beyond. @param {number[]} values */
export function atHand(values) {
  const most = Math.max(...values);
  return most > 100 ? values.map((value) => roundTo(100 * (value / most), 4)) : values; // in this order, or the largest numbers there are would overflow
}

/**
 * One of them moved. Those that are locked keep their shares: the others give way in proportion.
 * @param {number[]} values @param {number} at @param {number} value @param {boolean[]} locked
 */
export function movedTo(values, at, value, locked) {
  const others = values.map((_, other) => other !== at && !locked[other]);
  if (!locked.some(Boolean)) return values.with(at, value);
  if (!others.some(Boolean)) return values; // its share is what the locked ones leave
  const room = sum(values.filter((_, other) => !locked[other]));
  const to = Math.min(value, room);
  const before = sum(values.filter((_, other) => others[other]));
  const count = others.filter(Boolean).length;
  return values.map((each, other) => {
    if (other === at) return to;
    return others[other] ? roundTo(before > 0 ? (each * (room - to)) / before : (room - to) / count, 4) : each;
  });
}

/** @param {number} step */
const positionOf = (step) => roundTo((100 * step) / LAST, 4);

/** Positions as steps, exactly where they stand in proportion to some, or else the nearest. @param {number[]} values */
export function stepsOf(values) {
  const most = Math.max(...values);
  const nearness = (/** @type {number} */ top) => Math.abs(top - (LAST * most) / 100);
  for (const top of [1, 2, LAST].sort((a, b) => nearness(a) - nearness(b))) {
    const steps = values.map((value) => (most > 0 ? (top * value) / most : 0));
    if (steps.every((step) => Math.abs(step - Math.round(step)) < NEAR)) return { steps: steps.map(Math.round), exact: true };
  }
  return { steps: values.map((value) => Math.round((LAST * value) / 100)), exact: false };
}

/** Whether a position is not on its step. @param {number} value @param {number} step */
export const offStep = (value, step) => Math.abs((LAST * value) / 100 - step) > NEAR;

/** Positions before one of them goes to a step, on steps themselves where they stand in proportion to some; and where it goes. @param {number[]} values @param {number} step */
export function stepped(values, step) {
  const { steps, exact } = stepsOf(values);
  return { values: exact ? steps.map(positionOf) : values, to: positionOf(step) };
}
