/* Cards: what a link in the text leads to, where the link stands. A click, Enter or a mouse that rests on it opens one;
   Escape, its button or a click elsewhere closes it. What the cards say is loaded when the first of a kind is asked for;
   where it cannot be, the link leads on as it does without scripts. */
var explained = {};
{
  const KINDS = { concept: "terms", determinant: "terms", cluster: "terms", claim: "claims", wp: "passages", cell: "cells", work: "works" };
  const REST = 300; // milliseconds that a mouse rests on a link, or may be away from its card
  const scripts = document.currentScript.src;
  const loading = {};
  let by; // the link whose card is shown
  let trail = []; // places whose cards led to this one
  let hovering = false;
  let wanted; // the last that a reader has asked for, while its card is loaded
  let timer = 0;

  const card = document.createElement("div");
  card.innerHTML = '<p class="sme-buttons"><button type="button">Back</button><button type="button">Close</button></p><div></div>';
  const [back, close] = card.querySelectorAll("button");
  const inside = card.lastElementChild;
  Object.assign(card, { className: "sme-explained", popover: "auto", role: "dialog", tabIndex: -1 });
  card.dataset.card = "";
  document.body.append(card);

  /** The place that a link leads to, if there may be a card for it. */
  function placeOf(link) {
    if (!link?.closest(".bd-article, [data-card]") || link.matches(".headerlink, .sme-on a, .sme-faces a")) return "";
    const place = decodeURIComponent((link.getAttribute("href") ?? link.getAttribute("xlink:href") ?? "").split("#")[1] ?? "");
    return KINDS[place.split("-")[0]] ? place : "";
  }

  function load(kind) {
    return (loading[kind] ??= new Promise((done, fail) => {
      const script = document.createElement("script");
      Object.assign(script, { src: new URL(`explained-${kind}.js`, scripts).href, onload: done, onerror: fail });
      document.head.append(script);
    }));
  }

  async function said(place) {
    const kind = KINDS[place.split("-")[0]];
    await load(kind).catch(() => {});
    return explained[kind]?.[place];
  }

  function fill(place, html) {
    card.dataset.card = place;
    inside.innerHTML = html;
    card.ariaLabel = inside.querySelector("h2").textContent;
    back.hidden = !trail.length;
    card.scrollTop = 0;
  }

  /** Beneath the link, or above it where there is more room; a phone has it at its lower edge. */
  function put() {
    const at = [...by.getClientRects()].at(-1);
    const { width, height } = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
    const above = at.bottom + height + 8 > innerHeight && at.top > innerHeight - at.bottom;
    card.style.setProperty("--x", `${left + scrollX}px`);
    card.style.setProperty("--y", `${(above ? Math.max(8, at.top - height - 4) : at.bottom + 4) + scrollY}px`);
  }

  async function open(link, hover) {
    const place = placeOf(link);
    if (!place) return; // the link leads elsewhere by now
    const wish = (wanted = { hover });
    const html = await said(place);
    if (wanted !== wish || !link.isConnected || (hover && !html)) return; // the reader has gone on
    if (!html) return location.assign(link.href.baseVal ?? link.href);
    if (card.contains(link)) {
      trail.push(card.dataset.card);
      fill(place, html);
      return card.focus();
    }
    if (card.matches(":popover-open")) card.hidePopover();
    [by, hovering, trail] = [link, hover, []];
    fill(place, html);
    card.showPopover(link instanceof HTMLElement ? { source: link } : {}); // a drawing's link cannot be one
    put();
    if (!hover) card.focus({ preventScroll: true });
  }

  back.addEventListener("click", async () => {
    const place = trail.pop();
    fill(place, await said(place));
    card.focus();
  });
  close.addEventListener("click", () => card.hidePopover());
  inside.addEventListener("click", ({ target }) => {
    if (target.closest(".sme-on a")) card.hidePopover(); // which may lead to a place on this page
  });
  card.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !card.contains(relatedTarget)) card.hidePopover();
  });

  // Before others hear of the click: on its own page a link to a claim opens a card too.
  document.addEventListener("click", event => {
    const link = event.target.closest?.("a");
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button || !placeOf(link)) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(timer);
    open(link, false);
  }, true);

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    const link = target.closest?.("a");
    if (pointerType !== "mouse") return;
    if (card.contains(target)) return clearTimeout(timer);
    if (placeOf(link) && !(link === by && card.matches(":popover-open"))) {
      link.removeAttribute("title"); // or the browser would show it over the card
      link.querySelector(":scope > title")?.remove();
      clearTimeout(timer);
      timer = setTimeout(() => open(link, true), REST);
    } else if (link === by) clearTimeout(timer);
  });
  document.addEventListener("pointerout", ({ target, pointerType }) => {
    if (pointerType !== "mouse" || !(card.contains(target) || placeOf(target.closest?.("a")))) return;
    if (wanted?.hover) wanted = undefined;
    clearTimeout(timer);
    if (hovering) timer = setTimeout(() => card.hidePopover(), REST);
  });

  // As one types, a field of search offers what has a definition.
  const terms = document.createElement("datalist");
  terms.id = "terms";
  document.body.append(terms);
  const offer = async ({ target }) => {
    await load("terms").catch(() => {});
    const cards = new DOMParser().parseFromString(Object.values(explained.terms ?? {}).join(""), "text/html");
    const names = [...cards.querySelectorAll("h2")].map(({ textContent }) => textContent);
    terms.replaceChildren(...names.map(value => Object.assign(document.createElement("option"), { value })));
    target.setAttribute("list", terms.id);
  };
  for (const field of document.querySelectorAll(".bd-search input")) field.addEventListener("focus", offer, { once: true });
}
