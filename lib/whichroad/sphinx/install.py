"""The block with which a notebook begins, so that it runs wherever it is opened: it installs the library if need be."""

from __future__ import annotations

from pathlib import Path

from whichroad.tables.tasks import WHEEL

PLACE = "tasks/"
"""Where the wheel lies on the site, beside the notebooks to work in."""

_CODE = Path(__file__).with_name("install.ipy").read_text("utf-8").strip()


def installing(address: str, page: str) -> str:
    """The code of that block.

    Parameters
    ----------
    address : str
        Of the site, ending in a slash; empty if it has none.
    page : str
        In words, the page from which a reader gets the wheel where there is no address.
    """
    there = f"{address}{PLACE}{WHEEL}" if address else ""
    return _CODE.replace("ADDRESS", there).replace("WHEEL", WHEEL).replace("PAGE", page)
