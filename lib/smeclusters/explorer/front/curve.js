/** Where a setting lies among all ways to choose: how much less it rules out of what was observed than the narrow framework. */

import { h, write } from "./dom.js";
import { foldSection, foldTitle } from "./folds.js";
import { openPaths, score, sum } from "./model.js";
import { percent, verdict } from "./words.js";

/** The clusters of the study of which it rules out what was observed. @param {Row[]} rows */
const ruledOut = (rows) => rows.filter((row) => !row.from && verdict(row) === "wrong").length;

/** @param {Store} store @returns {Part} */
export function curvePart({ content, ...store }) {
  const { narrow, values, shares, count, name, href } = /** @type {Curve} */ (content.curve);
  const most = Math.max(...shares);
  const bars = values.map((value, at) => h("li", { style: `--part: ${shares[at] / most}` }, h("i"), String(value).replace("-", "−")));
  const told = h("p");
  const link = h("a", {}, name);
  const node = foldSection({ ...store, content }, "curve", foldTitle("Among all ways to choose"),
    told, h("ul", { "aria-hidden": "true" }, ...bars), h("p", { class: "hint" }, link));
  return {
    node,
    after({ rows, state, shares: weights, weighed }) {
      link.href = href;
      const whole = sum(weights.filter((_, at) => narrow[at]));
      if (!weighed || !(whole > 0)) return write(told, "Nothing weighs anything in the narrow framework.");
      const alone = weights.map((weight, at) => (narrow[at] ? weight / whole : 0));
      const by = ruledOut(rows.map((row) => ({ ...row, path: openPaths(score(row.cells, alone, state.compensation, state.silent), state.thresholds) })));
      const here = by - ruledOut(rows);
      const part = (/** @type {(value: number) => boolean} */ is) => percent(sum(shares.filter((_, at) => is(values[at]))));
      bars.forEach((bar, at) => bar.classList.toggle("here", values[at] === here));
      write(told, `By the same rules the narrow framework rules out ${by} of the observed paths, and your setting ${by - here}: ${Math.abs(here)} ${here < 0 ? "more" : "fewer"}. `
        + `Of ${count.toLocaleString("en")} ways to choose ${part((value) => value < here)} lie below that, ${part((value) => value === here)} there, and ${part((value) => value > here)} above.`);
    },
  };
}
