from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.edition.blocks import links, page, words

from smeclusters import Assessed, Prepared
from whichroad.faces import SIDE, faces


def test_each_cluster_has_a_face_that_leads_to_its_card(paper: Assessed):
    shown = page(faces(paper))
    assert [words(face).strip() for face in shown.select("li")][:2] == [
        "Sinos Valley women's footwear Brazil",
        "Guadalajara women's footwear Mexico",
    ]
    assert links(shown) == [f"glance.html#cluster-{key}" for key in paper.ratings.clusters]
    assert len(shown.select("svg[aria-hidden=true] path")) == len(shown.select("circle")) == 6


def test_a_dot_lies_where_its_cluster_does(paper: Assessed):
    """Of two clusters of a country the one further north is higher, and all lie inside of what is drawn."""
    dots = {
        key: (float(dot["cx"]), float(dot["cy"]))
        for key, dot in zip(paper.ratings.clusters, page(faces(paper)).select("circle"), strict=True)
    }
    assert dots["trujillo"][1] < dots["gamarra"][1] and dots["cachoeiro"][1] < dots["sinos"][1]
    assert dots["trujillo"][0] < dots["gamarra"][0] and dots["sinos"][0] < dots["cachoeiro"][0]
    assert dots["guadalajara"][0] < dots["leon"][0]
    for outline, dot in zip(page(faces(paper)).select("path"), dots.values(), strict=True):
        x, y = zip(*(map(float, each) for each in re.findall(r"([\d.]+) ([\d.]+)", outline["d"])), strict=True)
        assert 0 < min(x) < dot[0] < max(x) < SIDE and 0 < min(y) < dot[1] < max(y) < SIDE


@pytest.mark.parametrize("lacking", ["latitude", "outlines"])
def test_what_cannot_be_drawn_is_left_out_and_the_face_stays(paper: Assessed, lacking: str):
    study = paper.study
    if lacking == "outlines":
        other = replace(study, outlines=study.outlines.head(0))
    else:
        other = replace(study, places=study.places.assign(latitude=float("nan")))
    shown = page(faces(Prepared(other)))
    assert len(shown.select("li a")) == 6 and shown.select("path, circle") == []
