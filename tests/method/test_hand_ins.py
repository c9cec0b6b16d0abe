"""What a class hands in, read and summed up: held to sums done by hand, and to the cases that the page is held to."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smeclusters import ClassSummary, InputError, Study, class_summary, example_study, read_hand_ins, read_links
from smeclusters.explorer.hand_ins import MOST_PAIRS, MOST_SETTINGS
from smeclusters.explorer.links import SharedLinks, read_link
from smeclusters.model.paths import SETS

CASES = json.loads(Path(__file__).with_name("class_cases.json").read_text("utf-8"))["cases"]
PARTS = ("settings", "weights", "classes", "recoded", "pairs", "average", "own")
EXAMPLE = example_study()
EVEN = "1;1,1;1,1,1,1,1;1;0.4,0.6;range"


def handed(*links: str, study: Study = EXAMPLE) -> SharedLinks:
    """Settings of these fragments, called by the alphabet."""
    settings = [read_link(f"#w={link}", study, name) for link, name in zip(links, "ABCDEFGHIJ", strict=False)]
    return SharedLinks(tuple(settings), ())


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return json.loads(frame.to_json(orient="records", double_precision=15))


def written(folder: Path, files: Sequence[dict[str, str]]) -> list[Path]:
    """Files in their order; in bytes, or a byte order mark and ends of lines would not stay."""
    paths = [folder / file["name"] for file in files]
    for path, file in zip(paths, files, strict=True):
        path.write_bytes(file["text"].encode(file.get("encoding", "utf-8")))
    return paths


# ---- The cases that the page is held to as well.


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_the_summary_is_the_one_on_record(case: dict[str, Any], study: Study, tmp_path: Path):
    summary = class_summary(read_hand_ins(written(tmp_path, case["files"]), study), study)
    for part in PARTS:
        found = records(getattr(summary, part))
        assert len(found) == len(case["summary"][part]), part
        for here, there in zip(found, case["summary"][part], strict=True):
            assert here == pytest.approx(there, abs=1e-9), part
    told = [(problem.file, problem.row, problem.field, str(problem)) for problem in summary.problems]
    assert told == [
        (each["file"], each["row"], each["field"], each["sentence"]) for each in case["summary"]["problems"]
    ]


# ---- Sums done by hand, on the example.


@pytest.fixture
def three() -> ClassSummary:
    """Even weights; the valley alone, with two cells re-coded; the workshop alone, with one of these."""
    return class_summary(
        handed(
            EVEN,
            "1;1,0;1,1,2,1,1;1;0.4,0.6;range;borg:guild:1,cresta:fairs:1:2",
            "1;0,1;1,1,1,3,1;1;0.4,0.6;middle;borg:guild:u",
        ),
        EXAMPLE,
    )


def test_weights_by_hand(three: ClassSummary):
    table = three.weights.set_index("key")
    assert table.loc["valley", "least":].tolist() == [0, 0.25, 0.5, 0.75, 1, 0.5]
    # Roads: a third of a half, a quarter of all, nothing.
    assert table.loc["roads", "least":].tolist() == pytest.approx([0, 1 / 12, 1 / 6, 5 / 24, 1 / 4, 5 / 36])
    # Craft: half of a half, nothing, three quarters.
    assert table.loc["craft", "least":].tolist() == pytest.approx([0, 1 / 8, 1 / 4, 1 / 2, 3 / 4, 1 / 3])
    assert table["scope"].tolist() == ["level"] * 2 + ["determinant"] * 5


def test_classes_by_hand(three: ClassSummary):
    # Borg under even weights lies between 1/24 and 13/24; the valley alone, its guild now +1, makes it
    # (1/4 to 1/2, 3/4, and two quarters of anything) 1/4 to 7/8; the workshop alone at most 3/8.
    settings = three.settings.set_index("setting")
    assert settings["path_borg"].tolist() == ["low_road|mixed", "low_road|mixed|high_road", "low_road"]
    # Cresta: 9/16; its fairs now +1 to +2, 1/8 + 3/16 + half of 3/4 to 1 are 11/16 to 13/16; 3/8 + 3/16 is 9/16.
    assert settings["path_cresta"].tolist() == ["mixed", "high_road", "mixed"]
    row = three.classes.set_index("cluster").loc["borg"]
    assert row[row > 0].to_dict() == {"low_road|mixed": 1, "low_road|mixed|high_road": 1, "low_road": 1}
    assert list(row.index) == list(SETS)


def test_recoded_cells_by_hand(three: ClassSummary):
    # +1 and unknown, whose middle is 0; +1 to +2.
    assert three.recoded.values.tolist() == [["borg", "guild", 2, 0.5, -1.0], ["cresta", "fairs", 1, 1.5, -1.0]]


def test_pairs_by_hand(three: ClassSummary):
    # The valley alone and the workshop alone have no weight in common; both clusters have another class.
    assert three.pairs.loc[0].tolist() == ["B", "C", 2 + (three.settings.loc[1:, "path_almen"].nunique() - 1), 1.0]
    apart = {(row.one, row.other): row.distance for row in three.pairs.itertuples()}
    # Even and the valley alone: half of the weight moves from the workshop, as none of the valley's falls.
    assert apart["A", "B"] == pytest.approx(1 / 2) and apart["A", "C"] == pytest.approx(1 / 2)


def test_the_average_by_hand(three: ClassSummary):
    # Means of the weights: 5/36, 5/36, 2/9, 1/3 and 1/6. Cresta's cells are 1/2, 3/4, 1/4, 1/2 and 3/4 as coded.
    score = 5 / 72 + 5 / 48 + 1 / 18 + 1 / 6 + 1 / 8
    row = three.average.set_index("cluster").loc["cresta"]
    assert row["score_lo"] == pytest.approx(score) and row["score_hi"] == pytest.approx(score)
    assert (row["path"], row["hidden"]) == ("mixed", 1)


def test_what_a_setting_chooses_beside_weights_stands_in_its_row(three: ClassSummary):
    last = three.settings.iloc[2]
    assert last[["silent", "coding", "recoded", "compensation"]].tolist() == ["middle", "", 1, 1.0]
    assert last[["level_valley", "level_workshop", "weight_craft", "weight_tools"]].tolist() == [0, 1, 0.75, 0.25]


# ---- What holds for any class.

numbers = st.integers(0, 4)
cells = st.sampled_from(["", ";borg:guild:1", ";almen:craft:-2:0,borg:guild:u", ";cresta:tools:0"])
links = st.builds(
    lambda levels, factors, silent, recoded: (
        f"1;{','.join(map(str, levels))};{','.join(map(str, factors))};1;0.4,0.6;{silent}{recoded}"
    ),
    st.lists(numbers, min_size=2, max_size=2),
    st.lists(st.integers(1, 4), min_size=5, max_size=5),
    st.sampled_from(["range", "middle", "leave_out"]),
    cells,
).filter(lambda link: ";0,0;" not in link)


@given(st.lists(links, min_size=1, max_size=6), st.randoms())
def test_the_order_of_settings_does_not_matter(given: list[str], random: Any):
    shared = handed(*given)
    mixed = random.sample(shared.settings, len(given))
    one, other = (class_summary(replace(shared, settings=tuple(each)), EXAMPLE) for each in (shared.settings, mixed))
    for part in ("weights", "classes", "average"):
        for here, there in zip(records(getattr(one, part)), records(getattr(other, part)), strict=True):
            if part != "average" or abs(min(abs(here["score_lo"] - end) for end in (0.4, 0.6))) > 1e-9:
                assert here == pytest.approx(there)
    pairs = [sorted((row.clusters, round(row.distance, 9)) for row in each.pairs.itertuples()) for each in (one, other)]
    assert pairs[0] == pairs[1]
    assert set(zip(one.recoded["cluster"], one.recoded["settings"], strict=True)) == set(
        zip(other.recoded["cluster"], other.recoded["settings"], strict=True)
    )


@given(links, st.integers(1, 5))
def test_settings_that_are_alike_have_no_spread_and_are_not_apart(link: str, count: int):
    summary = class_summary(handed(*[link] * count), EXAMPLE)
    assert (summary.weights["most"] - summary.weights["least"]).max() == 0
    assert summary.weights["mean"].tolist() == pytest.approx(summary.weights["median"].tolist())
    assert summary.pairs[["clusters", "distance"]].to_numpy().tolist() == [[0, 0.0]] * min(5, math.comb(count, 2))
    assert (summary.classes[list(SETS)] == count).any(axis=1).all()


NOTHING_IN_COMMON = [
    "1;0,1;1,1,1,1,1;1;0.4,0.6;range",
    "1;0,1;1,1,1,2,1;1;0.4,0.6;range",
    "1;1,0;2,3,1,1,1;1;0.4,0.6;range",
]


@given(st.lists(links, min_size=1, max_size=6))
@example(NOTHING_IN_COMMON)  # where sums of weights come to a last digit above 1
def test_counts_add_up(given: list[str]):
    summary = class_summary(handed(*given), EXAMPLE)
    assert summary.classes[list(SETS)].sum(axis=1).tolist() == [len(given)] * 3
    assert summary.recoded["settings"].sum() == summary.settings["recoded"].sum()
    assert summary.average["hidden"].between(0, len(given)).all()
    assert summary.weights.groupby("scope")["mean"].sum().tolist() == pytest.approx([1, 1])
    every = [
        abs(one[column] - other[column])
        for one, other in combinations(records(summary.settings), 2)
        for column in one
        if column.startswith("weight_")
    ]
    most = summary.pairs["distance"].max() if len(given) > 1 else 0
    assert 0 <= most <= 1 and (not every or most >= max(every) / 2 or len(summary.pairs) == 5)


@given(st.lists(links, min_size=2, max_size=8))
def test_the_pairs_are_the_first_of_all_pairs(given: list[str]):
    summary = class_summary(handed(*given), EXAMPLE)
    rows = records(summary.settings)

    def apart(one: dict[str, Any], other: dict[str, Any], kind: str) -> list[Any]:
        return [(one[name], other[name]) for name in one if name.startswith(kind)]

    every = [
        (
            one["setting"],
            other["setting"],
            sum(here != there for here, there in apart(one, other, "path_")),
            sum(abs(here - there) for here, there in apart(one, other, "weight_")) / 2,
        )
        for one, other in combinations(rows, 2)
    ]
    every.sort(key=lambda row: (-row[2], -round(row[3], 9)))
    for found, expected in zip(summary.pairs.to_numpy().tolist(), every, strict=False):
        assert found[:3] == list(expected[:3]) and found[3] == pytest.approx(expected[3])


def test_of_too_many_settings_the_first_count(tmp_path: Path):
    shared = handed(EVEN)
    many = replace(shared, settings=shared.settings * (MOST_SETTINGS + 1))
    summary = class_summary(many, EXAMPLE)
    assert len(summary.settings) == MOST_SETTINGS and len(summary.pairs) == MOST_PAIRS
    assert [str(each) for each in summary.problems] == [
        'settings: found "501", expected at most 500, of which the first count'
    ]


# ---- Own clusters, other codings.


def test_own_clusters_have_a_class_under_their_setting_and_under_the_average(tmp_path: Path):
    own = "&o=1;craft,tools;dorn,Dorn/0,2/1,2"
    path = tmp_path / "class.txt"
    path.write_text(f"Ada #w=1;0,1;1,1,1,1,1;1;0.4,0.6;range{own}\nBen #w=1;1,0;1,1,1,1,1;1;0.4,0.6;range\n", "utf-8")
    summary = class_summary(read_links(path, EXAMPLE), EXAMPLE)
    assert summary.own.values.tolist() == [["Ada", "dorn", "Dorn", 2, "high_road", "mixed|high_road"]]


def test_a_setting_by_another_coding_has_that_codings_classes(study: Study, codings: dict[str, Study]):
    link = f"1;1,1,1;{','.join('1' * 12)};1;0.4,0.6;range;;b"
    settings = SharedLinks((read_link(f"#w={link}", study, "Ada"),), ())
    found = class_summary(settings, study, codings)
    assert found.settings.equals(class_summary(settings, study).settings)
    assert found.average["hidden"].sum() == sum(
        found.settings.loc[0, f"path_{row.cluster}"] != row.path for row in found.average.itertuples()
    )
    with pytest.raises(InputError, match='codings: found "b", expected one of c'):
        class_summary(settings, study, {"c": codings["c"]})


# ---- What is wrong.


def test_a_sheet_that_lacks_its_passages_is_told_so_whatever_else_it_lacks(tmp_path: Path):
    for head in ("where,place,determinant,rating", "where,cluster,determinant,rating"):
        path = tmp_path / "ben.csv"
        path.write_text(f"{head}\n2:1,borg,craft,1\n", "utf-8")
        [problem] = read_hand_ins(path, EXAMPLE).problems
        assert str(problem) == (
            'ben.csv, row 1: found "a coding sheet without the column passage", expected links, or a table of the '
            "explorer; smeclusters agree compares coding sheets that have it"
        )


def test_a_class_of_which_nothing_counts_is_refused_with_what_was_wrong(tmp_path: Path):
    path = tmp_path / "class.txt"
    path.write_text("Ada #w=1;0,0;1,1,1,1,1;1;0.4,0.6;range\nBen #w=2\nthanks\n", "utf-8")
    with pytest.raises(InputError) as error:
        class_summary(read_links(path, EXAMPLE), EXAMPLE)
    assert str(error.value).splitlines() == [
        'class.txt, row 2, version: found "2", expected 1: a link of the explorer',
        'class.txt, row 3: found "thanks", expected a link of the explorer, with a name before it',
        'class.txt, row 1, Ada: found "weights of 0 alone", expected at least one determinant above 0 in a level '
        "above 0",
        "settings: found nothing, expected at least one setting that weighs something",
    ]
