/* Light or dark, and how many marks, before anything is painted; a file, since a strict host runs no script that stands
   in the page. */
{
  // Where a reader's browser refuses to keep anything, nothing is kept, and everything works.
  try {
    localStorage;
  } catch {
    const kept = { getItem: () => null, setItem() {}, removeItem() {} };
    Object.defineProperty(window, "localStorage", { value: kept });
  }
  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  const marks = localStorage.getItem("marks") || "few";
  Object.assign(document.documentElement.dataset, { mode, theme: dark ? "dark" : "light", marks });
}
