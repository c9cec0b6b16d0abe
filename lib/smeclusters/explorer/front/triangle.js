/** A point in a triangle whose corners are three levels: to be dragged, over the classes at each mix. */

import { h, svg } from "./dom.js";
import { LARGE, areasOf, legendOf, mixOf, placeOf } from "./field.js";
import { roundTo, rowOf } from "./results.js";
import { sum } from "./model.js";
import { inARow, percent } from "./words.js";

/** @type {Record<string, number[]>} */
const WAYS = { ArrowLeft: [1, 0, -1], ArrowRight: [-1, 0, 1], ArrowUp: [-0.5, 1, -0.5], ArrowDown: [0.5, -1, 0.5] };

/** @param {Store} store @returns {Part} */
export function trianglePart(store) {
  const { content, id } = store;
  const names = content.levels.map(({ name }) => name.replace(/ level$/, ""));
  const field = areasOf(content, id, LARGE);
  const handle = svg("circle", {
    r: 10, class: "handle", tabindex: 0, role: "slider", "aria-label": "Mix of the levels",
    "aria-roledescription": "point in a triangle", "aria-valuemin": 0, "aria-valuemax": 100,
  });
  const drawing = svg(
    "svg", { viewBox: LARGE.box, role: "group", "aria-label": "Triangle of the levels" },
    field.node,
    svg("polygon", { points: LARGE.outline, class: "outline" }),
    ...names.map((name, at) => svg(
      "text", { x: LARGE.corners[at][0], y: LARGE.corners[at][1] + (at === 1 ? -15 : 20), "text-anchor": ["start", "middle", "end"][at] }, name,
    )),
    handle,
  );
  const legend = legendOf(content, id);
  const cluster = h("select", { id: `${id}-of`, change: () => store.choose(cluster.value) });
  /** @type {Cluster[]} */
  let offered = [];
  const node = h("div", { class: "triangle" }, drawing, h("div", {},
    h("p", { class: "of" }, h("label", { for: cluster.id }, "Coloured by the class of"), cluster), legend.node));

  /** Moves to a mix, kept within the triangle, in tenths of a per cent that add up to 100. @param {number[]} mix @param {string} by */
  function go(mix, by) {
    const inside = mix.map((share) => Math.max(share, 0));
    const [first, second] = inside.map((share) => Math.round((1000 * share) / sum(inside)) / 10);
    store.change({ levels: [first, second, Math.max(roundTo(100 - first - second, 1), 0)] }, by);
  }

  letDrag(drawing, handle, (mix) => go(mix, "triangle"));
  handle.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go(mixOf(store.here).map((share, at) => share + way[at] * (event.shiftKey ? 0.1 : 0.01)), "triangle-keys");
  });

  return {
    node,
    later(result) {
      const mix = mixOf(result);
      const [x, y] = placeOf(LARGE, mix);
      handle.setAttribute("cx", x.toFixed(2));
      handle.setAttribute("cy", y.toFixed(2));
      handle.setAttribute("aria-valuenow", String(Math.round(100 * mix[1])));
      handle.setAttribute("aria-valuetext", inARow(names.map((name, at) => `${name} ${percent(mix[at])}`)));
      if (node.hidden) return;
      const seen = field.paint(result.state, rowOf(result, store.chosen));
      if (seen) legend.show(seen);
    },
    after({ clusters }) {
      if (clusters.length !== offered.length || clusters.some((each, at) => each !== offered[at])) {
        offered = clusters;
        cluster.replaceChildren(...offered.map(({ key, name }) => h("option", { value: key }, name)));
      }
      cluster.value = store.chosen;
    },
  };
}

/** Lets the handle be dragged from anywhere in the triangle. @param {SVGSVGElement} drawing @param {SVGElement} handle @param {(mix: number[]) => void} go */
function letDrag(drawing, handle, go) {
  /** @type {number | null} */
  let dragged = null; // the pointer that drags; one that starts beside the triangle is captured too
  const inside = (/** @type {Event} */ event) => event.target instanceof Element && Boolean(event.target.closest(".field, .handle"));

  /** @param {PointerEvent} event */
  function drag(event) {
    const box = drawing.getBoundingClientRect();
    const { side, padding, height } = LARGE;
    const scale = (side + 2 * padding) / box.width;
    const [x, y] = [(event.clientX - box.left) * scale - padding, (event.clientY - box.top) * scale - padding];
    const top = 1 - y / height;
    const right = x / side - top / 2;
    go([1 - top - right, top, right]);
  }

  // Beside the triangle a finger scrolls. Browsers apply touch-action to boxes, not to shapes.
  drawing.addEventListener("touchstart", (event) => { if (inside(event)) event.preventDefault(); }, { passive: false });
  drawing.addEventListener("pointerdown", (event) => {
    if (event.button || !inside(event)) return;
    event.preventDefault();
    drawing.setPointerCapture(event.pointerId);
    dragged = event.pointerId;
    handle.focus({ preventScroll: true });
    drag(event);
  });
  drawing.addEventListener("pointermove", (event) => {
    if (event.pointerId === dragged) drag(event);
  });
  drawing.addEventListener("lostpointercapture", ({ target }) => { if (target === drawing) dragged = null; });
}
