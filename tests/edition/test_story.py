"""The steps of the argument, as the page that tells it counts them: the explorer's own results."""

from __future__ import annotations

import re

import pytest
from tests.support import ROOT

from smeclusters import Assessed, Explorer
from smeclusters.explorer import study_story
from smeclusters.model.paths import in_words
from whichroad.story import ShownStep, argument
from whichroad.words import places_in_words


@pytest.fixture(scope="module")
def steps(paper: Assessed) -> list[ShownStep]:
    return argument(paper)


def test_each_step_counts_what_the_explorer_shows(paper: Assessed, steps: list[ShownStep]):
    observed = {key: set(seen.split("|")) for key, seen in paper.study.observed.items()}
    for shown, step in zip(steps, study_story(paper.study), strict=True):
        explorer = Explorer.from_link(step.link, paper.study) if "#" in step.link else Explorer(paper.study)
        if "#" not in step.link:
            explorer.weights = paper.framework.weightings[step.link]
        paths = {str(key): set(path.split("|")) for key, path in explorer.paths.items()}
        assert set(shown.certain) == {key for key, some in paths.items() if some == {"high_road"}}
        assert set(shown.open) == {key for key, some in paths.items() if "high_road" in some}
        assert set(shown.ruled_out) == {key for key, some in paths.items() if not some & observed[key]}
        assert set(shown.likely) == {key for key in paths if explorer.likely.loc[key, "high_road"] > 0.5}
        for path, some in explorer.paths.groupby(explorer.paths):
            assert f"{in_words(path)}: {places_in_words(paper, some.index)}" in shown.classes


def test_the_page_has_a_section_for_each_step(steps: list[ShownStep]):
    page = (ROOT / "chapters" / "five-minutes.md").read_text("utf-8")
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == [step.title for step in steps]
