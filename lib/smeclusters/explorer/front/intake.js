/** Tables of clusters that a reader hands in: pasted, or opened from a file. */

import { Refused, textOf } from "./csv.js";
import { button, h } from "./dom.js";
import { readLayer } from "./layer.js";
import { putIn } from "./own.js";
import { inARow, plural } from "./words.js";

const LARGEST = 4_000_000; // bytes of a file
const PASTED = 20; // signs that come in one go are no typing

/** @param {Store} store @param {(first: string, lines?: string[]) => void} tell what came of it */
export function intake(store, tell) {
  const { content, id } = store;

  /** Takes a table's clusters, all or none. @param {string} text @param {string} note */
  function take(text, note = "") {
    try {
      const before = store.here.state.own;
      const { clusters, notes } = readLayer(text, content, before);
      const [old, fresh] = [true, false].map((is) => clusters.filter(({ key }) => before.some((own) => own.key === key) === is));
      store.change(putIn(store.here.state, clusters));
      store.choose(clusters[0].key);
      const names = (/** @type {OwnCluster[]} */ some) => (some.length > 9 ? plural(some.length, "cluster") : inARow(some.map(({ name }) => name)));
      tell([fresh.length ? `Put in: ${names(fresh)}.` : "", old.length ? `In the place of what stood there: ${names(old)}.` : ""].filter(Boolean).join(" "),
        [note, ...notes].filter(Boolean));
      return true;
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      tell("Nothing has been taken.", problem.message.split("\n"));
      return false;
    }
  }

  const paste = h("textarea", { name: "paste", rows: 3, id: `${id}-paste`, spellcheck: "false", input: pasted });
  let before = 0;
  function pasted() {
    const came = paste.value.length - before;
    before = paste.value.length;
    if (came > PASTED && paste.value.trim().includes("\n")) readPaste();
  }
  function readPaste() {
    if (!paste.value.trim()) return paste.focus();
    if (take(paste.value)) paste.value = "";
    before = paste.value.length;
  }

  const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", id: `${id}-layer`, "data-action": "open-layer", change: open });
  async function open() {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (!chosen) return;
    if (chosen.size > LARGEST) return tell("Nothing has been taken.", ["The file is too large: at most four million bytes can be read here."]);
    try {
      const { text, note } = textOf(await chosen.arrayBuffer());
      take(text, note);
    } catch (problem) {
      tell("Nothing has been taken.", [problem instanceof Error ? problem.message : String(problem)]);
    }
  }

  return [
    h("p", { class: "field" }, h("label", { for: paste.id }, "Paste from a spreadsheet"), paste),
    h("div", { class: "buttons" }, button("Read what is pasted", readPaste, { "data-action": "read-paste" })),
    h("p", { class: "field" }, h("label", { for: file.id }, "Open a file (CSV)"), file),
    h("details", {}, h("summary", {}, "Columns of such a table"), h("p", { class: "hint" }, `A row a statement, with the columns place, determinant and rating, and perhaps ${inARow(content.columns.filter((name) => !["place", "determinant", "rating"].includes(name)))}; or a row a cluster, with name and a column a factor, by its key or name: ${inARow(content.determinants.map(({ key }) => key))}. In the first row stand the names of the columns, in whatever order; others are left out.`)),
  ];
}
