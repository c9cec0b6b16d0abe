"""The sentences of the book that move: at each value they tell what the library makes of the weights they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

import pytest

from smeclusters import Assessed, Rules, Thresholds, classify, compare_paths, score
from smeclusters.errors import InputError
from smeclusters.wording import counted
from whichroad.sentences import class_sentence, country_and_firms_sentence, joint_action_sentence

# The weights by hand, at a share of the first side: written neither by the sentences nor from them.
SHARES = {
    "country_and_firms": lambda share: {
        **dict.fromkeys(("macro", "regulation", "finance", "services"), share / 8),
        **dict.fromkeys(("skills", "technology", "working_conditions", "infrastructure"), share / 8),
        **dict.fromkeys(("external_economies", "joint_action"), (1 - share) / 2),
        **dict.fromkeys(("trust", "connectivity"), 0),
    },
    # In the extended framework each factor weighs a twelfth, as each level has four of them.
    "joint_action": lambda share: {
        **dict.fromkeys(("macro", "regulation", "finance", "services"), (1 - share) / 11),
        **dict.fromkeys(("skills", "technology", "working_conditions", "infrastructure"), (1 - share) / 11),
        **dict.fromkeys(("external_economies", "trust", "connectivity"), (1 - share) / 11),
        "joint_action": share,
    },
}
BUILT = {
    "country_and_firms": (country_and_firms_sentence, "others"),
    "joint_action": (joint_action_sentence, "joint_action"),
}
TELLS = re.compile(r"Then the high road is certain for (.*), and the path that was observed is ruled out for (.*)\.$")


def classes(paper: Assessed, weights: Mapping[str, float]) -> dict[str, str]:
    found = classify(score(paper.ratings, [weights[key] for key in paper.framework.determinants]))
    return dict(zip(found.clusters, found.keys(), strict=True))


def told_of(paper: Assessed, words: str) -> set[str]:
    """The clusters that some words name, whose number they must give; all where they say all."""
    named = {key for key in paper.ratings.clusters if paper.names[key] in words}
    named = set(paper.ratings.clusters) if words.startswith("all six") else named
    assert words.split()[0].strip(",") in (counted(len(named)), "all"), words
    return named


@pytest.mark.parametrize("which", SHARES)
def test_at_each_value_a_sentence_names_the_clusters_that_the_library_names(paper: Assessed, which: str):
    build, number = BUILT[which]
    sentence, seen = build(paper), set()
    for value in range(101):
        said = sentence.at(**{number: value})
        assert f"weigh {value} per cent" in said and f" {100 - value}" in said
        certain, out = (told_of(paper, words) for words in TELLS.search(said).groups())
        found = classes(paper, SHARES[which](value / 100))
        assert certain == {key for key, path in found.items() if path == "high_road"}, value
        assert out == {
            key for key, path in found.items() if not set(path.split("|")) & set(paper.study.observed[key].split("|"))
        }, value
        seen.add(len(certain))
    assert len(seen) > 2  # or nothing would have moved


def test_the_two_on_all_clusters_start_where_something_turns(paper: Assessed):
    """At the first whole per cent without a certain high road, and at the first with one."""
    for which, before in (("country_and_firms", True), ("joint_action", False)):
        build, number = BUILT[which]
        start = int(build(paper).numbers[number].start)
        certain = ["high_road" in classes(paper, SHARES[which](value / 100)).values() for value in range(101)]
        assert certain.index(not before) == start and certain[:start] == [before] * start
        assert build(paper).at() == build(paper).at(**{number: start})


def test_at_nought_the_country_and_the_firms_leave_the_narrow_framework(paper: Assessed):
    narrow = compare_paths(paper, {"": paper.framework.weightings["collective_efficiency"]})
    said = country_and_firms_sentence(paper).at(others=0)
    certain, out = (told_of(paper, words) for words in TELLS.search(said).groups())
    assert certain == set(narrow.loc[narrow["path"] == "high_road", "cluster"])
    assert out == set(narrow.loc[narrow["contradicted"], "cluster"])


def test_the_class_follows_from_the_levels_and_the_threshold(paper: Assessed):
    framework = paper.framework
    sentence = class_sentence(paper, "sinos")
    at = paper.ratings.clusters.index("sinos")
    names = {"low_road": "low road", "mixed": "mixed", "high_road": "high road"}
    seen = set()
    for *levels, high in product((0, 1, 9), (0, 1, 5), (0, 2), (0.41, 0.57, 0.6, 0.63, 1)):
        said = sentence.at(**dict(zip(framework.levels, levels, strict=True)), threshold=high)
        assert said.startswith(
            "Let the country level, the cluster level and the firm level weigh "
            f"{levels[0]} to {levels[1]} to {levels[2]}, and let the high road begin at {high:g}. "
        )
        try:
            weights = framework.weigh([1] * 12, levels=levels)
        except InputError:
            assert said.endswith(
                "Then the score of Sinos Valley cannot be worked out, as nothing weighs anything, and its class reads "
                "“not scored”."
            )
            continue
        scores = score(paper.ratings, weights, Rules())
        ends = re.search(r"Valley (?:is|lies between) ([\d.]+)(?: and ([\d.]+))?, and its class reads “(.*)”\.$", said)
        lo, hi = float(ends[1]), float(ends[2] or ends[1])
        assert (lo, hi) == pytest.approx((scores.lo[at], scores.hi[at]), abs=5.1e-4)
        assert (ends[2] is None) == (lo == hi)
        path = str(classify(scores, Thresholds(0.4, high)).keys()[at])
        expected = "could be any" if path.count("|") == 2 else " or ".join(names[each] for each in path.split("|"))
        assert ends[3] == expected
        seen.add(path)
    assert len(seen) > 4
