/**
 * What the explorer says and what a reader takes along: words, links, tables, Python, a picture.
 * Pure functions from states and results to text; a link or a file that comes in is a stranger's.
 *
 * A state is {levels, factors, compensation, thresholds: {low, high}, silent, overrides}; numbers of
 * levels and factors in the order of the content. A row of a result is {key, name, observed, lo, hi,
 * path}; path is "" where nothing weighs anything.
 */

export const SILENT = { range: "Whole range", middle: "Middle", leave_out: "Leave out" };

const ROADS = { low_road: "the low road", mixed: "a mixed path", high_road: "the high road" };
const VERSION = "1";
const LONGEST = 8000; // of a link: room for every cell re-coded, by any name
const DECIMAL = /^(\d{1,20}\.?\d{0,20}|\.\d{1,20})(e[+-]?\d{1,3})?$/i; // as spreadsheets write it
const NUMBER = /^-?\d{1,20}(\.\d{1,20})?(e-?\d{1,3})?$/;

export const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
export const signed = (value) => (value ? `${value > 0 ? "+" : "−"}${Math.abs(value)}` : "0");
export const inARow = (words) =>
  words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join("");

/** A share that is said to be nothing, or everything, only where it is. */
export function shareInWords(share, digits = 0) {
  const step = 10 ** -digits;
  const value = 100 * share;
  if (value > 0 && value < step) return `less than ${step}\u00a0%`;
  if (value < 100 && value > 100 - step) return `more than ${100 - step}\u00a0%`;
  return `${value.toFixed(digits)}\u00a0%`;
}

/** An interval as a reader sees it: one number where both ends agree. */
export function interval(lo, hi, write) {
  const ends = [write(lo), write(hi)];
  return ends[0] === ends[1] ? ends[0] : ends.join(" to ");
}

export const told = (cell) => (cell.silent ? "unknown" : interval(cell.lo, cell.hi, signed));
export const scored = (row) => (row.path ? interval(row.lo, row.hi, (end) => end.toFixed(3)) : "none");

/** Open paths in key form, in words. */
export function inWords(path, names) {
  const open = path.split("|");
  if (!path) return "not scored";
  return open.length === Object.keys(names).length ? "could be any" : open.map((key) => names[key]).join(" or ");
}

/** How the open paths stand to the observed one: "right", "open", "wrong", or "" where there is none. */
export function verdict({ path, observed }) {
  if (!observed || !path) return "";
  if (path === observed) return "right";
  return path.split("|").includes(observed) ? "open" : "wrong";
}

/** How many of the rows are right, open and wrong. */
export function tally(rows) {
  const found = { right: 0, open: 0, wrong: 0 };
  for (const row of rows) if (verdict(row)) found[verdict(row)] += 1;
  return found;
}

const groups = (rows, by) => [...new Set(rows.map(by))].map((key) => [key, rows.filter((row) => by(row) === key)]);
const named = (rows) => inARow(rows.map((row) => row.name));

function looks(path, rows) {
  const open = path.split("|");
  const one = rows.length === 1;
  if (open.length === 3) return `${named(rows)} could be on any road`;
  if (open.length === 2) return `${named(rows)} could be on ${ROADS[open[0]]} or ${ROADS[open[1]]}`;
  if (path === "high_road") return `${named(rows)} look${one ? "s" : ""} fit for the high road`;
  return `${named(rows)} ${one ? "is" : "are"} classed as ${path === "mixed" ? "mixed" : "low road"}`;
}

