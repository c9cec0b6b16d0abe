"""The class page before its script runs: the field, the words without a script, and an example that can be read."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from smeclusters import Study
from smeclusters.errors import InputError
from smeclusters.explorer.links import read_link
from whichroad.class_page import NAMES, class_page, example_links
from whichroad.edition import edition


def test_the_field_is_in_the_markup_and_has_a_name():
    shown = BeautifulSoup(class_page(edition()).markup, "html.parser")
    field = shown.select_one('textarea[name="links"]')
    assert field and shown.select_one(f'label[for="{field["id"]}"]')
    assert shown.select_one("[role=status]")
    data = json.loads(shown.script.string)
    assert data["example"] == example_links(edition())
    assert data["content"]["evidence"] == {}


def test_the_example_is_a_class_with_all_that_a_class_brings(study: Study):
    *lines, last = example_links(edition()).splitlines()
    settings = {name: read_link(link, study) for name, link in (line.split(" ", 1) for line in lines)}
    assert tuple(settings) == NAMES
    states = [setting.state for setting in settings.values()]
    assert sum(bool(state["overrides"]) for state in states) > 1
    assert {state["silent"] for state in states} == {"range", "middle"}
    assert len({state["compensation"] for state in states}) == 2
    with pytest.raises(InputError) as refused:
        read_link(last, study)
    assert refused.value.problems[0].field == "version"
