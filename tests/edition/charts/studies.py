"""Other studies than the paper: its tables with keys renamed, rows added or rows taken out."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

Table = list[dict[str, str]]
Change = Callable[[dict[str, Table]], None]


def changed(folder: Path, change: Change) -> Path:
    """A data folder with its tables changed in place."""
    paths = {path.stem: path for path in [*folder.glob("*.csv"), *folder.glob("external/*.csv")]}
    columns, tables = {}, {}
    for name, path in paths.items():
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            tables[name] = list(reader)
            columns[name] = reader.fieldnames or []
    change(tables)
    for name, path in paths.items():
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns[name], lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables[name])
    return folder


def _renamed(tables: dict[str, Table], keys: Mapping[str, str], columns: Collection[str]) -> None:
    for rows in tables.values():
        for row in rows:
            for column in columns & row.keys():
                row[column] = ";".join(keys.get(part, part) for part in row[column].split(";"))


PLACES = {"place", "places", "within", "cluster", "about", "rows"}


def renamed(tables: dict[str, Table]) -> None:
    """Other keys for all clusters, levels and weightings."""
    clusters = [row["place"] for row in tables["places"] if row["kind"] == "cluster"]
    _renamed(tables, {key: f"district_{number}" for number, key in enumerate(clusters)}, PLACES)
    _renamed(tables, {"country": "land", "cluster": "between", "firm": "inside"}, {"level"})
    keys = [row["weighting"] for row in tables["weightings"]]
    _renamed(tables, {key: f"view_{number}" for number, key in enumerate(keys)}, {"weighting"})


def one_cluster(tables: dict[str, Table]) -> None:
    gone = {row["place"] for row in tables["places"] if row["kind"] == "cluster"} - {"sinos"}
    for name, rows in tables.items():
        tables[name] = [
            row for row in rows if not gone & {row.get(column, "") for column in PLACES - {"places", "rows"}}
        ]
        for row in tables[name]:
            if "places" in row:
                row["places"] = ";".join(key for key in row["places"].split(";") if key not in gone)


STRANGE = (
    "<b>Agra</b> &amp; <script>alert(1)</script>",
    "晋江\N{RIGHT-TO-LEFT OVERRIDE}e\N{COMBINING ACUTE ACCENT}e",
    "L" * 200,
    'a\nb "#1b1f24"',
)


def crowded(tables: dict[str, Table]) -> None:
    """Thirty clusters more, one of them called all, without coordinates, outcome or evidence, and with odd names."""
    sinos = next(row for row in tables["places"] if row["place"] == "sinos")
    for number in range(30):
        key = f"town_{number}" if number else "all"
        place = {"place": key, "name": f"{STRANGE[number % 4]} {number}", "latitude": "", "longitude": ""}
        tables["places"].append({**sinos, **place})
    tables["outcomes"].append({**tables["outcomes"][0], "cluster": "all", "about": "all"})


def bare(tables: dict[str, Table]) -> None:
    """Nothing but the framework, the clusters and the evidence on them."""
    for name in ("outcomes", "likeness", "policies", "outlines", "memberships"):
        tables[name].clear()


def silent(tables: dict[str, Table]) -> None:
    """No evidence, no figures of the paper or from outside, no claims."""
    for name in ("evidence", "profiles", "claims", "verdicts", *OUTSIDE):
        tables[name].clear()


OUTSIDE = (
    "balances",
    "exchange_rates",
    "footwear",
    "hyperinflation",
    "inflation",
    "jobs",
    "private_credit",
    "registration",
    "savings",
    "sme_shares",
    "stone",
    "tariffs",
    "us_prices",
)


def fourth_level(tables: dict[str, Table]) -> None:
    tables["levels"].append(
        {
            "level": "world",
            "name": "World level",
            "definition": "What lies abroad.",
            "locator": "2:2",
            "role": "",
        }
    )
    tables["determinants"].append(
        {
            **tables["determinants"][-1],
            "determinant": "demand",
            "level": "world",
            "name": "Demand abroad",
        }
    )
    tables["facets"].append({**tables["facets"][-1], "determinant": "demand", "facet": "growth_abroad"})
    for weighting in tables["weightings"]:
        tables["weights"].append({"weighting": weighting["weighting"], "determinant": "demand", "weight": "1"})


def _taken_out(tables: dict[str, Table], gone: Collection[str]) -> None:
    """Determinants, with all that is said of them."""
    tables["policies"] = [row for row in tables["policies"] if not gone & set(row["determinants"].split(";"))]
    for name in ("determinants", "facets", "evidence", "weights", "textbook"):
        tables[name] = [row for row in tables[name] if row["determinant"] not in gone]
    features = {row["feature"] for row in tables["textbook"]}
    tables["likeness"] = [row for row in tables["likeness"] if row["feature"] in features]


def level_of_one(tables: dict[str, Table]) -> None:
    firm = [row["determinant"] for row in tables["determinants"] if row["level"] == "firm"]
    _taken_out(tables, set(firm[1:]))


def two_levels_and_silent_likeness(tables: dict[str, Table]) -> None:
    _taken_out(tables, {row["determinant"] for row in tables["determinants"] if row["level"] == "firm"})
    tables["levels"] = [row for row in tables["levels"] if row["level"] != "firm"]
    tables["policies"] = [row for row in tables["policies"] if row["level"] != "firm"]
    weighed = {row["weighting"] for row in tables["weights"] if float(row["weight"])}
    tables["weightings"] = [row for row in tables["weightings"] if row["weighting"] in weighed]
    for row in tables["likeness"]:
        row |= {"likeness": "silent", "basis": ""}
