/** The weight of a level or factor: its position as a slider, as a number and as one of four steps, and what it weighs beside it. */

import { slider } from "./controls.js";
import { h } from "./dom.js";
import { playButton } from "./play.js";
import { movedTo, stepped } from "./positions.js";
import { roundTo } from "./results.js";
import { stepsOfSlider } from "./steps.js";
import { percent } from "./words.js";

/** A share that is said to be nothing, or everything, only where it is. @param {number} share */
export function shareOfWhole(share) {
  if (share > 0 && share < 5e-4) return "less than 0.1\u00a0%";
  if (share < 1 && share >= 0.9995) return "more than 99.9\u00a0%";
  return percent(share);
}

/**
 * @param {Store} store @param {string} name @param {string} label
 * @param {{ values(state: State): number[], put(state: State, values: number[]): Partial<State> }} group those that it weighs against
 * @param {number} at its place among them
 * @param {{ words(result: Result): string, locked?(): boolean[], more?: Node[] }} how
 */
export function dial(store, name, label, group, at, { words, locked = () => [], more = [] }) {
  /** @param {number[]} values @param {number} value @param {string | null} by */
  const move = (values, value, by) => store.change(group.put(store.here.state, movedTo(values, at, value, locked())), by);
  // From where the gesture began, or what has given way would not come back.
  const set = (/** @type {number} */ value, /** @type {string} */ by) => move(group.values(store.before(by)), roundTo(value, 1), by);
  const positionIn = (/** @type {State} */ state) => group.values(state)[at];

  const range = slider(store, name, label, {
    of: positionIn, set, words, spoken: (result) => `${roundTo(positionIn(result.state), 1)}: ${words(result)} of the whole`,
  });
  const number = h("input", {
    type: "number", min: 0, max: 100, step: "any", inputmode: "decimal", "aria-label": `${label}: position from 0 to 100`,
    input() {
      if (number.value) set(Math.min(Math.max(number.valueAsNumber, 0), 100), `${name}-number`);
    },
    blur: () => show(positionIn(store.here.state)),
  });
  const steps = stepsOfSlider(store, name, label, (step) => {
    const { values, to } = stepped(group.values(store.here.state), step);
    move(values, to, null);
  });
  const play = playButton(store, label, set);
  range.node.classList.add("dial");
  range.node.append(play, number, steps.node, ...more);

  /** @param {number} position */
  function show(position) {
    const shown = String(roundTo(position, 1));
    if (number.value !== shown) number.value = shown;
  }

  return {
    node: range.node,
    title: range.title,
    later(/** @type {Result} */ result) {
      const values = group.values(result.state);
      const still = Boolean(locked()[at]);
      range.later(result);
      range.node.classList.toggle("long", words(result).length > 8);
      if (number.value || number !== document.activeElement) show(values[at]); // what is being typed may be empty for a while
      steps.show(values, at, still);
      for (const each of [range.input, number, play]) if (each.disabled !== still) each.disabled = still;
    },
  };
}
