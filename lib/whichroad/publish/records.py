"""Files at the root that archives read, from CITATION.cff and the version: ``python -m whichroad.publish.records``.

``CITATION.cff`` is written by hand, but for its version and its day, which are those of ``pyproject.toml`` and of the
tables' descriptor. ``.zenodo.json`` and ``codemeta.json`` follow from it.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]


def cff(root: Path = ROOT) -> str:
    """CITATION.cff with the version and the day of this release."""
    text = (root / "CITATION.cff").read_text("utf-8")
    version, day = version_of(root), _day(root)
    text = re.sub(r"^date-released:.*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^version:.*$", f'version: {version}\ndate-released: "{day}"', text, flags=re.MULTILINE)


def zenodo(root: Path = ROOT) -> dict[str, Any]:
    """What Zenodo is told of a release: https://developers.zenodo.org/#representation."""
    about, paper = _about(root), _about(root)["preferred-citation"]
    return {
        "title": about["title"],
        "description": about["abstract"].strip(),
        "creators": [{"name": each["name"]} for each in about["authors"]],
        "version": about["version"],
        "publication_date": about["date-released"],
        "upload_type": "software",
        "access_right": "open",
        "license": "cc-by-4.0",
        "notes": "Code is under the MIT licence; text, figures and data are under CC BY 4.0.",
        "keywords": about["keywords"],
        "language": "eng",
        "related_identifiers": [
            {"identifier": paper["url"], "relation": "isDerivedFrom", "resource_type": "publication-workingpaper"}
        ],
    }


def codemeta(root: Path = ROOT) -> dict[str, Any]:
    """The same in the words of CodeMeta 3: https://codemeta.github.io/terms/."""
    about, paper = _about(root), _about(root)["preferred-citation"]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": about["title"],
        "identifier": project["name"],
        "description": about["abstract"].strip(),
        "version": about["version"],
        "datePublished": about["date-released"],
        "author": [{"type": "Organization", "name": each["name"]} for each in about["authors"]],
        "license": [f"https://spdx.org/licenses/{each}" for each in about["license"]],
        "keywords": about["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python'].removeprefix('>=')} or newer",
        "developmentStatus": "active",
        "referencePublication": {
            "type": "ScholarlyArticle",
            "name": paper["title"],
            "author": [
                {"type": "Person", "givenName": each["given-names"], "familyName": each["family-names"]}
                for each in paper["authors"]
            ],
            "datePublished": str(paper["year"]),
            "url": paper["url"],
        },
    }


def records(root: Path = ROOT) -> dict[str, str]:
    """Each file at the root with what it is to hold."""
    return {
        "CITATION.cff": cff(root),
        ".zenodo.json": _written(zenodo(root)),
        "codemeta.json": _written(codemeta(root)),
    }


def _about(root: Path) -> dict[str, Any]:
    about: dict[str, Any] = yaml.safe_load(cff(root))
    return about


def version_of(root: Path) -> str:
    """The version of a checkout, as pyproject.toml has it."""
    return str(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def _day(root: Path) -> str:
    return str(json.loads((root / "data" / "datapackage.json").read_text("utf-8"))["created"]).partition("T")[0]


def _written(record: dict[str, Any]) -> str:
    return f"{json.dumps(record, ensure_ascii=False, indent=2)}\n"


if __name__ == "__main__":
    for name, text in records().items():
        (ROOT / name).write_text(text, "utf-8", newline="\n")
