/** Whose coding of the study counts, with the layers that lie over it. */

import { laidOver } from "./laid.js";

/** @param {State} state @param {Content} content */
export const codingOf = (state, content) =>
  laidOver(content.codings.find(({ key }) => key === state.coding) ?? content.codings[0], state, content);

/** The name of a coder other than the study's own; "" where its own counts. @param {State} state @param {Content} content */
export const coderOf = (state, content) => (state.coding ? codingOf(state, content).name : "");
