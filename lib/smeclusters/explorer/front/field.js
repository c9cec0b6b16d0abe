/** The triangle's areas, coloured by the class that a cluster has at each mix of three levels. */

import { h, svg } from "./dom.js";
import { sum, weigh } from "./model.js";
import { pathAt } from "./results.js";
import { inWords } from "./words.js";

/** A triangle's measures in units of its drawing; the first level at the left, the second at the top, the third at the right. @param {number} side @param {number} padding @param {number} lines into which it is cut */
function shapeOf(side, padding, lines) {
  const height = side * Math.sqrt(0.75);
  const corners = [[padding, padding + height], [padding + side / 2, padding], [padding + side, padding + height]];
  return { side, padding, height, lines, corners, outline: corners.map((corner) => corner.join()).join(" "), box: `0 0 ${side + 2 * padding} ${height + 2 * padding}` };
}

export const LARGE = shapeOf(200, 26, 86);
export const SMALL = shapeOf(100, 5, 36);
const EDGE = 1e-6; // on an edge a level has dropped out, and the class may jump

/** @param {Shape} shape @param {number[]} mix */
export const placeOf = ({ corners }, mix) => [0, 1].map((axis) => sum(corners.map((corner, at) => mix[at] * corner[axis])));

/** The share of each level; the middle where nothing weighs anything. @param {Result} result */
export function mixOf({ state }) {
  const whole = sum(state.levels);
  return state.levels.map((level) => (whole > 0 ? level / whole : 1 / 3));
}

/** Sets of paths that can be open. @param {Content} content */
function setsOf({ paths }) {
  const keys = Object.keys(paths);
  return keys.flatMap((_, from) => keys.slice(from).map((_, to) => keys.slice(from, from + to + 1)));
}

/** @param {string} path @param {string} id */
const fillOf = (path, id) => (path.includes("|") ? `url(#${id}-${path.replaceAll("|", "-")})` : `var(--area-${path})`);

/** How the areas of all triangles are painted, in a drawing that is never hidden, or what it holds would be lost. @param {Content} content @param {string} id */
export function inksOf(content, id) {
  const first = Object.keys(content.paths)[0];
  const turned = (/** @type {string[]} */ set) => (set.length > 2 ? 0 : set[0] === first ? 45 : -45);
  const patterns = setsOf(content).filter((set) => set.length > 1).map((set) =>
    svg("pattern", { id: `${id}-${set.join("-")}`, width: 4 * set.length, height: 8, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turned(set)})` },
      ...set.map((key, at) => svg("rect", { x: 4 * at, width: 4, height: 8, fill: set.length < 3 ? `var(--area-${key})` : ["var(--paper)", "var(--line)", "var(--paper)"][at] }))),
  );
  const clips = [LARGE, SMALL].map((shape) => svg("clipPath", { id: `${id}-clip-${shape.side}` }, svg("polygon", { points: shape.outline })));
  return svg("svg", { class: "unseen", width: 0, height: 0, "aria-hidden": "true" }, svg("defs", {}, ...patterns, ...clips));
}

/** An area for each set of paths that can be open. @param {Content} content @param {string} id @param {Shape} shape */
export function areasOf(content, id, shape) {
  const areas = new Map(setsOf(content).map((set) => [set.join("|"), svg("path", { fill: fillOf(set.join("|"), id) })]));
  const node = svg("g", { class: "field", "clip-path": `url(#${id}-clip-${shape.side})` }, ...areas.values());
  let painted = "";

  /** Paints them, if need be, and tells which are to be seen; null where none has changed. @param {State} state @param {Row} row @returns {string[] | null} */
  function paint(state, row) {
    const needed = JSON.stringify([row.key, state.factors, String(state.compensation), state.thresholds, state.silent, row.cells]);
    if (needed === painted) return null;
    painted = needed;
    const drawn = strips(state, row, content, shape);
    for (const [path, area] of areas) area.setAttribute("d", (drawn.get(path) ?? []).join(""));
    return [...drawn.keys()];
  }
  return { node, paint };
}

/** What the colours mean. @param {Content} content @param {string} id */
export function legendOf(content, id) {
  const node = h("ul", { role: "list", class: "legend" });
  let was = "";

  /** @param {string[]} paths that are to be seen */
  function show(paths) {
    const seen = setsOf(content).map((set) => set.join("|")).filter((path) => paths.includes(path));
    if (seen.join() === was) return;
    was = seen.join();
    node.replaceChildren(...seen.map((path) =>
      h("li", {}, svg("svg", { width: 18, height: 14, "aria-hidden": "true" }, svg("rect", { width: 18, height: 14, fill: fillOf(path, id) })), inWords(path, content))));
  }
  return { node, show };
}

/** The triangle cut into lines, and each line into strips of one class: outlines by class. @param {State} state @param {Row} row @param {Content} content @param {Shape} shape */
function strips(state, row, content, { side, padding, height, lines }) {
  /** @type {Map<string, string[]>} */
  const drawn = new Map();
  for (let line = 0; line < lines; line += 1) {
    const top = 1 - (line + 0.5) / lines;
    const at = (/** @type {number} */ t) => {
      const shares = weigh(state.factors, [(1 - top) * (1 - t), top, (1 - top) * t], content.levelOf);
      return shares ? pathAt(row.cells, shares, state) : "";
    };
    /** @param {number} from @param {number} to @param {string} path */
    const strip = (from, to, path) => {
      if (!path) return;
      const x = (/** @type {number} */ t) => padding + side * (top / 2 + (1 - top) * t);
      const width = x(to) - x(from) + 0.2;
      const start = `${x(from).toFixed(2)} ${(padding + (height * line) / lines).toFixed(2)}`;
      const shape = `M${start}h${width.toFixed(2)}v${(height / lines + 0.2).toFixed(2)}h${(-width).toFixed(2)}z`;
      const shapes = drawn.get(path);
      if (shapes) shapes.push(shape);
      else drawn.set(path, [shape]);
    };
    // Along a line a score only rises or only falls: where both ends agree, all between does.
    /** @param {number} from @param {string} first @param {number} to @param {string} last */
    const split = (from, first, to, last) => {
      if (first === last) return strip(from, to, first);
      const middle = (from + to) / 2;
      if ((to - from) * (1 - top) * side < 0.4) {
        strip(from, middle, first);
        return strip(middle, to, last);
      }
      const between = at(middle);
      split(from, first, middle, between);
      split(middle, between, to, last);
    };
    const margin = Math.min((side / lines / 2 / ((1 - top) * side)) * 1.2, 0.6); // up to the slanting side, which clips
    const [first, last] = [at(EDGE), at(1 - EDGE)];
    split(0, first, 1, last);
    strip(-margin, 0, first);
    strip(1, 1 + margin, last);
  }
  return drawn;
}
