/** Two settings as a slope: each cluster's score from A to B, with its classes at both ends. */

import { h, svg } from "./dom.js";
import { inLines } from "./picture.js";
import { inWords } from "./words.js";

const SLOPE = { WIDTH: 440, LEFT: 166, RIGHT: 274, STEP: 28 }; // STEP: room for a label of two lines

/** Places as near to those wanted as labels of such a height allow. @param {number[]} wanted @param {number} step @param {number} bottom */
export function spread(wanted, step, bottom) {
  const order = wanted.map((_, at) => at).sort((one, other) => wanted[one] - wanted[other] || one - other);
  const places = [...wanted];
  order.forEach((at, turn) => { if (turn) places[at] = Math.max(places[at], places[order[turn - 1]] + step); });
  order.reverse().forEach((at, turn) => {
    places[at] = Math.min(places[at], turn ? places[order[turn - 1]] - step : bottom);
  });
  return places;
}

/** @param {Content} content */
export function slopePicture(content) {
  const { WIDTH, LEFT, RIGHT, STEP } = SLOPE;
  const picture = svg("svg", { role: "img", class: "slope" });
  const hint = h("p", { class: "hint" }, "From A, left, to B, right. Upright bars are the scores, the lines join their middles: solid where the class changes, broken where it stays.");

  /** @param {Result} kept @param {Result} result */
  function draw(kept, result) {
    const pairs = result.rows.flatMap((row) => kept.rows.filter(({ key, path }) => key === row.key && path && row.path).map((before) => [before, row]));
    const height = Math.max(260, pairs.length * STEP + 40);
    const y = (/** @type {number} */ score) => height - 20 - score * (height - 40);
    const middle = (/** @type {Row} */ { lo, hi }) => y((lo + hi) / 2);
    const bands = [kept, result].flatMap(({ state: { thresholds: { low, high } } }, side) =>
      [["low_road", 0, low], ["mixed", low, high], ["high_road", high, 1]].map(([name, from, to]) => svg("rect", {
        class: String(name), x: side ? WIDTH / 2 : LEFT, width: WIDTH / 2 - LEFT, y: y(Number(to)), height: y(Number(from)) - y(Number(to)),
      })));
    const sides = [0, 1].map((side) => spread(pairs.map((pair) => middle(pair[side])), STEP, height - 16));
    const drawn = pairs.flatMap(([before, row], at) => {
      const x = [LEFT + 8, RIGHT - 8];
      const kind = before.path === row.path ? "stays" : "moves";
      return [
        svg("line", { class: kind, x1: x[0], x2: x[1], y1: middle(before), y2: middle(row) }),
        ...[before, row].flatMap((each, side) => {
          const name = [...row.name].length > 26 ? `${inLines(row.name, 25)[0]}…` : row.name;
          /** @type {Record<string, string | number>} */
          const fitted = [...name].length > 18 ? { textLength: 146, lengthAdjust: "spacingAndGlyphs" } : {}; // whatever the font
          const [edge, place] = [side ? RIGHT : LEFT, sides[side][at]];
          const where = { x: side ? WIDTH - 152 : 152, "text-anchor": side ? "start" : "end" };
          return [
            svg("line", { class: "range", x1: x[side], x2: x[side], y1: y(each.lo), y2: y(each.hi) - 2 }),
            svg("line", { class: "lead", x1: side ? edge : edge - 11, x2: side ? edge + 11 : edge, y1: side ? middle(each) : place, y2: side ? place : middle(each) }),
            svg("text", { ...where, ...fitted, y: place, class: "name" }, name),
            svg("text", { ...where, y: place + 11 }, `${kind === "moves" && side ? "≠ " : ""}${inWords(each.path, content)}`),
          ];
        }),
      ];
    });
    picture.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
    picture.replaceChildren(...bands, ...drawn, svg("text", { x: LEFT, y: 12, class: "name" }, "A"), svg("text", { x: RIGHT, y: 12, "text-anchor": "end", class: "name" }, "B"));
    picture.setAttribute("aria-label", `From A to B: ${pairs.map(([before, row]) =>
      `${row.name} ${before.path === row.path ? `stays ${inWords(row.path, content)}` : `from ${inWords(before.path, content)} to ${inWords(row.path, content)}`}`).join("; ")}.`);
  }
  const node = h("div", { class: "sloping" }, hint);
  node.append(picture);
  return { node, draw };
}
