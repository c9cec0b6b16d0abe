from __future__ import annotations

import pytest
from tests.alter import Shown, all_on, as_it_is, assert_shown, both, drop, judged, names_in, one_sided, put, shown

from smeclusters import Assessed, Study
from smeclusters.claims.claim import Status

EXPORTERS = ("sinos", "cachoeiro")
ABROAD = put("claims", "terms", "exports+ -> path:!low_road", id="weak-clusters-stagnate")
SHOWING = ("sinos", "guadalajara", "gamarra")  # favourable in joint action, and not on the high road


def by(sources: str, *clusters: str):
    """All that is told of some clusters comes from some work, and is told of them by themselves."""
    return both(
        put("evidence", "sources", sources, place=clusters),
        put("evidence", "basis", "reported", place=clusters),
        put("outcomes", "sources", sources, cluster=clusters),
        put("outcomes", "basis", "reported", cluster=clusters),
        *(put("outcomes", "about", cluster, cluster=cluster) for cluster in clusters),
    )


# ---- All that a check can say: of which claim, and what is altered for it.

SHOWN: dict[str, Shown] = {
    "goes_together": (
        "weak-clusters-stagnate",
        {
            "supported": both(
                ABROAD, put("outcomes", "path", "mixed", cluster="cachoeiro"), by("marshall1920", *EXPORTERS)
            ),
            "supported_within": both(ABROAD, put("outcomes", "path", "mixed", cluster="cachoeiro")),
            "mixed": ABROAD,
            "contradicted": both(ABROAD, put("outcomes", "path", "low_road", cluster="sinos")),
            "not_checked": both(ABROAD, put("evidence", "rating", -1, facet="exports", place="cachoeiro")),
        },
    ),
    "is_not_enough": (
        "joint-action-not-enough",
        {
            "supported": as_it_is,
            "supported_within": put("evidence", "sources", "", determinant="joint_action"),
            "contradicted": all_on("high_road"),
            "not_checked": put("evidence", "rating", -1, determinant="joint_action"),
        },
    ),
    "counterexamples_are_described": (
        "evidence-strongly-suggests",
        {
            "supported": by("marshall1920", *SHOWING),
            "supported_within": as_it_is,
            "mixed": put("outcomes", "path", "high_road", cluster="sinos"),
            "contradicted": put("outcomes", "path", "high_road"),
            "not_checked": put("outcomes", "about", "sample"),
        },
    ),
    "no_high_road": (
        "region-missed-high-road",
        {
            "supported": put("outcomes", "sources", "marshall1920"),
            "supported_within": as_it_is,
            "mixed": put("outcomes", "path", "high_road", cluster="sinos"),
            "contradicted": all_on("high_road"),
            "not_checked": put("outcomes", "about", "sample"),
        },
    ),
    "price_decides": (
        "price-still-drives",
        {
            "supported": both(all_on("low_road"), put("outcomes", "sources", "marshall1920", cluster=EXPORTERS)),
            "supported_within": as_it_is,
            "mixed": put("outcomes", "path", "high_road", cluster="sinos"),
            "contradicted": all_on("high_road"),
            "not_checked": put("outcomes", "about", "sample"),
        },
    ),
    "some_path_is_between": (
        "paths-not-always-matched",
        {
            "supported": put("outcomes", "sources", "marshall1920"),
            "supported_within": as_it_is,
            "contradicted": put("outcomes", "path", "low_road"),
            "not_checked": put("outcomes", "about", "sample"),
        },
    ),
    "likeness_does_not_tell": (
        "comparison-with-model-insufficient",
        {
            "supported_within": as_it_is,
            "mixed": both(
                all_on("low_road"),
                put("outcomes", "path", "mixed", cluster=("sinos", "leon")),
                put("likeness", "likeness", "like", cluster="sinos"),
            ),
            "contradicted": put("likeness", "likeness", "unlike", cluster=("guadalajara", "gamarra", "cachoeiro")),
            "not_checked": all_on("low_road"),
        },
    ),
}


@pytest.mark.parametrize(("name", "status"), shown(SHOWN))
def test_each_verdict_can_be_given(paper: Assessed, name: str, status: Status):
    assert_shown(paper, name, SHOWN[name], status)


def test_every_check_speaks_for_and_against_and_leaves_open():
    assert set(SHOWN) == names_in("smeclusters.claims.checks.cases")
    assert one_sided(SHOWN) == {}


# ---- What goes together.


