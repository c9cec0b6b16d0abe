/* The list of all claims. Its table comes as one text, so that a browser which runs scripts has not to build thousands
   of elements: rows enter the page a portion at a time. A row is asked for where it has what every menu says and all
   the words typed. */
(() => {
  const PORTION = 30;
  const form = document.querySelector(".sme-filter");
  const list = document.querySelector(".sme-claims");
  const [before, more, all] = document.querySelectorAll(".sme-more button");
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); // “leon” finds León

  const whole = new DOMParser().parseFromString(list.textContent, "text/html");
  const table = whole.querySelector("table");
  const [body] = table.tBodies;
  const rows = [...body.rows];
  const texts = rows.map(row => plain(row.textContent));
  const rowOf = new Map(rows.flatMap(row => [row, ...row.querySelectorAll("[id]")].map(({ id }) => [id, row])));

  let asked = ""; // what the menus said when the rows were last looked through
  let found = rows;
  let from = 0; // the rows in the page: those found, from one number to another
  let to = 0;

  const answers = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();

  const draw = (first, last) => {
    [from, to] = [first, Math.min(last, found.length)];
    body.replaceChildren(...found.slice(from, to));
    before.textContent = `Show the ${Math.min(PORTION, from)} before`;
    more.textContent = `Show ${Math.min(PORTION, found.length - to)} more`;
    all.textContent = `Show all ${found.length}`;
    before.parentElement.hidden = from === 0;
    more.hidden = to === found.length;
    all.parentElement.hidden = to - from === found.length;
  };

  const look = () => {
    asked = answers();
    const { words, ...wanted } = Object.fromEntries(new FormData(form));
    const typed = plain(words).split(/\s+/);
    const has = row => ([name, value]) => !value || row.dataset[name].split(";").includes(value);
    found = rows.filter(
      (row, at) => Object.entries(wanted).every(has(row)) && typed.every(word => texts[at].includes(word))
    );
    form.querySelector("output").value = found.length
      ? `${found.length} of ${rows.length} claims`
      : "No claim fits this choice";
    draw(0, PORTION);
  };

  // What was chosen stands in the address, so that a link to it can be passed on.
  const change = () => {
    look();
    history.replaceState(null, "", `${location.pathname}${asked && `?${asked}`}${location.hash}`);
  };

  // A link to a claim shows it, whatever is chosen.
  const reveal = () => {
    const row = rowOf.get(location.hash.slice(1));
    if (!row) return;
    if (!found.includes(row)) {
      form.reset();
      change();
    }
    if (!row.isConnected) {
      const portion = found.indexOf(row) - (found.indexOf(row) % PORTION);
      draw(portion, portion + PORTION);
    }
    location.replace(location.hash); // the browser looks for its target anew, as it is there now
  };

  // The row that comes first of those added has the focus, for who goes on by key.
  const show = (first, last, next) => {
    draw(first, last);
    found[next].tabIndex = -1;
    found[next].focus({ preventScroll: true });
  };
  before.addEventListener("click", () => show(Math.max(from - PORTION, 0), to, Math.max(from - PORTION, 0)));
  more.addEventListener("click", () => show(from, to + PORTION, to));
  all.addEventListener("click", () => show(0, found.length, to));

  form.addEventListener("input", change);
  form.addEventListener("submit", event => event.preventDefault());
  form.querySelector("button").addEventListener("click", () => {
    form.reset();
    change();
  });
  addEventListener("hashchange", reveal);
  // A link to a claim on this page must neither load it anew, as it has another address than what is chosen, nor
  // do nothing where one has followed it before.
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    const aside = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (aside || link?.pathname !== location.pathname || !rowOf.has(link.hash.slice(1))) return;
    event.preventDefault();
    if (link.hash === location.hash) reveal();
    else location.hash = link.hash;
  });
  // Coming back, a browser restores what was chosen after the page has loaded.
  addEventListener("pageshow", () => {
    if (answers() !== asked) look();
    if (!list.querySelector(":target")) reveal();
  });
  let shown = [0, 0];
  addEventListener("beforeprint", () => {
    shown = [from, to];
    draw(0, found.length);
  });
  addEventListener("afterprint", () => draw(...shown));

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
    if (field?.selectedIndex === -1) field.selectedIndex = 0; // no such option
  }
  // Who comes from the search finds its words filled in; the theme's script forgets them once the page is read.
  if (!location.search && !location.hash) form.elements.words.value = localStorage.getItem("sphinx_highlight_terms") ?? "";
  look();
  if (!found.length && !location.search) {
    form.reset(); // words that stand in several claims are in none
    look();
  }
  form.hidden = false;
  list.replaceChildren(table);
  reveal();
})();
