/** On a built page: the numbers of a sentence can be changed, and the sentence follows. */

import { button, h, write } from "./dom.js";
import { asDigits, tell } from "./told.js";

const AT_REST = 700; // ms without a change, after which a screen reader hears what the sentence tells

/** The nearest number that a field can have. @param {HTMLInputElement} field @param {number} value */
function nearestOf({ min, max, step }, value) {
  const steps = Math.round((value - Number(min)) / Number(step));
  return asDigits(Math.min(Number(max), Math.max(Number(min), Number(min) + steps * Number(step))));
}

/** A field can be dragged as well: to the right for more. @param {HTMLInputElement} field @param {() => void} changed */
function dragField(field, changed) {
  const { min, max, step } = field;
  const width = Math.max(3, (150 * Number(step)) / (Number(max) - Number(min))); // pixels for a step
  let from = { x: 0, value: NaN };
  const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ act) => field.addEventListener(name, act);
  const end = () => { from.value = NaN; };
  listen("pointerdown", (event) => {
    from = { x: event.clientX, value: field.valueAsNumber };
    field.setPointerCapture(event.pointerId);
  });
  listen("pointermove", (event) => {
    const to = nearestOf(field, from.value + Math.trunc((event.clientX - from.x) / width) * Number(step));
    if (Number.isNaN(from.value) || field.value === to) return;
    field.value = to;
    changed();
  });
  listen("pointerup", end);
  listen("pointercancel", end); // the page scrolls
  listen("mousedown", (event) => event.preventDefault()); // or the drag would select the digits
  listen("click", () => {
    field.focus();
    field.select();
  });
}

/** @param {HTMLElement} place */
function startSentence(place) {
  /** @type {Moving} */
  const moving = JSON.parse(place.querySelector("script")?.textContent ?? "");
  const still = /** @type {HTMLElement} */ (place.firstElementChild);
  const live = /** @type {HTMLElement} */ (still.cloneNode(true)); // the still one is for paper
  live.className = "sme-live";
  const numbers = Object.entries(moving.numbers);
  const fields = numbers.map(([name, { start: value, label, least, most, step }]) => {
    const field = h("input", {
      type: "number", name, value: asDigits(value), min: least, max: most, step, required: true, "aria-label": label,
      inputmode: step < 1 ? "decimal" : "numeric", autocomplete: "off", title: "Type, drag or press the arrow keys",
    });
    live.querySelector(`[data-number="${name}"]`)?.replaceWith(h("span", { class: "sme-number" }, field));
    return field;
  });
  /** @type {NodeListOf<HTMLElement>} */
  const slots = live.querySelectorAll("[data-slot]");
  const first = [...slots].map((slot) => slot.textContent);
  const status = h("span", { role: "status", class: "sme-unseen" });
  const back = button(moving.back, () => {
    fields.forEach((field) => { field.value = field.defaultValue; });
    fields[0].focus(); // as the button goes
    follow();
  }, { hidden: true });
  let kept = fields.map((field) => field.value);
  let timer = 0;

  function follow() {
    if (!fields.every((field) => field.validity.valid)) return; // half typed
    kept = fields.map((field) => field.value);
    const words = tell(moving, Object.fromEntries(fields.map((field) => [field.name, field.valueAsNumber])));
    slots.forEach((slot, at) => {
      write(slot, words[slot.dataset.slot ?? ""]);
      slot.toggleAttribute("data-moved", slot.textContent !== first[at]);
    });
    back.hidden = fields.every((field) => field.valueAsNumber === Number(field.defaultValue));
    clearTimeout(timer);
    timer = setTimeout(() => write(status, live.querySelector('[data-part="tells"]')?.textContent ?? ""), AT_REST);
  }

  fields.forEach((field, at) => {
    field.addEventListener("input", follow);
    field.addEventListener("change", () => {
      if (!field.validity.valid) field.value = field.value ? nearestOf(field, field.valueAsNumber) : kept[at];
      follow();
    });
    dragField(field, follow);
  });
  live.append(" ", back, status);
  place.append(live);
  place.dataset.ready = "true";
}

document.querySelectorAll("[data-moving]").forEach((place) => startSentence(/** @type {HTMLElement} */ (place)));
