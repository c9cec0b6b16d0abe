"""Stories: what the library reads, what the page reads, and that both refuse the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smeclusters import Explorer, InputError, Study
from smeclusters.explorer.story import STEP_LIMITS, Step, read_story, study_story
from whichroad.explorer import explorer

STATE = "#w=1;33,33,33;25,25,25,25,25,25,25,25,25,25,25,25;1;0.4,0.6;middle"
READ = """
import { readSteps } from "FRONT/stories.js";
import { readContent } from "FRONT/host.js";
const answer = ({ content, texts }) => texts.map((text) => {
  try { return { steps: readSteps(text, readContent({ get: () => content })), faults: [] }; }
  catch (problem) { return { steps: [], faults: problem.message.split("\\n") }; }
});
"""


@pytest.fixture(scope="module")
def content(paper) -> dict[str, Any]:
    return explorer(paper).content


def step(**values: object) -> dict[str, object]:
    return {"link": "extended", "title": "A", "text": "B", **values}


GOOD = {
    "keys.json": json.dumps([step(), step(link="collective_efficiency", ask="How many?")]),
    "links.json": json.dumps([step(link=STATE), step(link=f"https://example.org/explorer.html{STATE}&c=leon")]),
    "pasted.json": json.dumps([step(link=f"<https://example.org/x%23{STATE[1:].replace('=', '%3D')}>.")]),
    "fills.json": json.dumps([step(text="{certain} of {clusters}: {certain_names}", extra=1)]),
    "encoded.json": json.dumps([step(link=STATE[:3] + STATE[3:].replace(";", "%3B").replace(",", "%2C"))]),
    "comma.csv": 'link,title,text\nextended,A,"B, C"\n',
    "semicolon.csv": f'ask;text;title;link\n;B;A;extended\nHow many?;B;A;"{STATE}"\n',
    "marked.csv": "\ufefflink,title,text,note\nextended,A,B,left out\n",
}
# What is wrong with a file, as a place, a field and a word that each reader's sentence has.
BAD = {
    "unknown.json": (json.dumps([step(), step(link="extendet")]), ["step 2, link", "extendet", "one of"]),
    "version.json": (json.dumps([step(link="#w=9;1")]), ["step 1, link", "link"]),
    "short.json": (json.dumps([step(link="#w=1;1,1,1;1;1;0.4,0.6;range")]), ["step 1, link", "12 numbers"]),
    "cluster.json": (json.dumps([step(link=f"{STATE}&c=lima")]), ["step 1, link", "link"]),
    "untitled.json": (json.dumps([step(title=" ")]), ["step 1, title", "found nothing", "text"]),
    "number.json": (json.dumps([step(text=7)]), ["step 1, text", "7", "text"]),
    "missing.json": (json.dumps([{"link": "extended", "title": "A"}]), ["step 1, text", "found nothing"]),
    "braces.json": (json.dumps([step(text="{many} fit")]), ["step 1, text", "{many}", "in braces one of clusters"]),
    "long.json": (json.dumps([step(title="x" * 81)]), ["step 1, title", "at most 80 signs"]),
    "none.json": ("[]", ["0 steps", "1 to 30"]),
    "many.json": (json.dumps([step()] * 31), ["31 steps", "1 to 30"]),
    "object.json": (json.dumps({"steps": []}), ["something else", "a list of steps"]),
    "broken.json": ("[{", ["other signs", "JSON"]),
    "row.csv": ("link,title,text\nextended,A,B\nextendet,A,B\n", ["row 3, link", "extendet", "one of"]),
    "empty.csv": ("link,title,text\nextended,,B\n", ["row 2, title", "found nothing"]),
    "column.csv": ("link,text\nextended,B\n", ["found nothing", "a column title"]),
}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", GOOD)
def test_a_story_is_read(name: str, study: Study, tmp_path: Path):
    steps = read_story(written(tmp_path, name, GOOD[name]), study)
    assert steps[0].title == "A" and steps[0].text[0] in "B{"
    assert steps[-1].ask in ("", "How many?")


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_in_a_sentence(name: str, study: Study, tmp_path: Path):
    text, parts = BAD[name]
    with pytest.raises(InputError) as caught:
        read_story(written(tmp_path, name, text), study)
    [problem] = caught.value.problems
    assert str(problem).startswith(name)
    assert [part for part in parts if part not in str(problem)] == []


def test_no_file_is_told(study: Study, tmp_path: Path):
    for name in ("none.json", "none.csv"):
        with pytest.raises(InputError, match=f"{name}"):
            read_story(tmp_path / name, study)


def test_every_problem_is_told_with_its_place(study: Study, tmp_path: Path):
    text = "link,title,text\nextendet,,{many}\n\nextended,A,B\nx,A,B\n"
    with pytest.raises(InputError) as caught:
        read_story(written(tmp_path, "mine.csv", text), study)
    assert [(each.row, each.field) for each in caught.value.problems] == [
        (2, "link"),
        (2, "title"),
        (2, "text"),
        (5, "link"),
    ]


def test_the_page_reads_the_same(run: Callable, content: dict, study: Study, tmp_path: Path):
    found = run(READ, {"content": content, "texts": list(GOOD.values())})
    for name, answer in zip(GOOD, found, strict=True):
        steps = [Step(**each) for each in answer["steps"]]
        assert tuple(steps) == read_story(written(tmp_path, name, GOOD[name]), study), (name, answer["faults"])


def test_the_page_refuses_the_same(run: Callable, content: dict):
    found = run(READ, {"content": content, "texts": [text for text, _ in BAD.values()]})
    for (name, (_, parts)), answer in zip(BAD.items(), found, strict=True):
        [fault] = answer["faults"]
        assert [part for part in parts if part.lower() not in fault.lower()] == [], (name, fault)


def test_a_study_may_come_without_a_story(content: dict):
    from smeclusters.study import example_study

    assert study_story(example_study()) == ()
    assert Explorer(example_study()).content["story"]["steps"] == []
    assert content["story"]["limits"] == STEP_LIMITS


def test_a_story_in_the_tables_is_checked(edit: Callable[..., Path]):
    from smeclusters import load_study

    folder = edit("story", lambda lines: lines[3].__setitem__(1, "cluster_levl"))
    with pytest.raises(InputError, match=r'^story.csv, row 4, link: found "cluster_levl".*cluster_level\?'):
        study_story(load_study(folder))
