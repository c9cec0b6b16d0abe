/** The clusters with their classes, and the ways back. */

import { button, h, write } from "./dom.js";
import { lineOf } from "./line.js";
import { onClustersOf } from "./own.js";
import { shareOf } from "./results.js";
import { tallyOf } from "./tally.js";
import { OWN, summary } from "./words.js";

const MANY = 8; // clusters that are seen at once

/** The names of the paths above their bands. @param {Content} content */
function scale({ paths }) {
  const bands = Object.keys(paths).map((key) => h("span", { class: key }));
  const names = Object.values(paths);
  let was = "";
  /** @param {Thresholds} thresholds @param {HTMLElement} pinned */
  function later({ low, high }, pinned) {
    if (was === `${low} ${high}`) return;
    was = `${low} ${high}`;
    pinned.style.setProperty("--low", `${100 * low}%`);
    pinned.style.setProperty("--high", `${100 * high}%`);
    [`${names[0]} below ${low}`, names[1], `${names[2]} from ${high}`].forEach((text, at) => write(bands[at], text));
  }
  return { node: h("p", { class: "bands" }, ...bands), later };
}

/**
 * The lines as they are, or under headings where a layer adds clusters to those of the study.
 * @param {HTMLElement[]} nodes @param {Cluster[]} clusters @param {Store} store
 */
function groupsOf(nodes, clusters, { content, id, small }) {
  if (!clusters.some(({ layer, evidence }) => !evidence && content.layers.some(({ key }) => key === layer))) return nodes;
  const { rows_own: ofStudy, rows_yours: yours } = content.words;
  const whose = clusters.map(({ evidence, layer }) => (evidence ? OWN : layer));
  return [...new Set(whose)].map((one, at) => {
    const name = content.layers.find(({ key }) => key === one)?.heading ?? (one === OWN ? yours : ofStudy);
    const heading = h(small ? "h4" : "h3", { id: `${id}-group-${at}` }, name);
    return h("li", { class: "group" }, heading, h("ol", { role: "list", "aria-labelledby": heading.id }, ...nodes.filter((_, row) => whose[row] === one)));
  });
}

/** With the choice of what rows name, which stands elsewhere. @param {Store} store @returns {Part & { choice: HTMLElement }} */
export function rowsPart(store) {
  const { content, reference } = store;
  /** @type {ReturnType<typeof lineOf>[]} */
  let lines = [];
  /** @type {Cluster[]} */
  let built = [];
  let shown = "";
  const bands = scale(content);
  const head = h("p", { class: "head" });
  const strips = h("p", { class: "hint" }, content.words.likely_means);
  const sentence = h("p", { class: "summary" });
  const undo = button("Undo", store.undo, { title: "Ctrl + Z", "data-action": "undo" });
  const redo = button("Redo", store.redo, { title: "Ctrl + Shift + Z", "data-action": "redo" });
  const paper = button(content.words.reference, () => store.change(usualFor(store.here.state)), {
    "data-action": "paper", title: content.words.reference_means,
  });
  const reset = button("Reset", store.reset, { "data-action": "reset", title: "Everything as it was, your own cells too; clusters of your own stay" });
  /** The usual settings, by which cells of one's own and all rows stay. @param {State} state */
  const usualFor = (state) => ({ ...onClustersOf(reference, state, content), overrides: state.overrides });
  const list = h("ol", { role: "list", class: "rows" });
  const tally = tallyOf(store, () => later(store.here));
  const pinned = h("section", { class: "results", "aria-labelledby": tally.title.id }, bands.node, head, list);

  /** A line for each cluster; those that stay keep theirs. @param {Cluster[]} clusters */
  function build(clusters) {
    const before = new Map(built.map((cluster, at) => [cluster, lines[at]]));
    lines = clusters.map((cluster) => before.get(cluster) ?? lineOf(store, cluster));
    built = clusters;
    list.replaceChildren(...groupsOf(lines.map(({ node }) => node), clusters, store));
    pinned.classList.toggle("many", lines.length > MANY);
  }
  const node = h(
    "div", { class: "outcomes" }, tally.node, pinned, h("div", { class: "buttons" }, undo, redo, paper, reset), strips, sentence,
  );

  /** @param {Result} result */
  function later(result) {
    const { rows, state } = result;
    bands.later(state.thresholds, pinned);
    const shares = rows.map((row) => shareOf(row, state, reference, content));
    // Where no number stands the line stays, or what lies below would move under a reader's finger.
    write(head, shares.every((share) => share === null) ? "\u00a0" : "Number: in how many of 100 weightings it has this class");
    const { former, kept } = store;
    const found = rows.map((row, at) => lines[at].later(row, result, shares[at], tally.certain(), former?.rows.find(({ key }) => key === row.key), kept?.rows.find(({ key }) => key === row.key)));
    tally.later(result, found);
    for (const line of lines) line.tells(tally.told());
    write(sentence, summary(result, content));
    // Not `disabled`, which would take the focus away from under the reader's fingers.
    undo.setAttribute("aria-disabled", String(!store.canUndo()));
    redo.setAttribute("aria-disabled", String(!store.canRedo()));
  }
  return {
    node, choice: tally.choice,
    now(result) {
      const { rows, weighed, clusters } = result;
      const first = !built.length;
      const others = clusters.length !== built.length || clusters.some((cluster, at) => cluster !== built[at]);
      if (others) build(clusters);
      rows.forEach((row, at) => lines[at].now(row, weighed, tally.certain()));
      if (others && !first) later(result); // a new line that is filled a frame later would move a button away from under a finger
    },
    later,
    after({ rows }) {
      rows.forEach((row, at) => lines[at].after(row, row.key === store.chosen));
      if (shown === store.chosen || lines.length <= MANY) return;
      shown = store.chosen;
      const { node: line } = lines[rows.findIndex(({ key }) => key === shown)];
      const heading = line.closest(".group")?.firstElementChild?.clientHeight ?? 0; // which stays above it
      const [from, to] = [list.scrollTop + heading, list.scrollTop + list.clientHeight]; // where they are many the list scrolls
      if (line.offsetTop < from || line.offsetTop + line.offsetHeight > to) list.scrollTop = line.offsetTop - heading;
    },
  };
}
