"""Marks: the sign of a verdict beside a statement, and what each sign means."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import get_args

from markupsafe import Markup

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import NEEDS, STATUSES, Claim, Kind, Verdict
from smeclusters.model.prepared import Prepared
from smeclusters.wording import begun, percent
from whichroad.addresses import claim_address
from whichroad.markup import Html, render

VERDICTS: dict[str, str] = {
    "supported": STATUSES["supported"],
    "supported_within": STATUSES["supported_within"],
    "supported_in_part": "supported in part",
    **{str(key): name for key, name in STATUSES.items()},
}
"""The verdicts as readers see them: what bears on a part alone may be by others, and is not “within the paper”."""


SIGNS: dict[str, str] = {
    "supported": "✓",
    "supported_within": "(✓)",
    "supported_in_part": "(…)",
    "mixed": "~",
    "contradicted": "✗",
    "depends_on_weights": "±",
    "not_checked": "?",
    "need_of_clusters": "●",
    "need_of_countries": "◐",
    "need_not_reported": "○",
}
"""The sign of each verdict."""


LOUD = frozenset({"supported", "contradicted", "depends_on_weights"})
"""The verdicts whose marks stand in the text; the others wait until a reader asks for them."""


KIND_NAMES: dict[Kind, str] = {
    **{kind: kind for kind in get_args(Kind)},
    "prescription": "recommendation",
}
"""The kinds of claim, as readers see them."""


SECTIONS = {"0": "Abstract", "1": "1 Introduction", "2": "2 Framework", "3": "3 Clusters", "4": "4 Policies"}
"""Names of the paper's sections, by the first letter of a locator."""


def section_of(paper: Assessed, claim: Claim) -> str:
    """A key of :data:`SECTIONS`: for a box or a note, the section that its page deals with; "" if it has none.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> section_of(edition(), edition().claims["ven-macro-2"])
    '3'
    """
    return _sections(paper).get(claim.locator, "")


@lru_cache(4)
def _sections(paper: Assessed) -> dict[str, str]:
    """Sections by locator; a page deals with the section of its first locator that bears a number."""
    table = paper.study.locators
    by_page: dict[str, str] = {}
    for page, locator in zip(table["page"], table["locator"], strict=True):
        if locator[0].isdigit():
            by_page.setdefault(page, locator[0])
    return {locator: by_page.get(page, "") for page, locator in zip(table["page"], table["locator"], strict=True)}


def shown_as(verdict: Verdict) -> str:
    """The key of :data:`VERDICTS` under which readers see a verdict.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> [shown_as(edition().verdicts[id]) for id in ("link-unexplored", "ven-macro-2")]
    ['supported_in_part', 'contradicted']
    """
    return "supported_in_part" if verdict.part and verdict.status == "supported_within" else verdict.status


def tally(paper: Assessed) -> dict[str, int]:
    """How many claims have each verdict, as readers see it.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> sum(tally(edition()).values()) == len(edition().judged)
    True
    """
    found = [shown_as(verdict) for verdict in paper.verdicts.values()]
    return {key: found.count(key) for key in VERDICTS}


def advice_count(paper: Assessed) -> int:
    """How many of the claims are recommendations, which have a scale of their own.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> found = [claim.kind for claim in edition().claims.values()]
    >>> advice_count(edition()) == found.count("prescription")
    True
    """
    return sum(verdict.status in NEEDS for verdict in paper.verdicts.values())


def status_in_words(verdict: Verdict) -> str:
    """A verdict in words, with its share where it hangs on the weights.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> status_in_words(edition().verdicts["integrating-framework-needed"])
    'hangs on the weights: holds under more than 99 per cent of them'
    """
    if verdict.status == "depends_on_weights" and verdict.share is not None:
        return f"{STATUSES[verdict.status]}: holds under {percent(verdict.share, 0, ' per cent')} of them"
    return VERDICTS[shown_as(verdict)]


def mark(paper: Assessed, id: str) -> Markup:
    """The small sign beside a statement, which says the verdict and leads to the claim.

    Raises
    ------
    KeyError
        If there is no such claim.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> sign = BeautifulSoup(mark(edition(), "ven-macro-2"), "html.parser").a
    >>> sign["href"], sign["class"]
    ('claims.html#claim-ven-macro-2', ['sme-mark', 'sme-contradicted'])
    """
    status = shown_as(paper.verdicts[id])
    return render("mark", status=status, sign=SIGNS[status], address=claim_address(id), said=begun(VERDICTS[status]))


def sign(verdict: Verdict) -> Markup:
    """The sign of a verdict, which leads nowhere.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> sign(edition().verdicts["ven-macro-2"]).striptags()
    '✗'
    """
    status = shown_as(verdict)
    return render("sign", status=status, sign=SIGNS[status])


def checked(paper: Prepared, rows: Iterable[str]) -> dict[str, list[Markup]]:
    """The marks of some rows as a column of a table; without one where no verdicts go with the study.

    Only a study by itself has verdicts: layers have no say in them.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> list(checked(edition(), ["sinos"])), checked(Prepared(edition().study), ["sinos"])
    (['Checked'], {})
    """
    return {"Checked": [marks_of_row(paper, row) for row in rows]} if isinstance(paper, Assessed) else {}


def marks_of_row(paper: Assessed, row: str) -> Markup:
    """The marks of the claims that a row of evidence, a profile or a policy codes."""
    return Markup(" ").join(mark(paper, id) for id in _claims_by_row(paper).get(row, ()))


@lru_cache(4)
def _claims_by_row(paper: Assessed) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for claim in paper.claims.values():
        for row in dict.fromkeys(claim.rows):
            found.setdefault(row, []).append(claim.id)
    return found


def legend() -> Html:
    """What each sign means."""
    return Html(render("legend", statuses=[(key, name, SIGNS[key]) for key, name in VERDICTS.items()]))


def coding_sensitivity_counts(paper: Assessed) -> tuple[int, int]:
    """Of the verdicts that rest on our coding, how many one step of it would turn, and how many none would.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> sum(coding_sensitivity_counts(edition())) == sum(each.ours for each in edition().verdicts.values())
    True
    """
    steps = paper.study.verdicts["turned_by"].dropna()
    return int((steps > 0).sum()), int((steps == 0).sum())
