"""Tables of the claims, the checks and the source audit."""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from functools import lru_cache
from typing import Literal

import pandas as pd
from markupsafe import Markup

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.audit import JUDGED, KINDS, STEPS, audit
from smeclusters.claims.claim import GROUNDS, Claim, Verdict
from smeclusters.claims.registry import Check, Registered, checks
from smeclusters.claims.words import place_in_front, statement
from smeclusters.model.ratings import lineage
from smeclusters.study import each_row
from smeclusters.wording import begun, counted, plural
from whichroad.addresses import anchor, locator_link, with_locators, work_address, works
from whichroad.marks import (
    KIND_NAMES,
    SECTIONS,
    SIGNS,
    VERDICTS,
    mark,
    section_of,
    shown_as,
    status_in_words,
)
from whichroad.markup import Html, joined, link, render, replaced
from whichroad.words import places_in_words, stated_figure


def claims_table(paper: Assessed) -> Html:
    """Every claim with its verdict, its reason and what leads on, to be filtered where scripts run.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> row = BeautifulSoup(claims_table(edition()).markup, "html.parser").find(id="claim-sinos-firms")
    >>> row["data-kind"], row["data-place"]
    ('figure', 'sinos;BRA')
    """
    about = {place for claim in paper.claims.values() for place in claim.places}
    # Who looks for a country finds what is said of its clusters as well.
    countries = set(paper.study.places.query("kind == 'country'")["place"])
    within = {place: [key for key in lineage(paper.study, place) if key in countries] for place in about}
    recorded = paper.study.verdicts.dropna(subset="turned_by")
    steps = dict(zip(recorded["id"], recorded["turned_by"], strict=True))
    former = _former(paper)
    rows = [
        {
            "id": anchor("claim", claim.id),
            "former": former["claim", claim.id],
            "status": shown_as(verdict),
            "sign": SIGNS[shown_as(verdict)],
            "section": section_of(paper, claim),
            "kind": claim.kind,
            "places": ";".join(
                dict.fromkeys([*claim.places, *(key for place in claim.places for key in within[place])])
            ),
            "ground": checks()[claim.check].ground if claim.check else "",
            "verdict": status_in_words(verdict),
            "statement": statement(paper, claim),
            "reason": with_locators(paper, verdict.reason),
            "foot": Markup(" · ").join(_foot(paper, claim, verdict, steps.get(claim.id))),
        }
        for claim, verdict in paper.judged.values()
    ]
    menus = [
        ("status", "Verdict", VERDICTS.items()),
        ("section", "Section", SECTIONS.items()),
        ("kind", "Kind", KIND_NAMES.items()),
        ("place", "Place", [(place, name) for place, name in paper.names.items() if place in about]),
        ("ground", "Checked by", GROUNDS.items()),
    ]
    return Html(render("claims", rows=rows, menus=menus))


def _former(paper: Assessed) -> defaultdict[tuple[str, str], list[str]]:
    """Anchors of what something has taken the place of, by kind and key, so that old addresses still lead there."""
    found = defaultdict(list)
    for row in each_row(paper.study.former):
        found[row.kind, row.now].append(anchor(row.kind, row.former))
    return found


def _foot(paper: Assessed, claim: Claim, verdict: Verdict, steps: float | None) -> list[str]:
    """Beneath a claim: its key, where it stands, its kind, its places and figure, its check, its works."""
    foot = [
        Markup("<code>{}</code>").format(claim.id),
        joined(locator_link(paper, locator) for locator in (claim.locator, *claim.also)),
        KIND_NAMES[claim.kind],
    ]
    if claim.places and not place_in_front(paper, claim):
        foot.append(places_in_words(paper, claim.places))
    if claim.figure is not None:
        foot.append(stated_figure(claim))
    if claim.check:
        ground = GROUNDS[checks()[claim.check].ground]
        address = f"checks.html#{anchor('check', claim.check)}"
        foot.append(Markup("by {}: {}").format(ground, link(address, claim.check)))
        if verdict.ours:
            foot.append(f"rests on our coding{_turning(steps)}")
    if cited := works(paper, claim.sources, page=claim.cited_page):
        foot.append(Markup("cites {}").format(cited))
    return foot


def _turning(steps: float | None) -> str:
    """How many single steps of our coding would turn a verdict; nothing where that is not on record.

    Examples
    --------
    >>> _turning(None), _turning(0), _turning(1)
    ('', ', and no change of one step would turn the verdict', ': 1 change of one step would turn the verdict')
    """
    if steps is None:
        return ""
    if steps == 0:
        return ", and no change of one step would turn the verdict"
    return f": {steps:.0f} {plural(round(steps), 'change', 'changes')} of one step would turn the verdict"


def moves_list(paper: Assessed, moved: dict[str, tuple[Verdict, Verdict]]) -> Html:
    """Verdicts that another reading would change: of each claim the verdict now and the other one; nothing for none.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> moved = {"five-clusters": (Verdict("mixed", ""), Verdict("contradicted", ""))}
    >>> made = BeautifulSoup(moves_list(edition(), moved).markup, "html.parser")
    >>> [part.text for part in made.select("b")]
    ['Mixed', 'contradicted']
    """
    moves = []
    for id, (now, read_so) in moved.items():
        claim = paper.claims[id]
        if now.status == read_so.status and now.share is not None and read_so.share is not None:
            change = {
                "first": f"Holds under {100 * now.share:.0f} per cent of the weightings",
                "under": "under ",
                "then": f"{100 * read_so.share:.0f}",
            }
        else:
            first, then = (status_in_words(verdict) for verdict in (now, read_so))
            change = {"first": begun(first), "under": "", "then": then}
        moves.append({"mark": mark(paper, id), "statement": statement(paper, claim), **change})
    return Html(render("moves", moves=moves) if moves else Markup())


