/** The triangle of a class as a picture to take along, without a name of anybody, and the counts of classes below it. */

import { cornersOf, diamondAt, gridLines, heapsOf } from "./classmix.js";
import { svg } from "./dom.js";
import { LARGE } from "./field.js";
import { inWords, plural } from "./words.js";

const WIDTH = 760;
const LEFT = 20;
const ROW = 24;
const TRIANGLE = 1.7; // times its drawing

/** @param {ClassSummary} summary @param {Content} content */
const pathsOf = ({ classes }, content) => Object.keys(content.sets).filter((path) => classes.some(({ counts }) => counts[path]));

/** @param {Member[]} members @param {ClassSummary} summary @param {Content} content @param {Record<string, string>} colours */
export function classPicture(members, summary, content, { ink, muted, line, paper, pale, narrow }) {
  /** @param {string} words @param {number} x @param {number} y @param {Record<string, string | number>} more */
  const text = (words, x, y, more = {}) => svg("text", { x, y, fill: ink, ...more }, words);
  const heaps = heapsOf(members, content);
  const triangle = content.levels.length !== 3 ? [] : [svg("g", { transform: `translate(${(WIDTH - TRIANGLE * 252) / 2} 40) scale(${TRIANGLE})`, "font-size": 9 },
    ...gridLines().map(([[x1, y1], [x2, y2]]) => svg("line", { x1, y1, x2, y2, stroke: line, "stroke-width": 0.5 })),
    svg("polygon", { points: LARGE.outline, fill: "none", stroke: muted }),
    ...cornersOf(content).map(({ name, x, y, anchor }) => text(name, x, y, { "text-anchor": anchor })),
    svg("polygon", { points: diamondAt(summary.average.levels), fill: narrow, stroke: paper }),
    ...heaps.map(({ x, y, radius }) => svg("circle", { cx: x, cy: y, r: radius, fill: pale, stroke: ink })),
    ...heaps.filter(({ names }) => names.length > 1).map(({ names, x, y }) => text(String(names.length), x, y + 3, { "text-anchor": "middle", "font-size": 8 })))];
  const top = triangle.length ? 460 : 60;
  const paths = pathsOf(summary, content);
  const step = (WIDTH - 220) / Math.max(paths.length, 1);
  const at = (/** @type {number} */ column) => 210 + step * (column + 0.5);
  const table = [
    ...paths.map((path, column) => text(inWords(path, content), at(column), top, { "text-anchor": "middle", "font-size": 11, fill: muted })),
    ...summary.classes.flatMap(({ name, counts }, row) => [
      text(name, LEFT, top + ROW * (row + 1)),
      ...paths.map((path, column) => text(String(counts[path]), at(column), top + ROW * (row + 1), { "text-anchor": "middle", "font-weight": counts[path] === Math.max(...Object.values(counts)) ? 700 : 400 })),
    ]),
  ];
  const height = top + ROW * (summary.classes.length + 1) + 20;
  const title = `${plural(members.length, "setting")} of a class`;
  const said = `${triangle.length ? "Each point is the mix of the levels in one setting or several; the square on its corner is the average. " : ""}Below: settings by cluster and class.`;
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, "font-family": "system-ui, sans-serif", "font-size": 13 },
    svg("title", {}, title), svg("rect", { width: WIDTH, height, fill: paper }),
    text(title, LEFT, 26, { "font-size": 17, "font-weight": 600 }), ...triangle, ...table, text(said, LEFT, height - 10, { "font-size": 10, fill: muted }));
}
