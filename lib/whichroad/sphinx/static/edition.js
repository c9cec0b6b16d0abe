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
