/** What a reader takes along: a link, tables, a picture, Python; and weights that come in from a file. */

import { button, h, save, write } from "./dom.js";
import { foldTitle, foldSection } from "./folds.js";
import { weigh } from "./model.js";
import { coloursOf, picture } from "./picture.js";
import { python } from "./python.js";
import { ofLevel, sliders } from "./results.js";
import { classesTable, readWeights, weightsTable } from "./tables.js";

/** Positions of the sliders that stand for the weights in a file. @param {File} file @param {Content} content */
async function slidersFrom(file, content) {
  const weights = readWeights(file.size > 100000 ? "x".repeat(100000) : await file.text(), content);
  const levels = content.levels.map((_, level) => ofLevel(weights, level, content));
  const shares = weigh(weights, levels, content.levelOf);
  if (!shares) throw new Error("Expected weights that can be added up.");
  return sliders(content, shares);
}

/** @param {Store} store @returns {Part} */
export function alongPart(store) {
  const { content, id, linked } = store;
  const address = h("input", { type: "text", readonly: true, "aria-label": "Link to this state", focus: () => address.select() });
  const code = h("pre", { tabindex: 0 });
  const said = h("span", { role: "status" });
  const url = () => location.href.split("#")[0] + store.linkOf().fragment;
  const copy = async (/** @type {string} */ text, /** @type {string} */ what) => {
    try {
      await navigator.clipboard.writeText(text);
      write(said, `${what} copied.`);
    } catch {
      write(said, "The browser does not let a page copy here; select the text instead.");
    }
  };
  const read = async () => {
    const [given] = file.files ?? [];
    file.value = "";
    if (!given) return;
    try {
      store.change(await slidersFrom(given, content));
      write(said, "Weights read.");
    } catch (problem) {
      write(said, `${problem instanceof Error ? problem.message : problem} Nothing has been changed.`);
    }
  };
  const file = h("input", { type: "file", accept: ".csv,text/csv", id: `${id}-file`, change: read });
  const drawn = () => picture(store.here, content, coloursOf(node));
  const links = linked ? [h("div", { class: "address" }, address, button("Copy link", () => copy(url(), "Link"), { "data-action": "link" }))] : [];
  const lines = h("details", {}, h("summary", {}, "Python"), code,
    button("Copy Python", () => copy(python(store.here.state, content), "Python"), { "data-action": "python" }));
  const node = foldSection(
    store, "along", foldTitle("Take it along"), ...links,
    h("div", { class: "buttons" },
      button("Scores and classes (CSV)", () => save("classes.csv", "text/csv", classesTable(store.here, content)), { "data-action": "classes" }),
      button("Weights (CSV)", () => save("weights.csv", "text/csv", weightsTable(store.here.shares, content)), { "data-action": "weights" }),
      button("Picture (SVG)", () => save(content.words.picture_file, "image/svg+xml", drawn()), { "data-action": "picture" })),
    h("p", {}, h("label", { for: file.id }, "Use weights from a CSV file with the columns determinant and weight "), file),
    said, lines,
  );
  return {
    node,
    after({ state }) {
      if (linked) address.value = url();
      write(code, python(state, content));
    },
  };
}
