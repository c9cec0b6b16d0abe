"""The works that the tables cite."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from smeclusters.errors import InputError, Problem
from smeclusters.study.tables import read_text

FILE = "references.bib"


def read_bibliography(folder: Path) -> Mapping[str, Any]:
    """The pybtex entries of a folder's bibliography, by key.

    Parameters
    ----------
    folder : path
        With a file ``references.bib``.

    Returns
    -------
    mapping
        Of :class:`pybtex.database.Entry`.

    Raises
    ------
    InputError
        If there is none, or it cannot be read.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> read_bibliography(example_study().folder)["ilg2004"].fields["year"]
    '2004'
    """
    from pybtex.database import parse_string
    from pybtex.exceptions import PybtexError

    text = read_text(folder / FILE, "the works that the tables cite, as BibTeX")
    try:
        entries: Mapping[str, Any] = parse_string(text, "bibtex").entries
    except PybtexError as error:
        raise InputError([Problem(FILE, None, None, None, f"BibTeX that can be read ({error})")]) from None
    return entries
