"""The notebooks with tasks, which lie beside the book: what each is about, for whom, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

import pandas as pd
from markupsafe import Markup

from whichroad.markup import Html, html_table

WHEEL = f"smeclusters-{version('smeclusters')}-py3-none-any.whl"
"""The library, as a file that can be installed."""


@dataclass(frozen=True, slots=True)
class Task:
    """A notebook with tasks.

    Attributes
    ----------
    name : str
        Of its file, without an ending.
    title, aim : str
        Its heading, and what a student can do afterwards.
    minutes : int
        About how long it takes.
    level : str
        Whom it is for.
    """

    name: str
    title: str
    aim: str
    minutes: int
    level: str


TASKS = (
    Task(
        "reading",
        "Reading a cell",
        "You go from a cell of the evidence to the sentences behind it and back. Afterwards you can say what a rating "
        "rests on, how the rules make a cell of several rows, and how sure it is.",
        45,
        "Undergraduate",
    ),
    Task(
        "coders",
        "Two coders",
        "You compare two coders of the same passages. Afterwards you can work out by hand how far they agree beyond "
        "chance, say where they differ, and see whether the classes hang on it.",
        60,
        "Methods course",
    ),
    Task(
        "weights",
        "Weights and classes",
        "You choose weights before you see what follows from them, and then turn cells into scores and scores into "
        "open paths yourself. Afterwards you can defend weights and say which classes hang on them.",
        60,
        "Undergraduate",
    ),
    Task(
        "robustness",
        "Robustness, by sampling and exactly",
        "You draw weightings evenly, estimate under which share of them a path is open, and hold the estimate to the "
        "exact share. Afterwards you can say how wrong an estimate may be and what such a share means.",
        60,
        "Methods course",
    ),
    Task(
        "enough",
        "Is joint action enough?",
        "You put the paper’s central sentence to the test, with counterexamples and with fuzzy sets. Afterwards you "
        "can say what these cases show about joint action and what they cannot show.",
        60,
        "Master’s",
    ),
    Task(
        "own",
        "A cluster of your own",
        "You code a cluster that you know and put it beside those of the paper. Afterwards you can say which paths "
        "are open to it, what is not known, and what would help most to know.",
        90,
        "Master’s",
    ),
)
"""All of them, in the order in which they are best done."""


def tasks_table(folder: str = "../tasks") -> Html:
    """The notebooks with tasks, each to be downloaded.

    Parameters
    ----------
    folder : str
        Where they lie, as seen from the page.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> made = BeautifulSoup(tasks_table().markup, "html.parser")
    >>> [made.a["href"], made.a.text]
    ['../tasks/reading.ipynb', 'Reading a cell']
    """
    download = Markup('<a href="{}/{}.ipynb" download>{}</a>')
    rows = [(download.format(folder, each.name, each.title), each.aim, each.level, each.minutes) for each in TASKS]
    return Html(html_table(pd.DataFrame(rows, columns=["Notebook", "Aim", "Level", "Minutes"]), "Notebooks with tasks"))


def wheel_link(folder: str = "../tasks") -> Html:
    """The library as a file, for a notebook that finds none.

    Parameters
    ----------
    folder : str
        Where it lies, as seen from the page.

    Examples
    --------
    >>> wheel_link().markup.startswith('<p><a href="../tasks/smeclusters-')
    True
    """
    return Html(Markup('<p><a href="{0}/{1}" download>{1}</a></p>').format(folder, WHEEL))
