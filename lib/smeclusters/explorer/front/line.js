/** One cluster's line: its name, its class, its score, and what was observed. */

import { barsOf } from "./bars.js";
import { chipOf } from "./chip.js";
import { button, h, write } from "./dom.js";
import { MARKS, OWN, inWords, plural, scoreInWords, shareInWords, verdict } from "./words.js";

/** @param {Store} store @param {Cluster} cluster */
export function lineOf({ content, small, linked, ask, usual: usualOf }, { key, name, observed, layer, evidence }) {
  const chip = chipOf(content);
  const bars = barsOf(content, observed);
  const recoded = h("span", { class: "recoded-row", role: "img" }, "✎");
  const overlay = evidence ? undefined : content.layers.find((each) => each.key === layer);
  const from = evidence ? OWN : layer && `from the layer ${overlay?.name ?? layer}`;
  const foreign = h("span", { class: "foreign", role: "img", "aria-label": from, title: from, hidden: !from || overlay !== undefined }, "◆");
  const apart = h("span", { class: "apart" });
  const share = h("span", { class: "share", "aria-hidden": "true" }); // what is read out says more
  const road = h("span");
  const mark = h("b");
  const since = Object.hasOwn(content.since, key) ? content.since[key] : "";
  const became = h("em", { hidden: true }, since);
  // A row of a layer leads to the page that tells of it.
  const leads = overlay ? h("span", { class: "leads" }, linked && overlay.href ? h("a", { href: overlay.href, title: from }, overlay.heading) : overlay.heading, ", ") : "";
  const seen = h("span", { class: "seen" }, leads, road, mark, became);
  const number = h("span", { class: "unseen" });
  const why = small ? h("b", { title: name }, name) : button("", () => ask(key), { class: "name", title: `Why ${name}?` });
  if (!small) why.append(h("span", {}, name));
  const node = h(
    "li", { "data-cluster": key, "data-own": Boolean(evidence) }, why,
    h("span", { class: "class" }, recoded, foreign, chip.node, apart), share, bars.node, chip.was, seen, bars.told, number,
  );
  if (!small) {
    bars.node.title = "Why is the bar as wide as it is?";
    bars.node.addEventListener("click", () => ask(key));
  }
  const usual = usualOf(key);
  const asReference = evidence ? content.words.as_reference_own : content.words.as_reference;

  /** @param {Row} row @param {boolean} weighed @param {boolean} certain whether the chip names what is certain */
  function now(row, weighed, certain) {
    node.setAttribute("data-score-lo", weighed ? row.lo.toFixed(9) : "");
    node.setAttribute("data-score-hi", weighed ? row.hi.toFixed(9) : "");
    if (node.dataset.path !== row.path) node.dataset.path = row.path;
    if (certain) chip.word(row.path);
  }

  /**
   * Tells how likely each path is.
   * @param {Row} row @param {Result} result @param {number | null} counted @param {boolean} certain
   * @param {Row | undefined} former before the last change @param {Row | undefined} kept in the setting that is kept
   */
  function later(row, result, counted, certain, former, kept) {
    const found = bars.show(node, row, result, former, kept);
    if (certain) chip.certain(row.path);
    else chip.likely(found);
    chip.follows(row, former);
    const said = counted === null ? "" : shareInWords(counted);
    write(share, said.replace(/( in 100)? weightings/, "").replace("less than ", "<").replace("more than ", ">"));
    share.title = said && `under ${said}`;
    const cells = Object.keys(result.state.overrides[key] ?? {}).length;
    recoded.hidden = !cells;
    recoded.title = cells ? `${plural(cells, "cell")} re-coded by you` : "";
    recoded.ariaLabel = recoded.title;
    const differs = result.weighed && row.path !== usual?.path;
    write(apart, differs ? "≠" : "");
    apart.title = differs ? `${asReference}: ${inWords(usual?.path ?? "", content)}` : "";
    write(road, `${row.from && !overlay ? `${row.from}, ` : ""}${row.observed ? `observed: ${content.sets[row.observed]} ` : "not observed"}`);
    write(mark, MARKS[verdict(row)]);
    seen.title = content.verdicts[verdict(row)] ?? "";
    return found;
  }

  /** @param {Row} row @param {boolean} chosen */
  function after(row, chosen) {
    const differs = row.path && row.path !== usual?.path ? `; ${apart.title}` : "";
    const counted = share.title && `; ${share.title}`;
    const stands = row.observed && row.path ? `; ${content.verdicts[verdict(row)]}` : "";
    write(number, ` Score ${scoreInWords(row)}${bars.told.textContent && `; ${bars.told.textContent}`}${counted}${stands}${differs}.`);
    if (!small) why.setAttribute("aria-pressed", String(chosen));
  }
  /** Whether the row says what became of the cluster later. @param {boolean} told */
  const tells = (told) => { became.hidden = !told || !since; };
  return { node, now, later, after, tells };
}
