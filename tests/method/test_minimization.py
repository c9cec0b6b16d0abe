"""All shortest formulas, against published ones and against every formula that there is."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smeclusters.analysis.minimization import minimize, smallest_covers
from smeclusters.analysis.qca import Memberships, TruthTable, truth_table

# Krook, M. L. (2010), Women's representation in parliament: a Qualitative Comparative Analysis, Political
# Studies 58(5), 886–908, as the R package QCA holds it (data set Krook, later d.represent; its truth table with
# the cases stands in tests/testthat/_snaps/truthTable.md of github.com/dusadrian/QCA): proportional elections,
# quotas, social-democratic welfare, an autonomous women's movement, strong left-libertarian parties; many women
# in parliament.
KROOK = {
    "00010": (False, "CA US"),
    "00011": (True, "NZ"),
    "01000": (False, "IT"),
    "01010": (False, "AU GB FR IE"),
    "01011": (True, "DE"),
    "10001": (False, "LU"),
    "10100": (True, "FI"),
    "10111": (True, "DK"),
    "11000": (False, "CH PT GR"),
    "11001": (True, "AT"),
    "11010": (True, "ES"),
    "11011": (True, "NL BE"),
    "11100": (True, "SE"),
    "11111": (True, "NO IS"),
}
KROOK_KEYS = ("ES", "QU", "WS", "WM", "LP")


def krook(negated: bool = False) -> TruthTable:
    """The truth table of the 22 countries, worked out from their memberships."""
    cases = [(case, bits, many) for bits, (many, names) in KROOK.items() for case in names.split()]
    assert len(cases) == 22
    ends = {key: np.array([float(bits[at]) for _, bits, _ in cases]) for at, key in enumerate(KROOK_KEYS)}
    outcome = np.array([float(many != negated) for *_, many in cases])
    return truth_table(Memberships(tuple(case for case, *_ in cases), (), ends, ends, outcome, outcome), KROOK_KEYS)


def table_of(keys: str, enough: set[str], not_enough: set[str]) -> TruthTable:
    """A truth table of combinations such as ``101``; of all others nothing is known."""
    rows = [
        [*(bit == "1" for bit in bits), True if bits in enough else False if bits in not_enough else None]
        for bits in map("".join, product("10", repeat=len(keys)))
    ]
    return TruthTable(tuple(keys), pd.DataFrame(rows, columns=[*keys, "outcome"], dtype=object), ())


def terms_of(formulas: tuple[str, ...]) -> set[frozenset[str]]:
    """The conjunctions of each formula, whatever their order."""
    assert len(set(formulas)) == len(formulas)
    return {frozenset(formula.split(" + ")) for formula in formulas}


# ---- Against published formulas.


def test_the_two_parsimonious_models_of_krook_s_data_are_those_published():
    """Thiem and Duşa (2013), The R Journal 5(1), 87–97: ``WS + ES*WM + QU*LP + (es*LP)`` and ``… + (WM*LP)``,
    small letters standing for an absent condition."""
    both = {"WS", "ES*WM", "QU*LP"}
    assert terms_of(minimize(krook(), remainders=True)) == {frozenset(both | {"~ES*LP"}), frozenset(both | {"WM*LP"})}


def test_the_complex_model_of_krook_s_data_is_that_published():
    """The same: ``ES*QU*ws*LP + ES*QU*ws*WM + es*ws*WM*LP + ES*WS*wm*lp + ES*WS*WM*LP``."""
    assert terms_of(minimize(krook())) == {
        frozenset({"ES*QU*~WS*LP", "ES*QU*~WS*WM", "~ES*~WS*WM*LP", "ES*WS*~WM*~LP", "ES*WS*WM*LP"})
    }


def test_the_model_of_few_women_in_krook_s_data_is_what_the_r_package_prints():
    """tests/testthat/_snaps/minimize.md of github.com/dusadrian/QCA: ``minimize(d.represent, outcome = "~WNP")``."""
    assert terms_of(minimize(krook(negated=True))) == {
        frozenset({"~ES*~WS*WM*~LP", "QU*~WS*~WM*~LP", "ES*~QU*~WS*~WM*LP"})
    }


@pytest.mark.parametrize(
    "enough, printed",
    [
        (
            "2 5 6 7 8 10 13 14 15 16 19 20 22 23 30 31",
            "~ES*WS + ~ES*~WM*LP + WS*~WM*LP + WS*WM*~LP + ES*~QU*~WS*WM",
        ),
        (
            "5 6 7 8 10 13 14 15 16 19 20 22 23 30 31",
            "~ES*WS + WS*~WM*LP + WS*WM*~LP + ~ES*QU*~WM*LP + ES*~QU*~WS*WM",
        ),
    ],
)
def test_the_simplifying_assumptions_of_both_models_are_what_the_r_package_prints(enough: str, printed: str):
    """The same file: the remainders (numbered from 1) that each model uses, minimised in their turn."""
    rows = {f"{int(number) - 1:05b}" for number in enough.split()}
    found = minimize(table_of("abcde", rows, set()))
    letters = dict(zip("abcde", KROOK_KEYS, strict=True))
    named = tuple("".join(letters.get(letter, letter) for letter in formula) for formula in found)
    assert terms_of(named) == {frozenset(printed.split(" + "))}


def test_the_four_models_of_ethnic_protest_cover_the_chart_that_the_r_package_prints():
    """The same file: the chart of prime implicants of Cebotari and Vink's data, and M1 to M4."""
    chart = {
        "~E": {5, 15, 27, 29, 31},
        "~A*B*D": {15, 16},
        "A*B*C": {29, 30, 31, 32},
        "A*B*~D": {29, 30},
        "A*C*D": {24, 31, 32},
        "B*C*D": {15, 16, 31, 32},
    }
    printed = ("~A*B*D A*B*C", "~A*B*D A*B*~D", "A*B*C B*C*D", "A*B*~D B*C*D")
    covers = smallest_covers({prime: frozenset(rows) for prime, rows in chart.items()})
    assert covers == {frozenset({"~E", "A*C*D", *others.split()}) for others in printed}


