/* What the theme leaves unsaid. Deferred, so that it runs when the page is read and before the theme's scripts. */
{
  for (const icon of document.querySelectorAll(".fa-solid, .fas")) icon.ariaHidden = "true";

  document.querySelector("[data-print]")?.addEventListener("click", () => print());

  document.querySelector(".bd-search-container input")?.focus();

  /* The way back to the top appears to who turns back, and is not in the way of who reads on. */
  const up = document.getElementById("pst-back-to-top");
  let last = scrollY;
  addEventListener("scroll", () => {
    up.style.display = scrollY > innerHeight && scrollY < last ? "block" : "none";
    last = scrollY;
  }, { passive: true });
  up.addEventListener("click", () => scrollTo({ top: 0 }));

  /* A dialog has the name of what opens it, and gives back the focus, which the theme takes away. */
  for (const [button, panel] of [
    [".primary-toggle", "#pst-primary-sidebar-modal"],
    [".secondary-toggle", "#pst-secondary-sidebar-modal"],
    [".search-button", "#pst-search-dialog"],
  ]) {
    const opener = document.querySelector(button);
    const dialog = document.querySelector(panel);
    if (!opener) continue;
    dialog.ariaLabel = opener.ariaLabel;
    dialog.addEventListener("close", () => {
      const focused = document.activeElement;
      if (focused === document.body || dialog.contains(focused)) opener.focus();
    });
  }

  /* Beside the text the toggle folds the list of pages; on a phone it opens a dialog. */
  const toggle = document.querySelector(".primary-toggle");
  const sidebar = document.getElementById("pst-primary-sidebar");
  const wide = matchMedia("(min-width: 960px)");
  const tell = () => {
    toggle.ariaExpanded = wide.matches && !sidebar.classList.contains("pst-sidebar-hidden");
  };
  new MutationObserver(tell).observe(sidebar, { attributeFilter: ["class"] });
  wide.addEventListener("change", tell);
  tell();
}
