/** The explorer alone on the whole screen, in letters that can be read from the back of a room. */

import { button, h, write } from "./dom.js";

/** All of the page that an element does not lie in, nor holds. @param {Element} element @returns {Element[]} */
function around(element) {
  const { parentElement: parent } = element;
  if (!parent || element === document.body) return [];
  return [...[...parent.children].filter((each) => each !== element && !each.hasAttribute("inert")), ...around(parent)];
}

/** @returns {Part} */
export function presentPart() {
  const toggle = button("Present", () => (leave ? leave() : enter()), { "data-action": "present", title: "Rows, named weightings and levels alone, on the whole screen; Escape leaves" });
  const node = h("p", { class: "present" }, toggle);
  /** @type {(() => void) | null} */
  let leave = null;

  function enter() {
    const root = /** @type {HTMLElement} */ (node.closest("[data-explorer]"));
    const others = around(root); // or the focus would go where nothing is seen
    const was = scrollY;
    const left = () => { if (document.fullscreenElement !== root) leave?.(); };
    const escaped = (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape" && !event.defaultPrevented) leave?.(); };
    leave = () => {
      leave = null;
      document.removeEventListener("fullscreenchange", left);
      root.removeEventListener("keydown", escaped);
      root.classList.remove("presenting");
      for (const each of others) each.removeAttribute("inert");
      write(toggle, "Present");
      const back = () => scrollTo({ top: was, behavior: "instant" });
      if (document.fullscreenElement === root) document.exitFullscreen().then(back); // which moves the page
      toggle.focus({ preventScroll: true });
      back();
    };
    root.classList.add("presenting");
    for (const each of others) each.setAttribute("inert", "");
    write(toggle, "Leave (Esc)");
    toggle.focus();
    root.addEventListener("keydown", escaped);
    document.addEventListener("fullscreenchange", left);
    // Where a browser has no whole screen to give, its window must do.
    root.requestFullscreen?.().then(() => { if (!leave) document.exitFullscreen(); }, () => {});
  }

  return { node };
}
