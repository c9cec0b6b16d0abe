/** What is told to those who do not see the page: each change of class, of coder and of evidence, in words. */

import { codingOf } from "./coding.js";
import { h, write } from "./dom.js";
import { evidenceInWords, overlaysOf } from "./laid.js";
import { follow } from "./results.js";
import { countsInWords } from "./tally.js";
import { changes, inARow, summary } from "./words.js";

/** Which layers lie over the study. @param {State} state @param {Content} content */
const laidInWords = (state, content) => inARow([evidenceInWords(state, content), ...overlaysOf(state, content).filter(({ moves }) => !moves).map(({ name }) => name)]);

/** @param {Store} store @returns {Part} */
export function livePart(store) {
  const { content } = store;
  const node = h("p", { class: "unseen", role: "status", "aria-live": "polite", "data-live": true });
  let announced = follow(content, store.opened);
  return {
    node,
    after(result) {
      const changed = changes(announced.rows, result.rows, content);
      const coder = result.state.coding === announced.state.coding ? "" : `Coding: ${codingOf(result.state, content).name}.`;
      const laid = String(result.state.laid) === String(announced.state.laid) ? "" : `${content.words.evidence}: ${laidInWords(result.state, content)}.`;
      if (result.rows.length === announced.rows.length && !changed && !coder && !laid) return;
      write(node, [coder, laid, changed, result.weighed ? `${countsInWords(result.rows, content)}.` : summary(result, content)].filter(Boolean).join(" "));
      announced = result;
    },
  };
}
