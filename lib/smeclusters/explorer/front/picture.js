/** The rows as a picture to take along. */

import { coderOf } from "./coding.js";
import { OWN, compensationInWords, inWords, ownCells, percent, silenceInWords, summary } from "./words.js";

const COLOURS = ["ink", "muted", "paper", "low_road", "mixed", "high_road", "wide"];

/** @param {string | number} text */
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The colours by name, as they stand on the page. @param {Element} element @returns {Record<string, string>} */
export function coloursOf(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** A name that leaves room for the bars. @param {string} name */
const short = (name) => ([...name].length > 26 ? `${[...name].slice(0, 25).join("")}…` : name);

/** What the reader has chosen, in a line. @param {Result} result @param {Content} content */
function chosenInWords({ state, shares }, content) {
  const levels = content.levels.map(({ name }, level) => {
    const share = shares.reduce((total, one, at) => total + (content.levelOf[at] === level ? one : 0), 0);
    return `${name} ${percent(share)}`;
  });
  const own = ownCells(state.overrides);
  const coder = coderOf(state, content);
  const cells = own ? `${own} cell${own > 1 ? "s" : ""}${coder && ` of ${coder}`} changed by the reader` : `cells as ${coder ? `${coder} has them` : "coded"}`;
  return `${levels.join(" · ")} · ${compensationInWords(state.compensation)}; ${silenceInWords(state, content)}; ${cells}`;
}

/**
 * The rows as an SVG that stands by itself.
 * @param {Result} result @param {Content} content @param {Record<string, string>} colours
 */
export function picture(result, content, colours) {
  const [left, width, step] = [190, 330, 34];
  const { state, rows } = result;
  const { low, high } = state.thresholds;
  const x = (/** @type {number} */ score) => left + score * width;
  /** @param {string | number} words @param {number} at @param {number} y */
  const text = (words, at, y, more = "") => `<text x="${at}" y="${y}" ${more}>${escaped(words)}</text>`;
  /** @param {number} from @param {number} to @param {string} name @param {number} y */
  const band = (from, to, name, y) =>
    `<rect x="${x(from)}" y="${y}" width="${(to - from) * width}" height="20" fill="${colours[name]}"/>`;
  const lines = rows.map((row, at) => {
    const y = 62 + at * step;
    const bar = row.path
      ? `<rect x="${x(row.lo)}" y="${y + 6}" width="${Math.max((row.hi - row.lo) * width, 3)}" height="8" fill="${colours.wide}"/>`
      : "";
    const seen = [row.from === OWN ? "entered by the reader" : row.from, row.observed ? `observed: ${content.sets[row.observed]}` : ""].filter(Boolean).join("; ");
    return [band(0, low, "low_road", y), band(low, high, "mixed", y), band(high, 1, "high_road", y), bar,
      text(short(row.name), 10, y + 14), text(inWords(row.path, content), left + width + 12, y + 9, 'font-weight="600"'),
      text(seen, left + width + 12, y + 23, `font-size="10" fill="${colours.muted}"`)].join("");
  });
  const height = 62 + rows.length * step + 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 ${height}" width="720" height="${height}" \
font-family="system-ui, sans-serif" font-size="13" fill="${colours.ink}"><title>${escaped(summary(result, content))}</title>\
<rect width="720" height="${height}" fill="${colours.paper}"/>\
${text(content.words.picture, 10, 22, 'font-weight="600"')}\
${text(chosenInWords(result, content), 10, 42, `font-size="11" fill="${colours.muted}"`)}\
${lines.join("")}\
${[0, low, high, 1].map((tick) => text(tick, x(tick), height - 14, `font-size="11" text-anchor="middle" fill="${colours.muted}"`)).join("")}</svg>`;
}
