"""The pages of the built book, opened and watched."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Request, Response
from tests.browser.conftest import SITE

# Slides have a frame, sheets and scripts of their own, and one size for all screens: test_slides.py looks at them.
APART = {"_static", "slides"}
BUILT = [path.relative_to(SITE) for path in SITE.glob("**/*.html")]
PAGES = sorted(str(path) for path in BUILT if not APART & set(path.parts))

# When a page has its fonts, and its scripts have nothing left to do at once.
IDLE = "document.fonts.ready.then(() => new Promise(done => requestIdleCallback(() => setTimeout(done))))"

# An explorer is drawn a part at a time.
UNDRAWN = "[data-explorer]:not([data-ready])"


class Watched:
    """A page, what it loaded and everything that went wrong on it; the browser itself refuses every other host."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home
        self.loaded: list[str] = []
        self.under_way: set[Request] = set()
        self.complaints: list[str] = []
        page.on("console", lambda message: message.type in ("error", "warning") and self.complain(message.text))
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("request", self.ask)
        page.on("requestfinished", lambda request: self.under_way.discard(request))
        page.on("requestfailed", self.fail)
        page.on("response", self.load)

    def ask(self, request: Request) -> None:
        self.under_way.add(request)
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.complain(f"asked another host: {request.url}")

    def fail(self, request: Request) -> None:
        self.under_way.discard(request)
        self.complain(f"failed: {request.url}")

    def load(self, response: Response) -> None:
        self.loaded.append(response.url)
        if response.status >= 400:
            self.complain(f"{response.status}: {response.url}")

    def complain(self, what: str) -> None:
        self.complaints.append(what)

    def rest(self) -> None:
        """Wait until the page is at rest: half a second without a request, but where none is under way."""
        self.page.wait_for_selector(UNDRAWN, state="detached")  # what would evaluate a policy may forbid
        self.page.evaluate(IDLE)
        if self.under_way:
            self.page.wait_for_load_state("networkidle")


def open_page(
    browser: Browser, address: str, home: str, width: int = 1280, scheme: str = "light", leads_to: str = ""
) -> Watched:
    """A page in a context of its own, at rest; or the one to which it leads on by itself."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    watched = Watched(context.new_page(), home)
    if address == f"{home}/index.html":
        leads_to = f"{home}/chapters/index.html"
    watched.page.goto(address, wait_until="commit" if leads_to else "load")
    if leads_to:
        watched.page.wait_for_url(leads_to)
    watched.rest()
    return watched
