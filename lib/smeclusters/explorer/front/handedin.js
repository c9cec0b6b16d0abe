/** The links of a class as they are handed in: one a line, a name before it. Read as read_links of links.py reads them. */

import { readLink } from "./links.js";

const START = /(?:#|%23)\s*(?:w|%[57]7)\s*(?:=|%3d)/i;
const ENDS_OF_LINES = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
const BROKEN = 120; // lines of a mail that a link may go over
const MET_SHOWN = 60; // signs of a line that a problem repeats
const LINK = /(?:w|%[57]7)\s*(?:=|%3d)/i; // though it be broken

/** Whether a link begins in a line. @param {string} line */
const begins = (line) => START.test(line);

/** A line's name and its link; where none begins in it, the last word stands for it. @param {string} line @returns {[string, string]} */
function parted(line) {
  const words = line.trim().split(/\s+/);
  const start = START.exec(line)?.index;
  if (start === undefined) return [words.slice(0, -1).join(" "), words.at(-1) ?? ""];
  const head = line.slice(0, start);
  const address = head.split(/\s/).at(-1) ?? "";
  const name = head.slice(0, head.length - address.length).trim().split(/\s+/).join(" ").replace(/ ?:$/, "");
  return [name, line.slice(head.length - address.length)];
}

/** What a link restores, or in words why it cannot be read. @param {string} link @param {Content} content */
function attempt(link, content) {
  if (!/#|%23/.test(link) && !/^\s*(w|%[57]7)/i.test(link)) return { state: null, problem: "no link begins in it" };
  try {
    return { state: readLink(link, content).state, problem: "" };
  } catch (problem) {
    return { state: null, problem: problem instanceof Error ? problem.message : String(problem) };
  }
}

/** A link with one, two and more of the lines below it, as a mail breaks it. @param {string} link @param {string[]} below */
function* goingOn(link, below) {
  let whole = link;
  for (const [at, line] of below.entries()) {
    if (begins(line) || !line.trim()) return;
    whole += line;
    yield { further: at + 1, whole };
  }
}

/** @param {string} text */
function metIn(text) {
  const signs = [...text.slice(0, 2 * MET_SHOWN + 2)];
  return signs.length > MET_SHOWN ? `${signs.slice(0, MET_SHOWN - 1).join("")}…` : text;
}

/** What is wrong with a line, in a sentence. @param {string} file "" for what was pasted @param {number} line 0 for all of it @param {string} name @param {string} said @returns {LineProblem} */
export function lineProblem(file, line, name, said) {
  const where = [file, line ? `${file ? "line" : "Line"} ${line}` : "", name].filter(Boolean).join(", ");
  return { file, line, name, sentence: where ? `${where}: ${said}` : said.replace(/^./, (first) => first.toUpperCase()) };
}

/** The one sentence for what is no hand-in at all. @param {string} file @param {string} met what it is, or its first line @returns {HandedIn} */
export function noHandIn(file, met) {
  const found = met ? `“${metIn(met)}”` : "nothing";
  return { settings: [], layers: [], problems: [lineProblem(file, 0, "", `found ${found}, expected a list of links, or a table of the explorer.`)] };
}

/**
 * The settings that a text holds, and what was wrong with its other lines.
 * @param {string} text @param {Content} content @param {string} file "" for what was pasted @returns {HandedIn}
 */
export function linksIn(text, content, file = "") {
  const lines = text.replace(/^\ufeff/, "").split(ENDS_OF_LINES);
  /** @type {HandedIn} */
  const found = { settings: [], problems: [], layers: [] };
  const first = lines.find((line) => line.trim())?.trim() ?? "";
  if ((first || file) && !lines.some((line) => LINK.test(line))) return noHandIn(file, first); // and not a sentence for each line
  let broken = 0; // lines that belong to a link above them
  for (const [at, line] of lines.entries()) {
    if (at < broken || !line.trim()) continue;
    const [name, link] = parted(line);
    let { state, problem } = attempt(link, content);
    if (!state && begins(line)) {
      for (const { further, whole } of goingOn(link, lines.slice(at + 1, at + 1 + BROKEN))) {
        ({ state } = attempt(whole, content));
        if (!state) continue;
        broken = at + 1 + further;
        break;
      }
    }
    if (state) found.settings.push({ file, name, line: at + 1, state });
    else found.problems.push(lineProblem(file, at + 1, begins(line) ? name : "", `found “${metIn(begins(line) ? link : line.trim())}”, expected a whole link of the explorer; ${problem}.`));
  }
  return found;
}