/** The state of all clusters in words, and what the paper saw. */
export function summary(rows) {
  if (rows.some((row) => !row.path)) {
    return "Nothing weighs anything, so no cluster can be scored: raise a level and a factor in it.";
  }
  const rank = ["high_road", "mixed|high_road", "mixed", "low_road|mixed|high_road", "low_road|mixed", "low_road"];
  const found = groups(rows, (row) => row.path).sort((a, b) => rank.indexOf(a[0]) - rank.indexOf(b[0]));
  const here = `With these settings ${found.map(([path, some]) => looks(path, some)).join("; ")}.`;
  const seen = rows.filter((row) => row.observed);
  if (!seen.length) return here;
  const observed = groups(seen, (row) => row.observed).sort((a, b) => a[1].length - b[1].length);
  const paths = observed.map(([path, some], at) => {
    const last = at > 0 && at === observed.length - 1 && seen.length === rows.length && some.length > 1;
    return `${last ? "the others" : named(some)} on ${ROADS[path]}`;
  });
  const [right, open, wrong] = Object.values(tally(rows)).map((number) => number === seen.length ? "all" : number || "none");
  return `${here} Observed, as this edition reads the paper: ${inARow(paths)}. These settings name that path for ${right}, leave it open for ${open} and rule it out for ${wrong}.`;
}

/** Which rows have another class than before, in words. */
export function changes(before, rows, names) {
  return rows
    .filter((row, at) => row.path !== before[at].path)
    .map((row) => `${row.name}: ${inWords(row.path, names)}.`)
    .join(" ");
}

/** A compensation in words. */
export function compensationInWords(compensation) {
  const p = `p = ${compensation === -Infinity ? "−∞" : String(Number(compensation.toFixed(2))).replace("-", "−")}`;
  if (compensation === 1) return `Fully: the arithmetic mean (${p})`;
  if (compensation === -Infinity) return `Not at all: the weakest factor decides (${p})`;
  return `In part${compensation === 0 ? ": the geometric mean" : ""} (${p})`;
}

/* ---- A state as text for a link, and back. ---- */

export function writeState(state) {
  const cells = Object.entries(state.overrides).flatMap(([cluster, row]) =>
    Object.entries(row).map(([determinant, ends]) =>
      [cluster, determinant, ...(ends ? new Set(ends) : ["u"])].join(":"),
    ),
  );
  const { low, high } = state.thresholds;
  const compensation = state.compensation === -Infinity ? "none" : state.compensation;
  const fields = [VERSION, state.levels, state.factors, compensation, [low, high], state.silent, cells];
  return fields.filter((field) => field !== cells || cells.length).map(String).join(";");
}

/**
 * What a link holds: the state, the state that it is compared with or null, and the cluster chosen.
 * Throws an Error whose message says in words what is wrong.
 */
export function readLink(text, content) {
  if (text.length > LONGEST) throw new Error("it is too long");
  let plain = "";
  try {
    plain = decodeURIComponent(text); // some programs write even a comma as a code
  } catch {
    throw new Error("its signs are not whole");
  }
  const found = { w: "", a: null, c: content.clusters[0].key };
  for (const field of plain.split("&")) {
    const [name] = field.split("=", 1);
    if (!Object.hasOwn(found, name)) throw new Error("it has a part that is not known here");
    found[name] = field.slice(name.length + 1);
  }
  if (!content.clusters.some(({ key }) => key === found.c)) throw new Error("its cluster is not in this matrix");
  return {
    state: readState(found.w, content),
    kept: found.a === null ? null : readState(found.a, content),
    chosen: found.c,
  };
}

