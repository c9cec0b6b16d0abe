"""Firefox and WebKit on what a reader meets first: landing page, explorer, story, a sentence that moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.browser.conftest import SITE, serve
from tests.browser.engines import untested
from tests.browser.explorer_page import ADDRESS, ROWS, assert_same, rows_of
from tests.browser.readers import Reader, in_firefox, in_webkit, wait, with_ear
from tests.browser.test_story import STEPS, rows_at

from smeclusters import Framework, Ratings, classify, score
from whichroad.edition import edition
from whichroad.sentences import country_and_firms_sentence

pytestmark = pytest.mark.filterwarnings("ignore:setting remote_server_addr")  # Selenium's own way to WebKit

LANDING = "chapters/index.html"
PATHS = "chapters/paths.html"
ENGINES = {"Firefox": in_firefox, "WebKit": in_webkit}
GROUPS = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in ENGINES]  # each starts once
READY = "!!document.querySelector('[data-explorer][data-ready]:not([data-busy])')"


@pytest.fixture(scope="session", params=GROUPS)
def engine(request: pytest.FixtureRequest) -> Iterator[Reader]:
    if why := untested(request.param):
        pytest.skip(why)
    with ENGINES[request.param]() as reader:
        reader.resize(1280, 900)
        assert reader.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
        yield reader


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_ear(SITE, [LANDING, ADDRESS, PATHS], tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def served(copy: Path) -> Iterator[str]:
    with serve(copy) as address:
        yield address


@pytest.fixture(params=["served", "from disk"])
def home(request: pytest.FixtureRequest, copy: Path, served: str) -> str:
    return served if request.param == "served" else copy.as_uri()


@pytest.fixture
def reader(engine: Reader) -> Iterator[Reader]:
    """One on whose page nothing goes wrong."""
    yield engine
    assert engine.evaluate("window.heard") == []


def test_the_ear_hears(engine: Reader, served: str):
    engine.open(f"{served}/{LANDING}")
    assert engine.evaluate("window.heard") == []
    engine.evaluate("void (console.error('one', 2), setTimeout(() => { throw new Error('three'); }))")
    engine.evaluate("void document.head.append(Object.assign(document.createElement('script'), { src: 'four.js' }))")
    wait(engine, "heard.length === 3")
    found = sorted(engine.evaluate("window.heard"))
    assert "four.js" in found[0] and found[1].endswith("three") and found[2] == "one 2"


def rows_under(framework: Framework, ratings: Ratings, key: str) -> list[tuple]:
    scores = score(ratings, framework.weightings[key])
    keys = classify(scores).keys()
    return list(zip(scores.clusters, keys.tolist(), scores.lo.tolist(), scores.hi.tolist(), strict=True))


def test_the_landing_page_shows_both_weightings(reader: Reader, home: str, framework: Framework, ratings: Ratings):
    reader.open(f"{home}/{LANDING}")
    for role in ("reference", "narrow", "reference"):
        key = framework.roles[role]
        reader.click(f"[data-hero] button[data-preset={key}]")
        assert_same(reader.evaluate(f"({ROWS})()"), rows_under(framework, ratings, key), role)
        assert reader.evaluate("document.querySelector('[data-hero] [aria-pressed=true]').dataset.preset") == key
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_explorer_follows_presets_keys_and_links(reader: Reader, home: str, framework: Framework, ratings: Ratings):
    def shown() -> list[tuple]:
        wait(reader, READY)
        return reader.evaluate(f"({ROWS})()")

    reader.open(f"{home}/{ADDRESS}")
    assert_same(shown(), rows_under(framework, ratings, framework.reference))
    level = framework.levels[0]
    reader.evaluate(f"document.querySelector('[name=level-{level}]').focus()")
    for _ in range(3):
        reader.press("ArrowRight")
    assert reader.evaluate("document.activeElement.value") == "36"
    moved = rows_of(framework, ratings, [25.0] * len(framework.determinants), [36, 33, 33])
    assert_same(shown(), moved)
    wait(reader, "location.hash.startsWith('#w=1;36,33,33;')")
    link = reader.evaluate("location.href")
    reader.click(f"[data-explorer] [data-preset={framework.narrow}]")
    assert_same(shown(), rows_under(framework, ratings, framework.narrow))
    reader.open(f"{home}/{LANDING}")
    reader.open(link)
    assert_same(shown(), moved)


def test_the_story_is_played(reader: Reader, home: str):
    reader.open(f"{home}/{ADDRESS}")
    wait(reader, READY)
    reader.click("[data-action=story]")
    for step in range(len(STEPS)):
        wait(reader, f"document.querySelector('[data-story]').dataset.step === '{step + 1}'")
        wait(reader, READY)
        assert_same(reader.evaluate(f"({ROWS})()"), rows_at(step), step)
        reader.click("[data-action=next]")  # at the end it leads no further
    assert reader.evaluate("document.querySelector('[data-story]').dataset.step") == str(len(STEPS))


def test_a_sentence_moves(reader: Reader, home: str):
    sentence = country_and_firms_sentence(edition())
    name, number = next(iter(sentence.numbers.items()))
    changed = sentence.at(**{name: number.start + 30 * number.step})
    reader.open(f"{home}/{PATHS}")
    wait(reader, "!!document.querySelector('[data-moving][data-ready]')")
    tells = "[...document.querySelectorAll('[data-moving] [data-part=tells]')].at(-1).textContent"
    assert sentence.at().endswith(reader.evaluate(tells))
    reader.evaluate(f"document.querySelector('[data-moving] input[name={name}]').focus()")
    for _ in range(30):
        reader.press("ArrowUp")
    told = reader.evaluate(tells)
    assert told.startswith("Then ") and changed.endswith(told) and not sentence.at().endswith(told)
