"""Charts of the verdicts."""

from __future__ import annotations

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import NEEDS, Kind
from smeclusters.errors import InputError, Problem
from smeclusters.wording import begun
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.drawing import Chart
from whichroad.colours import COLOURS_OF_STATUS
from whichroad.marks import SECTIONS, VERDICTS, section_of, shown_as

KIND_PLURALS: dict[Kind, str] = {
    "figure": "Figures",
    "finding": "Findings",
    "inference": "Inferences",
    "thesis": "Theses",
    "prescription": "Recommendations",
}
"""The kinds of claim, in the plural."""


def tally_chart(paper: Assessed) -> Chart:
    """How many statements have each verdict, in all, by section of the paper and by kind.

    Raises
    ------
    InputError
        If the study has no claims.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> tally_chart(edition()).table.set_index("Part").loc["All statements", ["Claims", "Contradicted"]].tolist()
    [336, 2]
    """
    found = _found(paper)
    found = found[~found["status"].isin(NEEDS)]
    groups = [("All statements", found)]
    groups += [(name, found[found["section"] == key]) for key, name in SECTIONS.items()]
    groups += [(name, found[found["kind"] == key]) for key, name in KIND_PLURALS.items()]
    caption = "Share of the statements with each verdict: all of them, then sorted by section, then sorted by kind."
    return _tally(groups, [key for key in VERDICTS if key not in NEEDS], "% of the statements", caption)


def needs_chart(paper: Assessed) -> Chart:
    """For how many recommendations the need is reported, in all and by level.

    Raises
    ------
    InputError
        If the study has no claims.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> needs_chart(edition()).table.set_index("Part").loc["All recommendations", "Claims"].item()
    30
    """
    found = _found(paper)
    found = found[found["status"].isin(NEEDS)]
    levels = dict(zip(paper.study.levels["level"], paper.study.levels["name"], strict=True))
    of_policy = dict(zip(paper.study.policies["id"], paper.study.policies["level"], strict=True))
    at = [next((of_policy[row] for row in paper.claims[id].rows), "") for id in found["id"]]
    groups = [("All recommendations", found)]
    groups += [(name, found[[level == key for level in at]]) for key, name in levels.items()]
    caption = "Share of the recommendations for which section 3 reports the need: all of them, then sorted by level."
    return _tally(groups, list(NEEDS), "% of the recommendations", caption)


def _found(paper: Assessed) -> pd.DataFrame:
    """The claims with what the charts count."""
    if not paper.claims:
        raise InputError([Problem("claims.csv", None, None, None, "at least one claim")])
    rows = [
        (id, section_of(paper, claim), claim.kind, shown_as(verdict)) for id, (claim, verdict) in paper.judged.items()
    ]
    return pd.DataFrame(rows, columns=["id", "section", "kind", "status"])


def _tally(groups: list[tuple[str, pd.DataFrame]], statuses: list[str], axis: str, caption: str) -> Chart:
    counts = {name: rows["status"].value_counts().reindex(statuses, fill_value=0) for name, rows in groups if len(rows)}
    colours = {key: COLOURS_OF_STATUS[key] for key in statuses}
    bars = [
        Bar(
            f"{name}: {row.sum()}",
            ", ".join(f"{VERDICTS[key]} {row[key]}" for key in statuses if row[key]),
            tuple((round(100 * row[key] / row.sum(), 2), colour) for key, colour in colours.items()),
        )
        for name, row in counts.items()
    ]
    entries = [(VERDICTS[key], colour) for key, colour in colours.items()]
    wide, narrow = (bar_chart(bars, width, 100, axis, entries) for width in (WIDE, NARROW))
    table = pd.DataFrame({"Part": list(counts), "Claims": [int(row.sum()) for row in counts.values()]})
    for key in statuses:
        table[begun(VERDICTS[key])] = [int(row[key]) for row in counts.values()]
    first = next(iter(counts), "")
    alt = ", ".join(f"{VERDICTS[key]} {counts[first][key]}" for key in statuses) if counts else "none"
    return Chart(wide=wide, narrow=narrow, alt=f"{first}: {alt}.", caption=caption, table=table)