/** The state that a text stands for. Throws an Error whose message says in words what is wrong. */
export function readState(text, content) {
  const fields = text.split(";");
  if (fields[0] !== VERSION) throw new Error("another version of the explorer made it, or none");
  if (fields.length < 6 || fields.length > 7) throw new Error("a part of it is missing or left over");
  const [, levels, factors, compensation, thresholds, silent, cells = ""] = fields;
  const [low, high] = numbers(thresholds, 2, "thresholds");
  const state = {
    levels: numbers(levels, content.levels.length, "weights of levels"),
    factors: numbers(factors, content.determinants.length, "weights of factors"),
    compensation: compensation === "none" ? -Infinity : numbers(compensation, 1, "compensation")[0],
    thresholds: { low, high },
    silent,
    overrides: {},
  };
  if ([...state.levels, ...state.factors].some((number) => number < 0)) throw new Error("a weight is below 0");
  if (state.compensation > 1) throw new Error("the compensation is above 1");
  if (!(low >= 0 && low < high && high <= 1)) throw new Error("the thresholds are out of order");
  if (!Object.hasOwn(SILENT, silent)) throw new Error("it does not say what stands for silence");
  for (const cell of cells ? cells.split(",") : []) {
    const [cluster, determinant, ...ends] = cell.split(":");
    const row = content.clusters.find(({ key }) => key === cluster);
    const column = content.determinants.find(({ key }) => key === determinant);
    if (!row || !column) throw new Error("a cell of it is not in this matrix");
    const rating = ends[0] === "u" && ends.length === 1 ? null : numbers(ends.join(), ends.length, "ratings");
    if (rating?.length === 1) rating.push(rating[0]);
    if (rating && !(rating.length === 2 && rating[0] >= -2 && rating[0] <= rating[1] && rating[1] <= 2)) {
      throw new Error("a rating of it is not between −2 and +2");
    }
    state.overrides[row.key] = { ...state.overrides[row.key], [column.key]: rating };
  }
  return state;
}

function numbers(text, count, what) {
  const parts = text.split(",");
  if (parts.length !== count || !parts.every((part) => NUMBER.test(part) && Number.isFinite(Number(part)))) {
    throw new Error(`its ${what} are not ${count === 1 ? "a number" : `${count} numbers`}`);
  }
  return parts.map(Number);
}

/* ---- Tables. ---- */

const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : String(value));
const csv = (lines) => lines.map((line) => line.map(quoted).join(",")).join("\n") + "\n";

/** Shares of the determinants, in the form that the command line reads too. */
export const weightsTable = (shares, content) =>
  csv([["determinant", "weight"], ...content.determinants.map(({ key }, at) => [key, shares[at]])]);

/** One line a cluster: score, class, observed path, and all that they follow from. */
export function classesTable(state, shares, rows, content) {
  const rules = {
    compensation: state.compensation === -Infinity ? "-inf" : state.compensation,
    threshold_low: state.thresholds.low,
    threshold_high: state.thresholds.high,
    silent: state.silent,
  };
  const recoded = (row) =>
    Object.entries(state.overrides[row.key] ?? {}).map(([key, ends]) => `${key}=${ends ? ends.join("..") : "unknown"}`);
  return csv([
    ["cluster", "name", "score_lo", "score_hi", "path", "observed", ...Object.keys(rules), "recoded",
      ...content.determinants.map(({ key }) => `weight_${key}`)],
    ...rows.map((row) => [row.key, row.name, row.lo, row.hi, row.path, row.observed, ...Object.values(rules),
      recoded(row).join(";"), ...shares]),
  ]);
}

/** Weights by determinant from a table of determinants and weights. Throws an Error that says what is wrong. */
export function readWeights(text, content) {
  if (text.length > LONGEST) throw new Error("The file is too long for a table of weights.");
  const keys = content.determinants.map(({ key }) => key);
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/).map((line) => line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
  while (lines.length && lines.at(-1).join("") === "") lines.pop();
  if (lines[0]?.join() !== "determinant,weight") {
    throw new Error("Row 1: expected the columns determinant,weight with a comma between them.");
  }
  const found = new Map();
  lines.slice(1).forEach(([key, weight, ...rest], at) => {
    const row = `Row ${at + 2}`;
    if (!keys.includes(key)) throw new Error(`${row}, determinant: expected one of ${keys.join(", ")}.`);
    if (found.has(key)) throw new Error(`${row}, determinant: ${key} has a row already.`);
    if (rest.length || !DECIMAL.test(weight ?? "") || !(Number(weight) >= 0 && Number.isFinite(Number(weight)))) {
      throw new Error(`${row}, weight: expected one number of at least 0.`);
    }
    found.set(key, Number(weight));
  });
  const missing = keys.filter((key) => !found.has(key));
  if (missing.length) throw new Error(`Expected a row for ${inARow(missing)} (0 leaves it out).`);
  if (![...found.values()].some(Boolean)) throw new Error("Expected at least one weight above 0.");
  return keys.map((key) => found.get(key));
}

