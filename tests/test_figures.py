from __future__ import annotations

from xml.etree import ElementTree

import pytest

from smeclusters import Study
from smeclusters.figures import COLOURS, Figure, framework_figure, matrix_figure, paths_figure, to_svg

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=[framework_figure, matrix_figure, paths_figure])
def figure(request, study: Study) -> Figure:
    return request.param(study)


def test_every_figure_has_words_and_data(figure: Figure):
    assert len(figure.alt) > 60
    assert len(figure.caption) > 30
    assert len(figure.table) >= 12


def test_drawings_carry_the_words_and_follow_the_pages_colours(figure: Figure):
    for chart in (figure.wide, figure.narrow):
        root = ElementTree.fromstring(to_svg(chart, figure.alt))
        assert root.get("aria-label") == figure.alt
        fills = {element.get("fill") for element in root.iter()} - {None, "none", "transparent"}
        assert all(fill.startswith("var(--sme-") for fill in fills)
        assert "var(--sme-ink, #1b1f24)" in fills


def test_narrow_drawings_fit_a_phone(figure: Figure):
    root = ElementTree.fromstring(to_svg(figure.narrow, ""))
    assert float(root.get("viewBox").split()[2]) <= 360


def test_every_colour_has_a_light_and_a_dark_twin():
    from importlib.resources import files

    sheet = (files("smeclusters_book") / "static" / "edition.css").read_text()
    light, dark = sheet.split('html[data-theme="dark"]', 1)
    for name, colour in COLOURS.items():
        assert f"--sme-{name.replace('_', '-')}: {colour};" in light
        assert f"--sme-{name.replace('_', '-')}: " in dark


def test_each_cell_of_the_matrix_tells_its_evidence_and_leads_to_it(study: Study):
    root = ElementTree.fromstring(to_svg(matrix_figure(study).wide, ""))
    links = {link.get("href"): link for link in root.iter(f"{SVG}a")}
    assert len(links) == 72
    cell = links["evidence.html#cell-sinos-trust"]
    assert cell.get("aria-label") == "Sinos Valley, trust: −1"
    assert "(3.2.1:7)" in cell.find(f"{SVG}title").text


def test_each_determinant_of_box_1_leads_to_its_definition(study: Study):
    root = ElementTree.fromstring(to_svg(framework_figure(study).wide, ""))
    assert {link.get("href") for link in root.iter(f"{SVG}a")} == {
        f"#determinant-{key.replace('_', '-')}" for key in study.determinants["determinant"]
    }


def test_the_paths_figure_says_what_the_classes_are(study: Study):
    words = paths_figure(study).alt
    assert words == (
        "Fit for the high road by collective efficiency: Sinos Valley, Gamarra and Cachoeiro de Itapemirim; "
        "by the extended framework: none. Seen on it by the paper: none."
    )
