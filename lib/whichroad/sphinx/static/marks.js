/* Marks of other verdicts than those that matter most stand in the text where a reader has asked for them, once for
   all pages. What was asked is known from mode.js before anything is painted. */
{
  const line = document.querySelector(".sme-switch");
  const button = line?.querySelector("button");
  const chosen = document.documentElement.dataset;
  const words = { few: button?.textContent, all: button?.dataset.hide };
  button?.addEventListener("click", () => {
    chosen.marks = chosen.marks === "all" ? "few" : "all";
    localStorage.setItem("marks", chosen.marks);
    button.textContent = words[chosen.marks];
  });
  if (button) button.textContent = words[chosen.marks];
}
