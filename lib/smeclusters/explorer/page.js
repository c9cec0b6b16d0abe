/* On a built page: each explorer runs on the data that it carries, and tells nobody. */
for (const root of document.querySelectorAll("[data-explorer]")) {
  const data = JSON.parse(root.querySelector("script").textContent);
  explorer.render({ el: root, model: { get: (name) => data[name], set() {}, save_changes() {}, on() {} } });
}
