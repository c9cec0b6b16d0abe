/** A cluster's class as a chip: signs, words and a colour; beside it the class that it had before the last change. */

import { h, write } from "./dom.js";
import { inHundred, inWords } from "./words.js";

const SIGNS = ["↓", "→", "↑"]; // of the paths, in their order

/** Open paths as signs, from down to up. @param {string} path @param {Content} content */
const signsOf = (path, { paths }) => path.split("|").map((each) => SIGNS[Object.keys(paths).indexOf(each)] ?? "").join("");

/** @param {Content} content */
export function chipOf(content) {
  const sign = h("span", { class: "sign", "aria-hidden": "true" });
  const path = h("span", { class: "path" });
  const node = h("span", { class: "chip" }, sign, path);
  const was = h("span", { class: "was" });

  /** Names a class: the certain one, or the likely one. @param {string} key @param {string} words */
  function name(key, words) {
    if (node.dataset.class !== key) {
      node.dataset.class = key;
      sign.textContent = signsOf(key, content);
    }
    write(path, words);
  }
  return {
    node, was,
    /** The word alone, ahead of its colour and sign. @param {string} key */
    word: (key) => write(path, inWords(key, content)),
    /** @param {string} key */
    certain: (key) => name(key, inWords(key, content)),
    /** @param {Record<string, number>} found how likely each path is */
    likely(found) {
      const [key, share] = Object.entries(found).reduce((most, each) => (each[1] > most[1] ? each : most), ["", 0]);
      name(key, key ? `${content.paths[key]}, ${inHundred(share)}` : inWords("", content));
    },
    /** What its row tells of the time before the last change. @param {Row} row @param {Row | undefined} former */
    follows: (row, former) => write(was, former && former.path !== row.path ? `was: ${inWords(former.path, content)}` : ""),
  };
}
