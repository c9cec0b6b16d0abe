/** Clusters of a reader's own: added by a form, pasted, or opened from a file; changed, removed, kept, taken along. */

import { Refused, textOf } from "./csv.js";
import { button, h, save, write } from "./dom.js";
import { keepOwn, keptText, readKept } from "./kept.js";
import { layerTable, readLayer } from "./layer.js";
import { countryName, onOwn, putIn } from "./own.js";
import { ownForm } from "./ownform.js";
import { inARow, plural } from "./words.js";

const LARGEST = 4_000_000; // bytes of a file
const PASTED = 20; // signs that come in one go are no typing

/** @param {Store} store @param {string[]} keys */
function takeOut({ change, content, here: { state } }, keys) {
  change(onOwn(state, state.own.filter(({ key }) => !keys.includes(key)), content));
}

/** One of the clusters in the list. @param {Store} store @param {OwnCluster} own @param {(own: OwnCluster) => void} edit @param {() => void} gone */
function item(store, own, edit, gone) {
  const { content } = store;
  const known = new Set(own.rows.map(({ determinant }) => determinant)).size;
  const about = [countryName(own.country, content), own.products, `${known} of ${content.determinants.length} factors rated`].filter(Boolean).join("; ");
  const remove = () => { takeOut(store, [own.key]); gone(); };
  return h("li", {}, h("span", {}, h("bdi", { class: "called" }, own.name), h("span", { class: "hint" }, h("bdi", {}, about))),
    h("span", { class: "buttons" },
      button("Edit", () => edit(own), { "aria-label": `Edit ${own.name}` }),
      button("Remove", remove, { "aria-label": `Remove ${own.name}` })));
}

/** @param {Store} store @returns {Part} */
export function minePart(store) {
  const { content, id, linked } = store;
  const slot = h("div");
  const list = h("ul", { role: "list", class: "entered" });
  const said = h("div", { role: "status", class: "said" });
  const held = h("p", { class: "hint" });
  const unread = linked ? readKept(content).problem : "";
  const other = h("p", { class: "hint" }, unread);
  /** @type {OwnCluster[] | null} */
  let shown = null;
  let brought = 0;

  /** @param {string} first @param {string[]} lines */
  function tell(first, lines = []) {
    said.replaceChildren(...(first ? [h("p", {}, first)] : []), ...(lines.length ? [h("ul", {}, ...lines.map((line) => h("li", {}, h("bdi", {}, line))))] : []));
  }

  const add = button("Add a cluster", () => edit(null), { "data-action": "add-cluster" });

  /** @param {OwnCluster | null} own */
  function edit(own) {
    if (!own && store.here.state.own.length >= content.limits.clusters) return tell(`At most ${content.limits.clusters} clusters of your own can stand here.`);
    tell("");
    const form = ownForm(store, own, (entered) => {
      slot.replaceChildren();
      if (!entered) return add.focus();
      store.change(putIn(store.here.state, [entered]));
      store.choose(entered.key);
      tell(`${entered.name} stands among the others.`);
      add.focus();
    });
    slot.replaceChildren(form.node);
    form.focus();
  }

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

  const download = button("Download (CSV)", () => {
    const { own } = store.here.state;
    if (!own.length) return tell("There is no cluster of your own yet.");
    save("clusters.csv", "text/csv", layerTable(own, content));
  }, { "data-action": "download-layer" });
  const keep = h("input", { type: "checkbox", name: "keep-own", id: `${id}-keep`, checked: linked && keptText() !== null && !unread, change: keepOrNot });
  function keepOrNot() {
    write(other, "");
    if (keepOwn(keep.checked ? store.here.state.own : null, content)) return tell(keep.checked ? "Kept in this browser." : "No longer kept in this browser.");
    keep.checked = false;
    tell("This browser does not let a page keep anything.");
  }
  const kept = h("p", { class: "check", hidden: !linked }, keep, h("label", { for: keep.id }, "Keep them in this browser between visits"));
  const all = button("Remove all", () => { takeOut(store, store.here.state.own.map(({ key }) => key)); add.focus(); }, { "data-action": "remove-own" });

  const node = h("section", { class: "mine", "aria-labelledby": `${id}-mine` }, h("details", { open: true },
    h("summary", {}, h("h2", { class: "title", id: `${id}-mine` }, "Clusters of your own")),
    h("p", { class: "hint" }, "A cluster that you know is rated by the same rules and stands among the others. What you enter stays on this page until you pass on its link or the file."),
    h("div", { class: "buttons" }, add), slot, list,
    h("p", { class: "field" }, h("label", { for: paste.id }, "Paste from a spreadsheet"), paste),
    h("div", { class: "buttons" }, button("Read what is pasted", readPaste, { "data-action": "read-paste" })),
    h("p", { class: "field" }, h("label", { for: file.id }, "Open a file (CSV)"), file),
    h("details", {}, h("summary", {}, "Columns of such a table"), h("p", { class: "hint" }, `A row a statement, with the columns place, determinant and rating, and perhaps ${inARow(content.columns.filter((name) => !["place", "determinant", "rating"].includes(name)))}; or a row a cluster, with name and a column a factor, by its key or name: ${inARow(content.determinants.map(({ key }) => key))}. In the first row stand the names of the columns, in whatever order; others are left out.`)),
    said, h("div", { class: "buttons" }, download, all), held, kept, other));

  return {
    node,
    after({ state: { own } }) {
      if (store.brought !== brought) {
        brought = store.brought;
        const here = keptText();
        // What a link brings does not take the place of what the reader keeps.
        if (keep.checked && here !== null && here !== layerTable(own, content)) {
          keep.checked = false;
          write(other, "The link has brought clusters of its own. Those that you keep in this browser are still kept: open the page without a link to see them; a tick above puts these in their place.");
        }
      } else if (shown && own !== shown && keep.checked) keepOwn(own, content);
      if (own !== shown) {
        shown = own;
        list.replaceChildren(...own.map((each) => item(store, each, edit, () => add.focus())));
      }
      all.hidden = own.length < 2;
      download.setAttribute("aria-disabled", String(!own.length));
      const { fits } = store.linkOf();
      write(held, !own.length || !linked ? "" : fits ? "The link to this state holds them." : "They are too long for a link, which holds 8 kB: send the file instead.");
    },
  };
}
