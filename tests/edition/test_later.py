"""The rule by which signs become outcomes: by hand, and by every combination of signs."""

from __future__ import annotations

import shutil
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from smeclusters import Assessed, InputError, Prepared
from whichroad import later
from whichroad.edition import DATA
from whichroad.later import Outcome, as_later, in_words, kind_of, size_of, turned_out


def rows(*signs: tuple[str, str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(signs, columns=["cluster", "at", "dimension", "indicator", "sign"])


@pytest.mark.parametrize("signs", [each for number in (1, 2, 3, 4) for each in product((-1, 0, 1), repeat=number)])
def test_all_combinations_of_signs(signs: tuple[int, ...]):
    size, kind = size_of(signs), kind_of(signs)
    assert size is not None and kind is not None and size.signs == kind.signs == len(signs)
    assert size.lowest == size.highest == (0 if sum(signs) < 0 else 1 if sum(signs) == 0 else 2)
    alike = len(signs) > 1 and abs(sum(signs)) == len(signs)
    if alike:
        assert kind.lowest == kind.highest == (2 if signs[0] == 1 else 0)
    elif signs == (1,):
        assert (kind.lowest, kind.highest) == (1, 2)
    elif signs == (-1,):
        assert (kind.lowest, kind.highest) == (0, 1)
    else:
        assert kind.lowest == kind.highest == 1


def test_size_and_kind_are_kept_apart():
    given = rows(("sinos", "2010", "size", "jobs", -1), ("sinos", "2010", "kind", "price", 1))
    assert turned_out(given, "2010", "size") == {"sinos": Outcome(0, 0, 1)}
    assert turned_out(given, "2010", "kind") == {"sinos": Outcome(1, 2, 1)}
    assert turned_out(given, "latest", "kind") == {}
    assert as_later(turned_out(given, "2010", "kind")) == {"sinos": (1.0, 2.0)}


def test_no_outcome_without_a_sign():
    assert size_of([]) is None and kind_of([]) is None
    assert in_words(None, "kind") == "not known"


def test_an_indicator_speaks_once():
    given = rows(("leon", "2010", "size", "jobs", 1), ("leon", "2010", "size", "jobs", -1))
    with pytest.raises(InputError, match='found "leon, jobs", expected one sign a cluster at 2010'):
        turned_out(given, "2010", "size")
    with pytest.raises(InputError, match='found "2011"'):
        turned_out(given, "2011", "size")


def test_what_became_of_each_cluster_is_one_short_line():
    said = later.since_in_words()
    assert set(said) == {"sinos", "guadalajara", "leon", "gamarra", "trujillo", "cachoeiro"}
    assert all(words.startswith("since then: ") and ", size " in words and len(words) < 60 for words in said.values())


def test_no_later_evidence_reaches_the_forecast(paper: Assessed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With the later ratings dealt out anew to the later rows the cells are others, and the forecast is the same."""
    before = later.foreseen(paper)
    cells = Prepared(later.later_only(later.layer_study())).cells
    shutil.copytree(DATA, tmp_path / "data")
    path = tmp_path / "data" / "layers" / "after" / "evidence.csv"
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows["rating"] = rows["rating"].sample(frac=1, random_state=22).to_numpy()
    rows.to_csv(path, index=False)
    monkeypatch.setattr(later, "DATA", tmp_path / "data")
    kept = (later.read_table, later.held_against, later.foreseen, later.layer_study)
    for each in kept:
        each.cache_clear()
    try:
        assert later.foreseen(paper) == before
        assert Prepared(later.later_only(later.layer_study())).cells != cells
    finally:
        for each in kept:
            each.cache_clear()


def test_prices_by_change_take_the_place_of_those_by_level():
    signs, prices = later.read_table("signs"), later.read_table("prices")
    other = later.by_change(signs, prices)
    assert set(prices["indicator"]) == {"price"} and set(prices["dimension"]) == {"kind"}
    assert len(other) == len(signs) - (signs["indicator"] == "price").sum() + len(prices)
    assert set(signs.loc[signs["indicator"] == "price", "scale"]) == {
        "state"
    }  # a country's mean has no level beside it


def test_no_sign_rests_on_a_change_within_one_year():
    signs = later.read_table("signs")
    size = signs[(signs["dimension"] == "size") & (signs["at"] != "2001")]
    years = size["observed"].str.extract(r"(\d{4})-(\d{4})").astype(int)
    assert (years[1] - years[0]).min() >= 6
