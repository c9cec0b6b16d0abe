from __future__ import annotations

import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed, InputError, load_study
from whichroad.charts.profiles import firms_chart, region_chart


@pytest.fixture(scope="module", params=["wide", "narrow"])
def firms(request, paper: Assessed) -> Drawing:
    return read(getattr(firms_chart(paper), request.param))


def test_the_region_is_shown_by_the_papers_figures(paper: Assessed):
    told = [
        "99 per cent of all firms",
        "about 70 per cent of the total labour force",
        "40 per cent of GDP",
        "60 per cent of GDP",
        "50 per cent of GDP",
        "over 80 per cent of the businesses in the region",
    ]
    chart = region_chart(paper)
    assert list(chart.table["Figure"]) == told
    assert "lie between 40 and 99 per cent" in chart.alt
    assert "shares of all firms, the total labour force, GDP and the businesses in the region" in chart.alt
    for drawing in (read(chart.wide), read(chart.narrow)):
        boxes = drawing.of("box", fill="wide")
        assert [box.width / drawing.width for box in boxes] == pytest.approx([0.99, 0.7, 0.4, 0.6, 0.5, 0.8])
        assert [box.y for box in boxes] == sorted(box.y for box in boxes)
        words = [word for word in drawing.words if word.text in told]
        assert [word.text for word in words] == told
        assert all(word.y < box.y for word, box in zip(words, boxes, strict=True))
        assert [word.y for word in words[1:]] > [box.y2 for box in boxes[:-1]]


def test_bars_of_firms_are_as_long_as_their_numbers_on_one_scale(firms: Drawing):
    bars = {}
    for box in firms.of("box"):
        bars.setdefault(box.tip.split(":")[0], []).append(box)
    assert list(bars) == [
        "Sinos Valley",
        "Guadalajara and León together",
        "Gamarra",
        "Trujillo",
        "Cachoeiro de Itapemirim",
    ]
    unit = firms.width / 4000  # the most firms fill the width
    found = {
        name: [(round(box.width / unit), box.fill) for box in boxes if box.width > 0] for name, boxes in bars.items()
    }
    assert found["Sinos Valley"] == [(500, "wide"), (700, "plus2"), (200, "wide"), (400, "zero")]
    assert found["Guadalajara and León together"] == [(4000, "wide")]
    assert found["Gamarra"] == [(3000, "wide")]
    assert found["Cachoeiro de Itapemirim"] == [(300, "wide"), (200, "zero")]
    for boxes in bars.values():
        assert boxes[0].x == 0 and len({box.y for box in boxes}) == 1
        assert all(left.x2 == pytest.approx(right.x) for left, right in zip(boxes, boxes[1:], strict=False))
    assert [box.tip for box in bars["Sinos Valley"]] == [
        "Sinos Valley: 500 shoe producers",
        "Sinos Valley: 700 service firms",
        "Sinos Valley: 200 component makers",
        "Sinos Valley: 400 of about 1,800 firms, of which the paper does not say more",
    ]


def test_a_bar_has_its_name_and_its_value_above_and_a_rule_below(firms: Drawing):
    rules = [rule.y for rule in firms.of("rule", stroke="muted")]
    tops = list(dict.fromkeys(box.y for box in firms.of("box")))
    assert [rule - top for rule, top in zip(rules, tops, strict=True)] == [9] * 5
    names = [word for word in firms.words if word.weight == "bold"]
    assert [word.text for word in names] == [
        "Sinos Valley",
        "Guadalajara and León together",
        "Gamarra",
        "Trujillo",
        "Cachoeiro de Itapemirim",
    ]
    assert all(before < word.y < top for before, word, top in zip([0, *rules], names, tops, strict=False))
    value = firms.word("over 4,000 shoe firms")
    assert names[1].y < value.y < tops[1]


def test_the_bars_of_sinos_valley_leave_what_the_paper_leaves(paper: Assessed):
    chart = firms_chart(paper)
    assert chart.alt == (
        "The number of firms ranges from 500 firms in Cachoeiro de Itapemirim to over 4,000 shoe firms in Guadalajara "
        "and León together. In Sinos Valley the kinds named add up to 1,400 of about 1,800 firms."
    )
    sinos = chart.table[chart.table["Cluster"] == "Sinos Valley"]
    assert list(sinos["Figure"]) == [
        "about 1,800 firms",
        "500 shoe producers",
        "700 service firms",
        "200 component makers",
        "400 firms",
    ]
    assert sinos["What"].iloc[-1] == "not accounted for (our sum)"


def test_the_caption_says_what_grey_means(paper: Assessed):
    assert firms_chart(paper).caption.endswith("grey is what it leaves unnamed.")
    assert "only bars of the same whole can be set beside one another" in region_chart(paper).caption


def test_kinds_that_add_up_to_more_than_all_leave_nothing_over(edit):
    def more(lines: list[list[str]]) -> None:
        value, place, aspect = (lines[0].index(name) for name in ("value", "place", "aspect"))
        for line in lines[1:]:
            if line[place] == "sinos" and line[aspect] == "parts":
                line[value] = "2000"

    chart = firms_chart(Assessed(load_study(edit("profiles", more))))
    drawing = read(chart.wide)
    sinos = [box for box in drawing.of("box") if box.tip.startswith("Sinos")]
    assert [round(box.width) for box in sinos] == [225, 225, 225]  # 6,000 fill the width
    assert "add up to 6,000 of about 1,800" in chart.alt
    assert not chart.table["What"].str.startswith("not accounted for").any()


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        (region_chart, "profiles.csv, unit: found nothing, expected figures of section 3 in per cent"),
        (
            firms_chart,
            "profiles.csv, aspect: found nothing, expected numbers of firms (aspect “firms”) from section 3.1",
        ),
    ],
)
def test_profiles_that_are_missing_are_told(edit, chart, told: str):
    paper = Assessed(load_study(edit("profiles", lambda lines: lines.__delitem__(slice(1, None)))))
    with pytest.raises(InputError) as error:
        chart(paper)
    assert str(error.value) == told
