"""The versions that the published site keeps: ``python -m whichroad.publish.kept FOLDER`` fetches their archives.

A new site replaces the old one whole. So nothing is published before it is sure that no version would be lost.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import yaml

from whichroad.citing import LATEST
from whichroad.publish.archive import checksum, run, uncommitted
from whichroad.publish.records import ROOT, version_of
from whichroad.publish.site import ARCHIVE, KEPT, LIST, number

_SUM = re.compile("[0-9a-f]{64}")


def address_of(root: Path) -> str:
    """The address of the site with all versions, by ``baseurl`` in _config.yml.

    Raises
    ------
    ValueError
        If that is not the address of the newest version, which ends in ``latest/``.
    """
    found = str(yaml.safe_load((root / "_config.yml").read_text("utf-8"))["html"].get("baseurl") or "")
    address = found if found.endswith("/") else f"{found}/"
    if not address.endswith(f"/{LATEST}"):
        raise ValueError(
            f'_config.yml, baseurl: found "{found}", expected the address of the newest version, '
            "such as https://example.org/which-road/latest/"
        )
    return address.removesuffix(LATEST)


def listed(address: str) -> dict[str, str]:
    """The archives that a site keeps, with their checksums.

    Parameters
    ----------
    address : str
        Of the site, ending in a slash.

    Returns
    -------
    dict of str
        Empty where there is no such site yet.

    Raises
    ------
    OSError
        If the site cannot be reached.
    ValueError
        If its list is none, or names what is no archive of a site.
    """
    try:
        with urlopen(f"{address}{LIST}", timeout=60) as answer:
            found = json.load(answer)
    except HTTPError as problem:
        problem.close()  # it is an answer too, and open
        if problem.code == 404:
            return {}
        raise
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or not all(
        ARCHIVE.fullmatch(name) and _SUM.fullmatch(str(each)) for name, each in found.items()
    ):
        raise ValueError(f"{address}{LIST}: expected archives such as which-road-1.0.0-site.zip with their checksums")
    return found


def check(root: Path, kept: Mapping[str, str]) -> None:
    """See to it that this version can be published, and that no earlier one is lost by it.

    Parameters
    ----------
    root : path
        The checkout.
    kept : mapping of str
        The archives that the site keeps.

    Raises
    ------
    ValueError
        If the commit is not that of the release, has changes, or an earlier release is missing on the site.
    """
    version = version_of(root)
    if f"v{version}" not in run(root, "git", "tag", "--points-at", "HEAD").split():
        raise ValueError(f"HEAD: found no tag v{version}, expected the commit of that release, which make release tags")
    if changed := uncommitted(root):
        raise ValueError(f"{changed}: found changes that are not committed, expected the commit of the release alone")
    tags = [ARCHIVE.fullmatch(f"which-road-{tag[1:]}-site.zip") for tag in run(root, "git", "tag").split()]
    earlier = [tag[1] for tag in tags if tag and number(tag[1]) < number(version)]
    if lost := [each for each in earlier if f"which-road-{each}-site.zip" not in kept]:
        raise ValueError(f"{LIST}: found no {lost[0]}, expected every earlier release; publish its tag first")


def fetch(address: str, kept: Mapping[str, str], folder: Path) -> list[Path]:
    """Fetch the archives that a site keeps.

    Parameters
    ----------
    address : str
        Of the site, ending in a slash.
    kept : mapping of str
        Their names with their checksums.
    folder : path
        Gets the archives.

    Raises
    ------
    OSError
        If one cannot be had.
    ValueError
        If one is not what the list says.
    """
    for name, known in kept.items():
        with urlopen(f"{address}{KEPT}/{name}", timeout=600) as answer, (folder / name).open("wb") as file:
            shutil.copyfileobj(answer, file)
        if checksum(folder / name) != known:
            raise ValueError(f"{address}{KEPT}/{name}: found another file than {LIST} lists")
    return [folder / name for name in kept]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = ArgumentParser(prog="whichroad.publish.kept", description="Fetch the versions that the site keeps.")
    parser.add_argument("folder", type=Path, help="where to put them; what it holds is gone")
    folder = parser.parse_args(arguments).folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        address = address_of(ROOT)
        kept = listed(address)
        check(ROOT, kept)
        fetch(address, kept, folder)
    except ValueError as problem:
        sys.exit(str(problem))
    except OSError as problem:
        sys.exit(f"{address}: {problem}")
    print(f"{address} keeps {len(kept)} versions.")


if __name__ == "__main__":
    main()
