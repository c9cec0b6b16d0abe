"""Charts of the figures that the paper gives on places: shares of small firms, firms by cluster."""

from __future__ import annotations

import pandas as pd

from smeclusters.errors import InputError, Problem
from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from smeclusters.wording import in_a_row
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.drawing import Chart
from whichroad.words import places_in_words, qualified


def region_chart(paper: Prepared) -> Chart:
    """What share of firms, jobs and output small firms have, by place.

    Raises
    ------
    InputError
        If section 3 gives no figure in per cent.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> region_chart(edition()).table["Figure"].tolist()[:2]
    ['99 per cent of all firms', 'about 70 per cent of the total labour force']
    """
    frame = paper.study.profiles[
        paper.study.profiles["unit"].str.startswith("%") & paper.study.profiles["locator"].str.startswith("3:")
    ]
    if frame.empty:
        expected = "figures of section 3 in per cent"
        raise InputError([Problem("profiles.csv", None, "unit", None, expected)])
    names = paper.names
    bars = [
        Bar(f"{names[row.place]}: {row.indicator}", qualified(row), ((row.value, "wide"),), (qualified(row),))
        for row in each_row(frame)
    ]
    least, most = frame["value"].min(), frame["value"].max()
    wholes = frame["base"].unique()
    return Chart(
        wide=bar_chart(bars, WIDE, 100, "per cent"),
        narrow=bar_chart(bars, NARROW, 100, "per cent"),
        alt=(
            f"The {len(frame)} shares that the paper gives for small firms lie between {least:g} and {most:g} per "
            f"cent. They are shares of {in_a_row(list(wholes))}, and so do not all measure the same."
        ),
        caption=(
            "Shares of small firms as the paper gives them. Each bar says what it is a share of; only bars of "
            "the same whole can be set beside one another."
        ),
        table=pd.DataFrame(
            {
                "Place": frame["place"].map(names),
                "What": frame["indicator"],
                "Figure": [qualified(row) for row in each_row(frame)],
                "Where": frame["locator"],
            }
        ),
    )


def firms_chart(paper: Prepared) -> Chart:
    """How many firms each cluster has, by kind where the paper names kinds.

    Raises
    ------
    InputError
        If section 3.1 counts no firms.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> firms_chart(edition()).alt.partition(". ")[2]
    'In Sinos Valley the kinds named add up to 1,400 of about 1,800 firms.'
    """
    section = paper.study.profiles[paper.study.profiles["locator"].str.startswith("3.1:")]
    totals = section[(section["aspect"] == "firms") & ~section["unit"].str.startswith("%")]
    if totals.empty:
        expected = "numbers of firms (aspect “firms”) from section 3.1"
        raise InputError([Problem("profiles.csv", None, "aspect", None, expected)])
    bars, rows, sums = [], [], []
    for total in each_row(totals):
        name = _clusters_in(paper, total.place)
        parts = section[(section["place"] == total.place) & (section["aspect"] == "parts")]
        parts = parts[~parts["unit"].str.startswith("%")]
        named = list(each_row(parts))
        rest = total.value - parts["value"].sum()
        rows.append((name, total.indicator, qualified(total), total.locator))
        rows += [(name, part.indicator, qualified(part), part.locator) for part in named]
        words = [qualified(total), *map(qualified, named)]
        if not named:
            pieces, tips = [(total.value, "wide")], words
        else:
            pieces = [(part.value, ("wide", "plus2")[place % 2]) for place, part in enumerate(named)]
            tips = words[1:]
            if rest >= 0:
                pieces.append((rest, "zero"))
                tips.append(f"{rest:,g} of {qualified(total)}, of which the paper does not say more")
        bars.append(Bar(name, "; ".join(words), tuple(pieces), tuple(tips)))
        if len(named) > 1:
            if rest >= 0:
                rows.append((name, "not accounted for (our sum)", f"{rest:,g} {total.base}", total.locator))
            sums.append(f"In {name} the kinds named add up to {total.value - rest:,g} of {qualified(total)}.")
    most = max(sum(value for value, _ in bar.pieces) for bar in bars)
    ends = [f"{qualified(row)} in {_clusters_in(paper, row.place)}" for row in each_row(totals.sort_values("value"))]
    reach = f"ranges from {ends[0]} to {ends[-1]}" if len(ends) > 1 else f"is {ends[0]}"
    return Chart(
        wide=bar_chart(bars, WIDE, most, "firms"),
        narrow=bar_chart(bars, NARROW, most, "firms"),
        alt=" ".join([f"The number of firms {reach}.", *sums]),
        caption=(
            "Firms by cluster. Darker and lighter pieces are kinds of firm that the paper names; grey is what "
            "it leaves unnamed."
        ),
        table=pd.DataFrame(rows, columns=["Cluster", "What", "Figure", "Where"]),
    )


def _clusters_in(paper: Prepared, place: str) -> str:
    """A cluster by name; for a larger place, the names of its clusters together."""
    if place in set(paper.study.clusters["place"]):
        return paper.names[place]
    within = set(paper.study.memberships.loc[paper.study.memberships["within"] == place, "place"])
    inside = [key for key in paper.study.clusters["place"] if key in within]
    return f"{places_in_words(paper, inside)} together" if inside else paper.names[place]
