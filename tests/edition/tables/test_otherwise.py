"""Tables of all choices, held to the options and shares that they list."""

from __future__ import annotations

import pytest
from tests.edition.blocks import page

from smeclusters import Prepared, example_study
from smeclusters.analysis.uncertainty.choices import NAMES
from smeclusters.analysis.uncertainty.scheme import VARIED
from smeclusters.wording import percent
from whichroad.otherwise import Decides, Otherwise, otherwise
from whichroad.tables.otherwise import (
    apart,
    choices_table,
    most_deciding,
    option_names,
    options_table,
    stands_table,
    title_of,
)

NO_BREAK = "\N{NO-BREAK SPACE}%"


@pytest.fixture(scope="module")
def found() -> Otherwise:
    return otherwise()


def rows(block) -> list[list[str]]:
    return [[cell.text for cell in row("td")] for row in page(block).select("tbody tr")]


def test_every_option_is_listed_with_its_reason_and_its_share(found: Otherwise):
    listed, names = rows(choices_table(found)), option_names(found)
    expected = [
        [
            f"{NAMES[name]}: {names[name, option.key]} ({percent(1 / len(found.keys(name)), sign=NO_BREAK)})",
            option.reason,
        ]
        for name in VARIED
        for option in found.choices.each()[name]
    ]
    assert listed == expected
    assert all(row[1].endswith(".") for row in listed)


def test_options_go_by_the_names_of_the_tables_and_coders(found: Otherwise):
    names = option_names(found)
    assert [names["coding", key] for key in found.keys("coding")] == ["this edition", "coder B", "coder C"]
    assert [names["weights", key] for key in found.keys("weights")] == [
        "Extended framework",
        "Firms first",
        "Country first",
    ]
    assert not any("_" in name for name in names.values())


def test_every_thesis_stands_with_its_shares(found: Otherwise):
    listed = rows(stands_table(found))
    for thesis, row in zip(found.theses, listed, strict=True):
        assert row[:2] == [title_of(found, thesis.key), percent(found.stands(thesis.key))]
        assert row[2:4] == [percent(found.drawn[thesis.key][0]), percent(found.by_steps[thesis.key][0])]


def test_a_tie_is_no_decision(found: Otherwise):
    assert not apart(Decides(0, 0, 0.5, 0.02), Decides(0, 0, 0.45, 0.02))
    assert apart(Decides(0, 0, 0.5, 0.02), Decides(0, 0, 0.4, 0.02))
    assert most_deciding(found, "integrating-framework-needed").count("±") == 2
    assert most_deciding(found, "none_on_high_road").startswith("weights 0.58")


def test_shares_by_option_are_those_of_the_universes(found: Otherwise):
    listed = rows(options_table(found))
    assert listed[0][2:] == [percent(found.stands(thesis.key)) for thesis in found.theses]
    names = option_names(found)
    flat = [(name, key) for name in VARIED for key in found.keys(name)]
    for (name, key), row in zip(flat, listed[1:], strict=True):
        held = [percent(found.stands(thesis.key, name, key)) for thesis in found.theses]
        assert row == [NAMES[name], names[name, key], *held]


def test_any_study_can_be_asked():
    other = Otherwise(Prepared(example_study()), {})
    assert "Handwork first" in choices_table(other).markup
    assert len(rows(stands_table(other))) == len(other.theses) == 2
    assert len(rows(options_table(other))[0]) == 4
