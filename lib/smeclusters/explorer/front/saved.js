/** Settings saved by name: a list to show and remove, and a table of their classes. */

import { fragmentOf } from "./address.js";
import { button, h, write } from "./dom.js";
import { foldTitle, foldSection } from "./folds.js";
import { nameFor, readShelf, resultOf, writeShelf } from "./shelf.js";
import { inARow, inWords } from "./words.js";

/** For each cluster which of the paths are open, as small signs; said in words as one picture. @param {Result} result @param {Content} content */
function signs({ rows }, content) {
  const said = rows.map((row) => `${row.name}: ${inWords(row.path, content)}`);
  return h("span", { class: "signs", role: "img", "aria-label": said.join("; ") }, ...rows.map(({ path }, at) =>
    h("span", { title: said[at] }, ...Object.keys(content.paths).map((key) => h("span", { class: path.split("|").includes(key) ? key : "" })))));
}

/** @param {string} name @param {Result} result @param {Content} content */
const tableRow = (name, { rows }, content) =>
  h("tr", {}, h("th", { scope: "row" }, h("bdi", {}, name)), ...rows.map(({ path }) => h("td", { class: path.includes("|") ? "" : path }, inWords(path, content))));

/** @param {Store} store @returns {Part} */
export function savedPart(store) {
  const { content, id } = store;
  const name = h("input", { type: "text", id: `${id}-save-as`, maxlength: 60, autocomplete: "off", keydown: (event) => { if (event.key === "Enter") keep(); } });
  const said = h("p", { role: "status", class: "said" });
  const list = h("ul", { role: "list", class: "entered" });
  const head = h("tr");
  const body = h("tbody");
  const table = h("div", { class: "scrolling", role: "region", tabindex: 0, "aria-label": "Classes under the saved settings" },
    h("table", {}, h("thead", {}, head), body));
  const copy = button("Copy names and links", copyAll, { "data-action": "copy-saved" });
  const none = button("Remove all", () => { if (put([])) write(said, "All removed."); name.focus(); }, { "data-action": "remove-saved" });
  /** @type {Cluster[]} */
  let drawn = [];
  let current = ""; // the shelf as it is drawn

  /** Puts settings on the shelf, and draws it. @param {Saved[]} saved */
  function put(saved) {
    const done = writeShelf(saved);
    if (!done) write(said, "This browser does not let a page keep anything.");
    draw();
    return done;
  }

  function keep() {
    const saved = readShelf();
    if (!saved) return write(said, "What was saved before can no longer be read: remove it first.");
    const { fragment, fits } = fragmentOf(store.here.state, null, store.chosen, content);
    const called = nameFor(name.value, saved);
    if (put([...saved, { name: called, fragment }])) write(said, `Saved as ${called}${fits ? "." : ", without the clusters of your own, which are too long for a link."}`);
    name.value = "";
  }

  async function copyAll() {
    const page = location.href.split("#")[0];
    try {
      await navigator.clipboard.writeText((readShelf() ?? []).map((each) => `${each.name} ${page}${each.fragment}`).join("\n"));
      write(said, "Copied: a line for each, its name and its link.");
    } catch {
      write(said, "The browser does not let a page copy here.");
    }
  }

  /** @param {Saved} one @param {ReturnType<typeof resultOf>} found */
  function item(one, { result, waits, problem }) {
    const remove = () => {
      if (put((readShelf() ?? []).filter((each) => each.name !== one.name))) write(said, `${one.name} removed.`);
      name.focus();
    };
    // By its address, so that what a link may not do a saved setting may not either.
    const show = () => { location.hash = result ? fragmentOf(result.state, store.kept, store.chosen, content).fragment : one.fragment; };
    const unseen = waits.length ? `Its classes are seen once ${inARow(waits)} is loaded, which Show does.` : `It can no longer be read: ${problem}. It stays until you remove it.`;
    return h("li", {}, h("span", {}, h("bdi", { class: "called" }, one.name),
      result ? signs(result, content) : h("span", { class: "hint" }, unseen)),
      h("span", { class: "buttons" },
        ...(result || waits.length ? [button("Show", show, { "aria-label": `Show ${one.name}` })] : []),
        button("Remove", remove, { "aria-label": `Remove ${one.name}` })));
  }

  function draw() {
    const { clusters, state } = store.here;
    const saved = readShelf();
    const found = (saved ?? []).map((one) => ({ one, read: resultOf(one, content, state.own) }));
    const sound = found.flatMap(({ one, read: { result } }) => (result && result.rows.length === clusters.length ? [{ name: one.name, result }] : []));
    [drawn, current] = [clusters, JSON.stringify(saved)];
    list.replaceChildren(...found.map(({ one, read }) => item(one, read)));
    if (!saved) list.append(h("li", {}, "What was saved here can no longer be read. It stays until you remove all."));
    copy.hidden = !found.length;
    none.hidden = !list.children.length;
    table.hidden = !sound.length;
    head.replaceChildren(h("td"), ...clusters.map((each) => h("th", { scope: "col" }, each.name)));
    body.replaceChildren(tableRow("Now", store.here, content), ...sound.map(({ name: called, result }) => tableRow(called, result, content)));
  }

  return {
    node: foldSection(store, "saved", foldTitle("Saved settings"),
      h("p", { class: "hint" }, "Settings that you save stay in this browser alone; nobody else sees them, and a link to this page does not carry them."),
      h("p", { class: "of" }, h("label", { for: name.id }, "Name of the setting"), name, button("Save this setting", keep, { "data-action": "save-setting" })),
      said, list, h("div", { class: "buttons" }, copy, none), table),
    after(result) {
      if (result.clusters !== drawn || JSON.stringify(readShelf()) !== current) draw();
      else body.firstElementChild?.replaceWith(tableRow("Now", result, content));
    },
  };
}
