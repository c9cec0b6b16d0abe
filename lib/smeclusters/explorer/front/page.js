/* On a built page: each explorer runs on the data that it carries, and tells nobody. */

import explorer from "./explorer.js";

for (const el of document.querySelectorAll("[data-explorer]")) {
  const data = JSON.parse(el.querySelector("script")?.textContent ?? "");
  const model = { get: (/** @type {string} */ name) => data[name], set() {}, save_changes() {}, on() {}, off() {} };
  explorer.render({ el: /** @type {HTMLElement} */ (el), model });
}
