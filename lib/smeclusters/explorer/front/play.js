/** A slider that plays: from one end to the other, and back to where it stood. */

import { button, calm, svg } from "./dom.js";
import { roundTo } from "./results.js";

const LASTS = 4000; // ms from end to end
const STAYS = 800; // ms at the end, before all is as it was
const PLAYS = "M2 1v10l9-5z";
const PAUSES = "M2 1h3v10H2zM7 1h3v10H7z";
const LEAPS = 4; // where nothing may glide: five positions

/**
 * @param {Store} store @param {string} label
 * @param {(value: number, by: string) => void} set
 */
export function playButton(store, label, set) {
  const by = `form-play-${label}`; // one step, whatever the pauses
  let frame = 0;
  const node = button("", () => (frame ? stop() : start()), { class: "play", "aria-pressed": false, "aria-label": `Play ${label} from 0 to 100`, title: "From 0 to 100, and back; any key or press stops it where it is" });
  const sign = svg("path", { d: PLAYS, fill: "currentColor" });
  node.append(svg("svg", { viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true" }, sign));

  /** The button itself tells of its own presses. @param {Event} event */
  function pressed(event) {
    const own = event.target instanceof Node && node.contains(event.target);
    if (own && (!(event instanceof KeyboardEvent) || event.key === "Enter" || event.key === " ")) return;
    stop();
  }

  function start() {
    const leaps = calm();
    const begun = performance.now();
    let shown = -1;
    const move = (/** @type {number} */ now) => {
      const part = Math.min(Math.max((now - begun) / LASTS, 0), 1);
      if (!node.isConnected) return stop();
      if (now - begun > LASTS + STAYS) {
        stop();
        return store.undo();
      }
      const position = leaps ? (100 * Math.round(part * LEAPS)) / LEAPS : roundTo(100 * part, 1);
      if (position !== shown) set(position, by);
      shown = position;
      frame = requestAnimationFrame(move);
    };
    frame = requestAnimationFrame(move);
    node.setAttribute("aria-pressed", "true");
    sign.setAttribute("d", PAUSES);
    for (const kind of ["keydown", "pointerdown", "hashchange"]) addEventListener(kind, pressed, true);
  }

  function stop() {
    cancelAnimationFrame(frame);
    frame = 0;
    node.setAttribute("aria-pressed", "false");
    sign.setAttribute("d", PLAYS);
    for (const kind of ["keydown", "pointerdown", "hashchange"]) removeEventListener(kind, pressed, true);
  }
  return node;
}
