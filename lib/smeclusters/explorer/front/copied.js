/** Buttons that copy or send, each with a word beside it that goes again. */

import { button, h, write } from "./dom.js";

const TOLD_FOR = 5000; // ms

/**
 * A button, and beside it what came of it.
 * @param {string} label @param {() => Promise<string>} act says in words what it has done @param {import("./dom.js").Attributes} attributes
 */
export function toldButton(label, act, attributes) {
  const told = h("span", { role: "status", class: "copied" });
  let gone = 0;
  const press = async () => {
    clearTimeout(gone);
    write(told, await act());
    gone = setTimeout(() => write(told, ""), TOLD_FOR);
  };
  return h("span", { class: "copying" }, button(label, press, attributes), told);
}

/** @param {string} text @param {string} what */
export async function copyText(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    return `${what} copied`;
  } catch {
    return "The browser does not let a page copy here; select the text instead.";
  }
}

/** Hands a text on, by the device's own way where it has one. @param {{ title: string, text: string }} what @param {string} url */
export async function sendText({ title, text }, url) {
  const whole = `${text}\n${url}`;
  if (!navigator.share) return copyText(whole, "Text and link");
  try {
    await navigator.share(url.startsWith("http") ? { title, text, url } : { title, text: whole });
    return "Sent";
  } catch (problem) {
    return problem instanceof DOMException && problem.name === "AbortError" ? "" : copyText(whole, "Text and link");
  }
}

/** A picture in twice its size, as slides and phones take it. @param {string} drawing an SVG */
export async function pngOf(drawing) {
  const image = new Image();
  await new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = reject;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  });
  const canvas = h("canvas", { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return /** @type {Promise<Blob>} */ (new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(blob)), "image/png")));
}
