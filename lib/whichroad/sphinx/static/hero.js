/* The first picture: a press shows the other weighting. All that it shows stands in the markup. */
for (const hero of document.querySelectorAll("[data-hero]")) {
  const buttons = [...hero.querySelectorAll("button[data-preset]")];
  const rows = [...hero.querySelectorAll("[data-cluster]")];

  const show = pressed => {
    const { state, said } = pressed.dataset;
    hero.dataset.state = state;
    hero.dataset.moved = "true"; // from now on each row says what it was
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === pressed));
    for (const row of rows)
      for (const what of ["path", "score-lo", "score-hi"])
        row.setAttribute(`data-${what}`, row.getAttribute(`data-${state}-${what}`));
    hero.querySelector("[role=status]").textContent = said;
  };

  for (const button of buttons) button.addEventListener("click", () => hero.dataset.state === button.dataset.state || show(button));
  hero.dataset.ready = "true";
}
