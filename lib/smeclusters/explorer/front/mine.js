/** Clusters of a reader's own: added by a form, pasted, or opened from a file; changed, removed, kept, taken along. */

import { button, h, save, write } from "./dom.js";
import { foldTitle, foldSection, unfold } from "./folds.js";
import { intake } from "./intake.js";
import { keepOwn, keptText, readKept } from "./kept.js";
import { layerTable } from "./layer.js";
import { countryName, putIn, withoutGone } from "./own.js";
import { ownForm } from "./ownform.js";

/** @param {Store} store @param {string[]} keys */
function takeOut({ change, content, here: { state } }, keys) {
  change(withoutGone({ ...state, own: state.own.filter(({ key }) => !keys.includes(key)) }, content));
}

/** One of the clusters in the list. @param {Store} store @param {OwnCluster} own @param {(own: OwnCluster) => void} edit @param {() => void} gone */
function item(store, own, edit, gone) {
  const { content } = store;
  const known = new Set(own.rows.map(({ determinant }) => determinant)).size;
  const about = [countryName(own.country, content), own.products, `${known} of ${content.determinants.length} factors rated`].filter(Boolean).join("; ");
  const remove = () => { takeOut(store, [own.key]); gone(); };
  // The list is written anew after a pause, in which the form may have told more.
  const latest = () => store.here.state.own.find(({ key }) => key === own.key) ?? own;
  return h("li", {}, h("span", {}, h("bdi", { class: "called" }, own.name), h("span", { class: "hint" }, h("bdi", {}, about))),
    h("span", { class: "buttons" },
      button("Edit", () => edit(latest()), { "aria-label": `Edit ${own.name}` }),
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
  /** @type {OwnCluster | null} */
  let filled = null; // as the form that is open has entered it
  let forms = 0;
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
    const by = `form-${(forms += 1)}`; // all that is done in one form is one step
    const before = store.here.state.own;
    const told = (/** @type {OwnCluster} */ entered) => {
      const first = filled === null;
      filled = entered;
      store.change(putIn(store.here.state, [entered]), by);
      if (first) store.choose(entered.key);
    };
    const form = ownForm(store, own, told, (entered) => {
      if (entered) {
        told(entered);
        tell(`${entered.name} stands among the others.`);
      } else if (store.before(by) !== store.here.state) store.undo();
      else if (filled) store.change({ own: before });
      close();
      add.focus();
    });
    filled = null;
    slot.replaceChildren(form.node);
    if (own) store.choose(own.key);
    form.focus();
  }

  function close() {
    slot.replaceChildren();
    filled = null;
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

  const node = foldSection(store, "mine", foldTitle("Clusters of your own"),
    h("p", { class: "hint" }, "A cluster that you know is rated by the same rules and stands among the others. What you enter stays on this page until you pass on its link or the file."),
    h("div", { class: "buttons" }, add), slot, list,
    ...intake(store, tell),
    said, h("div", { class: "buttons" }, download, all), held, kept, other);

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
      if (filled && !own.includes(filled)) close(); // undone, or replaced by what was opened
      if (own !== shown) {
        shown = own;
        list.replaceChildren(...own.map((each) => item(store, each, edit, () => add.focus())));
      }
      all.hidden = own.length < 2;
      download.setAttribute("aria-disabled", String(!own.length));
      const { fits } = store.linkOf();
      write(held, !own.length || !linked ? "" : fits ? "The link to this state holds them." : "They are too long for a link, which holds 8 kB: send the file instead.");
    },
    given({ state: { own } }) { if (own.length) unfold(node); },
  };
}
