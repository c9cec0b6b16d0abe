/** Tables as spreadsheets hand them out and take them in: their text, its cells, and cells that are neither run nor turned. */

import { passageWas } from "./turned.js";

const PARTED = ["\t", ";", ","];
const KINDS = /** @type {Record<string, string>} */ ({ "\t": "tabs", ";": "semicolons", ",": "commas" });

/** What is wrong with a table as a whole, in a sentence. */
export class Refused extends Error {}

/** @type {Map<string, RegExp>} */
const patterns = new Map();

/** Whether a spreadsheet would run a cell, or turn it into a date or a time. @param {string} text @param {Content} content */
function atRisk(text, content) {
  const { turns } = content;
  const pattern = patterns.get(turns) ?? new RegExp(turns, "u");
  patterns.set(turns, pattern);
  return pattern.test(text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())) || Boolean(passageWas(text, content));
}

/** A cell as it is written: with an apostrophe before what would be run or turned. @param {string} text @param {Content} content */
export const guarded = (text, content) => (atRisk(text.replace(/^'+/, ""), content) ? `'${text}` : text);

/** A cell as it is read: without that apostrophe. @param {string} text @param {Content} content */
export const unguarded = (text, content) =>
  (text.startsWith("'") && atRisk(text.replace(/^'+/, ""), content) ? text.slice(1) : text);

/** @param {string | number} value */
const quoted = (value) => (/[",;\t\r\n]|^\s|\s$/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

/** Lines of cells as a table. @param {(string | number)[][]} lines */
export const csv = (lines, end = "\n") => lines.map((line) => line.map(quoted).join(",")).join(end) + end;

/**
 * The text in a file's bytes. Throws a sentence where there is none.
 * @param {ArrayBuffer} bytes
 */
export function textOf(bytes) {
  const [first, second] = new Uint8Array(bytes.slice(0, 2));
  const [low, high] = [(first === 0xff && second === 0xfe) || second === 0, (first === 0xfe && second === 0xff) || first === 0]; // by its mark, or the empty half of a letter
  const wide = low ? "utf-16le" : high ? "utf-16be" : "";
  if (first === 0x50 && second === 0x4b) {
    throw new Refused("This is a spreadsheet’s own file. Save it there as CSV, or copy its cells and paste them here.");
  }
  try {
    return { text: new TextDecoder(wide || "utf-8", { fatal: true }).decode(bytes), note: "" };
  } catch {
    if (wide) throw new Refused("The file’s signs are not whole. Save it as CSV in UTF-8.");
    return { text: new TextDecoder("windows-1252").decode(bytes), note: "Read as text in the code Windows-1252." };
  }
}

/**
 * Records of a text, each with its cells. Throws a sentence where a quotation mark is left open.
 * @param {string} text @param {string} by what parts the cells
 */
function records(text, by) {
  const found = [];
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|((?!")[^${by}\\r\\n]*))(${by}|\\r\\n|\\r|\\n|$)`, "y");
  /** @type {string[]} */
  let record = [];
  while (cell.lastIndex <= text.length) {
    const match = cell.exec(text);
    if (!match) throw new Refused(`Row ${found.length + 1}: a quotation mark in it stands where none may, or is not closed.`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] === by) continue;
    found.push(record);
    record = [];
    if (!match[3]) break;
  }
  return found;
}

/**
 * The rows of a table below its header, with their numbers as a spreadsheet counts them. Throws a sentence.
 * @param {string} given @param {(cell: string) => string} known the column that a cell of a header stands for, or ""
 */
export function parse(given, known) {
  let text = given.replace(/^\ufeff/, "");
  if (/[\0\ufffd]/.test(text)) throw new Refused("This is no text that can be read. Save the table as CSV in UTF-8.");
  if (/Ã[\u0080-\u00bf\u2013-\u2122]/.test(text)) {
    throw new Refused("Letters in it have been turned, as “Ã©” for “é”. Save it anew as CSV in UTF-8.");
  }
  const said = /^"?sep=([^\w\s"]|\t)"?[;,\t]*(?:\r\n|\r|\n)/i.exec(text);
  if (said) text = text.slice(said[0].length);
  const clean = (/** @type {string[]} */ cells) => cells.map((cell) => cell.trim());
  const [line = ""] = text.trimStart().split(/\r\n|\r|\n/, 1);
  const count = (/** @type {string} */ by) => line.split(by).filter((cell) => known(cell.replaceAll('"', "").trim())).length;
  const best = PARTED.reduce((one, other) => (count(other) > count(one) ? other : one));
  const by = said && PARTED.includes(said[1]) ? said[1] : best;
  const all = records(text, by).map(clean);
  const start = all.findIndex((cells) => cells.join(""));
  const head = start < 0 ? [] : all[start];
  while (head.at(-1) === "") head.pop();
  const names = head.map((cell) => known(cell));
  const twice = names.find((name, at) => name && names.indexOf(name) !== at);
  if (twice) throw new Refused(`Row ${start + 1}: the column ${twice} stands there twice.`);
  const rows = all.slice(start + 1).map((cells, at) => ({ number: start + at + 2 + (said ? 1 : 0), cells })).filter(({ cells }) => cells.join(""));
  const long = rows.find(({ cells }) => cells.slice(head.length).join(""));
  if (long) throw new Refused(`Row ${long.number}: it has more cells than there are columns. Where a cell holds what parts cells, put it in quotation marks.`);
  return { names, ignored: head.filter((cell, at) => cell && !names[at]), rows, note: by === "," ? "" : `Read as cells parted by ${KINDS[by]}.` };
}