/* ---- Python. ---- */

export function python(state, content) {
  const entries = (items, values) => items.map(({ key }, at) => `${JSON.stringify(key)}: ${values[at]}`).join(", ");
  const cells = Object.entries(state.overrides).map(([cluster, row]) => {
    const inside = Object.entries(row).map(
      ([key, ends]) => `${JSON.stringify(key)}: ${ends ? `(${ends.join(", ")})` : "None"}`,
    );
    return `    ${JSON.stringify(cluster)}: {${inside.join(", ")}},\n`;
  });
  const recoded = cells.length ? `.recode({\n${cells.join("")}})` : "";
  const compensation = state.compensation === -Infinity ? 'float("-inf")' : state.compensation;
  return `from smeclusters import Framework, Thresholds, classify, load_study, rate, score

study = load_study()
weights = Framework.from_study(study).weigh(
    {${entries(content.determinants, state.factors)}},
    levels={${entries(content.levels, state.levels)}},
)
ratings = rate(study)${recoded}
scores = score(ratings, weights, compensation=${compensation}, silent="${state.silent}")
paths = classify(scores, Thresholds(${state.thresholds.low}, ${state.thresholds.high}))
for cluster, path in zip(paths.clusters, paths.keys()):
    print(cluster, path)
`;
}

/* ---- A picture. ---- */

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt()};`);

/** The rows as an SVG that stands by itself; colours by name. */
export function picture(state, shares, rows, content, colours) {
  const [left, width, step] = [190, 330, 34];
  const x = (score) => left + score * width;
  const { low, high } = state.thresholds;
  const text = (words, at, y, more = "") => `<text x="${at}" y="${y}" ${more}>${escaped(words)}</text>`;
  const band = (from, to, name, y) =>
    `<rect x="${x(from)}" y="${y}" width="${(to - from) * width}" height="20" fill="${colours[name]}"/>`;
  const lines = rows.map((row, at) => {
    const y = 62 + at * step;
    const bar = row.path
      ? `<rect x="${x(row.lo)}" y="${y + 6}" width="${Math.max((row.hi - row.lo) * width, 3)}" height="8" fill="${colours.wide}"/>`
      : "";
    const seen = row.observed ? `observed: ${content.paths[row.observed]}` : "";
    return [band(0, low, "low_road", y), band(low, high, "mixed", y), band(high, 1, "high_road", y), bar,
      text(row.name, 10, y + 14), text(inWords(row.path, content.paths), left + width + 12, y + 9, 'font-weight="600"'),
      text(seen, left + width + 12, y + 23, `font-size="10" fill="${colours.muted}"`)].join("");
  });
  const levels = content.levels.map(({ name }, level) => {
    const share = shares.reduce((total, one, at) => total + (content.determinants[at].level === level ? one : 0), 0);
    return `${name} ${percent(share)}`;
  });
  const own = Object.values(state.overrides).reduce((total, row) => total + Object.keys(row).length, 0);
  const rules = `${compensationInWords(state.compensation)}; silence: ${SILENT[state.silent].toLowerCase()}; \
${own ? `${own} cell${own > 1 ? "s" : ""} changed by the reader` : "cells as coded"}`;
  const height = 62 + rows.length * step + 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 ${height}" width="720" height="${height}" \
font-family="system-ui, sans-serif" font-size="13" fill="${colours.ink}"><title>${escaped(summary(rows))}</title>\
<rect width="720" height="${height}" fill="${colours.paper}"/>\
${text("Which road? Cells read from QEH Working Paper 71, weights chosen by a reader", 10, 22, 'font-weight="600"')}\
${text(`${levels.join(" · ")} · ${rules}`, 10, 42, `font-size="11" fill="${colours.muted}"`)}\
${lines.join("")}\
${[0, low, high, 1].map((tick) => text(tick, x(tick), height - 14, `font-size="11" text-anchor="middle" fill="${colours.muted}"`)).join("")}</svg>`;
}
