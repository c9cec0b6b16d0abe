/** Files that a class hands in: chosen, dropped, or pasted as a table; a list of them, each to be taken away again. */

import { kindOf } from "./classfiles.js";
import { Refused, textOf } from "./csv.js";
import { button, h } from "./dom.js";
import { isPacked, workbookText } from "./workbook.js";

const LARGEST_FILE = 4_000_000; // bytes

/** @param {HTMLElement} root @param {HTMLTextAreaElement} links @param {() => void} changed @returns {Intake} */
export function classIntake(root, links, changed) {
  /** @type {ClassFile[]} */
  let files = [];
  /** @type {string[]} */
  let refused = [];
  let pasted = 0;
  let cleared = 0; // how often: what was being read then is not wanted any more
  const list = h("ul", { role: "list", class: "files" });
  const open = h("input", { type: "file", multiple: true, accept: ".txt,.csv,.tsv,.xlsx,text/plain,text/csv", id: "class-files", "data-action": "open-files", change: () => take([...(open.files ?? [])]) });

  /** @param {ClassFile} file */
  function entry(file) {
    const remove = () => {
      files = files.filter((each) => each !== file);
      refused = [];
      draw();
      open.focus();
    };
    return h("li", {}, h("bdi", {}, file.name), " ", button("Remove", remove, { "aria-label": `Remove ${file.name}` }));
  }

  function draw() {
    list.replaceChildren(...files.map(entry));
    changed();
  }

  /** A name that no file there has. @param {string} name */
  function freeName(name) {
    const [, stem, ending] = /^(.+?)(\.[^.]*)?$/s.exec(name) ?? ["", name, ""];
    let [free, count] = [name, 1];
    while (files.some((file) => file.name === free)) free = `${stem} (${count += 1})${ending ?? ""}`;
    return free;
  }

  /** Adds files. @param {ClassFile[]} some */
  function put(some) {
    for (const { name, text } of some) files = [...files, { name: freeName(name), text }];
    draw();
  }

  /** @param {File[]} chosen */
  async function take(chosen) {
    const before = cleared;
    const read = await Promise.all(chosen.map(async (file) => {
      try {
        if (file.size > LARGEST_FILE) throw new Refused("It is too large: at most four million bytes can be read here.");
        const bytes = await file.arrayBuffer();
        return { name: file.name, text: isPacked(bytes) ? await workbookText(bytes) : textOf(bytes).text, wrong: "" };
      } catch (problem) {
        return { name: file.name, text: "", wrong: `${file.name}: ${problem instanceof Refused ? problem.message : "It cannot be read."}` };
      }
    }));
    open.value = "";
    if (before !== cleared) return;
    refused = read.flatMap(({ wrong }) => wrong || []);
    put(read.filter(({ wrong }) => !wrong));
  }

  links.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!kindOf(text)) return;
    event.preventDefault(); // a table stands among the files
    refused = [];
    pasted += 1;
    put([{ name: `Pasted table ${pasted}`, text }]);
  });
  const holds = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  for (const kind of /** @type {const} */ (["dragenter", "dragover"])) {
    root.addEventListener(kind, (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      root.classList.add("dropping");
    });
  }
  root.addEventListener("dragleave", (event) => { if (!(event.relatedTarget instanceof Node && root.contains(event.relatedTarget))) root.classList.remove("dropping"); });
  root.addEventListener("drop", (event) => {
    root.classList.remove("dropping");
    if (!holds(event)) return;
    event.preventDefault();
    take([...(event.dataTransfer?.files ?? [])]);
  });
  return {
    node: h("div", { class: "drop" }, h("label", { for: open.id }, "Or files: choose some, or drop them here"), open,
      h("p", { class: "private" }, "Texts with links, tables of weights or classes, clusters of one’s own, and coding sheets, all as the explorer or a spreadsheet saves them (CSV or XLSX)."), list),
    get files() { return files; },
    get refused() { return refused; },
    clear() {
      [files, refused, pasted] = [[], [], 0];
      cleared += 1;
      draw();
    },
  };
}
