"""The one rule: by hand from what the page on verdicts says of it, and by properties that any fair rule has."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeclusters import Study, example_study, read_claims
from smeclusters.claims.claim import Claim
from smeclusters.claims.weighing import account_of, independent_of, team, teams_of, weigh

# ---- By hand. Each row is a sentence of "What a verdict means".


@pytest.mark.parametrize(
    ("counts", "options", "status"),
    [
        # Supported: other authors say so too, and nothing speaks against it.
        ((1, 0, 0), {}, "supported"),
        ((4, 3, 0), {}, "supported"),
        # Supported within the paper: its own words, the same authors. Nothing speaks against it.
        ((0, 1, 0), {}, "supported_within"),
        ((0, 9, 0), {}, "supported_within"),
        # A general statement takes two teams of authors; with too few others it is supported within.
        ((1, 0, 0), {"enough": 2}, "supported_within"),
        ((1, 5, 0), {"enough": 2}, "supported_within"),
        ((2, 0, 0), {"enough": 2}, "supported"),
        # Mixed: there are cases for it and against it, however many on each side, and whosever they are.
        ((1, 0, 1), {}, "mixed"),
        ((0, 1, 1), {}, "mixed"),
        ((9, 9, 1), {}, "mixed"),
        ((0, 1, 9), {}, "mixed"),
        ((2, 0, 1), {"enough": 2}, "mixed"),
        # Contradicted: there are only cases against it;
        ((0, 0, 1), {}, "contradicted"),
        ((0, 0, 5), {}, "contradicted"),
        # or it is said of all cases, and one is otherwise: one is enough, even where a tendency would take two.
        ((5, 0, 1), {"rule": True}, "contradicted"),
        ((0, 0, 1), {"rule": True, "at_least": 2}, "contradicted"),
        ((2, 0, 0), {"rule": True, "at_least": 2}, "supported"),
        ((0, 2, 0), {"rule": True, "at_least": 2}, "supported_within"),
        # Not checked: nothing here can decide it; one case is no tendency, on whichever side.
        ((0, 0, 0), {}, "not_checked"),
        ((0, 0, 0), {"rule": True}, "not_checked"),
        ((0, 0, 0), {"at_least": 0}, "not_checked"),
        ((1, 0, 0), {"at_least": 2}, "not_checked"),
        ((0, 1, 0), {"at_least": 2}, "not_checked"),
        ((0, 0, 1), {"at_least": 2}, "not_checked"),
        ((1, 0, 1), {"at_least": 2}, "mixed"),
        ((1, 1, 0), {"at_least": 2}, "supported"),
        ((1, 1, 0), {"at_least": 2, "enough": 2}, "supported_within"),
        ((0, 0, 2), {"at_least": 2}, "contradicted"),
        # What is only said to be possible is not contradicted by cases of something else.
        ((0, 0, 3), {"may": True}, "not_checked"),
        ((1, 0, 3), {"may": True}, "supported"),
        ((0, 1, 3), {"may": True}, "supported_within"),
        ((0, 0, 3), {"may": True, "rule": True}, "not_checked"),
    ],
)
def test_the_rule_is_the_one_that_the_page_tells(counts: tuple[int, int, int], options: dict[str, int], status: str):
    assert weigh(*counts, **options) == status


# ---- Properties.

#: From best to worst, for what has enough cases.
ORDER = ["supported", "supported_within", "mixed", "contradicted"]

few = st.integers(0, 6)
options = st.fixed_dictionaries({"at_least": st.integers(0, 3), "enough": st.integers(1, 4), "rule": st.booleans()})


@given(few, few, few, options)
def test_a_case_against_never_improves_what_is_said(independent, within, against, options):
    before, after = (weigh(independent, within, count, **options) for count in (against, against + 1))
    assert after != "not_checked" or before == "not_checked"
    if before != "not_checked":
        assert ORDER.index(after) >= ORDER.index(before)
    assert after not in ("supported", "supported_within")


@given(few, few, few, options)
def test_a_case_for_it_never_worsens_what_is_said(independent, within, against, options):
    before = weigh(independent, within, against, **options)
    for after in (
        weigh(independent + 1, within, against, **options),
        weigh(independent, within + 1, against, **options),
    ):
        assert after != "not_checked" or before == "not_checked"
        if before != "not_checked":
            assert ORDER.index(after) <= ORDER.index(before)


@given(few, few, few, options)
def test_the_same_case_from_other_authors_counts_no_less(independent, within, against, options):
    one, other = weigh(independent, within + 1, against, **options), weigh(independent + 1, within, against, **options)
    assert one == other or (one, other) == ("supported_within", "supported")


@given(few, few, options)
def test_with_nothing_against_it_nothing_is_contradicted(independent, within, options):
    assert weigh(independent, within, 0, **options) in ("supported", "supported_within", "not_checked")


@given(few, few, few, st.integers(0, 3), st.integers(1, 4))
def test_a_rule_fares_as_any_other_statement_until_a_case_is_against_it(independent, within, against, at_least, enough):
    counts, marks = (independent, within, against), {"at_least": at_least, "enough": enough}
    if against:
        assert weigh(*counts, **marks, rule=True) == "contradicted"
    else:
        assert weigh(*counts, **marks, rule=True) == weigh(*counts, **marks)


@given(few, few, few, options)
def test_of_what_may_be_so_cases_of_something_else_say_nothing(independent, within, against, options):
    assert weigh(independent, within, against, **options, may=True) == weigh(independent, within, 0, **options)


@given(few, few, few, st.integers(0, 3))
def test_only_how_many_others_agree_parts_supported_from_supported_within(independent, within, against, at_least):
    found = [weigh(independent, within, against, at_least=at_least, enough=enough) for enough in range(1, 9)]
    told = ["supported" if enough <= independent else "supported_within" for enough in range(1, 9)]
    assert found == (told if found[0] in ("supported", "supported_within") else [found[0]] * 8)


# ---- Whose a case is.


@pytest.fixture(scope="module")
def example() -> Study:
    return example_study()


def rows(*sources: str, basis: str = "reported") -> pd.DataFrame:
    return pd.DataFrame({"sources": sources, "basis": basis}, index=[f"row-{at}" for at in range(len(sources))])


def claim(study: Study, sources: str) -> Claim:
    return replace(read_claims(study)[0], sources=sources)


def test_a_team_is_the_authors_of_all_works_together(study: Study):
    assert team(study, "schmitz1995") == {"schmitz"}
    assert team(study, "schmitzbazan1997") == {"schmitz", "bazan"}
    assert team(study, "schmitz1995;rabellotti1997") == {"schmitz", "rabellotti"}
    assert team(study, "") == frozenset()


def test_a_work_that_the_bibliography_lacks_is_a_team_of_its_own(study: Study):
    assert team(study, "nobody1990;schmitz1995") == {"nobody1990", "schmitz"}


def test_another_work_of_one_author_of_the_claim_is_not_independent(study: Study):
    """Schmitz and Bazan wrote one work, Schmitz alone another."""
    of_schmitz = claim(study, "schmitzbazan1997")
    told = rows("schmitz1995", "rabellotti1997", "schmitz1995;rabellotti1997", "rabellotti1997;sabadini1998")
    assert independent_of(study, of_schmitz, told).tolist() == [False, True, False, True]


def test_the_papers_own_author_is_independent_of_no_claim(study: Study):
    assert study.authors == ("Albaladejo",)
    for sources in ("", "schmitz1995"):
        assert independent_of(study, claim(study, sources), rows("albaladejo1999", "rabellotti1997")).tolist() == [
            False,
            True,
        ]


def test_of_a_claim_without_a_source_the_authors_are_those_of_the_case_studies(study: Study):
    """By section 3 they are Schmitz for Sinos Valley, Rabellotti for Mexico, Távara, Villarán and Visser for Peru."""
    told = rows("schmitz1995", "rabellotti1997", "tavara1993", "sabadini1998")
    for places, alone in (
        (("sinos",), [False, True, True, True]),
        (("guadalajara",), [True, False, True, True]),
        (("sinos", "leon"), [False, False, True, True]),
        (("cachoeiro",), [True, True, True, False]),
        ((), [True, True, True, True]),
    ):
        about = replace(claim(study, ""), places=places)
        assert independent_of(study, about, told).tolist() == alone, places
        cited = replace(claim(study, "visser1997"), places=places)
        assert independent_of(study, cited, told).all(), places


def test_accents_and_capitals_make_no_other_author(study: Study):
    """The bibliography has Távara, the citations of the paper Tavara."""
    assert team(study, "tavara1993") == {"tavara"} == team(study, "tavara1993") & account_of(study, ["trujillo"])


def test_what_cites_nobody_or_is_a_guess_is_the_papers_own(study: Study):
    own = claim(study, "")
    assert independent_of(study, own, rows("", "rabellotti1997")).tolist() == [False, True]
    assert independent_of(study, own, rows("rabellotti1997", basis="inferred")).tolist() == [False]
    assert independent_of(study, own, rows()).tolist() == []


def test_to_be_independent_is_mutual(study: Study):
    """If a row of one work is independent of a claim by another, so is a row of the other of a claim by the one."""
    keys = ("schmitz1995", "schmitzbazan1997", "rabellotti1997", "rabellotti1999", "sabadini1998")
    found = {
        (one, other): bool(independent_of(study, claim(study, one), rows(other)).iloc[0])
        for one, other in product(keys, keys)
    }
    assert all(found[one, other] == found[other, one] for one, other in found)
    assert not any(found[key, key] for key in keys)


@pytest.mark.parametrize(
    ("sources", "teams"),
    [
        ((), 0),
        (("",), 0),
        (("schmitz1995",), 1),
        (("schmitz1995", "schmitz1995"), 1),
        (("schmitz1995", "schmitzbazan1997"), 1),
        (("schmitz1995", "rabellotti1997", ""), 2),
        (("schmitz1995;rabellotti1997",), 1),  # one row that cites two teams is one case
        (("schmitz1995", "rabellotti1997", "schmitz1995;rabellotti1997"), 1),  # and joins them, whatever the order
        (("schmitz1995;rabellotti1997", "schmitz1995", "rabellotti1997"), 1),
        (("schmitz1995", "rabellotti1997", "sabadini1998"), 3),
    ],
)
def test_works_that_share_an_author_come_from_one_team(study: Study, sources: tuple[str, ...], teams: int):
    assert teams_of(study, rows(*sources)) == teams


KEYS = ["schmitz1995", "schmitzbazan1997", "rabellotti1997", "rabellotti1999", "sabadini1998", "visser1997", ""]


@given(st.lists(st.lists(st.sampled_from(KEYS), max_size=2).map(";".join), max_size=5), st.randoms())
def test_the_order_of_rows_makes_no_team(study: Study, sources: list[str], random):
    shuffled = random.sample(sources, len(sources))
    assert teams_of(study, rows(*sources)) == teams_of(study, rows(*shuffled)) <= len(sources)


def test_the_toy_study_tells_teams_apart(example: Study):
    assert team(example, "haller1998") == {"haller"} and team(example, "ilg2004") == {"ilg"}
    assert teams_of(example, rows("haller1998", "ilg2004", "haller1998")) == 2
