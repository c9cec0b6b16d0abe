"""Lessons: every link opens in the browser the state that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page
from tests.browser.conftest import SITE
from tests.browser.explorer_page import ADDRESS, VISIT, assert_same, settle
from tests.browser.pages import PAGES, open_page

from smeclusters import Assessed, Explorer
from whichroad.lessons import STATES, state_address

pytestmark = pytest.mark.xdist_group("lessons")  # what it opens is opened once

LESSONS = [
    f"chapters/{name}.html"
    for name in ("teach", "session-argument", "session-evidence", "session-weights", "students", "exercises")
]
CHOSEN = "document.querySelector('[data-cluster]:has([aria-pressed=true])').dataset.cluster"


def links(pages: Sequence[str]) -> list[str]:
    """To states of the explorer, each once."""
    read = [BeautifulSoup((SITE / page).read_text("utf-8"), "html.parser") for page in pages]
    return list(dict.fromkeys(link["href"] for page in read for link in page.select("a[href^='explorer.html#w=']")))


@pytest.fixture(scope="module")
def page(browser: Browser, site: str) -> Iterator[Page]:
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    yield watched.page
    assert watched.complaints == []
    watched.page.context.close()


def test_lessons_lead_to_states_that_have_names(paper: Assessed):
    named = {state_address(paper, key) for key in STATES}
    assert len(named) == len(STATES)
    assert named == set(links(LESSONS))


@pytest.mark.parametrize("key", STATES)
def test_a_link_shows_the_state_that_it_names(page: Page, paper: Assessed, key: str):
    address = state_address(paper, key)
    found = page.evaluate(VISIT, [address.partition("#")[2]])[0]
    assert found["notice"] == ""
    explorer = Explorer.from_link(address, paper.study)
    scores = explorer.scores
    rows = [(place, explorer.paths[place], scores.lo[place], scores.hi[place]) for place in scores.index]
    assert_same(found["rows"], rows)
    settle(page)
    assert page.evaluate(CHOSEN) == (STATES[key].cluster or paper.ratings.clusters[0])


def test_every_link_to_a_state_opens_it(page: Page, paper: Assessed):
    """Those of other pages too."""
    addresses = links([page for page in PAGES if page.startswith("chapters/")])
    found = page.evaluate(VISIT, [address.partition("#")[2] for address in addresses])
    assert [(address, each["notice"]) for address, each in zip(addresses, found, strict=True) if each["notice"]] == []
