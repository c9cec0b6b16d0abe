"""What the method asks of each table, whatever a folder's own descriptor says of it.

A study has the tables of `OBLIGATORY`, and any of the others; whatever it has not is empty. Of a table that it
has, the columns that are required here must be there; the others are empty where they are not. What a
descriptor adds (columns, narrower constraints, more tables) holds as well.
"""

from __future__ import annotations

from typing import Any

from smeclusters.study.tables import Field, Link, Table

OUTSIDE = "external/"
"""Tables of figures from outside are as many as there are sources, all of one form."""

OBLIGATORY = (
    "locators",
    "levels",
    "determinants",
    "facets",
    "places",
    "memberships",
    "evidence",
    "weightings",
    "weights",
)

KEY = "[a-z][a-z0-9_-]*"
_BASIS = ("reported", "stated", "inferred")


def _must(name: str, **constraints: Any) -> Field:
    return Field(name, required=True, **constraints)


def _key(name: str) -> Field:
    return Field(name, required=True, patterns=(KEY,))


def _texts(*names: str) -> tuple[Field, ...]:
    return tuple(map(Field, names))


def _to(table: str, *fields: str, there: tuple[str, ...] = ()) -> Link:
    return Link(fields, table, there or fields)


def _table(name: str, *fields: Field | tuple[Field, ...], links: tuple[Link, ...] = (), key: int = 1) -> Table:
    """A table whose first columns, `key` in number, are its primary key."""
    columns = tuple(field for part in fields for field in (part if isinstance(part, tuple) else (part,)))
    first = tuple(field.name for field in columns[:key])
    has_locator = name != "locators" and any(field.name == "locator" for field in columns)
    return Table(
        name,
        f"{name}.csv",
        columns,
        (first,) if key else (),
        (*links, _to("locators", "locator")) if has_locator and name != "spellings" else links,
    )


_PLACE = _to("places", "place")
_CLUSTER = _to("places", "cluster", there=("place",))
_DETERMINANT = _to("determinants", "determinant")
_LEVEL = _to("levels", "level")

