/** On a built page: what a class has handed in, side by side. Nothing is sent and nothing is kept. */

import { classAlong } from "./classalong.js";
import { handInOf, kindOf, rowProblems, stemOf } from "./classfiles.js";
import { classIntake } from "./classintake.js";
import { MOST_SETTINGS, followed, ownOf, summarise } from "./classmean.js";
import { classMix } from "./classmix.js";
import { averageTable, classCounts, ownTable, pairsTable, recodedTable, settingsTable, spreadTable } from "./classtables.js";
import { button, h, write } from "./dom.js";
import { fetchLayers } from "./fetched.js";
import { readContent, referenceOf } from "./host.js";
import { Refused } from "./csv.js";
import { readSheet } from "./sheetread.js";
import { sheetTables, withOwn } from "./sheettables.js";
import { inARow, plural } from "./words.js";

const MOST_WRONG = 50; // lines that could not be used, told one by one
const TYPING = 300; // ms without a key, after which the links are read

/** @param {string} title @param {(Node | string)[]} inside */
const part = (title, ...inside) => h("section", {}, h("h3", {}, title), ...inside);

/** @param {HTMLElement} root */
function startClass(root) {
  const data = JSON.parse(root.querySelector("script")?.textContent ?? "");
  const content = readContent({ ...NO_HOST, get: () => data.content });
  const usual = referenceOf(content);
  const at = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (root.querySelector(selector));
  const links = /** @type {HTMLTextAreaElement} */ (at('[name="links"]'));
  const [said, wrong, results] = ["[data-said]", "[data-wrong]", "[data-results]"].map(at);
  const intake = classIntake(root, links, read);
  let timer = 0;
  const tried = new Set(); // layers that were asked for

  function read() {
    clearTimeout(timer);
    const files = [{ name: "", text: links.value }, ...intake.files];
    const [sheets, others] = [true, false].map((is) => files.filter(({ text }) => (kindOf(text) === "sheet") === is));
    const handed = others.map((file) => handInOf(file, content));
    if (load(handed)) return;
    const { members, layers, problems, given } = followed(handed, content);
    const own = ownOf(members, layers, content);
    const { coders, faults } = codersOf(sheets);
    const sentences = [...intake.refused, ...[...problems, ...faults].map(({ sentence }) => sentence)];
    const counts = /** @type {const} */ ([[members, "setting"], [own, "own cluster"], [coders, "coding sheet"]]);
    const found = inARow(counts.flatMap(([some, what]) => (some.length ? [plural(some.length, what)] : [])));
    const many = sentences.length ? ` ${plural(sentences.length, "line")} could not be used: see the list below.` : "";
    const over = given > MOST_SETTINGS ? ` There are ${given} settings, and at most ${MOST_SETTINGS} can be read here: the first ones count.` : "";
    write(said, found || many ? `${found || "Nothing"} read.${over}${many}` : "");
    const more = sentences.length - MOST_WRONG;
    const told = [...sentences.slice(0, MOST_WRONG), ...(more > 0 ? [`And ${plural(more, "other")}.`] : [])];
    wrong.replaceChildren(...told.map((sentence) => h("li", {}, sentence)));
    wrong.hidden = !sentences.length;
    const parts = [...(members.length ? shown(members, own) : []), ...(own.length ? [part("Clusters of their own", ownTable(own, Boolean(members.length), content))] : [])];
    if (coders.length) parts.push(part("Coding sheets", ...compared(coders)));
    results.hidden = !parts.length;
    results.replaceChildren(...parts);
  }

  /** Has what settings lay over the study loaded, each layer once, and reads again. @param {HandedIn[]} handed */
  function load(handed) {
    const laid = handed.flatMap(({ settings }) => settings).flatMap(({ state }) => state.laid).filter((key) => !tried.has(key));
    for (const key of laid) tried.add(key);
    if (laid.length) fetchLayers({ laid }, content).then(read);
    return laid.length > 0;
  }

  /** @param {ClassFile[]} sheets */
  function codersOf(sheets) {
    const read = sheets.map(({ name, text }) => {
      try {
        return { coders: [{ name: stemOf(name), ...readSheet(text, data.keys, content) }], faults: [] };
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        return { coders: [], faults: rowProblems(name, problem) };
      }
    });
    return { coders: read.flatMap(({ coders }) => coders), faults: read.flatMap(({ faults }) => faults) };
  }

  /** @param {Coder[]} coders */
  function compared(coders) {
    const tables = h("div");
    const beside = h("input", { type: "checkbox", id: "class-beside", name: "beside", change: draw });
    function draw() {
      tables.replaceChildren(...sheetTables(withOwn(coders, data.keys, content.codings[0].name, beside.checked), data.keys, content));
    }
    draw();
    return [h("p", { class: "choice" }, beside, " ", h("label", { for: beside.id }, `Beside them: ${content.codings[0].name}, on the same passages`)), tables];
  }

  /** @param {Member[]} members @param {OwnHandedIn[]} own */
  function shown(members, own) {
    const summary = summarise(members, content);
    const mix = classMix(members, summary.average.levels, content);
    return [
      part("Settings", h("div", { class: "beside" }, ...(content.levels.length === 3 ? [mix.node] : []), settingsTable(members, usual, content, mix.mark)),
        classAlong(root, members, summary, own, content)),
      part("Clusters and classes", classCounts(summary, content)),
      part("The average, and what it hides", ...averageTable(summary, content)),
      part("How far weights spread", spreadTable(summary.weights, content)),
      part("Cells that were re-coded most", ...recodedTable(summary)),
      part("Pairs that disagree most", ...pairsTable(summary)),
    ];
  }

  links.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event instanceof InputEvent && event.inputType === "insertFromPaste") return read();
    timer = setTimeout(read, TYPING);
  });
  const example = () => { links.value = data.example; read(); links.focus(); };
  const clear = () => { links.value = ""; intake.clear(); links.focus(); };
  at("[data-buttons]").append(button("Try with an example", example, { "data-action": "example" }), button("Clear", clear, { "data-action": "clear" }));
  at("[data-files]").append(intake.node);
  root.dataset.ready = "true";
  read(); // a browser may have kept what stood there when the page is loaded anew
}

/** @type {Model} */
const NO_HOST = { get: () => undefined, set() {}, save_changes() {}, on() {}, off() {} };

document.querySelectorAll("[data-class-page]").forEach((root) => startClass(/** @type {HTMLElement} */ (root)));
