/** The form for a cluster of a reader's own: what it is, and for each factor a rating, why, and the source. */

import { button, h, write } from "./dom.js";
import { countryName, countryOf, keyFor } from "./own.js";
import { folded } from "./statement.js";
import { inARow, signed } from "./words.js";

const RATINGS = [-2, -1, 0, 1, 2];
const PLAIN = { facet: "", basis: "", period: "", summary: "", sources: "", locator: "", vintage: "" };

/** A field with its label. @param {string} id @param {string} label @param {HTMLElement} field @param {string} about is read out after the label */
function labelled(id, label, field, about = "") {
  field.id = id;
  return h("p", { class: "field" }, h("label", { for: id }, label, ...(about ? [h("span", { class: "unseen" }, ` (${about})`)] : [])), field);
}

/** A menu of ratings. @param {string} name @param {string} none @param {number | null} value */
const ratings = (name, none, value) => h("select", { name },
  h("option", { value: "" }, none),
  ...RATINGS.map((rating) => h("option", { value: rating, selected: rating === value }, signed(rating))));

/** One statement on one factor. @param {string} id @param {Content["determinants"][number]} determinant @param {OwnRow | null} row @param {number} at @param {Content} content */
function statement(id, { key, name, means }, row, at, { limits }) {
  const field = `own-${key}${at ? `-${at + 1}` : ""}`;
  const about = at ? `${name}, ${at + 1}` : name;
  const lo = ratings(field, "not known", row && row.lo);
  const hi = ratings(`${field}-to`, "–", row && row.hi !== row.lo ? row.hi : null);
  hi.setAttribute("aria-label", `${about}: upper end, where it is a range`);
  const text = (/** @type {"summary" | "sources" | "locator"} */ which) =>
    h("input", { type: "text", name: `${field}-${which}`, maxlength: limits[which], value: row?.[which] ?? "" });
  const [summary, sources, locator] = [text("summary"), text("sources"), text("locator")];
  const more = h("div", { class: "grounds" },
    labelled(`${id}-${field}-summary`, "Why", summary, about),
    labelled(`${id}-${field}-sources`, "Source", sources, about),
    labelled(`${id}-${field}-locator`, "Page or section", locator, about));
  const shown = () => {
    more.hidden = lo.value === "";
    hi.disabled = more.hidden;
  };
  lo.addEventListener("change", shown);
  shown();
  lo.id = `${id}-${field}`;
  const node = h("div", { class: "factor", role: "group", "aria-label": about },
    h("label", { for: lo.id, title: means }, about), h("span", { class: "range" }, lo, h("span", { "aria-hidden": true }, "to"), hi), more);
  /** What it says, or null where it says nothing. @returns {OwnRow | null} */
  function read() {
    if (lo.value === "") return null;
    const ends = [lo.value, hi.value || lo.value].map(Number).sort((a, b) => a - b);
    return {
      ...(row ?? { ...PLAIN, basis: "stated", period: "current" }), determinant: key, lo: ends[0], hi: ends[1],
      summary: summary.value.trim(), sources: sources.value.trim(), locator: locator.value.trim(),
    };
  }
  return { node, read };
}

/** What a country brings with it. @param {string} text @param {Content} content */
function inherited(text, content) {
  const country = countryOf(text.trim(), content);
  if (!country) return "";
  if (!Object.hasOwn(content.places, country)) return "The study has no evidence on this country: a factor that you leave open stays open.";
  const { name, within } = content.places[country];
  const from = inARow([name, ...within.map((key) => content.places[key].name)]);
  return `Where you leave a factor open, what the study says of ${from} counts, a step wider each way.`;
}

/**
 * @param {Store} store @param {OwnCluster | null} given to be changed, or null for a new one
 * @param {(cluster: OwnCluster) => void} told takes what has been entered so far, as soon as there is a name
 * @param {(cluster: OwnCluster | null) => void} done takes what was entered, or null
 */
export function ownForm(store, given, told, done) {
  const { content, id } = store;
  const say = h("p", { role: "alert", id: `${id}-own-problem`, class: "problem" });
  const name = h("input", { type: "text", name: "own-name", maxlength: content.limits.name, value: given?.name ?? "", autocomplete: "off", "aria-describedby": say.id });
  const hint = h("p", { class: "hint", id: `${id}-own-hint` });
  const hinted = () => write(hint, inherited(country.value, content));
  const country = h("input", {
    type: "text", name: "own-country", maxlength: content.limits.country, list: `${id}-own-countries`, value: countryName(given?.country ?? "", content), input: hinted,
    autocomplete: "off", "aria-describedby": hint.id,
  });
  const products = h("input", { type: "text", name: "own-products", maxlength: content.limits.products, value: given?.products ?? "" });
  const path = h("select", { name: "own-path" }, h("option", { value: "" }, "not known"),
    ...Object.entries(content.paths).map(([key, words]) => h("option", { value: key, selected: key === given?.observed }, words)));
  const blocks = content.determinants.map((determinant) => {
    const rows = given?.rows.filter((row) => row.determinant === determinant.key) ?? [];
    return (rows.length ? rows : [null]).map((row, at) => statement(id, determinant, row, at, content));
  });
  hinted();
  let key = given?.key ?? "";

  /** What is wrong with the name; "" where nothing is. */
  function problem() {
    const called = folded(name.value);
    const others = [...content.clusters, ...store.here.state.own.filter((own) => own.key !== key), ...Object.values(content.places)];
    if (!called) return "Give the cluster a name.";
    return others.some((each) => folded(each.name) === called) ? "Another place has this name already." : "";
  }

  /** What has been entered; its key stays the one that its first name has given it. @returns {OwnCluster} */
  function entered() {
    const taken = (/** @type {string} */ one) => one in {} || store.here.clusters.some((each) => each.key === one) || Object.hasOwn(content.places, one);
    key ||= keyFor(name.value, taken);
    return {
      key, name: name.value.trim(), country: countryOf(country.value.trim(), content), products: products.value.trim(),
      observed: path.value, rows: blocks.flat().flatMap((block) => block.read() ?? []),
    };
  }

  function change() {
    if (!problem()) told(entered());
  }

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const wrong = problem();
    write(say, wrong);
    name.setAttribute("aria-invalid", String(Boolean(wrong)));
    if (wrong) return name.focus();
    done(entered());
  }

  const heading = h("h3", { class: "title", id: `${id}-own-title` }, given ? `Change ${given.name}` : "A cluster of your own");
  const node = h("form", { class: "own-form", novalidate: true, "aria-labelledby": heading.id, submit, change },
    heading,
    labelled(`${id}-own-name`, "Name", name), say,
    labelled(`${id}-own-country`, "Country", country), hint,
    h("datalist", { id: `${id}-own-countries` }, ...content.countries.map((key) => h("option", { value: content.places[key].name }))),
    labelled(`${id}-own-products`, "Products", products),
    labelled(`${id}-own-path`, "Path observed", path),
    ...content.levels.map((level, at) => h("fieldset", {}, h("legend", {}, level.name),
      ...blocks.filter((_, which) => content.levelOf[which] === at).flat().map((block) => block.node))),
    h("div", { class: "buttons" }, h("button", { type: "submit", "data-action": "save-cluster" }, "Done"),
      button("Cancel", () => done(null), { "data-action": "cancel-cluster" })));
  return { node, focus: () => name.focus() };
}