def checks_list(paper: Assessed) -> Html:
    """Every check: what it asks, which claims it decides, and its source.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> box = BeautifulSoup(checks_list(edition()).markup, "html.parser").find(id="check-hyperinflation")
    >>> box.find_previous("h2")["id"]
    'ground-outside'
    """
    contents = joined(link(f"#{anchor('ground', ground)}", title) for ground, title in GROUNDS.items())
    former = _former(paper)
    grounds = [
        {
            "id": anchor("ground", ground),
            "former": former["ground", ground] + former["check", ground],
            "title": title,
            "checks": [
                _check(paper, check) | {"former": former["check", check.name]}
                for check in checks().values()
                if check.ground == ground
            ],
        }
        for ground, title in GROUNDS.items()
    ]
    return Html(render("checks", contents=contents, grounds=grounds))


def _check(paper: Assessed, check: Registered) -> dict[str, object]:
    question = (inspect.getdoc(check.run) or "").split("\n\n")[0].replace("\n", " ").replace("'", "’")
    claims = [claim for claim in paper.claims.values() if claim.check == check.name]
    return {
        "id": anchor("check", check.name),
        "name": check.name,
        "question": replaced("``(.+?)``", question, Markup("<code>{}</code>").format),
        "decides": f"What it decides: {counted(len(claims))} {plural(len(claims), 'claim', 'claims')}",
        "claims": [
            {"mark": mark(paper, claim.id), "statement": statement(paper, claim), "terms": claim.terms}
            for claim in claims
        ],
        "source": _source(check.run),
    }


def _source(run: Check) -> str:
    """The source of a check with the helpers of its package, below the thresholds that these use."""
    functions = [inspect.unwrap(run)]
    package = functions[0].__module__.rpartition(".")[0]
    limits: dict[str, float] = {}
    for function in functions:  # which grows by the helpers met
        for name in _names(inspect.getsource(function)):
            value = function.__globals__.get(name)
            if name.isupper() and isinstance(value, int | float):
                limits[name] = value
            elif (
                inspect.isfunction(value) and value not in functions and value.__module__.rpartition(".")[0] == package
            ):
                functions.append(value)
    head = ["".join(f"{name} = {value}\n" for name, value in limits.items())] if limits else []
    return "\n\n".join([*head, *map(inspect.getsource, functions)])


def _names(source: str) -> list[str]:
    """The names in a piece of source, as they are met.

    They are not those of its compiled code: which of these stand in a code of their own, such as a comprehension's,
    depends on the Python.
    """
    names = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    return [node.id for node in sorted(names, key=lambda node: (node.lineno, node.col_offset))]


#: What a part of the source audit holds.
AUDIT_PARTS = {
    "argument": "Source audit: what touches the argument",
    "computed": "Source audit: what a program finds",
    "judged": "Source audit: what else a reader judged",
}


def audit_table(paper: Assessed, part: Literal["argument", "computed", "judged"]) -> Html:
    """What touches the argument, by its steps; or of all else what was computed, or what a reader judged.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> made = BeautifulSoup(audit_table(edition(), "computed").markup, "html.parser")
    >>> made.select_one("tbody:first-of-type th").text
    'Cited, but not in the list of works'
    """
    found = _part(_audited(paper), part)
    by, names = ("step", STEPS) if part == "argument" else ("kind", KINDS)
    known = "|".join(map(re.escape, [*paper.study.locators["locator"], *paper.study.listed["ref"]]))
    bare = f"(?<![^ (])({known})(?=[,) ;]|\\.$)"
    keys = dict(zip(paper.study.listed["ref"], paper.study.listed["key"], strict=True))

    def where(locator: str) -> Markup:
        if locator not in keys:
            return locator_link(paper, locator)
        return link(work_address(keys[locator]), f"list of works, {locator.removeprefix('ref:')}")

    groups = [
        (
            begun(names[key]),
            [
                (
                    replaced(bare, row.detail, where),
                    where(row.locator),
                    [where(locator) for locator in row.also.split(";") if locator],
                )
                for row in rows
            ],
        )
        for key in names
        if (rows := list(each_row(found[found[by] == key])))
    ]
    return Html(render("audit", label=AUDIT_PARTS[part], groups=groups))


def audit_counts(paper: Assessed) -> dict[str, int]:
    """How often each kind of thing was noticed, and how much stands in each part of the page.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> audit_counts(edition())["empty"]
    1
    """
    found = _audited(paper)
    kinds = found["kind"].value_counts()
    return {kind: int(kinds.get(kind, 0)) for kind in KINDS} | {part: len(_part(found, part)) for part in AUDIT_PARTS}


def _part(found: pd.DataFrame, part: str) -> pd.DataFrame:
    """Of what was noticed, what stands in a part of the page: each thing in one."""
    touches, judged = found["step"] != "", found["kind"].isin(JUDGED)
    return found[{"argument": touches, "computed": ~touches & ~judged, "judged": ~touches & judged}[part]]


@lru_cache(4)
def _audited(paper: Assessed) -> pd.DataFrame:
    """The audit, which a page shows in parts."""
    return audit(paper)
