/* What bench/explorer.py measures inside a page; it puts this file into each page before its own scripts. */
"use strict";

/** When so many elements are there, in ms since the page was asked for. */
function ready(selector, count) {
  return new Promise((done, fail) => {
    const late = setTimeout(fail, 60_000, new Error(`${location} has not become ready`));
    new MutationObserver((_, observer) => {
      if (document.querySelectorAll(selector).length < count) return;
      const now = performance.now();
      observer.disconnect();
      clearTimeout(late);
      done(now);
    }).observe(document, { attributeFilter: ["data-ready"], childList: true, subtree: true });
  });
}

const texts = () => [...document.querySelectorAll("[data-cluster] .path")].map(({ textContent }) => textContent).join();

/** Once the next frame has been handed over for painting. */
function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    });
  });
}

/** Moves a slider from end to end: for each move the ms until another class is read, and until that is painted. */
async function slide({ slider, table, moves, rest }) {
  const handle = document.querySelector(slider);
  const found = [];
  for (let move = 0; move < moves; move += 1) {
    const end = move % 2 === 1;
    let event = new KeyboardEvent("keydown", { key: end ? "End" : "Home", bubbles: true });
    if (handle.matches("input")) {
      handle.value = end ? 100 : 0;
      event = new Event("input", { bubbles: true });
    }
    const before = texts();
    const changed = new Promise((done, fail) => {
      const late = setTimeout(fail, 10_000, new Error(`no class has changed on move ${move}`));
      new MutationObserver((_, observer) => {
        if (texts() === before) return;
        const now = performance.now();
        observer.disconnect();
        clearTimeout(late);
        done(now);
      }).observe(document.querySelector(table), { childList: true, subtree: true });
    });
    const start = performance.now();
    handle.dispatchEvent(event);
    const text = (await changed) - start;
    found.push({ text, painted: (await painted()) - start, texts: texts() });
    if (rest) await new Promise((done) => setTimeout(done, rest));
  }
  return found;
}

/** Asks for every frame from now on; the function that comes back ends that and gives their times. */
function record() {
  const times = [];
  const note = (time) => {
    times.push(time);
    next = requestAnimationFrame(note);
  };
  let next = requestAnimationFrame(note);
  return () => {
    cancelAnimationFrame(next);
    return times;
  };
}

window.bench = { ready, slide, record };
