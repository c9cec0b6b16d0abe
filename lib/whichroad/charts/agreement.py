"""How far coders agree, in all, by level and by determinant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from smeclusters.analysis.agreement import agreement
from smeclusters.model.prepared import Prepared
from smeclusters.study import Study, each_row
from smeclusters.wording import counted, percent, plural
from whichroad.addresses import determinant_link
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.drawing import Canvas, Chart, Row, wrapped
from whichroad.words import codings_of

if TYPE_CHECKING:
    import altair as alt

LIMITS = (2 / 3, 0.8)
"""From which alpha on Krippendorff takes codings for usable, and for reliable."""


def agreement_chart(paper: Prepared, others: Mapping[str, Study]) -> Chart:
    """Krippendorff's alpha with its interval, in all, by level and by determinant.

    Parameters
    ----------
    paper : Prepared
        The study, whose own coding is held against the others.
    others : mapping
        Other codings of the same paper, by name.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> agreement_chart(edition(), {"b": edition().study}).table["Alpha, ordinal"].iloc[0]
    '1.00 (1.00 to 1.00)'
    """
    found = _in_levels(paper, agreement(codings_of(paper, others)))
    names = {"": "The whole paper", **paper.framework.names}
    whole = found.iloc[0]
    lowest = found[found["scope"] == "level"].nsmallest(1, "ordinal")
    weakest = [f" It is least at the {names[row.key].lower()}, {_number(row.ordinal)}." for row in each_row(lowest)]
    table = pd.DataFrame(
        {
            "Of": [
                determinant_link(paper, row.key) if row.scope == "determinant" else names[row.key]
                for row in each_row(found)
            ],
            "Units": found["units"],
            "In two codings": found["shared"],
            "In all": found["in_all"],
            "Rated alike": [percent(row.exact, 0) if row.shared else "" for row in each_row(found)],
            "Alpha, ordinal": [_alpha(row, "ordinal") for row in each_row(found)],
            "Alpha, interval": [_alpha(row, "interval") for row in each_row(found)],
        }
    )
    return Chart(
        wide=_draw(found, names, WIDE),
        narrow=_draw(found, names, NARROW),
        alt=(
            f"Of {whole.units} units that any of {counted(len(others) + 1)} coders has, two or more rate "
            f"{whole.shared}"
            + (f", {percent(whole.exact, 0)} of them alike" if whole.shared else "")
            + f". Krippendorff’s alpha in all: {_alpha(whole, 'ordinal')}.{''.join(weakest)}"
        ),
        caption=(
            "Krippendorff’s alpha for ordered ratings: 1 is perfect agreement, 0 that of chance. A dot is the value, a "
            "bar what it could be if units were drawn anew (95 of 100 draws). Upright lines stand at 0.67 and 0.8, "
            "from which Krippendorff takes codings for usable and for reliable. On few units alpha says little, and "
            "where all ratings are the same there is none."
        ),
        table=table,
    )


def _in_levels(paper: Prepared, found: pd.DataFrame) -> pd.DataFrame:
    """Each determinant behind its level."""
    framework = paper.framework
    level = {key: framework.levels[at] for key, at in zip(framework.determinants, framework.level_of, strict=True)}
    order = {"": -1, **{key: at for at, key in enumerate(framework.levels)}}
    places = found["key"].map({**order, **{key: order[level[key]] for key in framework.determinants}})
    return found.iloc[places.argsort(kind="stable")].reset_index(drop=True)


def _alpha(row: Any, measure: str) -> str:
    value, lo, hi = (getattr(row, measure + end) for end in ("", "_lo", "_hi"))
    if pd.isna(value):
        return f"none, as {row.reason}"
    return _number(value) + ("" if pd.isna(lo) else f" ({_number(lo)} to {_number(hi)})")


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _draw(found: pd.DataFrame, names: Mapping[str, str], width: int) -> alt.LayerChart:
    letters = width // 7
    heads: dict[bool, list[Row]] = {True: [], False: []}  # of all and of levels, and of determinants
    words: list[Row] = []
    bars: list[Row] = []
    dots: list[Row] = []
    base: list[Row] = []

    def at(alpha: float) -> float:
        return 6 + max(0, alpha) * (width - 12)

    y = 20.0
    for row in each_row(found):
        said = f"{row.units} {plural(row.units, 'unit', 'units')}, {row.shared} rated by two or more"
        said += f": {percent(row.exact, 0)} alike, alpha {_alpha(row, 'ordinal')}" if row.shared else ""
        of_many = row.scope != "determinant"
        y += 12 if of_many else 0
        heads[of_many].append({"x": 0, "y": y + 8, "text": names[row.key]})
        y += 17
        for line in wrapped(said, letters):
            words.append({"x": 0, "y": y + 8, "text": line})
            y += 15
        base.append({"x": 0, "x2": width, "y": y + 9})
        if not pd.isna(row.ordinal):
            mark = {"colour": "wide" if of_many else "plus2", "tip": f"{names[row.key]}: {said}"}
            dots.append({"x": at(row.ordinal), "y": y + 9, **mark})
            if not pd.isna(row.ordinal_lo):
                ends = {"x": at(row.ordinal_lo), "x2": at(row.ordinal_hi), "y": y + 5, "y2": y + 13}
                bars.append({**ends, **mark, "colour": "plus1"})
        y += 26
    canvas = Canvas(width, y)
    lines = [{"x": at(limit), "x2": at(limit), "y": 14, "y2": y} for limit in LIMITS]
    scale = [{"x": at(alpha), "y": 6, "text": f"{alpha:.2g}"} for alpha in (0, *LIMITS, 1)]
    return canvas.chart(
        canvas.rule(lines, "muted", 1),
        canvas.rule(base, "muted"),
        canvas.rect(bars, fill=None),
        canvas.dot(dots, None, size=70, stroke="ink"),
        canvas.text(heads[True], size=13, weight="bold"),
        canvas.text(heads[False]),
        canvas.text(words),
        canvas.text(scale, align="center", colour="muted"),
    )
