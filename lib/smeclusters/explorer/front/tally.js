/** How many clusters are on the best path, above all rows, and whether rows name what is certain or what is likely. */

import { h, write } from "./dom.js";
import { begun } from "./words.js";

/** For how many rows the best path is certain, can be, and cannot be. @param {Row[]} rows @param {Content} content */
function counts(rows, { paths }) {
  const best = Object.keys(paths).at(-1) ?? "";
  const open = rows.filter(({ path }) => path.split("|").includes(best)).length;
  const certain = rows.filter(({ path }) => path === best).length;
  return [certain, open - certain, rows.length - open];
}

/** The same in words. @param {Row[]} rows @param {Content} content */
export function countsInWords(rows, content) {
  const [certain, could, not] = counts(rows, content);
  return `${begun(Object.values(content.paths).at(-1) ?? "")}: ${certain} certain · ${could} possible · ${not} not`;
}

/** How many rows have each path as their likeliest. @param {Record<string, number>[]} found how likely each is, row by row @param {Content} content */
function likeliest(found, { paths }) {
  const best = found.map((each) => Object.entries(each).reduce((most, one) => (one[1] > most[1] ? one : most))[0]);
  return Object.keys(paths).reverse().map((path) => `${best.filter((each) => each === path).length} ${paths[path]}`).join(" · ");
}

/** @param {Store} store @param {() => void} changed when the reader chooses what rows name, and whether they say what came later */
export function tallyOf(store, changed) {
  const { content, id, small } = store;
  const title = h(small ? "h3" : "h2", { class: "title", id: `${id}-results` }, content.words.heading);
  const line = h("b");
  const before = h("span", { class: "hint" });
  const radios = ["what is certain", "what is likely"].map((label, at) =>
    ({ label, input: h("input", { type: "radio", name: "named", id: `${id}-named-${at}`, checked: !at, change: changed }) }));
  // A form, or the radio buttons of two explorers on one page would be one group.
  const choice = h("form", { class: "choice named", submit: (event) => event.preventDefault() }, h("fieldset", {},
    h("legend", {}, "Named in each row"),
    h("div", {}, ...radios.map(({ label, input }) => h("span", {}, input, h("label", { for: input.id }, label))))));
  const certain = () => !radios[1].input.checked;
  const since = h("input", { type: "checkbox", id: `${id}-since`, "data-action": "since", change: changed });
  if (!small && Object.keys(content.since).length) choice.append(h("span", {}, since, h("label", { for: since.id }, content.words.since)));
  return {
    title, certain, choice, told: () => since.checked,
    node: h("div", { class: "tally" }, title, h("p", {}, line, " ", before)),
    /** @param {Result} result @param {Record<string, number>[]} found how likely each path is, row by row */
    later(result, found) {
      const { former } = store;
      const was = former?.weighed ? counts(former.rows, content).join(" · ") : "";
      const here = counts(result.rows, content).join(" · ");
      write(line, !result.weighed ? "not scored" : certain() ? countsInWords(result.rows, content) : `Likely: ${likeliest(found, content)}`);
      write(before, certain() && was && was !== here ? `(was ${was})` : "");
    },
  };
}
