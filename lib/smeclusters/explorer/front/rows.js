/** The clusters with their classes, and the ways back. */

import { section } from "./controls.js";
import { button, calm, h, write } from "./dom.js";
import { shareOf } from "./results.js";
import { likelyStrip } from "./strip.js";
import { MARKS, inWords, scoreInWords, shareInWords, summary, verdict } from "./words.js";

const MANY = 8; // clusters that are seen at once

/** One cluster's line. @param {Store} store @param {Cluster} cluster */
function line({ content, small, ask, usual: usualOf }, { key, name, observed, evidence }) {
  const path = h("span", { class: "path" });
  const apart = h("span", { class: "apart" });
  const share = h("span", { class: "share", "aria-hidden": "true" }); // what is read out says more
  const bar = h("span", { class: "bar" });
  const other = h("span", { class: "bar kept", hidden: true });
  const seen = h("span", { class: "seen" });
  const number = h("span", { class: "unseen" });
  const strip = likelyStrip(content);
  const underlined = observed.split("|").filter(Boolean).map((each) => h("span", { class: `observed ${each}` }));
  const why = small ? h("b", { title: name }, name) : button("", () => ask(key), { class: "name", title: `Why ${name}?` });
  if (!small) why.append(h("span", {}, name));
  const node = h(
    "li", { "data-cluster": key, "data-own": Boolean(evidence) }, why, path, apart, share,
    h("span", small ? { class: "scale" } : { class: "scale", title: "Why is the bar as wide as it is?", click: () => ask(key) }, ...underlined, other, bar), seen, strip.node, strip.told, number,
  );
  const usual = usualOf(key);
  const asReference = evidence ? content.words.as_reference_own : content.words.as_reference;
  /** @type {string | null} */
  let was = null;

  /** @param {Row} row @param {boolean} weighed */
  function now(row, weighed) {
    node.dataset.scoreLo = weighed ? row.lo.toFixed(9) : "";
    node.dataset.scoreHi = weighed ? row.hi.toFixed(9) : "";
    if (node.dataset.path === row.path) return;
    node.dataset.path = row.path;
    path.textContent = inWords(row.path, content);
  }

  /** @param {Row} row @param {Result} result @param {number | null} counted @param {Row | undefined} kept @param {boolean} keptWeighed */
  function later(row, result, counted, kept, keptWeighed) {
    const { weighed } = result;
    strip.read(node, row, result);
    const said = counted === null ? "" : shareInWords(counted);
    write(share, said.replace(/( in 100)? weightings/, "").replace("less than ", "<").replace("more than ", ">"));
    share.title = said && `under ${said}`;
    place(bar, row);
    bar.hidden = !weighed;
    other.hidden = !keptWeighed;
    if (kept) place(other, kept);
    if (was === row.path) return;
    if (was !== null && !calm()) path.animate({ backgroundColor: ["var(--high_road)", "transparent"] }, 600);
    was = row.path;
    const differs = weighed && row.path !== usual?.path;
    apart.textContent = differs ? "≠" : "";
    apart.title = differs ? `${asReference}: ${inWords(usual?.path ?? "", content)}` : "";
    seen.textContent = `${row.from && `${row.from}, `}${row.observed ? `observed: ${content.sets[row.observed]} ${MARKS[verdict(row)]}` : "not observed"}`;
    seen.title = content.verdicts[verdict(row)] ?? "";
  }

  /** @param {Row} row @param {boolean} chosen */
  function after(row, chosen) {
    const differs = row.path && row.path !== usual?.path ? `; ${apart.title}` : "";
    const counted = share.title && `; ${share.title}`;
    const stands = row.observed && row.path ? `; ${content.verdicts[verdict(row)]}` : "";
    write(number, ` Score ${scoreInWords(row)}${strip.told.textContent && `; ${strip.told.textContent}`}${counted}${stands}${differs}.`);
    if (!small) why.setAttribute("aria-pressed", String(chosen));
  }
  return { node, now, later, after };
}

/** @param {HTMLElement} bar @param {Interval} row */
function place(bar, row) {
  // Moved and stretched rather than laid out, which would cost every frame of a transition.
  const width = Math.max(row.hi - row.lo, 0.012);
  bar.style.transform = `translateX(${100 * Math.min(row.lo, 1 - width)}%) scaleX(${width})`;
}

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

/** @param {Store} store @returns {Part} */
export function rowsPart(store) {
  const { content, reference } = store;
  /** @type {ReturnType<typeof line>[]} */
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
  const paper = button(content.words.reference, () => store.change({ ...reference, overrides: store.here.state.overrides, own: store.here.state.own }), {
    "data-action": "paper", title: content.words.reference_means,
  });
  const reset = button("Reset", store.reset, { "data-action": "reset", title: "Everything as it was, your own cells too; clusters of your own stay" });
  const list = h("ol", { role: "list", class: "rows" });
  const pinned = section(store, "results", content.words.heading, bands.node, head, list);

  /** A line for each cluster; those that stay keep theirs. @param {Cluster[]} clusters */
  function build(clusters) {
    const before = new Map(built.map((cluster, at) => [cluster, lines[at]]));
    lines = clusters.map((cluster) => before.get(cluster) ?? line(store, cluster));
    built = clusters;
    list.replaceChildren(...lines.map(({ node }) => node));
    pinned.classList.toggle("many", lines.length > MANY);
  }
  const node = h(
    "div", { class: "outcomes" }, pinned, h("div", { class: "buttons" }, undo, redo, paper, reset), sentence, strips,
  );

  /** @param {Result} result */
  function later(result) {
    const { rows, state } = result;
    bands.later(state.thresholds, pinned);
    const shares = rows.map((row) => shareOf(row, state, reference, content));
    // Where no number stands the line stays, or what lies below would move under a reader's finger.
    write(head, shares.every((share) => share === null) ? "\u00a0" : "Number: of 100 weightings, how many give this class");
    const kept = store.kept;
    rows.forEach((row, at) => lines[at].later(row, result, shares[at], kept?.rows[at], Boolean(kept?.weighed)));
    write(sentence, summary(result, content));
    // Not `disabled`, which would take the focus away from under the reader's fingers.
    undo.setAttribute("aria-disabled", String(!store.canUndo()));
    redo.setAttribute("aria-disabled", String(!store.canRedo()));
  }
  return {
    node,
    now(result) {
      const { rows, weighed, clusters } = result;
      const others = clusters.length !== built.length || clusters.some((cluster, at) => cluster !== built[at]);
      if (others) build(clusters);
      rows.forEach((row, at) => lines[at].now(row, weighed));
      if (others) later(result); // a new line that is filled a frame later would move a button away from under a finger
    },
    later,
    after({ rows }) {
      rows.forEach((row, at) => lines[at].after(row, row.key === store.chosen));
      if (shown === store.chosen) return;
      shown = store.chosen;
      const { offsetTop, offsetHeight } = lines[rows.findIndex(({ key }) => key === shown)].node;
      const [from, to] = [list.scrollTop, list.scrollTop + list.clientHeight]; // where they are many the list scrolls
      if (lines.length > MANY && (offsetTop < from || offsetTop + offsetHeight > to)) list.scrollTop = offsetTop;
    },
  };
}