# ---- Where a shorter one is easily overlooked.


def test_a_shorter_formula_is_found_where_one_that_cannot_be_shortened_is_longer():
    """SymPy's ``SOPform`` gives ``A*B*D + C*E`` here."""
    table = table_of(
        "ABCDE",
        enough={"11111", "10111", "11010"},
        not_enough={"00100", "11100", "01110", "10000", "01100", "10011", "00110"},
    )
    found = minimize(table, remainders=True)
    assert found[0] == "B*~C + C*E"
    assert "C*E + A*B*D" in found[1:]  # of as many conjunctions, and so a model as well, but a longer one


def test_formulas_as_short_are_all_told():
    """The ring in which each row is covered twice: two ways round."""
    table = table_of("abc", enough={"001", "011", "010", "110", "100", "101"}, not_enough={"000", "111"})
    assert terms_of(minimize(table)) == {frozenset({"~a*c", "b*~c", "a*~b"}), frozenset({"~a*b", "a*~c", "~b*c"})}


def test_a_model_with_fewer_conditions_comes_first_among_those_with_as_many_conjunctions():
    table = table_of("abcd", enough={"1111", "1100", "0001"}, not_enough={"1011", "0111", "0110"})
    assert minimize(table, remainders=True) == ("~c + a*b", "a*b + ~a*~b")


def test_where_nothing_is_enough_there_is_no_formula_and_where_nothing_is_not_it_always_holds():
    assert minimize(table_of("ab", set(), {"11"}), remainders=True) == ()
    assert minimize(table_of("ab", {"11"}, set()), remainders=True) == ("1",)
    assert minimize(table_of("a", {"1", "0"}, set())) == ("1",)


# ---- Against every formula that there is.

Row = tuple[int, ...]


@given(
    st.lists(st.sampled_from([True, False, None]), min_size=16, max_size=16),
    st.sampled_from([2, 3, 4]),
    st.booleans(),
)
def test_the_formulas_are_all_that_are_as_short_as_any(outcomes: list[bool | None], size: int, remainders: bool):
    """Every set of conjunctions is tried, the smallest sets first; of four conditions those that are prime."""
    keys = "abcd"[:size]
    table = dict(zip(product([0, 1], repeat=size), outcomes, strict=False))
    enough = frozenset(row for row, outcome in table.items() if outcome)
    not_enough = frozenset(row for row, outcome in table.items() if outcome is False)
    forbidden = not_enough if remainders else table.keys() - enough

    rows_of: dict[str, frozenset[Row]] = {}
    for named in product([0, 1, None], repeat=size):
        rows = frozenset(row for row in table if all(n in (None, v) for n, v in zip(named, row, strict=True)))
        if not rows & forbidden:
            letters = [k if n else f"~{k}" for k, n in zip(keys, named, strict=True) if n is not None]
            rows_of["*".join(letters) or "1"] = rows
    prime = {c for c, rows in rows_of.items() if not any(rows < wider for wider in rows_of.values())}
    expected: set[frozenset[str]] = set()
    for count in range(1, len(enough) + 1):
        for some in combinations(rows_of if size < 4 else sorted(prime), count):
            if enough <= frozenset[Row]().union(*(rows_of[c] for c in some)):
                expected.add(frozenset(some))
        if expected:
            break

    spelled = [{"".join(map(str, row)) for row in rows} for rows in (enough, not_enough)]
    found = terms_of(minimize(table_of(keys, *spelled), remainders))
    assert found == {formula for formula in expected if formula <= prime}
    assert bool(found) == bool(enough)
