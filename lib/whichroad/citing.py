"""How this version of the edition is cited, in the forms that reference managers read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

from markupsafe import Markup

from whichroad.edition import DATA
from whichroad.markup import Html

PLACE = "cite/"
"""Folder of the site that holds the files."""

TITLE = "Which road?"

LATEST = "latest/"
"""Where the newest version stands, at the end of the address of a site that keeps its versions."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a citation of a version says.

    Attributes
    ----------
    title, version, editors : str
        As they stand everywhere.
    day : str
        When it was released, such as ``2026-11-23``.
    address : str
        Where this version stays; "" if the site has no address.
    paper : str
        The working paper, as a citation.
    """

    title: str
    version: str
    editors: str
    day: str
    address: str
    paper: str

    @property
    def key(self) -> str:
        """A key for bibliographies, such as ``whichroad-1.0.0``."""
        return f"whichroad-{self.version}"


def this_edition(address: str = "") -> Edition:
    """The version that is installed.

    Parameters
    ----------
    address : str, default ""
        Of the site; where it ends in ``latest/`` this version has one of its own beside it.

    Examples
    --------
    >>> this_edition("https://example.org/latest/").address == f"https://example.org/v/{this_edition().version}/"
    True
    """
    about, package = metadata("smeclusters"), json.loads((DATA / "datapackage.json").read_text("utf-8"))
    base = address if address.endswith("/") or not address else f"{address}/"
    if base.endswith(f"/{LATEST}"):
        base = f"{base.removesuffix(LATEST)}v/{about['Version']}/"
    (source,) = package["sources"]
    return Edition(
        f"{TITLE} {about['Summary'].partition(':')[0]}",
        about["Version"],
        about["Author"],
        package["created"].partition("T")[0],
        base,
        source["title"],
    )


def released(changelog: Path) -> bool:
    """Whether a checkout is that of a release: its changelog has nothing that is not released.

    Parameters
    ----------
    changelog : path
        CHANGELOG.md of the checkout, the newest part first.

    Examples
    --------
    >>> released(Path("nowhere", "CHANGELOG.md"))
    False
    """
    if not changelog.is_file():
        return False
    newest = re.search(r"^## (.+)$", changelog.read_text("utf-8"), re.MULTILINE)
    return newest is not None and newest[1] != "Unreleased"


def bibtex(edition: Edition) -> str:
    """An entry for BibTeX.

    Examples
    --------
    >>> bibtex(Edition("T", "1.0.0", "E", "2026-11-23", "", "P")).splitlines()[0]
    '@misc{whichroad-1.0.0,'
    """
    fields = {
        "title": f"{{{edition.title}}}",
        "author": f"{{{edition.editors}}}",
        "year": edition.day[:4],
        "version": edition.version,
        "url": edition.address,
        "note": f"Version {edition.version}. Edition of: {edition.paper}",
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{edition.key},", *lines, "}", ""])


def ris(edition: Edition) -> str:
    """A record in RIS, which EndNote, Mendeley and Zotero read.

    Examples
    --------
    >>> ris(Edition("T", "1.0.0", "E", "2026-11-23", "", "P")).splitlines()[:2]
    ['TY  - COMP', 'TI  - T']
    """
    year, month, day = edition.day.split("-")
    fields = [
        ("TY", "COMP"),
        ("TI", edition.title),
        ("AU", edition.editors),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}/"),
        ("ET", edition.version),
        ("UR", edition.address),
        ("N1", f"Edition of: {edition.paper}"),
        ("ER", ""),
    ]
    return "".join(f"{name}  - {text}\n" for name, text in fields if text or name == "ER")


def csl(edition: Edition) -> dict[str, Any]:
    """An item of CSL-JSON, which Zotero, Pandoc and Quarto read.

    Examples
    --------
    >>> csl(Edition("T", "1.0.0", "E", "2026-11-23", "", "P"))["issued"]
    {'date-parts': [[2026, 11, 23]]}
    """
    item = {
        "id": edition.key,
        "type": "software",
        "title": edition.title,
        "author": [{"literal": edition.editors}],
        "issued": {"date-parts": [[int(part) for part in edition.day.split("-")]]},
        "version": edition.version,
        "URL": edition.address,
        "note": f"Edition of: {edition.paper}",
    }
    return {name: value for name, value in item.items() if value}


def forms(edition: Edition) -> dict[str, tuple[str, str]]:
    """The name of each form, with its file and its text.

    Examples
    --------
    >>> list(forms(this_edition()))
    ['BibTeX', 'RIS', 'CSL-JSON']
    """
    return {
        "BibTeX": ("which-road.bib", bibtex(edition)),
        "RIS": ("which-road.ris", ris(edition)),
        "CSL-JSON": ("which-road.json", f"{json.dumps([csl(edition)], ensure_ascii=False, indent=1)}\n"),
    }


def write_forms(edition: Edition, folder: Path) -> None:
    """Write a file for each form."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in forms(edition).values():
        (folder / name).write_text(text, "utf-8", newline="\n")


def citation_forms() -> Html:
    """Links to these files.

    Examples
    --------
    >>> citation_forms().markup.striptags()
    'BibTeX, RIS or CSL-JSON'
    """
    link = Markup('<a href="../{}{}" download>{}</a>')
    *most, last = (link.format(PLACE, file, name) for name, (file, _) in forms(this_edition()).items())
    return Html(Markup("{} or {}").format(Markup(", ").join(most), last))
