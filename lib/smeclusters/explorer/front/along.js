/** What a reader takes along: a link, tables, a picture, Python; and weights that come in from a file. */

import { copyText, pngOf, sendText, toldButton } from "./copied.js";
import { button, h, save, write } from "./dom.js";
import { foldTitle, foldSection } from "./folds.js";
import { weigh } from "./model.js";
import { fileName } from "./filenames.js";
import { coloursOf, picture } from "./picture.js";
import { python } from "./python.js";
import { ofLevel, sliders } from "./results.js";
import { classesTable, readWeights, weightsTable } from "./tables.js";
import { summary } from "./words.js";

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
  const told = h("span", { role: "status", class: "told" });
  const label = h("input", { type: "text", id: `${id}-label`, maxlength: 60, autocomplete: "off" });
  const reason = h("input", { type: "text", id: `${id}-reason`, maxlength: 240, autocomplete: "off" });
  const url = () => location.href.split("#")[0] + store.linkOf().fragment;
  const said = () => ({ label: label.value.trim(), reason: reason.value.trim() });
  const text = () => [said().label && `${said().label}:`, summary(store.here, content), said().reason && `Why these weights? ${said().reason}`].filter(Boolean).join(" ");
  const read = async () => {
    const [given] = file.files ?? [];
    file.value = "";
    if (!given) return;
    try {
      store.change(await slidersFrom(given, content));
      write(told, "Weights read.");
    } catch (problem) {
      write(told, `${problem instanceof Error ? problem.message : problem} Nothing has been changed.`);
    }
  };
  const file = h("input", { type: "file", accept: ".csv,text/csv", id: `${id}-file`, change: read });
  const weighting = () => content.weightings.find(({ weights, levels }) =>
    weigh(weights, levels, content.levelOf)?.every((share, at) => Math.abs(share - store.here.shares[at]) < 1e-9));
  const named = (/** @type {string} */ what, /** @type {string} */ ending) => fileName(what, ending, said(), weighting(), content);
  // From a disk an address leads nowhere else; what stands behind it restores the setting on any copy of the page.
  const shownAddress = () => (!linked ? "" : location.protocol.startsWith("http") ? url() : store.linkOf().fragment);
  const drawn = () => picture(store.here, content, coloursOf(node), said(), shownAddress(), weighting()?.sentence);
  const png = async () => {
    try {
      save(named("", "png"), "image/png", await pngOf(drawn()));
    } catch {
      write(told, "The browser does not let a page draw this picture; take the SVG instead.");
    }
  };
  const links = linked ? [h("div", { class: "address" }, address,
    toldButton("Copy link", () => copyText(url(), "Link"), { "data-action": "link" }),
    toldButton("Send", () => sendText({ title: said().label || content.words.picture, text: text() }, url()), { "data-action": "send" }))] : [];
  const lines = h("details", {}, h("summary", {}, "Python"), code,
    toldButton("Copy Python", () => copyText(python(store.here.state, content), "Python"), { "data-action": "python" }));
  const node = foldSection(
    store, "along", foldTitle("Take it along"),
    h("p", { class: "hint" }, "A name and a reason go into files and pictures, and along with Send; a copied link holds the setting alone."),
    h("div", { class: "naming" },
      h("label", { for: label.id }, "What do you call this setting?"), label,
      h("label", { for: reason.id }, "Why these weights?"), reason),
    ...links,
    h("div", { class: "buttons" },
      button("Scores and classes (CSV)", () => save(named("classes", "csv"), "text/csv", classesTable(store.here, content, said())), { "data-action": "classes" }),
      button("Weights (CSV)", () => save(named("weights", "csv"), "text/csv", weightsTable(store.here.shares, content, said())), { "data-action": "weights" }),
      button("Picture (PNG)", png, { "data-action": "png" }),
      button("Picture (SVG)", () => save(named("", "svg"), "image/svg+xml", drawn()), { "data-action": "picture" })),
    h("p", {}, h("label", { for: file.id }, "Use weights from a CSV file with the columns determinant and weight "), file),
    told, lines,
  );
  return {
    node,
    after({ state }) {
      if (linked) address.value = url();
      write(code, python(state, content));
    },
  };
}
