"""The pages of the built book, opened and watched."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Response
from tests.browser.conftest import SITE

PAGES = sorted(str(path.relative_to(SITE)) for path in SITE.glob("**/*.html") if "_static" not in path.parts)


class Watched:
    """A page, what it loaded and everything that went wrong on it."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.loaded: list[str] = []
        self.complaints: list[str] = []
        page.on("console", lambda message: message.type in ("error", "warning") and self.complain(message.text))
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("requestfailed", lambda request: self.complain(f"failed: {request.url}"))
        page.on("response", self.load)
        page.route(
            "**/*",
            lambda route: route.continue_() if self.allowed(route.request.url, home) else self.refuse(route),
        )

    @staticmethod
    def allowed(url: str, home: str) -> bool:
        return url.startswith((home, "data:"))

    def load(self, response: Response) -> None:
        self.loaded.append(response.url)
        if response.status >= 400:
            self.complain(f"{response.status}: {response.url}")

    def refuse(self, route) -> None:
        self.complain(f"asked another host: {route.request.url}")
        route.abort()

    def complain(self, what: str) -> None:
        self.complaints.append(what)


def open_page(browser: Browser, address: str, home: str, width: int = 1280, scheme: str = "light") -> Watched:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    watched = Watched(context.new_page(), home)
    watched.page.goto(address, wait_until="networkidle")
    return watched
