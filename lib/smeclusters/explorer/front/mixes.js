/** A small triangle for each cluster, with its classes at each mix of the levels; pressed, it becomes the large one. */

import { section } from "./controls.js";
import { button, h, svg, write } from "./dom.js";
import { SMALL, areasOf, inksOf, legendOf, mixOf, placeOf } from "./field.js";
import { trianglePart } from "./triangle.js";
import { inWords } from "./words.js";

const AT_ONCE = 2; // that are painted in one frame, however many there are; the others take their turn

/** @param {Store} store @param {Cluster} cluster @param {() => void} press */
function smallTriangle({ content, id }, { name }, press) {
  const field = areasOf(content, id, SMALL);
  const point = svg("circle", { r: 5, class: "point" });
  const here = h("span", { class: "unseen" });
  const node = button("", press, { "aria-pressed": false, title: `Large triangle of ${name}` });
  node.append(h("span", {}, name), here, svg(
    "svg", { viewBox: SMALL.box, "aria-hidden": "true" }, field.node, svg("polygon", { points: SMALL.outline, class: "outline" }), point));
  let seen = /** @type {string[]} */ ([]);
  return {
    item: h("li", {}, node), node, point, here,
    /** Paints it, if need be, and tells its classes. @param {State} state @param {Row} row */
    paint: (state, row) => (seen = field.paint(state, row) ?? seen),
  };
}

/** @param {Store} store @param {Part} large which stands hidden until a small one is pressed @returns {Part} */
function mixesPart(store, large) {
  const { content } = store;
  /** @type {ReturnType<typeof smallTriangle>[]} */
  let drawn = [];
  /** @type {Cluster[]} */
  let built = [];
  let turn = 0;
  const names = content.levels.map(({ name }) => name.replace(/ level$/, "").toLowerCase());
  const list = h("ul", { role: "list", class: "mixes" });
  const legend = legendOf(content, store.id);
  const node = h("div", {}, list, legend.node, h("p", { class: "hint" },
    `Each colour is the class at that mix. A corner is one level alone: ${names[0]} left, ${names[1]} at the top, ${names[2]} right. The ring is your mix. Press one for the large triangle, in which the ring can be dragged.`));

  /** The large one for a cluster, or none if it is there already. @param {string} key */
  function press(key) {
    large.node.hidden = !large.node.hidden && store.chosen === key;
    store.choose(key);
  }

  /** @param {Cluster[]} clusters */
  function build(clusters) {
    const before = new Map(built.map((cluster, at) => [cluster, drawn[at]]));
    drawn = clusters.map((cluster) => before.get(cluster) ?? smallTriangle(store, cluster, () => press(cluster.key)));
    built = clusters;
    list.replaceChildren(...drawn.map(({ item }) => item));
  }

  return {
    node,
    later(result) {
      const { clusters, rows, state } = result;
      if (clusters.length !== built.length || clusters.some((cluster, at) => cluster !== built[at])) build(clusters);
      const [x, y] = placeOf(SMALL, mixOf(result)).map((axis) => axis.toFixed(2));
      for (const { point } of drawn) point.setAttribute("transform", `translate(${x} ${y})`);
      if (node.closest("details:not([open])")) return; // they are painted when the reader pauses
      for (let painted = 0; painted < AT_ONCE; painted += 1) {
        turn = (turn + 1) % drawn.length;
        drawn[turn].paint(state, rows[turn]);
      }
    },
    after({ rows, state }) {
      legend.show(rows.flatMap((row, at) => drawn[at].paint(state, row)));
      rows.forEach((row, at) => {
        const each = drawn[at];
        write(each.here, `${inWords(row.path, content)} at this mix`);
        each.node.setAttribute("aria-pressed", String(!large.node.hidden && row.key === store.chosen));
      });
    },
  };
}

/** The small triangles and the large one; where there is little room the large one alone. @param {Store} store @returns {Part} */
export function mixPart(store) {
  const large = trianglePart(store);
  large.node.hidden = !store.small;
  const parts = store.small ? [large] : [mixesPart(store, large), large];
  return {
    node: section(store, "mix", "The mix of the levels", inksOf(store.content, store.id), ...parts.map((part) => part.node)),
    later(result) {
      for (const part of parts) part.later?.(result);
    },
    after(result) {
      for (const part of parts) part.after?.(result);
    },
  };
}
