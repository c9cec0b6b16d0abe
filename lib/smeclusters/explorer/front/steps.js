/** Four coarse steps in the place of a slider. */

import { h, write } from "./dom.js";
import { offStep, stepsOf } from "./positions.js";
import { roundTo } from "./results.js";

const STEPS = ["not at all", "a little", "much", "very much"];

/** The switch for all sliders; the style sheet shows what belongs to it. @param {Store} store */
export function coarseSwitch({ id }) {
  const input = h("input", { type: "checkbox", id: `${id}-coarse`, class: "coarse" });
  return h("p", { class: "check" }, input, h("label", { for: input.id }, `Coarse: ${STEPS.join(", ")}`));
}

/** @param {Store} store @param {string} name @param {string} label @param {(step: number) => void} go */
export function stepsOfSlider({ id }, name, label, go) {
  const off = h("span", { class: "hint" });
  const radios = STEPS.map((word, step) => {
    const input = h("input", { type: "radio", name: `${id}-steps-${name}`, value: step, id: `${id}-steps-${name}-${step}`, change: () => go(step) });
    return { input, node: h("span", {}, input, h("label", { for: input.id }, word)) };
  });
  const node = h("div", { class: "steps", role: "radiogroup", "aria-label": `${label} in steps` }, ...radios.map((radio) => radio.node), off);
  return {
    node,
    /** @param {number[]} values @param {number} at @param {boolean} locked */
    show(values, at, locked) {
      const { steps, exact } = stepsOf(values);
      radios.forEach(({ input }, step) => {
        if (input.checked !== (step === steps[at])) input.checked = step === steps[at];
        if (input.disabled !== locked) input.disabled = locked;
      });
      const far = !exact && offStep(values[at], steps[at]);
      node.classList.toggle("near", far);
      write(off, far ? `≈ the nearest: it stands at ${roundTo(values[at], 1)}` : "");
    },
  };
}
