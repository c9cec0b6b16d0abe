/** The host's model: the names under which it holds a state, each way. */

import { takeUp } from "./laid.js";

const HELD = ["levels", "weights", "compensation", "thresholds", "silent", "coding", "laid", "own", "overrides"];

/** @type {never[]} */
const NONE = [];

/** Hears what the host changes; what it sets in one go is heard once. Returns how to stop. @param {Model} model @param {() => void} hear */
export function listen(model, hear) {
  let told = false;
  const soon = () => {
    if (!told) queueMicrotask(() => { told = false; hear(); });
    told = true;
  };
  for (const name of HELD) model.on(`change:${name}`, soon);
  return () => { for (const name of HELD) model.off(`change:${name}`, soon); };
}

/** What the host shows and never changes. @param {Model} model @returns {Content} */
export function readContent(model) {
  const content = model.get("content");
  const { clusters, grounds, words, layers } = content;
  const codings = [{ key: "", name: words.coding_own, clusters, grounds }, ...content.codings];
  const levelOf = content.determinants.map((/** @type {{ level: number }} */ { level }) => level);
  // What a layer brings may come later, to each explorer of a page by itself.
  const here = { ...content, codings, levelOf, evidence: { ...content.evidence }, layers: layers.map((/** @type {Overlay} */ each) => ({ ...each })) };
  for (const overlay of here.layers) if (overlay.data) takeUp(overlay, overlay.data, here);
  return here;
}

/** @param {Model} model @param {Content} content @returns {State} */
export function readModel(model, content) {
  const [levels, weights] = [model.get("levels"), model.get("weights")];
  return {
    levels: content.levels.map(({ key }) => levels[key]),
    factors: content.determinants.map(({ key }) => weights[key]),
    compensation: model.get("compensation") ?? -Infinity,
    thresholds: model.get("thresholds"),
    silent: model.get("silent"),
    coding: model.get("coding") ?? "",
    laid: model.get("laid") ?? NONE,
    overrides: model.get("overrides"),
    own: model.get("own") ?? NONE,
  };
}

/** @param {Model} model @param {Content} content @param {State} state */
export function writeModel(model, content, { levels, factors, compensation, thresholds, silent, coding, laid, own, overrides }) {
  /** @param {{ key: string }[]} items @param {number[]} values */
  const byKey = (items, values) => Object.fromEntries(items.map(({ key }, at) => [key, values[at]]));
  model.set("levels", byKey(content.levels, levels));
  model.set("weights", byKey(content.determinants, factors));
  model.set("compensation", compensation === -Infinity ? null : compensation);
  model.set("thresholds", thresholds);
  model.set("silent", silent);
  model.set("coding", coding);
  model.set("laid", laid);
  model.set("own", own); // both before the cells, some of which may be theirs
  model.set("overrides", overrides);
  model.save_changes();
}

/** The state under the reference weighting and the usual rules. @param {Content} content @returns {State} */
export function referenceOf(content) {
  const weighting = content.weightings.find(({ key }) => key === content.reference) ?? content.weightings[0];
  return {
    levels: weighting.levels,
    factors: weighting.weights,
    compensation: 1,
    thresholds: content.thresholds,
    silent: "range",
    coding: "",
    laid: NONE,
    overrides: {},
    own: NONE,
  };
}
