"""The explorer wherever it may stand, and with whatever may be put into it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import SITE
from tests.browser.explorer_page import ADDRESS, VISIT, assert_same, put, rows_of, settle, shown, unfold
from tests.browser.pages import open_page
from tests.browser.test_accessibility import faults

from smeclusters import Explorer, Framework, Ratings
from smeclusters.explorer import page_script
from smeclusters.study import example_study

EQUAL, THIRDS = [25.0] * 12, [33.0] * 3
GOOD = "1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;range"
NUMBER = r"\d{1,20}(\.\d{1,20})?(e-?\d{1,3})?"
CELL = r"[a-z_]+:[a-z_]+:(u|-?[012](\.\d+)?(:-?[012](\.\d+)?)?)"
# What the page may take for a state; its own reader is written another way.
STATE = re.compile(
    rf"1;{NUMBER}(,{NUMBER}){{2}};{NUMBER}(,{NUMBER}){{11}};(none|-?{NUMBER});{NUMBER},{NUMBER}"
    rf";(range|middle|leave_out)(;({CELL}(,{CELL})*)?(;[bc]?)?)?"
)


# ---- A stranger's text.

NASTY = [
    "",
    "1",
    "2;" + GOOD[2:],
    "9" * 5000,
    "<script>window.hit=1</script>",
    "%3Cimg%20src=x%20onerror=window.hit=1%3E",
    GOOD.replace("25", "NaN", 1),
    GOOD.replace("25", "Infinity", 1),
    GOOD.replace("25", "-1", 1),
    GOOD.replace("25", "1e999", 1),
    GOOD.replace("25", "0x10", 1),
    GOOD.replace("25", "", 1),
    GOOD.replace("25", " 25", 1),
    GOOD.replace("range", "__proto__"),
    GOOD.replace("range", "constructor"),
    GOOD.replace("0.4,0.6", "0.6,0.4"),
    GOOD.replace("0.4,0.6", "0.4"),
    GOOD.replace(";1;", ";1.5;"),
    GOOD[: len(GOOD) // 2],
    GOOD + ";sinos:trust:3",
    GOOD + ";sinos:trust",
    GOOD + ";__proto__:trust:1",
    GOOD + ";sinos:__proto__:1",
    GOOD + ";sinos:trust:2:-2",
    GOOD + ";sinos:trust:u:1",
    GOOD + ";" + "sinos:trust:1," * 3000,
    GOOD + ";a;b",
    GOOD + ";;nobody",
    GOOD + ";;__proto__",
    GOOD + ";;b;c",
    GOOD + "&a=1",
    GOOD + "&a=" + "x" * 100,
    GOOD + "&c=nowhere",
    GOOD + "&x=1",
    GOOD + "&w",
    "%E0%A4%A",
    "%",
    "%00",
    "\u202e" + GOOD,
    "javascript:window.hit=1",
    "${7*7}",
    "{{7*7}}",
    "' or 1=1 --",
    GOOD + "&c=<b>",
    GOOD + "&__proto__=1",
    "1;1e308,1e308,1e308;" + ",".join(["1e308"] * 12) + ";1;0.4,0.6;range",
]


def spoilt() -> Iterator[str]:
    """Links with something cut, doubled, put in or exchanged."""
    chance = random.Random(71)
    signs = "0123456789,;:.&=-+eEuUNaIn%<>\"'\\/#?[]{}() _|~\u00e9\u2212\U0001f600" + "wac"
    base = [GOOD, GOOD + ";sinos:trust:-1:0.5,leon:skills:u", GOOD + f"&a={GOOD}&c=gamarra"]
    while True:
        text = chance.choice(base)
        for _ in range(chance.randint(1, 4)):
            at, to = sorted(chance.choices(range(len(text) + 1), k=2))
            middle = text[at:to]
            new = chance.choice(["", middle * 2, "".join(chance.choices(signs, k=chance.randint(1, 5))), middle[::-1]])
            text = text[:at] + new + text[to:] if chance.random() < 0.5 else text[:at] + new + text[at:]
        yield text


def acceptable(text: str) -> bool:
    bare = re.sub(r"[\])}>\"'!?|,]*\.?[\])}>\"'!?|,]*$", "", re.sub(r"\s", "", text))  # as mails leave it
    fields = dict(field.partition("=")[::2] for field in f"w={bare}".split("&"))
    return all(STATE.fullmatch(fields[name]) for name in ("w", "a") if name in fields)


def test_links_of_strangers_do_no_harm(browser: Browser, site: str, framework: Framework, ratings: Ratings):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    texts = spoilt()
    links = NASTY + [next(texts) for _ in range(560)]
    start = [tuple(row) for row in shown(watched.page)]
    found = watched.page.evaluate(VISIT, ["#w=" + link for link in links])
    refused = 0
    for link, answer in zip(links, found, strict=True):
        assert answer["odd"] == 0
        assert len(answer["rows"]) == 6
        if answer["notice"]:
            refused += 1
            assert re.fullmatch(
                r"The link could not be read: [a-zA-Z0-9 ,−+]+\. "
                r"The explorer stands as it does without a link\.",
                answer["notice"],
            ), link
            assert [tuple(row) for row in answer["rows"]] == start, link
        else:
            assert acceptable(link), link
    assert len(links) >= 600 and 400 < refused < len(links)
    assert watched.page.evaluate("window.hit") is None
    assert watched.complaints == []
    watched.page.context.close()


@pytest.mark.parametrize("link", ["", "2;1", "<script>window.hit=1</script>", "%E0%A4%A", GOOD[:30]])
def test_a_page_that_opens_with_a_strangers_link_says_so_and_works(browser: Browser, site: str, link: str):
    watched = open_page(browser, f"{site}/{ADDRESS}#w={link}", site)
    expect(watched.page.locator(".notice")).to_contain_text("The link could not be read:")
    expect(watched.page.locator("[data-ready]")).to_have_count(1)
    assert "#" not in watched.page.url
    put(watched.page, "weight-trust", 70)
    expect(watched.page.locator(".notice")).to_have_text("")
    assert watched.complaints == []
    watched.page.context.close()


def test_what_a_refused_link_replaces_can_be_had_back(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    put(watched.page, "weight-trust", 99)
    mine = shown(watched.page)
    watched.page.evaluate(VISIT, ["#w=2"])
    assert shown(watched.page) != mine
    watched.page.get_by_role("button", name="Undo").click()
    assert shown(watched.page) == mine
    watched.page.context.close()


FILES = {
    "": "Row 1: expected the columns determinant,weight with a comma between them.",
    "determinant;weight\nmacro;1": "Row 1: expected the columns determinant,weight with a comma between them.",
    "determinant,weight\n<img src=x onerror=window.hit=1>,1": "Row 2, determinant: expected one of macro, regulation",
    "determinant,weight\nmacro,=1+1": "Row 2, weight: expected one number of at least 0.",
    "determinant,weight\nmacro,-1": "Row 2, weight: expected one number of at least 0.",
    "determinant,weight\nmacro,NaN": "Row 2, weight: expected one number of at least 0.",
    "determinant,weight\nmacro,1,5": "Row 2, weight: expected one number of at least 0.",
    "determinant,weight\nmacro,1\nmacro,1": "Row 3, determinant: macro has a row already.",
    "determinant,weight\nmacro,1": "Expected a row for regulation, finance",
    "determinant,weight\n" + "macro,1\n" * 9999: "The file is too long for a table of weights.",
    "\x00\xff" * 50: "Row 1: expected the columns determinant,weight with a comma between them.",
}


def test_files_of_strangers_are_refused_in_a_sentence(browser: Browser, site: str, tmp_path: Path):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    start = shown(watched.page)
    status = watched.page.locator(".along .told")
    for given, message in FILES.items():
        path = tmp_path / "weights.csv"
        path.write_bytes(given.encode("utf-8", "replace"))
        watched.page.locator(".along input[type=file]").set_input_files(path)
        expect(status).to_contain_text(message)
        expect(status).to_contain_text("Nothing has been changed.")
        assert shown(watched.page) == start
    assert watched.page.evaluate("window.hit") is None and watched.complaints == []
    watched.page.context.close()


@pytest.mark.parametrize("zero", [[], ["macro"]])
def test_a_file_as_a_spreadsheet_writes_it_is_read(
    browser: Browser, site: str, tmp_path: Path, framework: Framework, ratings: Ratings, zero: list[str]
):
    weights = [0 if key in zero else at + 1 for at, key in enumerate(framework.determinants)]
    lines = [
        "determinant,weight",
        *(f'"{key}",{weight}' for key, weight in zip(framework.determinants, weights, strict=True)),
    ]
    path = tmp_path / "weights.csv"
    path.write_bytes("\ufeff".encode() + "\r\n".join([*lines, "", ""]).encode())
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    unfold(watched.page)
    watched.page.locator(".along input[type=file]").set_input_files(path)
    expect(watched.page.get_by_text("Weights read.")).to_be_visible()
    levels = [sum(w for w, at in zip(weights, framework.level_of, strict=True) if at == level) for level in range(3)]
    found = shown(watched.page)
    expected = rows_of(framework, ratings, weights, levels)
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert [row[2:] for row in found] == [pytest.approx(row[2:], abs=1e-5) for row in expected]
    watched.page.context.close()


# ---- Hosts.


def test_it_works_from_disk(browser: Browser, framework: Framework, ratings: Ratings):
    watched = open_page(browser, (SITE / ADDRESS).as_uri(), SITE.as_uri())
    watched.page.locator("[data-preset=macro_first]").click()
    assert_same(shown(watched.page), rows_of(framework, ratings, EQUAL, [60, 20, 20]))
    watched.page.wait_for_function("location.hash.startsWith('#w=1;20') || location.hash.startsWith('#w=1;60')")
    link = watched.page.url
    again = open_page(browser, link, SITE.as_uri())
    assert shown(again.page) == shown(watched.page)
    assert watched.complaints == again.complaints == []
    watched.page.context.close(), again.page.context.close()


def test_it_works_under_a_strict_policy_that_nothing_offends(
    browser: Browser, strict: str, framework: Framework, ratings: Ratings
):
    watched = open_page(browser, f"{strict}/{ADDRESS}", strict, scheme="dark")
    page = watched.page
    page.locator("[data-preset=macro_first]").click()
    assert_same(shown(page), rows_of(framework, ratings, EQUAL, [60, 20, 20]))
    unfold(page)
    with page.expect_download() as waiting:
        page.locator("[data-action=picture]").click()
    assert waiting.value.path().read_text("utf-8").startswith("<svg")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("script:not([src]):not([type])").count() == page.locator("[onclick]").count() == 0
    assert watched.complaints == []
    page.context.close()


def test_without_scripts_there_is_the_table_and_a_sentence(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{ADDRESS}")
    root = page.locator("[data-explorer]")
    assert "To move the weights yourself, allow scripts on this page." in root.inner_text()
    assert root.locator("tbody tr").count() == 6
    assert root.get_by_role("cell", name="high road").first.is_visible()
    context.close()


def test_the_smaller_one_in_the_chapter_leads_to_the_whole(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/chapters/paths.html", site)
    page = watched.page
    assert page.locator("[data-explorer] input[type=range]").count() == 3
    page.locator("[data-preset=cluster_level]").click()
    settle(page)
    rows = shown(page)
    page.get_by_role("link", name="The whole explorer").click()
    page.wait_for_selector("[name=weight-trust]", state="attached")
    assert shown(page) == rows
    assert watched.complaints == []
    page.context.close()


def test_the_smaller_one_says_what_a_link_has_brought_that_it_does_not_show(browser: Browser, site: str):
    link = "#w=1;10,10,10;25,25,25,25,25,25,25,25,25,25,25,25;none;0.3,0.6;range;sinos:trust:2"
    page = open_page(browser, f"{site}/chapters/paths.html{link}", site).page
    said = page.get_by_text("Not shown here, but in force")
    for part in ("the weakest factor decides", "thresholds 0.3 and 0.6", "own cells: 1"):
        expect(said).to_contain_text(part)
    expect(said).not_to_contain_text("silence")
    assert page.get_by_role("link", name="The whole explorer").get_attribute("href").endswith(link)
    page.locator("[data-action=reset]").click()
    expect(said).to_have_count(0)
    page.context.close()


def test_the_smaller_one_starts_where_its_chapter_does_and_takes_a_link(
    browser: Browser, site: str, framework: Framework, ratings: Ratings
):
    address = f"{site}/chapters/enough.html"
    watched = open_page(browser, address, site)
    page = watched.page
    weights = framework.weightings["collective_efficiency"]
    narrow = rows_of(framework, ratings, weights.within.tolist(), weights.levels.tolist())
    assert_same(shown(page), narrow)
    expect(page.locator("[data-preset=collective_efficiency]")).to_have_attribute("aria-pressed", "true")
    assert "#" not in page.url
    page.get_by_role("link", name="The whole explorer").click()
    page.wait_for_selector("[name=weight-trust]", state="attached")
    assert_same(shown(page), narrow)
    page.goto(f"{address}#w={GOOD}")
    page.wait_for_selector("[data-ready]")
    assert_same(shown(page), rows_of(framework, ratings, EQUAL, THIRDS))
    page.locator("[data-action=reset]").click()
    assert_same(shown(page), narrow)
    assert watched.complaints == []
    page.context.close()


def test_another_study_is_shown_as_it_is(browser: Browser):
    """Two levels, five factors, a cluster that nobody observed; by itself, without a book."""
    own = Explorer(example_study())
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content(own.page())
    page.add_script_tag(content=page_script())
    page.wait_for_selector("[data-ready]")
    assert page.locator("[data-explorer] h2").all_text_contents() == [
        "What counts?",
        "Which road is open?",
        "Levels",
        "Why Almen?",
        "5 factors",
        "Rules",
        "Clusters of your own",
        "Compare two settings",
        "Take it along",
    ]
    assert page.locator(".triangle").count() == 0
    assert page.locator("[data-cluster=cresta] .seen").text_content() == "not observed"
    for key, weights in own.framework.weightings.items():
        page.locator(f"[data-preset={key}]").click()
        given = (own.framework, own.ratings, weights.within.tolist(), weights.levels.tolist())
        if key == "valley_alone":  # the factors of a level that weighs nothing stand ready, all alike
            given = (own.framework, own.ratings, [1, 1, 1, 1, 1], [1, 0])
        assert_same(shown(page), rows_of(*given), key)
    page.locator("[data-cluster=borg] button").click()
    page.get_by_label("Craft of Borg").select_option("your +2")
    settle(page)
    own.weights, own.overrides = own.framework.weightings["handwork"], {"borg": {"craft": 2}}
    assert {row[0]: row[1] for row in shown(page)} == own.paths.to_dict()
    assert complaints == []
    page.close()


# ---- Readers.


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{site}/{ADDRESS}")
    unfold(page)
    yield page
    context.close()


def test_on_a_phone_the_rows_stay_in_sight_and_nothing_is_cut_off(phone: Page):
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    for name in ("weight-trust", "weight-infrastructure", "threshold-high", "cell-sinos-trust"):
        phone.locator(f"[name={name}]").evaluate("input => input.scrollIntoView({ block: 'center' })")
        control = phone.locator(f"[name={name}]").bounding_box()
        for row in phone.locator("[data-cluster]").all():
            box = row.bounding_box()
            assert box["y"] >= 0 and box["y"] + box["height"] <= control["y"] + 1, name
            assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert phone.evaluate("getComputedStyle(document.querySelector('.controls')).columnCount") == "auto"


@pytest.mark.parametrize("chapter", ["explorer", "enough"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_name_class_and_share_stand_in_one_line(browser: Browser, site: str, width: int, chapter: str):
    page = open_page(browser, f"{site}/chapters/{chapter}.html", site, width).page
    for preset in ("extended", "collective_efficiency", "macro_first"):
        page.locator(f"[data-preset={preset}]").click()
        settle(page)
        for row in page.locator("[data-cluster]").all():
            name, path, share = (row.locator(part) for part in (":scope > :first-child", ".path", ".share"))
            middles = [box["y"] + box["height"] / 2 for box in (each.bounding_box() for each in (name, path, share))]
            assert max(middles) - min(middles) < 3
            for part in (path, share):
                assert part.evaluate("each => each.scrollWidth <= each.clientWidth"), part.inner_text()
            assert name.evaluate("each => each.getClientRects().length") == 1
            assert name.bounding_box()["height"] < 28
        assert page.locator(".head").evaluate("each => each.scrollWidth <= each.clientWidth")
    page.context.close()


def test_every_control_is_large_enough_and_labelled(phone: Page):
    phone.locator("[data-action=keep]").click()
    phone.get_by_label("Trust of Sinos Valley").select_option("your +2")
    settle(phone)
    small = phone.evaluate("""() => [...document.querySelectorAll(
        "[data-explorer] :is(button, input, select, summary, [role=slider])")]
        .filter(each => each.checkVisibility()).map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
        .filter(([, box]) => Math.round(box.width) < 24 || Math.round(box.height) < 24).map(([markup]) => markup)""")
    assert small == []
    for control in phone.locator("[data-explorer] :is(input, select)").all():
        name = control.evaluate("each => each.labels?.[0]?.textContent || each.ariaLabel")
        assert name and name.strip()


def test_a_finger_moves_the_point_and_beside_the_triangle_scrolls(phone: Page):
    phone.locator(".mixes button").first.click()
    drawing = phone.locator(".triangle > svg")
    drawing.evaluate("each => each.scrollIntoView({ block: 'end' })")

    def touch(across: float, *heights: float) -> tuple[float, float]:
        """How far the page and the point have moved after a finger has gone down the drawing."""
        box = drawing.bounding_box()
        before = box["y"], phone.locator("[name=level-cluster]").evaluate("input => input.valueAsNumber")
        session = phone.context.new_cdp_session(phone)
        for step, height in enumerate([*heights, None]):
            kind = "End" if height is None else "Move" if step else "Start"
            x, y = box["x"] + across * box["width"], box["y"] + (height or 0) * box["height"]
            points = [] if height is None else [{"x": x, "y": y}]
            session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
        settle(phone)
        after = phone.locator("[name=level-cluster]").evaluate("input => input.valueAsNumber")
        return drawing.bounding_box()["y"] - before[0], after - before[1]

    line = 25  # by a line of text, the sentence above may grow or shrink
    downwards = [0.5 + step / 40 for step in range(11)]
    scrolled, turned = touch(0.5, 0.25)
    assert abs(scrolled) < line and turned > 40
    scrolled, turned = touch(0.5, *downwards)
    assert abs(scrolled) < line and turned < -40
    scrolled, turned = touch(0.1, *downwards)
    assert scrolled > 2 * line and turned == 0


@pytest.mark.parametrize("width, height", [(320, 568), (390, 844), (640, 360), (844, 390)])
def test_what_the_keyboard_reaches_is_seen_and_so_are_the_rows(browser: Browser, site: str, width: int, height: int):
    """The last two are a page enlarged to twice its size, and a phone on its side."""
    page = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce").new_page()
    page.goto(f"{site}/{ADDRESS}")
    unfold(page)
    page.locator("[data-action=reset]").focus()
    reached = 0
    while True:
        page.keyboard.press("Tab")
        at = page.evaluate("""() => {
            const at = document.activeElement;
            if (!at.closest("[data-explorer]")) return null;
            const box = at.getBoundingClientRect();
            const rows = [...document.querySelectorAll("[data-cluster]")].map(row => row.getBoundingClientRect());
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 24) / 2);
            return {
                name: at.name || at.textContent.slice(0, 40),
                over: top === at || at.contains(top) || top?.contains(at)
                    ? null : top?.outerHTML.slice(0, 80) ?? "nothing",
                rows: !at.matches("[type=range], select")
                    || rows.every(row => row.top >= 0 && row.bottom <= innerHeight),
                tall: box.height > 100, // a table or a text to scroll
            };
        }""")
        if at is None:
            break
        reached += 1
        assert at["over"] is None or at["tall"], at
        assert at["rows"], at
    assert reached > 40
    page.context.close()


def test_the_focus_goes_on_from_a_button_that_takes_itself_away(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    unfold(page)
    focused = "document.activeElement.textContent"
    page.locator("[data-action=keep]").click()
    page.locator("[data-action=drop]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "Keep this as A"
    for name in ("Trust", "Skills"):
        page.get_by_label(f"{name} of Sinos Valley").select_option("your +2")
    settle(page)
    page.get_by_role("button", name="Reset Trust of Sinos Valley").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.ariaLabel") == "Reset Skills of Sinos Valley"
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "Why Sinos Valley?"
    page.get_by_role("button", name="Try it").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "Why Sinos Valley?"
    page.context.close()


def test_on_paper_stand_the_rows_with_their_names(browser: Browser, site: str):
    page = open_page(browser, f"{site}/{ADDRESS}", site).page
    page.emulate_media(media="print")
    for row in page.locator("[data-cluster]").all():
        expect(row.locator(".name")).to_be_visible()
        expect(row.locator(".path")).to_be_visible()
    expect(page.locator("[name=weight-trust]")).to_be_hidden()
    page.context.close()


def test_nothing_glides_for_readers_who_prefer_that(phone: Page, browser: Browser, site: str):
    duration = "getComputedStyle(document.querySelector('.bar')).transitionDuration"
    assert set(phone.evaluate(duration).split(", ")) <= {"0s", "1e-05s"}
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    assert "0.45s" in watched.page.evaluate(duration)
    for page, moving in ((phone, False), (watched.page, True)):
        page.locator("[data-preset=collective_efficiency]").click()
        assert (
            page.evaluate("document.getAnimations().some(each => each.effect.target.matches('.scale > .bar'))")
            == moving
        )
    watched.page.context.close()


def test_everything_can_be_done_from_the_keyboard(browser: Browser, site: str):
    watched = open_page(browser, f"{site}/{ADDRESS}", site)
    page = watched.page
    unfold(page)
    reached: list[str] = []
    page.evaluate("document.querySelector('[data-explorer] button').focus()")
    for _ in range(200):
        inside, name = page.evaluate("""() => { const at = document.activeElement;
            return [Boolean(at.closest("[data-explorer]")), at.name || at.dataset.preset || at.dataset.action
                || at.getAttribute("aria-label") || at.textContent]; }""")
        if not inside:
            break
        reached.append(name)
        page.keyboard.press("Tab")
    wanted = page.evaluate("""() => [...document.querySelectorAll(
        "[data-explorer] :is(button, input, select, [role=slider])")]
        .filter(each => each.checkVisibility() && !(each.type === "radio" && !each.checked))
        .map(each => each.name || each.dataset.preset || each.dataset.action
            || each.getAttribute("aria-label") || each.textContent)""")
    assert set(wanted) <= set(reached)
    trust = page.locator("[name=weight-trust]")
    trust.focus()
    page.keyboard.press("ArrowRight")
    assert trust.evaluate("input => input.valueAsNumber") == 26
    page.keyboard.press("End")
    assert trust.evaluate("input => input.valueAsNumber") == 100
    page.locator("[name=silent]:checked").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=silent][value=middle]").is_checked()
    page.locator("[data-preset=extended]").focus()
    page.keyboard.press("Enter")
    assert page.locator("[name=weight-trust]").evaluate("input => input.valueAsNumber") == 25
    page.locator("[name=cell-sinos-trust]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".recoded")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator(".recoded")).to_have_count(0)
    page.locator(".why tbody summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".why tbody details[open]").count() == 1
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_fault_in_any_state(browser: Browser, site: str, width: int, scheme: str):
    watched = open_page(browser, f"{site}/{ADDRESS}", site, width, scheme)
    page = watched.page
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.locator("[data-action=keep]").click()
    page.locator("[data-preset=collective_efficiency]").click()
    page.locator("[data-cluster=gamarra] button").click()
    page.get_by_label("Trust of Gamarra").select_option("your “unknown”")
    settle(page)
    assert faults(page) == []
    for name in ("country", "cluster", "firm"):
        put(page, f"level-{name}", 0)
    page.evaluate(VISIT, ["#w=2"])
    settle(page)
    assert faults(page) == []
    page.context.close()
