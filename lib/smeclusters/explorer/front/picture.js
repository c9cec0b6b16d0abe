/** The rows as a picture to take along. */

import { coderOf } from "./coding.js";
import { overlaysOf } from "./laid.js";
import { likelyScores } from "./likely.js";
import { OWN, compensationInWords, inWords, ownCells, percent, silenceInWords, summary } from "./words.js";

const LONGEST_SHOWN = 500; // signs of an address that a picture has room for
const HEAVIEST = 3; // factors that are told
const COLOURS = ["ink", "muted", "paper", "low_road", "mixed", "high_road", "wide", "pale"];

/** @param {string | number} text */
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The colours by name, as they stand on the page. @param {Element} element @returns {Record<string, string>} */
export function coloursOf(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** A name that leaves room for the bars: in one line, or in two. @param {string} name */
function namedIn(name) {
  const lines = [...name].length > 26 ? inLines(name, 29) : [name];
  return lines.length > 2 ? [lines[0], `${[...lines[1]].slice(0, 28).join("")}…`] : lines;
}

/** What weighs most, where not all weigh alike. @param {number[]} shares @param {Content} content */
function heaviest(shares, { determinants }) {
  const order = shares.map((_, at) => at).sort((a, b) => shares[b] - shares[a]).slice(0, HEAVIEST);
  return order.map((at) => `${determinants[at].name} ${percent(shares[at])}`).join(", ");
}

/** What the reader has chosen, in a line. @param {Result} result @param {Content} content @param {string} named what its weights are called, or "" */
function chosenInWords({ state, shares }, content, named) {
  const levels = content.levels.map(({ name }, level) => {
    const share = shares.reduce((total, one, at) => total + (content.levelOf[at] === level ? one : 0), 0);
    return `${name} ${percent(share)}`;
  });
  const own = ownCells(state.overrides);
  const coder = coderOf(state, content);
  const cells = own ? `${own} cell${own > 1 ? "s" : ""}${coder && ` of ${coder}`} changed by the reader` : `cells as ${coder ? `${coder} has them` : "coded"}`;
  const evidence = state.laid.length ? `; evidence: ${overlaysOf(state, content).map(({ name }) => name).join(", ")}` : "";
  return `${named || `Heaviest: ${heaviest(shares, content)}`} · ${levels.join(" · ")} · ${compensationInWords(state.compensation)}; ${silenceInWords(state, content)}; ${cells}${evidence}`;
}

/** Text in lines of at most so many signs, broken at blanks, or where there are none. @param {string} text @param {number} most */
export function inLines(text, most) {
  const words = text.split(" ").flatMap((word) => word.match(new RegExp(`.{1,${most}}`, "gu")) ?? []);
  /** @type {string[]} */
  const lines = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * The rows as an SVG that stands by itself, with what they come to, what the reader says of it, and where it is found.
 * @param {Result} result @param {Content} content @param {Record<string, string>} colours @param {import("./filenames.js").Said} said @param {string} address @param {string} named what its weights are called, or ""
 */
export function picture(result, content, colours, said = { label: "", reason: "" }, address = "", named = "") {
  const [left, width, step] = [190, 330, 34];
  const { state, rows } = result;
  const { low, high } = state.thresholds;
  const x = (/** @type {number} */ score) => left + score * width;
  /** @param {string | number} words @param {number} at @param {number} y */
  const text = (words, at, y, more = "") => `<text x="${at}" y="${y}" ${more}>${escaped(words)}</text>`;
  /** @param {number} from @param {number} to @param {string} name @param {number} y */
  const band = (from, to, name, y, height = 20) =>
    `<rect x="${x(from)}" y="${y}" width="${(to - from) * width}" height="${height}" fill="${colours[name]}"/>`;
  const bands = Object.keys(content.paths).map((key, at) => ({ key, from: [0, low, high][at], to: [low, high, 1][at] }));
  let bottom = 6;
  /** Lines below what is there already. @param {string} words @param {number} most signs in a line @param {number} size */
  const paragraph = (words, most, size, more = "") =>
    inLines(words, most).map((line) => text(line, 10, (bottom += size + 4), `font-size="${size}" ${more}`)).join("");
  const muted = `fill="${colours.muted}"`;
  const sentence = summary(result, content);
  const above = [
    paragraph(content.words.picture, 80, 13, muted), said.label && paragraph(said.label, 62, 17, 'font-weight="600"'),
    paragraph(sentence, 100, 13), said.reason && paragraph(`Why these weights? ${said.reason}`, 100, 13),
  ].join("");
  bottom += 28;
  const heads = bands.map(({ key, from, to }) => text(content.paths[key], x((from + to) / 2), bottom - 5, `font-size="11" text-anchor="middle" ${muted}`)).join("");
  const lines = rows.map((row, at) => {
    const y = bottom + at * step;
    // The worst case, in it where most scores lie, and below both what was observed.
    const bar = (/** @type {number} */ lo, /** @type {number} */ hi, /** @type {string} */ fill) =>
      `<rect x="${x(lo)}" y="${y + 5}" width="${Math.max((hi - lo) * width, 3)}" height="9" fill="${fill}" stroke="${colours.wide}"/>`;
    const core = row.path ? likelyScores(row.cells, result.shares, state.compensation, state.silent) : null;
    const bars = core ? bar(row.lo, row.hi, colours.pale) + bar(core.tenth, core.ninetieth, colours.wide) : "";
    const observed = bands.filter(({ key }) => row.observed.split("|").includes(key)).map(({ from, to }) => band(from, to, "ink", y + 18, 2));
    const seen = [row.from === OWN ? "entered by the reader" : row.from, row.observed ? `observed: ${content.sets[row.observed]}` : ""].filter(Boolean).join("; ");
    const name = namedIn(row.name);
    return [...bands.map(({ key, from, to }) => band(from, to, key, y)), ...observed, bars,
      ...name.map((line, turn) => text(line, 10, name.length > 1 ? y + 9 + 13 * turn : y + 14, name.length > 1 ? 'font-size="11"' : "")),
      text(inWords(row.path, content), left + width + 12, y + 9, 'font-weight="600"'),
      text(seen, left + width + 12, y + 23, `font-size="10" ${muted}`)].join("");
  });
  bottom += rows.length * step;
  const ticks = [0, low, high, 1].map((tick) => text(tick, x(tick), bottom + 4, `font-size="11" text-anchor="middle" ${muted}`)).join("");
  bottom += 10;
  const below = paragraph(chosenInWords(result, content, named), 115, 11, muted)
    + (address.length < LONGEST_SHOWN ? paragraph(address, 115, 11, muted) : paragraph(address.split("#")[0], 115, 11, muted));
  const height = bottom + 14;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 ${height}" width="720" height="${height}" \
font-family="system-ui, sans-serif" font-size="13" fill="${colours.ink}"><title>${escaped(sentence)}</title>\
<rect width="720" height="${height}" fill="${colours.paper}"/>${above}${heads}${lines.join("")}${ticks}${below}</svg>`;
}