def test_a_rule_is_refuted_by_one_case_and_a_tendency_is_not(study: Study):
    """Of clusters strong in exports one is off the low road, and one is on it."""
    id = "weak-clusters-stagnate"
    assert judged(ABROAD(study), id).status == "mixed"
    assert judged(put("claims", "terms", "exports+ => path:!low_road", id=id)(study), id).status == "contradicted"


def test_a_rule_too_takes_two_cases_to_be_supported(study: Study):
    id = "weak-clusters-stagnate"
    rule = put("claims", "terms", "path:high_road => technology+", id=id)
    skilled = both(rule, put("evidence", "rating", 2, determinant="technology"))(study)
    one = put("outcomes", "path", "high_road", cluster="sinos")(skilled)
    assert judged(one, id).status == "not_checked"
    two = put("outcomes", "path", "high_road", cluster="guadalajara")(one)
    assert judged(two, id).status == "supported_within"


def test_a_sentence_on_all_clusters_makes_no_case(study: Study, paper: Assessed):
    """Of five clusters with weak technology two are seen on the low road, and of three only such a sentence tells."""
    id = "weak-clusters-stagnate"
    general = "For three there is only a sentence on several places (León, Gamarra and Trujillo)"
    assert general in paper.verdicts[id].reason
    described = put("outcomes", "about", "leon", cluster="leon")(study)
    assert "Yes in three (Guadalajara, León and Cachoeiro de Itapemirim)" in judged(described, id).reason
    none = put("outcomes", "about", "sample")(study)
    assert judged(none, id).status == "not_checked"


def test_a_case_counts_as_others_only_if_they_tell_both_sides_of_it(study: Study):
    """Of two exporters off the low road: all from another work; but for the paths; but for the exports of one."""
    id = "weak-clusters-stagnate"
    apart = both(ABROAD, put("outcomes", "path", "mixed", cluster="cachoeiro"))(study)
    told = by("marshall1920", *EXPORTERS)(apart)
    assert judged(told, id).status == "supported"
    assert judged(put("outcomes", "sources", "", cluster="sinos")(told), id).status == "supported_within"
    own = put("evidence", "sources", "", place="sinos", determinant="connectivity")(told)
    assert judged(own, id).status == "supported_within"


def test_no_case_shows_that_something_is_enough(study: Study):
    """What isn't always so is shown by one case; that it is always so, by two and no other."""
    id = "joint-action-not-enough"
    high = all_on("high_road")(study)
    assert judged(high, id).status == "contradicted"
    few = put("evidence", "rating", -1, determinant="joint_action", place=("guadalajara", "gamarra"))(high)
    assert judged(few, id).status == "not_checked"
    one = put("outcomes", "path", "low_road", cluster="gamarra")(high)
    assert judged(one, id).status == "supported_within"


def test_where_almost_anything_would_pass_the_reason_says_so(study: Study, paper: Assessed):
    told = "with no high road among the cases, any condition would pass"
    assert told in paper.verdicts["joint-action-not-enough"].reason
    changed = put("outcomes", "path", "high_road", cluster="cachoeiro")(study)
    assert told not in judged(changed, "joint-action-not-enough").reason


# ---- The paths observed.


@pytest.mark.parametrize(
    ("described", "status"), [(("sinos", "guadalajara"), "supported_within"), (SHOWING, "supported")]
)
def test_for_strongly_three_cases_of_other_authors_are_asked(study: Study, described: tuple[str, ...], status: str):
    assert judged(by("marshall1920", *described)(study), "evidence-strongly-suggests").status == status


def test_two_teams_need_not_be_two_works_on_one_cluster(study: Study):
    """For all clusters off the high road two cases told by others are asked; one is Guadalajara."""
    id = "region-missed-high-road"
    assert judged(study, id).status == "supported_within"
    assert judged(put("outcomes", "sources", "sabadini1998", cluster="cachoeiro")(study), id).status == "supported"
    guess = both(
        put("outcomes", "sources", "sabadini1998", cluster="cachoeiro"),
        put("outcomes", "basis", "inferred", cluster="cachoeiro"),
    )
    assert judged(guess(study), id).status == "supported_within"


def test_paths_that_were_taken_out_leave_open_what_they_would_show(study: Study):
    none = Assessed(drop("outcomes", basis=("stated", "reported"))(study))
    for name, (id, _) in SHOWN.items():
        if id in none.claims:  # a claim that codes a path is gone with it
            assert none.verdicts[id].status == "not_checked", name
