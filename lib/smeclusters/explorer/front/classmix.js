/** All settings of a class as points in one triangle, whose corners are the levels. */

import { h, svg, write } from "./dom.js";
import { LARGE, placeOf } from "./field.js";
import { sum } from "./model.js";
import { ofLevel } from "./results.js";
import { inARow, percent } from "./words.js";

const RADIUS = 4;
const LINES = [0.25, 0.5, 0.75]; // of a level's weight, for the eye

/** What each level weighs in a setting. @param {number[]} shares @param {Content} content */
export const levelsOf = (shares, content) => content.levels.map((_, level) => ofLevel(shares, level, content));

/** @param {number[]} mix @param {Content} content */
export const mixInWords = (mix, { levels }) => inARow(levels.map(({ name }, at) => `${name} ${percent(mix[at])}`));

/** Settings gathered where they lie on one another: to a per cent. @param {Member[]} members @param {Content} content @returns {Heap[]} */
export function heapsOf(members, content) {
  /** @type {Map<string, { names: string[], mixes: number[][] }>} */
  const heaps = new Map();
  for (const { name, result } of members) {
    const mix = levelsOf(result.shares, content);
    const key = mix.map((share) => Math.round(100 * share)).join();
    const heap = heaps.get(key) ?? { names: [], mixes: [] };
    heap.names.push(name);
    heap.mixes.push(mix);
    heaps.set(key, heap);
  }
  return [...heaps.values()].map(({ names, mixes }) => {
    const mix = content.levels.map((_, level) => sum(mixes.map((each) => each[level])) / mixes.length);
    const [x, y] = placeOf(LARGE, mix);
    return { names, mix, x, y, radius: RADIUS * Math.min(Math.sqrt(names.length), 3) };
  });
}

/** Lines on which a level has one weight. */
export function gridLines() {
  return [0, 1, 2].flatMap((level) => LINES.map((share) => [1, 2].map((turn) => {
    const mix = [0, 0, 0];
    mix[level] = share;
    mix[(level + turn) % 3] = 1 - share;
    return placeOf(LARGE, mix);
  })));
}

/** The names of the corners, and where they stand. @param {Content} content */
export const cornersOf = ({ levels }) => levels.map(({ name }, at) => ({
  name: name.replace(/ level$/, ""), x: LARGE.corners[at][0], y: LARGE.corners[at][1] + (at === 1 ? -8 : 16), anchor: ["start", "middle", "end"][at],
}));

/** The mark of the average: a square on its corner. @param {number[]} mix */
export function diamondAt(mix) {
  const [x, y] = placeOf(LARGE, mix);
  return [[x, y - 6], [x + 6, y], [x, y + 6], [x - 6, y]].map((point) => point.map((end) => end.toFixed(2)).join()).join(" ");
}

/** The triangle, with one stop of the keyboard among whose points arrow keys move. @param {Member[]} members @param {number[]} average @param {Content} content */
export function classMix(members, average, content) {
  const heaps = heapsOf(members, content);
  const said = h("p", { class: "which" }, "");
  const points = heaps.map((heap, at) => {
    const label = `${inARow(heap.names)}: ${mixInWords(heap.mix, content)}`;
    const point = svg("circle", { cx: heap.x.toFixed(2), cy: heap.y.toFixed(2), r: heap.radius.toFixed(2), class: "dot", role: "img", "aria-label": label, tabindex: at ? -1 : 0 });
    for (const kind of ["focus", "pointerenter", "click"]) point.addEventListener(kind, () => mark(heap.names[0]));
    point.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = points[(at + step + points.length) % points.length];
      for (const each of points) each.setAttribute("tabindex", each === next ? "0" : "-1");
      next.focus();
    });
    return point;
  });

  /** Shows where a setting lies, and its name. @param {string} name */
  function mark(name) {
    heaps.forEach((heap, at) => {
      const here = heap.names.includes(name);
      points[at].classList.toggle("marked", here);
      if (here) write(said, points[at].getAttribute("aria-label") ?? "");
    });
  }

  const counts = heaps.filter(({ names }) => names.length > 1).map(({ names, x, y }) =>
    svg("text", { x: x.toFixed(2), y: (y + 3).toFixed(2), class: "count", "text-anchor": "middle", "aria-hidden": "true" }, String(names.length)));
  const drawing = svg("svg", { viewBox: LARGE.box, role: "group", "aria-label": "Triangle of the levels: a point is the mix of one setting or of several" },
    ...gridLines().map(([[x1, y1], [x2, y2]]) => svg("line", { x1, y1, x2, y2, class: "grid" })),
    svg("polygon", { points: LARGE.outline, class: "outline" }),
    ...cornersOf(content).map(({ name, x, y, anchor }) => svg("text", { x, y, "text-anchor": anchor }, name)),
    svg("polygon", { points: diamondAt(average), class: "average" }), ...points, ...counts);
  return { node: h("div", { class: "mix" }, drawing, said), mark };
}
