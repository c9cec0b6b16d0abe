/** The triangle's areas, coloured by the class that a cluster has at each mix of three levels. */

import { svg } from "./dom.js";
import { weigh } from "./model.js";
import { pathAt } from "./results.js";

export const SIDE = 200;
export const PADDING = 26;
export const HEIGHT = SIDE * Math.sqrt(0.75);
/** The first level at the left, the second at the top, the third at the right. */
export const CORNERS = [[PADDING, PADDING + HEIGHT], [PADDING + SIDE / 2, PADDING], [PADDING + SIDE, PADDING + HEIGHT]];
const LINES = 86;
const EDGE = 1e-6; // on an edge a level has dropped out, and the class may jump

/** An area for each set of paths that can be open, and how they are painted. @param {Content} content @param {string} id */
export function areasOf(content, id) {
  const keys = Object.keys(content.paths);
  const sets = keys.flatMap((_, from) => keys.slice(from).map((_, to) => keys.slice(from, from + to + 1)));
  const fill = (/** @type {string} */ path) => (path.includes("|") ? `url(#${id}-${path.replaceAll("|", "-")})` : `var(--${path})`);
  const turned = (/** @type {string[]} */ set) => (set.length > 2 ? 0 : set[0] === keys[0] ? 45 : -45);
  const patterns = sets.filter((set) => set.length > 1).map((set) =>
    svg("pattern", { id: `${id}-${set.join("-")}`, width: 4 * set.length, height: 8, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turned(set)})` },
      ...set.map((key, at) => svg("rect", { x: 4 * at, width: 4, height: 8, fill: set.length < 3 ? `var(--${key})` : ["var(--paper)", "var(--line)", "var(--paper)"][at] }))),
  );
  const areas = new Map(sets.map((set) => [set.join("|"), svg("path", { fill: fill(set.join("|")) })]));
  let painted = "";

  /** Paints them, if need be, and tells which are to be seen. @param {State} state @param {Row} row */
  function paint(state, row) {
    const needed = JSON.stringify([row.key, state.factors, String(state.compensation), state.thresholds, state.silent, row.cells]);
    if (needed === painted) return null;
    painted = needed;
    const drawn = strips(state, row, content);
    for (const [path, area] of areas) area.setAttribute("d", (drawn.get(path) ?? []).join(""));
    return [...areas.keys()].filter((path) => drawn.has(path)).map((path) => ({ path, fill: fill(path) }));
  }
  return { patterns, areas, paint };
}

/** The triangle cut into lines, and each line into strips of one class: outlines by class. @param {State} state @param {Row} row @param {Content} content */
function strips(state, row, content) {
  /** @type {Map<string, string[]>} */
  const drawn = new Map();
  for (let line = 0; line < LINES; line += 1) {
    const top = 1 - (line + 0.5) / LINES;
    const at = (/** @type {number} */ t) => {
      const shares = weigh(state.factors, [(1 - top) * (1 - t), top, (1 - top) * t], content.levelOf);
      return shares ? pathAt(row.cells, shares, state) : "";
    };
    /** @param {number} from @param {number} to @param {string} path */
    const strip = (from, to, path) => {
      if (!path) return;
      const x = (/** @type {number} */ t) => PADDING + SIDE * (top / 2 + (1 - top) * t);
      const width = x(to) - x(from) + 0.2;
      const start = `${x(from).toFixed(2)} ${(PADDING + (HEIGHT * line) / LINES).toFixed(2)}`;
      const shape = `M${start}h${width.toFixed(2)}v${(HEIGHT / LINES + 0.2).toFixed(2)}h${(-width).toFixed(2)}z`;
      const shapes = drawn.get(path);
      if (shapes) shapes.push(shape);
      else drawn.set(path, [shape]);
    };
    // Along a line a score only rises or only falls: where both ends agree, all between does.
    /** @param {number} from @param {string} first @param {number} to @param {string} last */
    const split = (from, first, to, last) => {
      if (first === last) return strip(from, to, first);
      const middle = (from + to) / 2;
      if ((to - from) * (1 - top) * SIDE < 0.4) {
        strip(from, middle, first);
        return strip(middle, to, last);
      }
      const between = at(middle);
      split(from, first, middle, between);
      split(middle, between, to, last);
    };
    const margin = Math.min((SIDE / LINES / 2 / ((1 - top) * SIDE)) * 1.2, 0.6); // up to the slanting side, which clips
    const [first, last] = [at(EDGE), at(1 - EDGE)];
    split(0, first, 1, last);
    strip(-margin, 0, first);
    strip(1, 1 + margin, last);
  }
  return drawn;
}
