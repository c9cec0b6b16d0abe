/* A link into evidence that is folded away unfolds it; without scripts it leads to its heading. */
function unfold() {
  const place = [...document.querySelectorAll("details[id]")].find(({ id }) => `#${id}` === location.hash);
  if (place) {
    place.open = true;
    place.scrollIntoView();
  }
}
addEventListener("hashchange", unfold);
addEventListener("DOMContentLoaded", unfold);

/* The table of claims: a row stays in sight where it has what every menu asks and all the words typed. */
function filterClaims() {
  const form = document.querySelector(".sme-filter");
  if (!form) return;
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); // “leon” finds León
  const rows = [...document.querySelectorAll(".sme-claims tbody tr")].map(row => [row, plain(row.textContent)]);
  // What was chosen stands in the address, so that a link to it can be passed on.
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
    if (field?.selectedIndex === -1) field.selectedIndex = 0; // no such option
  }
  const remember = () => {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString();
    history.replaceState(null, "", `${location.pathname}${chosen && `?${chosen}`}${location.hash}`);
  };
  const show = () => {
    const { words, ...wanted } = Object.fromEntries(new FormData(form));
    const typed = plain(words).split(/\s+/);
    let shown = 0;
    for (const [row, text] of rows) {
      const asked = Object.entries(wanted).every(([name, value]) => !value || row.dataset[name].split(";").includes(value));
      row.hidden = !(asked && typed.every(word => text.includes(word)));
      shown += !row.hidden;
    }
    form.querySelector("output").value = shown ? `${shown} of ${rows.length} claims` : "No claim has all of this";
  };
  const changed = () => {
    show();
    remember();
  };
  form.addEventListener("input", changed);
  form.addEventListener("reset", () => setTimeout(changed));
  form.addEventListener("submit", event => event.preventDefault());
  const reveal = () => {
    const target = document.querySelector(".sme-claims :target");
    if (!target) return;
    if (target.closest("[hidden]")) form.reset(); // a link to a claim shows it
    setTimeout(() => target.scrollIntoView());
  };
  addEventListener("hashchange", reveal);
  // A link to a claim on this page must neither load it anew, as it has another address than what is chosen, nor
  // do nothing where one has followed it before.
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a[href]");
    const aside = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (aside || link?.pathname !== location.pathname || !document.querySelector(`.sme-claims ${link.hash || "a"}[id]`)) return;
    event.preventDefault();
    if (link.hash === location.hash) reveal();
    else location.hash = link.hash;
  });
  form.hidden = false;
  show();
  addEventListener("pageshow", () => {
    show(); // coming back, a browser restores what was chosen after the page has loaded
    reveal();
  });
}
addEventListener("DOMContentLoaded", filterClaims);
