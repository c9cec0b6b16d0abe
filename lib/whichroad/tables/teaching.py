"""Tables for lecturers: plans by the clock, courses, levels, rubrics."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from whichroad.markup import Html, html_table, link
from whichroad.teaching import LEVELS, PLANS, RUBRICS, Meeting

PAGES = {"argument": "session-argument.html", "evidence": "session-evidence.html", "weights": "session-weights.html"}
"""The page of a session, by the key of its plan; the others have their plan on the guide's page."""


def plan_table(key: str) -> Html:
    """A session by the clock."""
    plan = PLANS[key]
    frame = pd.DataFrame(
        {
            "Minutes": [f"{begin} to {end}" for begin, end in plan.clock()],
            "What": [part.title for part in plan.parts],
            "How": [part.how for part in plan.parts],
            "If you are late": [part.late for part in plan.parts],
        }
    )
    return Html(html_table(frame, f"{plan.name}, by the clock"))


def rubric_table(key: str) -> Html:
    """How what is handed in after a session is marked."""
    criteria = RUBRICS[key]
    frame = pd.DataFrame(
        {
            "Looked at": [each.name for each in criteria],
            "Points": [str(each.points) for each in criteria],
            "All of them": [each.full for each in criteria],
            "Half": [each.half for each in criteria],
            "None": [each.none for each in criteria],
        }
    )
    return Html(html_table(frame, f"How the work on {PLANS[key].name.lower()} is marked"))


def course_table(meetings: Iterable[Meeting], label: str) -> Html:
    """The sessions of a course: what each asks, how long it takes and what is handed in."""
    rows = [
        [
            str(at),
            link(PAGES.get(meeting.plan, ""), PLANS[meeting.plan].name),
            meeting.asks,
            meeting.handed_in,
        ]
        for at, meeting in enumerate(meetings, 1)
    ]
    return Html(html_table(pd.DataFrame(rows, columns=["Session", "Plan", "Question", "Handed in"]), label))


def levels_table() -> Html:
    """What suits which kind of course."""
    asked = ["What students bring", "What they read", "What they do", "What may be left out"]
    kinds = {each.name: [each.brings, each.reads, each.does, each.skips] for each in LEVELS}
    return Html(html_table(pd.DataFrame({"Course": asked, **kinds}), "Three kinds of course"))


def points(key: str) -> int:
    """What a rubric adds up to.

    Examples
    --------
    >>> points("argument")
    10
    """
    return sum(each.points for each in RUBRICS[key])
