"""A sentence that moves, as it stands on a page until its script runs, and what that script is given."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from bs4 import BeautifulSoup

from smeclusters import Assessed
from whichroad.moving import Moving
from whichroad.sentences import class_sentence, country_and_firms_sentence, joint_action_sentence


@pytest.mark.parametrize("build", [country_and_firms_sentence, joint_action_sentence])
def test_on_a_page_a_sentence_stands_as_text_with_the_data_that_its_script_needs(
    paper: Assessed, build: Callable[[Assessed], Moving]
):
    sentence = build(paper)
    page = BeautifulSoup(sentence.markup, "html.parser")
    data = json.loads(page.script.extract().text)
    assert page.text == sentence.at()
    assert not page.select("input, button, [role]")  # without a script nothing could be changed
    factors, side_of = np.array(data["factors"]), np.array(data["sideOf"])
    assert [factors[side_of == at].sum() for at in range(len(data["sides"]))] == pytest.approx([1, 1])
    sides = np.array(list(sentence.sides.values()))
    assert ((sides > 0).sum(axis=0) <= 1).all()  # a factor on two sides could not be told in this way
    cell = data["clusters"][0]["cells"][4]
    assert cell == {"lo": 1, "hi": 1, "silent": False} and data["clusters"][0]["name"] == "Sinos Valley"


def test_of_one_cluster_only_its_cells_are_given(paper: Assessed):
    sentence = class_sentence(paper, "gamarra")
    data = json.loads(BeautifulSoup(sentence.markup, "html.parser").script.text)
    assert [cluster["name"] for cluster in data["clusters"]] == ["Gamarra"]
    cells = [paper.cells["gamarra", key] for key in paper.framework.determinants]
    assert [(cell["lo"], cell["hi"], cell["silent"]) for cell in data["clusters"][0]["cells"]] == [
        (cell.lo, cell.hi, cell.silent) for cell in cells
    ]
    assert data["sides"] == ["country", "cluster", "firm"] and data["sideOf"] == [0] * 4 + [1] * 4 + [2] * 4
    assert (data["low"], data["high"], data["numbers"]["threshold"]["start"]) == (0.4, "threshold", 0.6)


def test_a_text_cannot_end_the_data(paper: Assessed):
    names = {**paper.names, "sinos": "</script><b>"}
    hostile = Assessed(paper.study)
    hostile.__dict__["names"] = names
    markup = class_sentence(hostile, "sinos").markup
    assert markup.count("</script>") == 1 and "<b>" not in markup
    page = BeautifulSoup(markup, "html.parser")
    assert json.loads(page.script.text)["clusters"][0]["name"] == "</script><b>"
    assert "Then the score of </script><b> lies" in page.text
