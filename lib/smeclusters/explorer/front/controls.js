/** What several parts are built of: a section with its heading, a slider with its words, a link. */

import { h, write } from "./dom.js";

/** @param {Store} store @param {string} name @param {Node | string} title @param {(Node | string)[]} children */
export function section({ id, small }, name, title, ...children) {
  const heading = `${id}-${name}`;
  return h(
    "section", { class: name, "aria-labelledby": heading },
    h(small ? "h3" : "h2", { class: "title", id: heading }, title), ...children,
  );
}

/**
 * A range with its name and, beside it, what it means.
 * @param {Store} store @param {string} name @param {string} label
 * @param {{
 *   max?: number, step?: number | "any", value?: number,
 *   of: (state: State) => number, set: (value: number, by: string) => void, words: (result: Result) => string, spoken?: (result: Result) => string,
 * }} how `of` gives its position in a state, `set` what a new position changes, `spoken` what is read out where that is more
 */
export function slider({ id }, name, label, { max = 100, step = "any", value = 0, of, set, words, spoken = words }) {
  const output = h("output", { for: `${id}-${name}`, "aria-live": "off" });
  const input = h("input", {
    type: "range", id: `${id}-${name}`, name, min: 0, max, step, value,
    input: () => set(input.valueAsNumber, name),
  });
  const title = h("label", { for: input.id }, label);
  const node = h("div", { class: "slider" }, title, output, input);
  let was = "";
  const later = (/** @type {Result} */ result) => {
    const position = of(result.state);
    if (input.valueAsNumber !== position) input.value = String(position);
    write(output, words(result));
    const said = spoken(result);
    if (said === was) return;
    was = said;
    input.setAttribute("aria-valuetext", said);
  };
  return { node, title, input, later };
}

/** A link where there is somewhere to go, or else the text alone. @param {Store} store @param {string} href @param {string} text */
export const link = ({ linked }, href, text) => (linked && href ? h("a", { href }, text) : text);
