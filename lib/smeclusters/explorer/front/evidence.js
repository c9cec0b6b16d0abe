/** Whose statements make the cells: the study's alone, or those of a layer beside them; and clusters that layers add. */

import { h, write } from "./dom.js";
import { fetchLayers, notLoaded } from "./fetched.js";
import { overlaysOf } from "./laid.js";
import { withoutGone } from "./own.js";

/** @param {Store} store @returns {Part} */
export function evidencePart(store) {
  const { content, id } = store;
  const { evidence, evidence_own: alone } = content.words;
  const moving = content.layers.filter(({ moves }) => moves);
  const menu = h("select", { id: `${id}-evidence`, name: "evidence", change: turn },
    h("option", { value: "" }, alone), ...moving.map(({ key, name }) => h("option", { value: key }, name)));
  const boxes = content.layers.filter(({ moves }) => !moves).map(({ key, name }) => {
    const input = h("input", { type: "checkbox", name: `layer-${key}`, id: `${id}-layer-${key}`, "aria-describedby": `${id}-means`, change: turn });
    return { key, input, node: h("span", {}, input, h("label", { for: input.id }, name)) };
  });
  const means = h("p", { class: "hint", id: `${id}-means` });
  const said = h("p", { class: "said", role: "status" });
  const wanted = () => content.layers.map(({ key }) => key).filter((key) => menu.value === key || boxes.some((box) => box.key === key && box.input.checked));

  let asked = /** @type {string[] | null} */ (null); // what is being loaded

  async function turn() {
    const laid = wanted();
    asked = laid;
    const waits = overlaysOf({ laid }, content).filter(({ data }) => !data);
    node.toggleAttribute("aria-busy", waits.length > 0);
    write(said, waits.length ? `Loading: ${waits.map(({ name }) => name).join(", ")} …` : "");
    const failed = await fetchLayers({ laid }, content);
    if (asked !== laid) return; // the reader has gone on
    asked = null;
    node.removeAttribute("aria-busy");
    write(said, failed.length ? notLoaded(failed) : "");
    if (failed.length) return later(store.here);
    store.change(withoutGone({ ...store.here.state, laid }, content));
  }

  /** @param {Result} result */
  function later({ state }) {
    if (asked) return;
    menu.value = moving.find(({ key }) => state.laid.includes(key))?.key ?? "";
    for (const { key, input } of boxes) input.checked = state.laid.includes(key);
    write(means, overlaysOf(state, content).map((each) => each.means).join(" "));
    means.hidden = !means.textContent;
  }

  const node = h("form", { class: "choice evidence-choice", submit: (event) => event.preventDefault() },
    ...(moving.length ? [h("span", {}, h("label", { for: menu.id }, evidence), menu)] : []), ...boxes.map((box) => box.node), said, means);
  if (moving.length) menu.setAttribute("aria-describedby", means.id);
  return { node, later };
}
