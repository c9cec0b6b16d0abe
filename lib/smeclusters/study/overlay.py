"""A layer laid over a study: its keys looked up, its cells checked, its rows joined to those that are there."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.errors import InputError, Problem, one_of, suggestion
from smeclusters.study.check import table_problems
from smeclusters.study.frames import frame
from smeclusters.study.layers import FORMS, TABLES, Layer, LayerRows, Row, told_in
from smeclusters.study.needs import KEY
from smeclusters.wording import plural

if TYPE_CHECKING:
    from smeclusters.study import Study

_DEFAULTS = {
    "places": {"kind": "cluster"},
    "evidence": {"basis": "stated", "period": "current"},
    "outcomes": {"basis": "stated"},
}
_EMPTY = ("not known", "unknown", "silent", "?")  # what people write where they have no rating
_RANGE = re.compile(r"([+-]?\d) *(?:to|\.\.|…|/) *([+-]?\d)")
_COUNTRY = re.compile("[A-Z]{3}")
_KEY = re.compile(f"{KEY}|{_COUNTRY.pattern}")


def lay_over(study: Study, layer: LayerRows) -> Study:
    """A study with the rows of a layer laid over it.

    Parameters
    ----------
    study : Study
        With or without layers.
    layer : LayerRows
        From :func:`read_layer`.

    Returns
    -------
    Study
        With the rows, their column `layer` naming it. Places that the study has already stay as they are, and
        so do the paths that it has observed.

    Raises
    ------
    InputError
        With every cell that is not what it should be, and every key that neither the study nor the layer has.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters import example_study, rate
    >>> from smeclusters.study.layers import read_layer
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "visit.csv"
    ...     _ = file.write_text("place,determinant,rating,sources\\nborg,fairs,2,my own visit\\n")
    ...     study = lay_over(example_study(), read_layer(file))
    >>> rate(study).lo[1, 2].item(), study.layers[0].name
    (2.0, 'visit')
    """
    rows, notes = resolve(study, layer)
    return _joined(study, layer, rows, notes)


def resolve(study: Study, layer: LayerRows) -> tuple[dict[str, list[Row]], list[str]]:
    """The rows of a layer with the keys of a study, and nothing wrong in their cells.

    Parameters
    ----------
    study : Study
        With or without layers.
    layer : LayerRows
        From :func:`read_layer`.

    Returns
    -------
    rows : dict
        Rows by table; those of evidence without a rating are left out.
    notes : list of str
        How the files were read, and what was left out.

    Raises
    ------
    InputError
        As :func:`lay_over`.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> from smeclusters.study.layers import read_layer
    >>> study = example_study()
    >>> rows, notes = resolve(study, read_layer(study.folder / "evidence.csv"))
    >>> len(rows["evidence"]), notes
    (18, [])
    """
    notes = list(layer.notes)
    rows = {table: [_completed(table, row) for row in layer.rows[table]] for table in TABLES}
    rated = [row for row in rows["evidence"] if row.cells["rating"] or row.cells["rating_to"]]
    if blank := len(rows["evidence"]) - len(rated):
        notes.append(f"{blank} {plural(blank, 'row', 'rows')} without a rating left out.")
    rows["evidence"] = rated
    rows["outcomes"] = [row for row in rows["outcomes"] if row.cells["path"]]
    problems = list(_look_up(study, rows))
    told = {(problem.file, problem.row, problem.field) for problem in problems}
    for table in TABLES:
        for file in dict.fromkeys(row.file for row in rows[table]):
            here = [(row.number, row.cells) for row in rows[table] if row.file == file]
            found = table_problems(replace(FORMS[table], file=file, keys=_keys(table)), here)
            problems += [each for each in found if (each.file, each.row, each.field) not in told]
    if problems:
        raise InputError(told_in(layer.path, problems))
    return rows, notes


def _keys(table: str) -> tuple[tuple[str, ...], ...]:
    """What must not stand twice; ids of evidence are made where there is none, and may not."""
    return {"evidence": (("id",),), "outcomes": (("cluster",),), "places": (("place",),)}.get(table, ())


def _completed(table: str, row: Row) -> Row:
    """A row with what may be left out, and what can be written in several ways written in one."""
    cells = {**row.cells, **{name: text for name, text in _DEFAULTS.get(table, {}).items() if not row.cells[name]}}
    for name in ("basis", "period", "kind", "path"):
        if name in cells:
            cells[name] = re.sub(r"[ -]+", "_", cells[name].lower())
    if table == "evidence":
        rating = cells["rating"] = cells["rating"].replace("\N{MINUS SIGN}", "-")
        if rating.lower() in _EMPTY:
            cells["rating"] = ""
        elif both := _RANGE.fullmatch(rating):
            cells["rating"], cells["rating_to"] = both.groups()
    return Row(row.file, row.number, cells)


def slug(text: str) -> str:
    """A key made of a name: small letters without accents, digits and underscores.

    Parameters
    ----------
    text : str
        A name.

    Returns
    -------
    str
        Of a name in another script, a number that stands for it.

    Examples
    --------
    >>> slug("Petrolina–Juazeiro"), slug("3º São João"), slug("天津")
    ('petrolina_juazeiro', 'o_sao_joao', 'place_c9f5d482')
    """
    plain = "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))
    key = re.sub("^[0-9_]+", "", "_".join(re.findall("[a-z0-9]+", plain)))
    return key or f"place_{zlib.crc32(text.encode()):08x}"


def _look_up(study: Study, rows: dict[str, list[Row]]) -> Iterator[Problem]:
    """Turn what stands for places, determinants and facets into their keys, in place."""
    keys = _new_places(study, rows)
    own = {row.cells["place"]: row.cells["name"] for row in rows["places"]}
    names = {**dict(zip(study.places["place"], study.places["name"], strict=True)), **own}
    kinds = {
        **dict(zip(study.places["place"], study.places["kind"], strict=True)),
        **{row.cells["place"]: row.cells["kind"] for row in rows["places"]},
    }
    find_by_name = _finder(names)

    def find_place(text: str) -> str:
        return keys.get(text) or find_by_name(text)

    find_determinant = _finder(dict(zip(study.determinants["determinant"], study.determinants["name"], strict=True)))
    clusters = [place for place, kind in kinds.items() if kind == "cluster"]
    for table, columns in (("memberships", ("place", "within")), ("evidence", ("place",)), ("outcomes", ("cluster",))):
        for row in rows[table]:
            for name in columns:
                if (text := row.cells[name]) and (key := find_place(text)):
                    row.cells[name] = key
                elif text:
                    yield row.fault(name, f"a place of the study or of this layer{suggestion(text, names)}")
    for row in rows["outcomes"]:
        place = row.cells["cluster"]
        if kinds.get(place, "cluster") != "cluster":
            yield row.fault("cluster", one_of(clusters, place))
        row.cells["about"] = find_place(row.cells["about"]) or place
    facets: dict[str, dict[str, str]] = {key: {} for key in study.determinants["determinant"]}
    for determinant, facet, name in study.facets[["determinant", "facet", "name"]].itertuples(index=False):
        facets[determinant][facet] = name
    find_facet = {key: _finder(known) for key, known in facets.items()}
    for row in rows["evidence"]:
        text, facet = row.cells["determinant"], row.cells["facet"]
        key = find_determinant(text)
        if text and not key:
            yield row.fault("determinant", one_of(study.determinants["determinant"], text))
        elif text:
            row.cells["determinant"] = key
            if facet and not find_facet[key](facet):
                yield row.fault("facet", f"{one_of(facets[key], facet)} for {key}, or nothing")
            row.cells["facet"] = find_facet[key](facet)
        if (to := row.cells["rating_to"]) and not row.cells["rating"]:
            yield row.fault("rating", f"the lower end of a range up to {to}")
        elif to and _is_number(to) and _is_number(row.cells["rating"]) and float(to) < float(row.cells["rating"]):
            yield row.fault("rating_to", f"at least the rating, {row.cells['rating']}")
    yield from _memberships(study, rows, kinds)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+(\.\d+)?", text))


def _new_places(study: Study, rows: dict[str, list[Row]]) -> dict[str, str]:
    """Give new places keys, and their countries a place and a membership; gives back the keys by what stood there."""
    taken = {*study.places["place"]}
    keys: dict[str, str] = {}
    find = _finder(dict(zip(study.places["place"], study.places["name"], strict=True)))
    new: dict[str, Row] = {}
    here = {row.cells[name]: row.cells["place"] for row in rows["places"] for name in ("name", "place")}
    known = {text: country_of(study, text) for text in {row.cells.get("country", "") for row in rows["places"]} if text}
    for row in rows["places"]:
        text, country = row.cells["place"], row.cells.pop("country", "")
        key = text if _KEY.fullmatch(text) else find(text) or (text and slug(text))
        row.cells["place"] = keys[text] = key
        if country and key not in taken:
            of, name = (here[country], "") if country in here else known[country]
            if country not in here:
                cells = {**dict.fromkeys(FORMS["places"].columns, ""), "place": of, "kind": "country", "name": name}
                new.setdefault(of, Row(row.file, row.number, cells))
            rows["memberships"].append(Row(row.file, row.number, {"place": key, "within": of}))
    rows["places"] += [row for key, row in new.items() if key not in taken]
    return keys


def country_of(study: Study, text: str) -> tuple[str, str]:
    """A country by key or name: of the study, or else of the world's outlines that it brings.

    Parameters
    ----------
    study : Study
        With its places and outlines.
    text : str
        Key or name, whatever its case.

    Returns
    -------
    key, name : str
        Of a country that neither has, three letters as they are, or a key made of the name.

    Examples
    --------
    >>> from smeclusters import example_study, load_study
    >>> country_of(load_study(), "pakistan"), country_of(example_study(), "the alpine republic")
    (('PAK', 'Pakistan'), ('ALP', 'the Alpine Republic'))
    >>> country_of(example_study(), "Arcadia")
    ('in_arcadia', 'Arcadia')
    """
    for keys, names in (
        (study.places["place"], study.places["name"]),
        (study.outlines["country"], study.outlines["name"]),
    ):
        known = dict(zip(keys, names, strict=True))
        if key := _finder(known)(text):
            return key, known[key] or text
    code = text.upper()
    return (code if _COUNTRY.fullmatch(code) else f"in_{slug(text)}"), text


def _finder(names: Mapping[str, str]) -> Callable[[str], str]:
    """From a key or a name, whatever its case, to the key; empty where it is none, or that of several."""
    by: dict[str, set[str]] = {}
    for key, name in names.items():
        for text in {key.casefold(), name.casefold()}:
            by.setdefault(text, set()).add(key)

    def find(text: str) -> str:
        if text in names:
            return text
        found = by.get(" ".join(text.split()).casefold(), set())
        return next(iter(found)) if len(found) == 1 else ""

    return find


def _memberships(study: Study, rows: dict[str, list[Row]], kinds: Mapping[str, str]) -> Iterator[Problem]:
    """Places that claim to lie where they do not: in what the source studied, or in a group without their country.

    Who belongs to a group of the study, its own memberships say, and the outlines of countries by their region.
    """
    own = set(study.places["place"])
    within: dict[str, set[str]] = {}
    pairs = [
        *study.memberships[["place", "within"]].itertuples(index=False),
        *study.outlines[["country", "region"]].drop_duplicates().itertuples(index=False),
    ]
    for place, outer in pairs:
        within.setdefault(place, set()).add(outer)
    lies: dict[str, list[str]] = {}
    for row in rows["memberships"]:
        lies.setdefault(row.cells["place"], []).append(row.cells["within"])
    for row in rows["memberships"]:
        place, outer = row.cells["place"], row.cells["within"]
        if outer not in own or place in own:
            continue
        if kinds.get(outer) == "sample":
            yield row.fault("within", f"a country or a group: {outer} stands for the clusters of the source alone")
        elif kinds.get(outer) == "group":
            countries = [place] if kinds.get(place) == "country" else []
            countries = countries or [each for each in lies[place] if kinds.get(each) == "country"]
            if not countries:
                yield row.fault("within", f"its country as well, for which {outer} is looked up")
            elif not any(outer in within.get(each, ()) for each in countries):
                yield row.fault("within", f"a group that {', '.join(countries)} belongs to")


def _joined(study: Study, layer: LayerRows, rows: Mapping[str, list[Row]], notes: list[str]) -> Study:
    name = _name(layer.path, {each.name for each in study.layers})
    known = set(study.places["place"])
    kept = {table: [row.cells for row in rows[table]] for table in TABLES}
    if already := [cells["place"] for cells in kept["places"] if cells["place"] in known]:
        notes.append(f"{', '.join(already)}: stays as in the study.")
        kept["places"] = [cells for cells in kept["places"] if cells["place"] not in known]
    pairs = set(study.memberships[["place", "within"]].itertuples(index=False, name=None))
    kept["memberships"] = list(
        {
            pair: cells for cells in kept["memberships"] if (pair := (cells["place"], cells["within"])) not in pairs
        }.values()
    )
    if observed := [cells["cluster"] for cells in kept["outcomes"] if cells["cluster"] in study.observed]:
        notes.append(f"{', '.join(observed)}: the path observed stays that of the study.")
        kept["outcomes"] = [cells for cells in kept["outcomes"] if cells["cluster"] not in observed]
    general = dict(zip(study.places["kind"], study.places["generality"], strict=True))
    for cells in kept["places"]:
        cells["generality"] = cells["generality"] or str(
            general.get(cells["kind"], 1 if cells["kind"] == "cluster" else 3)
        )
        cells["case"] = cells["case"] or cells["place"]
    _identify(kept["evidence"], name)
    joined = {}
    for table in TABLES:
        new = frame(FORMS[table], [(0, cells) for cells in kept[table]]).assign(layer=name)
        own = getattr(study, table)
        new = new.reindex(columns=own.columns)
        for column in own.columns:
            if isinstance(own[column].dtype, pd.StringDtype):
                new[column] = new[column].fillna("").astype(own[column].dtype)
        joined[table] = pd.concat([own, new], ignore_index=True) if len(new) else own
    found = Layer(name, layer.path, layer.references, tuple(notes))
    return replace(study, layers=(*study.layers, found), **joined)


def _identify(rows: list[dict[str, str]], layer: str) -> None:
    """Give each row of evidence an id, which names its layer."""
    taken = {cells["id"] for cells in rows}
    count: dict[str, int] = {}
    for cells in rows:
        stem = f"{cells['place']}-{cells['determinant']}".lower()
        while not cells["id"]:
            count[stem] = count.get(stem, 0) + 1
            if (made := f"{stem}-{count[stem]}") not in taken:
                cells["id"] = made
        cells["id"] = f"{layer}:{cells['id']}"


def _name(path: Path, taken: Collection[str]) -> str:
    base = (
        re.sub(r"[^\w.-]+", "-", path.resolve().stem if path.is_file() else path.resolve().name).strip("-") or "layer"
    )
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name
