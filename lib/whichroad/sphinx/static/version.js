/* Where a site keeps several versions, each in v/VERSION/ and the newest in latest/ too, a file beside them says which
   there are. An old page leads to the newest, and each page to all. Elsewhere there is no such file to ask for. */
(() => {
  const found = location.pathname.match(/^(.*\/)(?:v\/([^/]+)|latest)\/(.*)$/);
  if (!found) return;
  const [, root, own, page] = found;
  const linked = (address, text) => Object.assign(document.createElement("a"), { href: address, textContent: text });
  document.addEventListener("which-road-versions", ({ detail: [newest, ...older] }) => {
    const foot = document.querySelector(".sme-version");
    if (older.length) {
      const all = [newest, ...older].map((each) => (each === (own ?? newest) ? `${each} (this one)` : linked(`${root}v/${each}/index.html`, each)));
      foot?.append(". All versions: ", ...all.flatMap((each, at) => (at ? [", ", each] : [each])));
    }
    if (own && own !== newest) {
      const line = Object.assign(document.createElement("p"), { className: "sme-old-version" });
      line.setAttribute("role", "note");
      line.append(`This is version ${own}. `, linked(`${root}latest/${page}${location.hash}`, `The newest is ${newest}.`));
      document.querySelector("main article")?.prepend(line);
    }
  });
  document.head.append(Object.assign(document.createElement("script"), { src: `${root}versions.js` }));
})();
