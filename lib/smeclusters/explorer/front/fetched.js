/** What layers bring, in scripts of their own that lie beside the page's and load when a reader asks for them. */

import { absent, takeUp } from "./laid.js";
import { withoutGone } from "./own.js";

const beside = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : ""; // "" where a host gives all of it
const scripts = /** @type {{ explorerLayers: Record<string, LayerData> }} */ (/** @type {unknown} */ (globalThis));
scripts.explorerLayers ??= {};

/** Loads one, whether it comes or not. @param {string} key @returns {Promise<void>} */
const load = (key) => new Promise((done) => {
  if (!beside || scripts.explorerLayers[key]) return done();
  const script = document.createElement("script");
  const end = () => { script.remove(); done(); };
  script.addEventListener("load", end);
  script.addEventListener("error", end);
  script.src = new URL(`explorer-${key}.js`, beside).href;
  document.head.append(script);
});

/** Has all layers of a state here, or tells those that cannot be. @param {{ laid: string[] }} state @param {Content} content */
export async function fetchLayers(state, content) {
  await Promise.all(absent(state, content).map(({ key }) => load(key)));
  for (const overlay of absent(state, content)) {
    const data = scripts.explorerLayers[overlay.key];
    if (data) takeUp(overlay, data, content);
  }
  return absent(state, content);
}

/** A state without layers that could not be had. @param {State} state @param {Content} content */
export function withoutAbsent(state, content) {
  const gone = absent(state, content).map(({ key }) => key);
  return gone.length ? withoutGone({ ...state, laid: state.laid.filter((key) => !gone.includes(key)) }, content) : state;
}

/** That layers cannot be had, in a sentence. @param {Overlay[]} failed */
export const notLoaded = (failed) => `${failed.map(({ name }) => `“${name}”`).join(" and ")} could not be loaded; the explorer stands without it.`;
