/** On a built page: what a class has handed in, side by side. Nothing is sent and nothing is kept. */

import { averageTable, classCounts, pairsTable, recodedTable, settingsTable, spreadTable } from "./classtables.js";
import { classMix } from "./classmix.js";
import { followed, summarise } from "./classmean.js";
import { button, h, write } from "./dom.js";
import { problemInWords, readLinks } from "./handedin.js";
import { readContent, referenceOf } from "./host.js";
import { plural } from "./words.js";

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
  let timer = 0;

  function read() {
    clearTimeout(timer);
    const { members, problems } = followed(readLinks(links.value, content), content);
    const many = problems.length ? ` ${plural(problems.length, "line")} could not be used: see below the links.` : "";
    write(said, members.length || many ? `${members.length ? plural(members.length, "setting") : "No setting"} read.${many}` : "");
    wrong.replaceChildren(...problems.map((problem) => h("li", {}, problemInWords(problem))));
    wrong.hidden = !problems.length;
    results.hidden = !members.length;
    results.replaceChildren(...(members.length ? shown(members) : []));
  }

  /** @param {Member[]} members */
  function shown(members) {
    const summary = summarise(members, content);
    const mix = classMix(members, summary.average.levels, content);
    return [
      part("Settings", h("div", { class: "beside" }, ...(content.levels.length === 3 ? [mix.node] : []), settingsTable(members, usual, content, mix.mark))),
      part("Clusters and classes", classCounts(summary, content)),
      part("The average, and what it hides", ...averageTable(summary, content)),
      part("How far weights spread", spreadTable(summary.weights, content)),
      part("Cells that were re-coded most", ...recodedTable(summary)),
      part("Pairs that disagree most", ...pairsTable(summary)),
    ];
  }

  /** @param {string} text */
  function put(text) {
    links.value = text;
    read();
    links.focus();
  }

  links.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(read, TYPING);
  });
  links.addEventListener("paste", () => { timer = setTimeout(read); }); // when the text stands there
  at("[data-buttons]").append(
    button("Try with an example", () => put(data.example), { "data-action": "example" }),
    button("Clear", () => put(""), { "data-action": "clear" }));
  root.dataset.ready = "true";
  read(); // a browser may have kept what stood there when the page is loaded anew
}

/** @type {Model} */
const NO_HOST = { get: () => undefined, set() {}, save_changes() {}, on() {}, off() {} };

document.querySelectorAll("[data-class-page]").forEach((root) => startClass(/** @type {HTMLElement} */ (root)));
