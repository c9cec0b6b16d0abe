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
  const rows = [...document.querySelectorAll(".sme-claims tbody tr")].map(row => [row, row.textContent.toLowerCase()]);
  const show = () => {
    const { words, ...wanted } = Object.fromEntries(new FormData(form));
    const typed = words.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const [row, text] of rows) {
      const asked = Object.entries(wanted).every(([name, value]) => !value || row.dataset[name].split(";").includes(value));
      row.hidden = !(asked && typed.every(word => text.includes(word)));
      shown += !row.hidden;
    }
    form.querySelector("output").value = `${shown} of ${rows.length} claims`;
  };
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", () => {
    const target = document.querySelector(":target");
    if (!target?.hidden) return;
    form.reset(); // a link to a claim shows it
    setTimeout(() => target.scrollIntoView());
  });
  form.hidden = false;
  show(); // a browser may have kept what was chosen
}
addEventListener("DOMContentLoaded", filterClaims);
