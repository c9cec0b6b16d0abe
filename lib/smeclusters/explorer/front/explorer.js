/** The explorer's front end: a model with get, set, on and save_changes, and an element to fill. */

import { alongPart } from "./along.js";
import { comparePart } from "./compare.js";
import { curvePart } from "./curve.js";
import { breather, button, h, write } from "./dom.js";
import { evidencePart } from "./evidence.js";
import { factorsPart } from "./factors.js";
import { fetchLayers } from "./fetched.js";
import { readContent } from "./host.js";
import { levelsPart } from "./levels.js";
import { livePart } from "./live.js";
import { minePart } from "./mine.js";
import { presentPart } from "./present.js";
import { mixPart } from "./mixes.js";
import { morePart } from "./more.js";
import { presetsPart } from "./presets.js";
import { rowsPart } from "./rows.js";
import { rulesPart } from "./rules.js";
import { savedPart } from "./saved.js";
import { scrolledPart } from "./scrolled.js";
import { openStore } from "./state.js";
import { storyPart } from "./story.js";
import { whyPart } from "./why.js";
import { differing } from "./words.js";

let instances = 0;

/** What the small one has in force without showing it. @param {Store} store @returns {Part} */
function unseenPart({ content, opened }) {
  const node = h("p", { class: "hint" });
  return {
    node,
    after({ state }) {
      const brought = differing(opened, state, content).map(([, now]) => now);
      write(node, brought.length ? `Not shown here, but in force: ${brought.join("; ")}. Reset takes it back.` : "");
    },
  };
}

/** From the small one to the whole. @param {Store} store @returns {Part} */
function wholePart({ content, linkOf, linked }) {
  const whole = h("a", {}, "The whole explorer: factors, rules, cells, reasons");
  return { node: linked ? h("p", {}, whole) : h("p"), after() { whole.href = content.whole + linkOf().fragment; } };
}

/** Ctrl+Z and its like. @param {Store} store @param {KeyboardEvent} event */
function undoByKeys(store, event) {
  const typing = event.target instanceof HTMLTextAreaElement || (event.target instanceof HTMLInputElement && event.target.type === "text");
  if (!(event.ctrlKey || event.metaKey) || event.altKey || typing) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  event.stopPropagation();
  if (key === "y" || event.shiftKey) store.redo();
  else store.undo();
}

/** Leads over a panel to the first control of another; seen where it has the focus. @param {string} words @param {() => Element | null} to */
const skip = (words, to) => button(words, () => {
  const control = /** @type {HTMLElement | null} */ (to()?.querySelector("input, summary, .rows button") ?? null);
  control?.focus();
}, { class: "skip" });

/** What stands where, from above to below. @param {Store} store @param {() => Promise<void>} breathe */
async function layOut(store, breathe) {
  /** @param {((store: Store) => Part)[]} parts */
  async function built(...parts) {
    const nodes = [];
    for (const make of parts) {
      const part = make(store);
      store.parts.push(part);
      nodes.push(part.node);
      await breathe();
    }
    return nodes;
  }
  const { steps, scrolled } = store.content.story;
  const rows = rowsPart(store);
  store.parts.push(rows); // the first that is told of a move
  if (scrolled) return [...(await built(scrolledPart)), h("div", { class: "main" }, rows.node)];
  const above = await built(...(steps.length ? [storyPart] : []), presetsPart);
  const beside = [...(await built(levelsPart)), rows.choice];
  if (!store.small && store.content.layers.length) beside.push(...(await built(evidencePart)));
  const mix = store.content.levels.length === 3 ? [mixPart] : [];
  if (store.small) beside.push(...(await built(...mix, unseenPart, wholePart)));
  else {
    beside.push(...(await built(whyPart)));
    const more = await built(...mix, factorsPart, rulesPart);
    beside.push(...(await built((each) => morePart(each, more), minePart, comparePart, ...(store.content.curve ? [curvePart] : []), ...(store.linked ? [savedPart] : []), presentPart, alongPart)));
  }
  const controls = h("div", { class: "controls" }, ...beside);
  if (!store.small) {
    const more = () => controls.querySelector(".more");
    rows.node.prepend(skip("Skip to the levels", () => controls), skip("Skip to more", more));
    controls.prepend(skip("Back to the rows", () => rows.node));
    more()?.prepend(skip("Back to the rows", () => rows.node));
  }
  return [...above, h("div", { class: "main" }, rows.node, controls)];
}

/** The first drawing, a part at a time. @param {Store} store @param {() => Promise<void>} breathe @param {() => void} place puts on the page what its words and bars fill */
async function draw(store, breathe, place) {
  for (const step of /** @type {const} */ (["now", "later", "after"])) {
    if (step === "after") place();
    for (const part of store.parts) {
      part[step]?.(store.here);
      await breathe();
    }
  }
}

/** @param {{ model: Model, el: HTMLElement }} host */
async function render({ model, el }) {
  const notice = h("p", { class: "notice", role: "status" });
  let said = ""; // to be written once the notice is on the page, or nobody would hear it
  const content = readContent(model);
  const named = model.get("linked") ? content.layers.filter(({ key }) => location.hash.includes(key)).map(({ key }) => key) : [];
  await fetchLayers({ laid: [...(model.get("laid") ?? []), ...named] }, content); // before anything is drawn, or it would be drawn twice
  const store = openStore(model, content, `explorer-${(instances += 1)}`, {
    busy(moving) {
      if (moving) el.dataset.busy = "";
      else delete el.dataset.busy;
    },
    say(problem) {
      said = problem;
      if (el.dataset.ready) write(notice, said);
    },
  });
  const breathe = breather();
  const live = livePart(store);
  const parts = await layOut(store, breathe);
  store.parts.push(live);
  el.classList.add("sme-explorer");
  el.dataset.explorer = "";
  el.addEventListener("keydown", (event) => undoByKeys(store, event));
  el.addEventListener("pointerdown", store.hold);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, store.release);
  await draw(store, breathe, () => el.replaceChildren(notice, live.node, ...parts));
  store.start();
  write(notice, said);
  el.dataset.ready = "true";
  return () => {
    store.stop();
    for (const end of ["pointerup", "pointercancel"]) removeEventListener(end, store.release);
  };
}

const explorer = { render };
export default explorer;
