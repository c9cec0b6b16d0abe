/** A story above everything else: a step at a time by buttons, keys or a finger, each step a link. */

import { Refused, textOf } from "./csv.js";
import { button, calm, h, write } from "./dom.js";
import { readSteps } from "./stories.js";
import { openTale } from "./tale.js";

const RESTS = 120; // ms after which a track that is no longer scrolled has come to a step
const KEYS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity });
const LARGEST_STORY = 1_000_000; // bytes

/** @param {Store} store @returns {Part} */
export function storyPart(store) {
  const { content, id, linked } = store;
  /** @type {ReturnType<typeof openTale> | null} */
  let begun = null; // filled when it is first needed: what its steps show must be worked out
  let at = -1; // folded, as long as it has not begun
  let timer = 0;
  let led = false; // to a step by a button or a key, on the way to which the track passes others
  const heading = h("h2", { class: "title", id: `${id}-story` });
  const fold = button("Play the story", turned, { "data-action": "story", "aria-controls": `${id}-steps` });
  const dots = h("ol", { role: "list", class: "dots" });
  const track = h("div", { class: "track", tabindex: 0, role: "region", "aria-label": "Step", scroll: scrolled, pointerdown: taken, touchstart: taken, wheel: taken });
  const back = button("Back", () => go(at - 1), { "data-action": "back" });
  const next = button("Next", () => go(at + 1), { "data-action": "next" });
  const told = h("p", { class: "unseen", role: "status" });
  const said = h("p", { class: "hint", role: "status" });
  const file = h("input", { type: "file", accept: ".json,.csv,.tsv,.txt", id: `${id}-tale`, "data-action": "open-story", change: read });
  const another = h("details", {}, h("summary", {}, "Another story …"),
    h("p", { class: "field" }, h("label", { for: file.id }, "Open another story (JSON or CSV)"), file), said);
  const body = h("div", { id: `${id}-steps` }, track, h("div", { class: "buttons" }, back, next, another));
  const node = h("section", { class: "story", "data-story": true, "aria-labelledby": heading.id, keydown: pressed }, h("div", { class: "line" }, heading, dots, fold), body, told);
  const open = () => !body.hidden;
  const standing = () => Math.round(track.scrollLeft / track.clientWidth); // where the track is, whatever is meant

  const tale = () => begun ?? begin(content.story.steps, content.words.story);

  /** @param {StoryStep[]} written @param {string} title */
  function begin(written, title) {
    const tale = (begun = openTale(store, written));
    write(heading, title);
    at = -1;
    const name = (/** @type {number} */ one) => `Step ${one + 1}: ${tale.steps[one].title}`;
    dots.replaceChildren(...tale.links.map((href, one) => {
      const told = { "aria-label": name(one), title: name(one), click: (/** @type {Event} */ event) => { event.preventDefault(); go(one); } };
      return h("li", {}, linked ? h("a", { href, ...told }, String(one + 1)) : button(String(one + 1), () => go(one), { "aria-label": name(one) }));
    }));
    track.replaceChildren(...tale.steps.map((step, one) => h("div", { class: "step", "data-step": one + 1, inert: true },
      h("div", {}, h("h3", { class: "title" }, step.title), h("p", { class: "answer" }), h("p", {}, step.text)), ...asked(tale, one))));
    return tale;
  }

  /** A question, and the numbers that may answer it. @param {ReturnType<typeof openTale>} tale @param {number} one */
  function asked(tale, one) {
    const { ask } = tale.steps[one];
    if (!ask || one + 1 >= tale.steps.length) return [];
    const numbers = [...content.clusters, ""].map((_, count) => button(String(count), () => {
      tale.guess(one, count);
      go(one + 1);
      track.focus({ preventScroll: true });
    }, { "data-guess": count }));
    const question = h("p", { id: `${id}-ask-${one}` }, ask);
    return [h("div", { role: "group", "aria-labelledby": question.id }, question, h("div", { class: "guesses" }, ...numbers))];
  }

  /** Begins where it was left, high enough for the rows to be seen with it; or leaves it. */
  function turned() {
    if (open()) {
      leave();
      return store.choose(store.chosen); // so that the address no longer leads here
    }
    go(Math.max(at, 0));
    node.scrollIntoView({ behavior: calm() ? "auto" : "smooth" });
  }

  const leave = () => { store.tell(0); close(); };

  function close() {
    body.hidden = dots.hidden = true;
    delete node.dataset.step;
    node.parentElement?.classList.remove("playing");
    fold.setAttribute("aria-expanded", "false");
    write(fold, "Play the story");
  }

  /** Brings a step into sight. @param {number} to */
  function stand(to) {
    const { steps, told: toldAt, answer: answerAt } = tale();
    at = to;
    store.tell(toldAt(at));
    body.hidden = dots.hidden = false;
    node.dataset.step = String(at + 1);
    node.parentElement?.classList.add("playing");
    fold.setAttribute("aria-expanded", "true");
    write(fold, "Close");
    [...dots.children].forEach(({ firstElementChild: link }, one) => (one === at ? link?.setAttribute("aria-current", "step") : link?.removeAttribute("aria-current")));
    [...track.children].forEach((panel, one) => panel.toggleAttribute("inert", one !== at));
    // Not `disabled`, which would take the focus away from under the reader's fingers.
    back.setAttribute("aria-disabled", String(at === 0));
    next.setAttribute("aria-disabled", String(at === steps.length - 1));
    const answer = answerAt(at);
    for (const place of track.children[at].querySelectorAll(".answer")) write(place, answer);
    led = !calm() && standing() !== at;
    track.scrollTo({ left: at * track.clientWidth, behavior: calm() ? "instant" : "smooth" });
    const { title, text, ask } = steps[at];
    write(told, [`Step ${at + 1} of ${steps.length}: ${title}.`, answer, text, ask].filter(Boolean).join(" "));
  }

  /** Goes to a step, and sets what it shows. @param {number} to */
  function go(to) {
    const { steps, show } = tale();
    const one = Math.min(Math.max(to, 0), steps.length - 1);
    if (one === at && open()) return;
    stand(one);
    show(one);
  }

  /** The reader's own hand on the track: from now on it is where they leave it. */
  function taken() {
    led = false;
  }

  function scrolled() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!open() || !track.clientWidth) return;
      const there = standing();
      if (there === at) led = false;
      else if (!led) go(there);
    }, RESTS);
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const by = KEYS[event.key];
    if (!by || !open() || event.altKey || event.ctrlKey || event.metaKey || event.target === file) return;
    event.preventDefault();
    go(at + by);
  }

  async function read() {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (!chosen) return;
    let written;
    try {
      if (chosen.size > LARGEST_STORY) throw new Refused("The file is too large for a story.");
      written = readSteps(textOf(await chosen.arrayBuffer()).text, content);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      return write(said, `${problem.message}\nNothing has been opened.`);
    }
    begin(written, `${chosen.name.replace(/\.\w+$/, "")}: ${written.length} steps`);
    write(said, `Opened: ${chosen.name}.`);
    go(0);
  }

  new ResizeObserver(() => { if (open()) track.scrollTo({ left: at * track.clientWidth, behavior: "instant" }); }).observe(track);
  write(heading, content.words.story);
  close();
  return {
    node,
    given(_, step) {
      if (step && tale().steps[step - 1]) stand(step - 1);
      else leave();
    },
  };
}