NEEDS = {
    table.name: table
    for table in (
        _table("locators", _must("locator"), _texts("section", "label", "page")),
        _table(
            "levels",
            _key("level"),
            _must("name"),
            _texts("definition", "locator"),
            Field("role", enum=("country", "cluster", "firm")),
        ),
        _table(
            "determinants",
            _key("determinant"),
            _must("level"),
            _must("name"),
            _texts("box1_wording", "definition", "locator"),
            links=(_LEVEL,),
        ),
        _table(
            "facets",
            _key("facet"),
            _must("determinant"),
            _must("name"),
            _texts("definition", "locator"),
            links=(_DETERMINANT,),
        ),
        _table(
            "places",
            _must("place", patterns=(f"{KEY}|[A-Z]{{3}}",)),
            _must("kind"),
            _must("generality", type="integer"),
            _must("name"),
            _texts("spelling", "case", "products"),
            Field("latitude", "number", minimum=-90, maximum=90),
            Field("longitude", "number", minimum=-180, maximum=180),
            _texts("locator"),
        ),
        _table(
            "memberships",
            _must("place"),
            _must("within"),
            key=2,
            links=(_PLACE, _to("places", "within", there=("place",))),
        ),
        _table(
            "profiles",
            _key("id"),
            _must("place"),
            _texts("aspect", "indicator"),
            _must("value", type="number"),
            _texts("unit", "base", "qualifier"),
            Field("year", "integer"),
            _texts("sources", "locator", "note"),
            links=(_PLACE,),
        ),
        _table(
            "evidence",
            _key("id"),
            _must("place"),
            _must("determinant"),
            _must("facet"),
            _must("rating", type="integer", minimum=-2, maximum=2),
            Field("rating_to", "integer", minimum=-2, maximum=2),
            _must("basis", enum=_BASIS),
            _must("period", enum=("current", "past")),
            _texts("summary"),
            Field("figure", "number"),
            _texts("unit", "base", "qualifier", "sources", "cited_page", "locator"),
            Field("sentence", "integer", minimum=1),
            _must("vintage", type="integer"),
            links=(_PLACE, _DETERMINANT, _to("facets", "determinant", "facet")),
        ),
        _table(
            "outcomes",
            _must("cluster"),
            _must("path", enum=("low_road", "mixed", "high_road")),
            _must("basis", enum=_BASIS),
            _must("about"),
            _texts("summary"),
            Field("figure", "number"),
            _texts("unit", "sources", "locator"),
            links=(_CLUSTER, _to("places", "about", there=("place",))),
        ),
        _table(
            "policies",
            _key("id"),
            _must("level"),
            _must("determinants"),
            _texts("actor", "side", "summary", "locator"),
            links=(_LEVEL,),
        ),
        _table(
            "weightings",
            _key("weighting"),
            _must("name"),
            _texts("sentence", "origin", "description", "locator"),
            Field("role", enum=("narrow", "reference")),
        ),
        _table(
            "weights",
            _must("weighting"),
            _must("determinant"),
            _must("weight", type="number", minimum=0),
            key=2,
            links=(_to("weightings", "weighting"), _DETERMINANT),
        ),
        _table(
            "story",
            _must("step", type="integer", minimum=1),
            _must("link"),
            _must("title"),
            _must("text"),
            _texts("ask"),
        ),
        _table(
            "textbook",
            _key("feature"),
            _must("determinant"),
            _must("name"),
            _texts("definition", "locator"),
            links=(_DETERMINANT,),
        ),
        _table(
            "likeness",
            _must("feature"),
            _must("cluster"),
            _must("likeness", enum=("like", "partly", "unlike", "silent")),
            Field("basis", enum=_BASIS),
            _texts("summary", "sources", "locator"),
            key=2,
            links=(_to("textbook", "feature"), _CLUSTER),
        ),
        _table(
            "concepts", _must("concept"), _must("name"), _texts("forms", "definition", "origin", "locator", "sources")
        ),
        _table("outlines", _must("country"), _must("ring"), _texts("name", "region"), key=2),
        _table(
            "claims",
            _key("id"),
            _texts("locator"),
            Field("also"),
            Field("kind", enum=("figure", "finding", "inference", "thesis", "prescription")),
            _texts("places", "rows", "summary"),
            Field("figure", "number"),
            _texts("unit", "sources", "check", "terms", "why_not"),
        ),
        _table("former", _must("kind", enum=("claim", "check", "ground")), _must("former"), _must("now"), key=2),
        _table(
            "verdicts",
            _key("id"),
            _must(
                "status",
                enum=(
                    "supported",
                    "supported_within",
                    "mixed",
                    "contradicted",
                    "depends_on_weights",
                    "not_checked",
                    "need_of_clusters",
                    "need_of_countries",
                    "need_not_reported",
                ),
            ),
            Field("share", "number", minimum=0, maximum=1),
            Field("turned_by", "integer", minimum=0),
            links=(_to("claims", "id"),),
        ),
        _table(
            "citations",
            _key("id"),
            _must("locator"),
            _must("cited"),
            _texts("authors", "year", "page"),
            _must("kind", enum=("parenthesis", "text", "name", "empty")),
            _texts("cases"),
        ),
        _table("listed", _must("ref"), _must("key"), _must("authors"), _must("year"), _must("title")),
        _table("spellings", _key("id"), _must("locator"), _must("printed"), _must("name"), _texts("kind")),
        _table(
            "remarks",
            _key("id"),
            _must(
                "kind",
                enum=(
                    "contradiction",
                    "inference",
                    "count",
                    "framework",
                    "open",
                    "source",
                    "unsourced",
                    "reference",
                    "unclear",
                    "language",
                ),
            ),
            Field("step", enum=("approach", "factors", "rest", "paths", "policies")),
            _must("locator"),
            _texts("also"),
            _must("detail"),
        ),
        _table(
            OUTSIDE,
            _must("series"),
            _must("place"),
            _must("year", type="integer"),
            _must("value", type="number"),
            _texts("unit", "source", "indicator", "read", "note"),
            key=3,
        ),
    )
}
"""Tables by name, in the order of :class:`smeclusters.Study`."""
