/** A story that sections of the page tell: the rows stay in sight and show each step as its section passes. */

import { h, write } from "./dom.js";
import { openTale } from "./tale.js";

const READ = 0.65; // of the window: so high a section must have come to be the one that is read

/** @param {Store} store @returns {Part} */
export function scrolledPart(store) {
  const { content } = store;
  const tale = openTale(store, content.story.steps);
  const where = h("b");
  const way = h("a");
  const node = h("p", { class: "where" }, where, way);
  let at = -1;
  let watched = false;

  /** @param {HTMLElement} told @param {number} to */
  function go(told, to) {
    if (to === at) return;
    at = to;
    told.dataset.step = String(at + 1);
    write(where, `${at + 1}. ${tale.steps[at].title}`);
    way.href = content.whole + tale.links[at];
    write(way, "In the explorer");
    tale.show(at);
  }

  /** Finds the sections that follow the explorer on its page. */
  function watch() {
    const told = node.closest("section:not(.sme-explorer *)");
    if (!(told instanceof HTMLElement)) return;
    const sections = [...told.querySelectorAll(":scope > section")].slice(0, tale.steps.length);
    const mine = [...told.children].find((child) => child.contains(node));
    told.dataset.story = "";
    told.classList.add("sme-told");
    mine?.classList.add("sme-beside");
    sections.forEach((section, one) => section.setAttribute("data-step", String(one + 1)));
    const read = () => {
      const passed = sections.filter((section) => section.getBoundingClientRect().top < READ * innerHeight);
      go(told, Math.max(passed.length - 1, 0));
    };
    // Told whenever a section comes or goes there; after a jump others may have, so that all are looked at.
    const watcher = new IntersectionObserver(read, { rootMargin: `0px 0px ${100 * (READ - 1)}% 0px` });
    for (const section of sections) watcher.observe(section);
  }

  return {
    node,
    after() {
      if (watched) return;
      watched = true;
      watch();
    },
  };
}
