/** What would put the chosen cluster on a path: the nearest weighting under which it is certain, and under which it is open. */

import { button, h, write } from "./dom.js";
import { weigh } from "./model.js";
import { holds, nearestWeighting } from "./nearest.js";
import { pathAt, roundTo, sharesOf, sliders } from "./results.js";
import { begun, inARow, shareInWords } from "./words.js";

const MOST_MOVED = 3; // factors that are told
const FURTHER = [1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2]; // how far across a border, until it is crossed also on the sliders, which round

/** Points of weight of a hundred. @param {number} share */
const ofHundred = (share) => (share >= 0.0995 ? (100 * share).toFixed(0) : String(roundTo(100 * share, 1)));

/** Which factors weigh how much more or less, those that change most. @param {number[]} from @param {number[]} to @param {Content} content */
function largestMoves(from, to, { determinants }) {
  const changed = determinants
    .map(({ name }, at) => ({ name, was: from[at], is: to[at], by: Math.abs(to[at] - from[at]) }))
    .filter(({ by }) => by >= 0.0005)
    .sort((a, b) => b.by - a.by);
  const told = changed.slice(0, MOST_MOVED).map(({ name, was, is, by }) => `${name} ${is > was ? "up" : "down"} by ${ofHundred(by)} to ${ofHundred(is)}`);
  const others = changed.length - told.length;
  return `${inARow(told)}${others > 0 ? `; ${others} other${others > 1 ? "s change" : " changes"} too` : ""}`;
}

/** Positions of the sliders, which round, for what is nearest; null if they could not tell it. @param {Result} result @param {Row} row @param {string} path @param {boolean} certain @param {Content} content */
function settingFor({ shares, state }, row, path, certain, content) {
  for (const across of FURTHER) {
    const found = nearestWeighting(row.cells, shares, path, certain, state, across);
    const set = found && sliders(content, found.shares);
    const rounded = set && weigh(set.factors, set.levels, content.levelOf);
    if (rounded && holds(pathAt(row.cells, rounded, state), path, certain)) return set;
  }
  return null;
}

/** Under what share of all weightings a path is certain, or open. @param {Record<string, number>} shares @param {string} path @param {boolean} certain */
const shareWith = (shares, path, certain) =>
  roundTo(Object.keys(shares).reduce((total, open) => total + (holds(open, path, certain) ? shares[open] : 0), 0), 9);

/** One answer, with a button that sets it. @param {Store} store @param {boolean} certain @param {() => void} done */
function answer(store, certain, done) {
  const { content, reference } = store;
  const said = h("p");
  /** @type {ReturnType<typeof settingFor>} */
  let set = null;
  const trial = button(`Make it ${certain ? "certain" : "possible"}`, () => {
    if (set) store.change(set);
    done();
  }, { "data-action": certain ? "certain" : "open" });

  /** @param {Result} result @param {Row} row @param {string} path */
  function words(result, row, path) {
    const road = content.roads[path];
    const lead = certain ? "For certain" : "As a possibility, beside others";
    const found = nearestWeighting(row.cells, result.shares, path, certain, result.state);
    if (!found) return `${lead}: no weighting can.`;
    const shares = sharesOf(row, result.state, reference, content);
    const counted = shares ? ` ${begun(shareInWords(shareWith(shares, path, certain) || Number.MIN_VALUE))} ${certain ? "make it certain" : "leave it open"}.` : "";
    if (!found.distance) return `${certain ? `With these weights ${row.name} is on ${road} for certain.` : `With these weights ${road} is open to ${row.name}.`}${counted}`;
    set = settingFor(result, row, path, certain, content);
    const points = found.distance / 2 < 0.0005 ? "hardly any" : ofHundred(found.distance / 2);
    return `${lead}: move ${points} of every 100 points of weight. ${begun(largestMoves(result.shares, found.shares, content))}.${counted}`;
  }
  return {
    node: h("div", { class: "case" }, said, trial),
    /** @param {Result} result @param {Row} row @param {string} path */
    after(result, row, path) {
      set = null;
      write(said, words(result, row, path));
      trial.hidden = !set;
    },
  };
}

/** @param {Store} store */
export function casesOf(store) {
  const { content, id } = store;
  const asked = h("legend", { class: "title" });
  /** @type {{ result: Result, row: Row } | null} */
  let last = null;
  let path = Object.keys(content.paths).at(-1) ?? "";
  const choices = Object.keys(content.paths).map((key) => h("input", {
    type: "radio", name: `${id}-wanted`, value: key, checked: key === path,
    change: () => { path = key; tell(); },
  }));
  const back = () => choices.find(({ checked }) => checked)?.focus({ preventScroll: true });
  const answers = [true, false].map((certain) => answer(store, certain, back));
  const node = h("fieldset", { class: "cases" }, asked,
    h("div", { class: "choices" }, ...choices.map((input) => h("label", {}, input, ` ${content.roads[input.value]}`))),
    h("div", {}, ...answers.map((each) => each.node)));

  function tell() {
    node.hidden = !last?.result.weighed;
    if (!last?.result.weighed) return;
    write(asked, `What would put ${last.row.name} on …`);
    for (const each of answers) each.after(last.result, last.row, path);
  }
  return {
    node,
    /** @param {Result} result @param {Row} row */
    after(result, row) {
      last = { result, row };
      tell();
    },
  };
}
