/** Elements of the page. Everything that is written to it is text. */

const SLICE = 12; // ms at a stretch

/** Attributes by name; what is true stands without a value, what is false or undefined doesn't stand. */
/** @typedef {Record<string, string | number | boolean | undefined | ((event: any) => void)>} Attributes */

/**
 * An element; attributes that are functions listen to the event of that name.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} attributes @param {(Node | string)[]} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag @param {Record<string, string | number>} attributes @param {(Node | string)[]} children
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** @param {Element} element @param {string} text */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {string} label @param {() => void} act @param {Attributes} attributes */
export const button = (label, act, attributes = {}) => h("button", { type: "button", click: act, ...attributes }, label);

/** Whether the reader prefers that nothing glides. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Hands the page over now and then in the course of long work, so that no press and no scroll is kept waiting. */
export function breather() {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < SLICE) return;
    await new Promise((go) => { setTimeout(go); });
    since = performance.now();
  };
}

/** Hands the reader a file. @param {string} name @param {string} type @param {BlobPart} text */
export function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
