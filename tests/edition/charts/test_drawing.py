from __future__ import annotations

from importlib.resources import files
from xml.etree import ElementTree

import pandas as pd

from whichroad.charts.drawing import Canvas, Chart, to_svg, wrapped
from whichroad.colours import COLOURS

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*layers) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(Canvas(100, 50).chart(*layers), "what it shows"))


def test_every_colour_has_a_name_of_its_own_and_a_light_and_a_dark_twin():
    assert len(set(COLOURS.values())) == len(COLOURS)  # or one would be taken for the other
    sheet = (files("whichroad.sphinx") / "static" / "edition.css").read_text()
    light, dark = sheet.split('html[data-theme="dark"]', 1)
    for name, colour in COLOURS.items():
        assert f"--sme-{name.replace('_', '-')}: {colour};" in light
        assert f"--sme-{name.replace('_', '-')}: " in dark


def test_a_mark_tells_its_tip_and_leads_where_it_says():
    row = {"x": 1, "y": 1, "x2": 9, "y2": 9, "tip": "Trust\nstrong", "href": "evidence.html#cell"}
    root = drawn(Canvas(100, 50).rect([row], fill="plus1"))
    link = next(root.iter(f"{SVG}a"))
    assert link.get("href") == "evidence.html#cell"
    assert link.get("aria-label") == "Trust"
    assert link.get("tabindex") == "-1"
    assert link.find(f"{SVG}title").text == "Trust\nstrong"


def test_words_of_a_linked_box_are_no_second_link():
    row = {"x": 1, "y": 1, "x2": 9, "y2": 9, "tip": "a", "href": "b.html", "colour": "mixed", "text": "Trust"}
    canvas = Canvas(100, 50)
    root = drawn(canvas.rect([row], fill=None), canvas.text([row]))
    assert len(list(root.iter(f"{SVG}a"))) == 1
    assert [text.get("fill") for text in root.iter(f"{SVG}text")] == ["var(--sme-ink, #1b1f24)"]


def test_lines_of_words_are_centred_on_their_height():
    canvas = Canvas(100, 50)

    def height(text: str | list[str]) -> float:
        root = drawn(canvas.text([{"x": 0, "y": 25, "text": text}], size=10))
        return float(next(root.iter(f"{SVG}text")).get("transform").split(",")[1].rstrip(")"))

    assert height(["one", "two"]) == height("one") - 6


def test_a_chart_escapes_its_words():
    chart = Canvas(100, 50).chart(Canvas(100, 50).text([{"x": 0, "y": 0, "text": "a"}]))
    page = Chart(chart, chart, 'says "<b>"', "look <here>", pd.DataFrame({"a": ["<i>"]}))._repr_html_()
    assert "<b>" not in page and "<here>" not in page and "<i>" not in page


def test_wrapping_keeps_every_word():
    text = "Latin America and the Caribbean: businesses with ten employees or fewer"
    lines = wrapped(text, 20)
    assert " ".join(lines) == text
    assert all(len(line) <= 20 for line in lines)
