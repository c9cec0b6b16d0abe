/* Results quote a page as it is read: without marks, locators, cards and drawings. Loaded by the page of the search
   alone, after Sphinx's own tools. */
{
  const UNREAD = ".sme-aside, .sme-mark, .sme-unseen, .sme-about, .sme-switch, [popover], noscript:not(.sme-claims *), svg";
  const quote = Search.htmlToText;
  Search.htmlToText = (html, place) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const each of page.querySelectorAll(UNREAD)) each.remove();
    return quote(page.documentElement.outerHTML, place);
  };
}
