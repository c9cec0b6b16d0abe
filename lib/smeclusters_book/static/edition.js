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
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", event => event.preventDefault());
  const reveal = () => {
    const target = document.querySelector(".sme-claims :target");
    if (!target) return;
    if (target.hidden) form.reset(); // a link to a claim shows it
    setTimeout(() => target.scrollIntoView());
  };
  addEventListener("hashchange", reveal);
  // A link to where one is already changes no address, but may lead to a row that was filtered out.
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href]");
    if (link?.hash && link.href === location.href) reveal();
  });
  form.hidden = false;
  show();
  addEventListener("pageshow", () => {
    show(); // coming back, a browser restores what was chosen after the page has loaded
    reveal();
  });
}
addEventListener("DOMContentLoaded", filterClaims);
