/* Results quote a page as it is read: without marks, locators, cards and drawings. Loaded by the page of the search
   alone, after Sphinx's own tools. */
{
  const UNREAD = ".sme-aside, .sme-mark, .sme-unseen, .sme-about, .sme-switch, [popover], noscript:not(.sme-claims *), svg";
  const quote = Search.htmlToText;
  Search.htmlToText = (html, place) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const each of page.querySelectorAll(UNREAD)) each.remove();
    const named = place && page.querySelector(place);
    if (named && !named.textContent.trim()) { // an empty mark of a place: what stands there is its section
      named.closest("section").id = named.id;
      named.remove();
    }
    return quote(page.documentElement.outerHTML, place);
  };
}
