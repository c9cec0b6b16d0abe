/** A spreadsheet's own file (XLSX), which is a packed folder of XML: the first of its sheets that is a table, as CSV. */

import { kindOf } from "./classfiles.js";
import { Refused, csv } from "./csv.js";

const LARGEST_PART = 40_000_000; // bytes, unpacked
const MOST_PLACES = 1_000_000; // with those in which nothing stands
const SAVE_AS_CSV = "Save it there as CSV, or copy its cells and paste them here.";
const UNREADABLE = `This is a spreadsheet’s own file or a packed one, and it cannot be read here. ${SAVE_AS_CSV}`;
const TOO_LARGE = `This is a spreadsheet’s own file, and too large to be read here. ${SAVE_AS_CSV}`;
const SIGNATURES = { packed: 0x04034b50, listed: 0x02014b50, last: 0x06054b50 };
const DATES = [[14, 22], [27, 36], [45, 47], [50, 58]]; // numbers of formats that every spreadsheet has
const PER_CENT = [9, 10];

/** Whether a file is packed, as such files are. @param {ArrayBuffer} bytes */
export const isPacked = (bytes) => bytes.byteLength > 3 && new DataView(bytes).getUint32(0, true) === SIGNATURES.packed;

/** What lies in a packed file, by name: how it is packed, and its bytes. @param {ArrayBuffer} bytes */
function packedIn(bytes) {
  const view = new DataView(bytes);
  const [half, whole] = [(/** @type {number} */ at) => view.getUint16(at, true), (/** @type {number} */ at) => view.getUint32(at, true)];
  let end = bytes.byteLength - 22;
  while (whole(end) !== SIGNATURES.last) end -= 1; // before it there may be a remark
  /** @type {Map<string, { method: number, packed: ArrayBuffer }>} */
  const found = new Map();
  for (let at = whole(end + 16), left = half(end + 10); left && whole(at) === SIGNATURES.listed; left -= 1) {
    const [size, length, local] = [whole(at + 20), half(at + 28), whole(at + 42)];
    const start = local + 30 + half(local + 26) + half(local + 28);
    found.set(new TextDecoder().decode(bytes.slice(at + 46, at + 46 + length)), { method: half(at + 10), packed: bytes.slice(start, start + size) });
    at += 46 + length + half(at + 30) + half(at + 32);
  }
  return found;
}

/** One of them as XML; without any elements where there is none. @param {ReturnType<typeof packedIn>} parts @param {string} name */
async function xmlOf(parts, name) {
  const part = parts.get(name);
  if (!part) return new Document();
  const stream = new Blob([part.packed]).stream();
  const reader = (part.method ? stream.pipeThrough(new DecompressionStream("deflate-raw")) : stream).getReader();
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value?.length ?? 0;
    if (size > LARGEST_PART) throw new Refused(TOO_LARGE);
    text += decoder.decode(value, { stream: true });
  }
  return new DOMParser().parseFromString(text, "application/xml");
}

/** @param {Document | Element} within @param {string} name whatever the prefix before it */
const allOf = (within, name) => [...within.getElementsByTagNameNS("*", name)];

/** The text of a cell or of a string, without how it is pronounced. @param {Element} within */
const wordsIn = (within) => allOf(within, "t").filter((each) => each.parentElement?.localName !== "rPh").map((each) => each.textContent).join("");

/** What the number of each style is: a date or time, a share in per cent, or plain. @param {Document} styles */
function stylesOf(styles) {
  const codes = new Map(allOf(styles, "numFmt").map((each) => [Number(each.getAttribute("numFmtId")), each.getAttribute("formatCode") ?? ""]));
  return allOf(styles, "cellXfs").flatMap((list) => allOf(list, "xf")).map((style) => {
    const number = Number(style.getAttribute("numFmtId"));
    const code = (codes.get(number) ?? "").replace(/"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]/gi, "");
    if (PER_CENT.includes(number) || code.includes("%")) return "per cent";
    return DATES.some(([first, last]) => number >= first && number <= last) || /[dmyhs]/i.test(code) ? "date" : "";
  });
}

/** A cell as a CSV would have it; a date, a share in per cent and a formula without a value as words, which no number is. @param {Element} cell @param {string[]} strings @param {string[]} styles */
function cellText(cell, strings, styles) {
  const kind = cell.getAttribute("t") ?? "n";
  const value = allOf(cell, "v")[0]?.textContent ?? "";
  if (kind === "inlineStr") return wordsIn(cell);
  if (!value) return allOf(cell, "f").length ? "a formula without a value" : "";
  if (kind === "s") return strings[Number(value)] ?? "";
  if (kind === "b") return value === "1" ? "TRUE" : "FALSE";
  if (kind !== "n") return value;
  const style = styles[Number(cell.getAttribute("s") ?? 0)];
  if (style === "date") return `a date or a time (${value})`;
  return style ? `${Number((100 * Number(value)).toPrecision(12))} %` : String(Number(value));
}

/** Its rows as a CSV, each where it stands. @param {Document} sheet @param {string[]} strings @param {string[]} styles */
function sheetText(sheet, strings, styles) {
  /** @type {string[][]} */
  const lines = [];
  let cells = 0;
  for (const row of allOf(sheet, "row")) {
    /** @type {string[]} */
    const line = [];
    for (const cell of allOf(row, "c")) {
      const letters = /^[A-Z]+/.exec(cell.getAttribute("r") ?? "")?.[0];
      const at = letters ? [...letters].reduce((before, letter) => 26 * before + letter.charCodeAt(0) - 64, 0) - 1 : line.length;
      const text = cellText(cell, strings, styles);
      if (!text) continue;
      while (line.length < at) line.push("");
      line.push(text);
    }
    if (!line.length) continue;
    const number = Number(row.getAttribute("r")) || lines.length + 1;
    cells += line.length + Math.max(number - lines.length, 0);
    if (cells > MOST_PLACES) throw new Refused(TOO_LARGE);
    while (lines.length < number - 1) lines.push([]);
    lines.push(line);
  }
  return csv(lines);
}

/** The table in a workbook, as CSV. Throws a sentence where there is none. @param {ArrayBuffer} bytes */
export async function workbookText(bytes) {
  try {
    const parts = packedIn(bytes);
    const related = new Map(allOf(await xmlOf(parts, "xl/_rels/workbook.xml.rels"), "Relationship").map((each) => [each.getAttribute("Id"), each]));
    const path = (/** @type {Element | undefined} */ each) => (each?.getAttribute("Target") ?? "").replace(/^(?!\/)/, "/xl/").slice(1);
    const ofKind = (/** @type {string} */ kind) => path([...related.values()].find((each) => each.getAttribute("Type")?.endsWith(`/${kind}`)));
    const strings = allOf(await xmlOf(parts, ofKind("sharedStrings")), "si").map(wordsIn);
    const styles = stylesOf(await xmlOf(parts, ofKind("styles")));
    const sheets = allOf(await xmlOf(parts, "xl/workbook.xml"), "sheet").map((sheet) => [...sheet.attributes].find(({ prefix, localName }) => prefix && localName === "id")?.value ?? "");
    if (!sheets.length) throw new Refused(UNREADABLE);
    for (const id of sheets) {
      const text = sheetText(await xmlOf(parts, path(related.get(id))), strings, styles);
      if (kindOf(text)) return text;
    }
  } catch (problem) {
    throw problem instanceof Refused ? problem : new Refused(UNREADABLE); // whatever a damaged file makes a browser stumble over
  }
  throw new Refused("No sheet of it has the columns of a table that can be read here in its first row. Save a list of links as text.");
}
