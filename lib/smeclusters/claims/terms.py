"""Terms: what a check is to look at, as ``claims.csv`` writes it, and the one parser of it.

One frozen dataclass for each form. A check names the form that its terms have, and gets them read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from smeclusters.claims.claim import NotChecked, Unusable
from smeclusters.errors import one_of, suggestion
from smeclusters.model.paths import PATH_NAMES
from smeclusters.study import Study

if TYPE_CHECKING:
    from smeclusters.claims.assessed import Assessed


class Form(Protocol):
    """What every form of terms can do."""

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        """The terms that a text writes down.

        Parameters
        ----------
        text : str
            As ``claims.csv`` has it.
        study : Study
            The coded paper.

        Returns
        -------
        Form
            The terms.

        Raises
        ------
        Unusable
            If the text is not of this form, or names something like, but not quite, what the study has.
        NotChecked
            If it names what the study does not have.

        Examples
        --------
        >>> from smeclusters import example_study
        >>> Determinant.read("craft", example_study())
        Determinant(key='craft')
        """
        ...


# ---- Rows of evidence.


@dataclass(frozen=True, slots=True)
class Statements(Form):
    """``id;id``: rows of evidence, of which a reader may have taken some out.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> Statements.read("almen-guild-1;borg-guild-1", example_study())
    Statements(ids=('almen-guild-1', 'borg-guild-1'))
    """

    ids: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """All rows that the terms name, whether they count or not."""
        return self.ids

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        return cls(_items(text, "ids of rows of evidence.csv"))


@dataclass(frozen=True, slots=True)
class Restatements(Statements):
    """``id;id``; ``~id`` where one bears otherwise than it leans, ``beside id`` where it can be true with the claim.

    A row mostly speaks for a claim if the ratings of both lean the same way. One that is marked by a tilde speaks for
    it though its rating leans the other way, or against it though it leans the same way. One that goes another way,
    though both can be true, is told beside the others and counts on no side.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> read = Restatements.read("almen-guild-1;~borg-guild-1;beside cresta-guild-1", example_study())
    >>> read.ids, read.turned, read.beside
    (('almen-guild-1', 'borg-guild-1'), ('borg-guild-1',), ('cresta-guild-1',))
    """

    turned: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """All rows that the terms name, whether they count or not."""
        return (*self.ids, *self.beside)

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        return cls(*_sided(text, "ids of rows of evidence.csv"))


@dataclass(frozen=True, slots=True)
class Illustrations(Restatements):
    """As :class:`Restatements`, or ``id;id;negative`` where unfavourable statements speak for the claim.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> Illustrations.read("borg-guild-1;negative", example_study())
    Illustrations(ids=('borg-guild-1',), turned=(), beside=(), favourable=False)
    """

    favourable: bool = True

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        rest = text.removesuffix(";negative")
        return cls(*_sided(rest, "ids of rows of evidence.csv"), favourable=rest == text)


@dataclass(frozen=True, slots=True)
class Passages(Form):
    """``id;id``: other claims, with ``~`` or ``beside`` before one as for :class:`Restatements`.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> Passages.read("valleys-differ;beside learn", example_study())
    Passages(ids=('valleys-differ',), turned=(), beside=('learn',))
    """

    ids: tuple[str, ...]
    turned: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """All claims that the terms name, whether they count or not."""
        return (*self.ids, *self.beside)

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        return cls(*_sided(text, "ids of rows of claims.csv"))


# ---- What is true of a cluster.


@dataclass(frozen=True, slots=True)
class Rated:
    """``determinant+`` or ``determinant-``: the cell is surely above 0, or surely below."""

    determinant: str
    favourable: bool

    def true_of(self, assessed: Assessed, cluster: str) -> bool | None:
        """Whether it is so in a cluster; None where the evidence doesn't tell.

        Parameters
        ----------
        assessed : Assessed
            The study.
        cluster : str
            Key of the cluster.

        Returns
        -------
        bool or None
            The answer.

        Examples
        --------
        >>> from smeclusters import Assessed, example_study
        >>> assessed = Assessed(example_study())
        >>> [Rated("guild", True).true_of(assessed, key) for key in assessed.ratings.clusters]  # −1 to +2, −1, +1
        [None, False, True]
        """
        cell = assessed.cells[cluster, self.determinant]
        lo, hi = (cell.lo, cell.hi) if self.favourable else (-cell.hi, -cell.lo)
        return True if lo > 0 else False if hi <= 0 else None

    def told_of(self, assessed: Assessed, cluster: str) -> bool:
        """Whether the source tells it of the cluster itself, not in a sentence on many.

        Parameters
        ----------
        assessed : Assessed
            The study.
        cluster : str
            Key of the cluster.

        Returns
        -------
        bool
            The answer.

        Examples
        --------
        >>> from smeclusters import Assessed, example_study
        >>> assessed = Assessed(example_study())
        >>> term = Rated("roads", True)  # those of Borg are the country's
        >>> [term.told_of(assessed, key) for key in assessed.ratings.clusters]
        [True, False, True]
        """
        rows = assessed.evidence
        return bool(((rows["place"] == cluster) & (rows["determinant"] == self.determinant)).any())


@dataclass(frozen=True, slots=True)
class FacetRated:
    """``facet+`` or ``facet-``: what is said of this facet in the cluster itself is favourable, or not."""

    facet: str
    favourable: bool

    def true_of(self, assessed: Assessed, cluster: str) -> bool | None:
        """Whether it is so in a cluster; None where nothing is said of the facet.

        Parameters
        ----------
        assessed : Assessed
            The study.
        cluster : str
            Key of the cluster.

        Returns
        -------
        bool or None
            The answer.

        Examples
        --------
        >>> from smeclusters import Assessed, example_study
        >>> assessed = Assessed(example_study())
        >>> [FacetRated("marks", True).true_of(assessed, key) for key in assessed.ratings.clusters]
        [True, None, True]
        """
        rows = assessed.evidence
        ratings = rows[(rows["place"] == cluster) & (rows["facet"] == self.facet)]["rating"]
        return None if ratings.empty else bool((1 if self.favourable else -1) * ratings.median() > 0)

    def told_of(self, assessed: Assessed, cluster: str) -> bool:
        """Always true: nothing is looked at but what is said of the cluster itself.

        Parameters
        ----------
        assessed : Assessed
            The study.
        cluster : str
            Key of the cluster.

        Returns
        -------
        bool
            The answer.
        """
        return True


@dataclass(frozen=True, slots=True)
class Seen:
    """``path:mixed`` or ``path:!mixed``: the path observed is surely this one, or surely another."""

    path: str
    on: bool

    def true_of(self, assessed: Assessed, cluster: str) -> bool | None:
        """Whether it is so in a cluster; None where no path is observed, or this one and others may be meant.

        Parameters
        ----------
        assessed : Assessed
            The study.
        cluster : str
            Key of the cluster.

        Returns
        -------
        bool or None
            The answer.

        Examples
        --------
        >>> from smeclusters import Assessed, example_study
        >>> assessed = Assessed(example_study())
        >>> [Seen("high_road", on=True).true_of(assessed, key) for key in assessed.ratings.clusters]
        [True, False, None]
        """
        seen = assessed.study.observed.get(cluster, "").split("|")
        return None if seen == [""] or (self.path in seen and len(seen) > 1) else (self.path in seen) == self.on

    def told_of(self, assessed: Assessed, cluster: str) -> bool:
        """Whether the source tells the path of the cluster itself, not in a sentence on many.

        Parameters
        ----------
        assessed : Assessed
            The study.
        cluster : str
            Key of the cluster.

        Returns
        -------
        bool
            The answer.

        Examples
        --------
        >>> from smeclusters import Assessed, example_study
        >>> assessed = Assessed(example_study())
        >>> [Seen("high_road", on=True).told_of(assessed, key) for key in assessed.ratings.clusters]
        [True, True, False]
        """
        return cluster in assessed.described


@dataclass(frozen=True, slots=True)
class Concentrated:
    """``concentrated``: gathered in one place as the textbook has it."""

    def true_of(self, assessed: Assessed, cluster: str) -> bool | None:
        """Whether it is so in a cluster; None where the table of likeness has no row for it.

        Parameters
        ----------
        assessed : Assessed
            The study.
        cluster : str
            Key of the cluster.

        Returns
        -------
        bool or None
            The answer.

        Examples
        --------
        >>> from dataclasses import replace
        >>> from smeclusters import Assessed, example_study
        >>> import pandas as pd
        >>> likeness = {"cluster": ["almen", "borg"], "likeness": ["like", "unlike"]}
        >>> table = pd.DataFrame({"feature": "concentration", **likeness})
        >>> assessed = Assessed(replace(example_study(), likeness=table))
        >>> [Concentrated().true_of(assessed, key) for key in assessed.ratings.clusters]
        [True, False, None]
        """
        rows = assessed.study.likeness
        rows = rows[(rows["feature"] == "concentration") & (rows["cluster"] == cluster)]
        return None if rows.empty else bool(rows["likeness"].iloc[0] == "like")

    def told_of(self, assessed: Assessed, cluster: str) -> bool:
        """Always true: each cluster has a row of its own.

        Parameters
        ----------
        assessed : Assessed
            The study.
        cluster : str
            Key of the cluster.

        Returns
        -------
        bool
            The answer.
        """
        return True


Term = Rated | FacetRated | Seen | Concentrated


@dataclass(frozen=True, slots=True)
class Implication(Form):
    """``a+, b- -> path:mixed``: where the first are true, so are the second; with ``=>`` as a rule.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> read = Implication.read("craft+ => path:!low_road", example_study())
    >>> read.given, read.expected
    ((Rated(determinant='craft', favourable=True),), (Seen(path='low_road', on=False),))
    """

    given: tuple[Term, ...]
    expected: tuple[Term, ...]
    rule: bool = False

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        rule = " => " in text
        sides = text.split(" => " if rule else " -> ")
        if len(sides) != 2:
            raise Unusable("terms", text, "terms, an arrow and terms, such as a+, b- -> path:mixed")
        given, expected = (tuple(_term(each, study) for each in side.split(", ")) for side in sides)
        return cls(given, expected, rule)


def all_true(assessed: Assessed, cluster: str, terms: Iterable[Term]) -> bool | None:
    """Whether all terms are true of a cluster; None where the evidence doesn't tell.

    Parameters
    ----------
    assessed : Assessed
        The study.
    cluster : str
        Key of the cluster.
    terms : iterable of Term
        None is true of any cluster.

    Returns
    -------
    bool or None
        False if one is surely not true, whatever the others.

    Examples
    --------
    >>> from smeclusters import Assessed, example_study
    >>> assessed, terms = Assessed(example_study()), [Rated("craft", True), Seen("high_road", on=True)]
    >>> [all_true(assessed, key, terms) for key in assessed.ratings.clusters]
    [True, False, False]
    """
    values = [term.true_of(assessed, cluster) for term in terms]
    return False if False in values else None if None in values else True


def where_true(assessed: Assessed, terms: Sequence[Term]) -> list[str]:
    """The clusters of which all terms are surely true.

    Parameters
    ----------
    assessed : Assessed
        The study.
    terms : sequence of Term
        What is to be true.

    Returns
    -------
    list of str
        Their keys, in the order of the study.

    Examples
    --------
    >>> from smeclusters import Assessed, example_study
    >>> where_true(Assessed(example_study()), [Rated("tools", True)])
    ['almen', 'cresta']
    """
    return [key for key in assessed.ratings.clusters if all_true(assessed, key, terms) is True]


def _term(text: str, study: Study) -> Term:
    if text == "concentrated":
        return Concentrated()
    if text.startswith("path:"):
        name = text.removeprefix("path:")
        for path in PATH_NAMES:
            if name in (path, f"!{path}"):
                return Seen(path, on=name == path)
        raise Unusable("terms", text, one_of(PATH_NAMES, name))
    key, sign = text[:-1], text[-1:]
    if sign not in ("+", "-"):
        expected = "a determinant or a facet with + or - behind it, a path such as path:mixed, or concentrated"
        raise Unusable("terms", text, expected)
    facets, determinants = set(study.facets["facet"]), list(study.determinants["determinant"])
    if key in facets:
        return FacetRated(key, sign == "+")
    if key not in determinants and (found := suggestion(key, facets)) and not suggestion(key, determinants):
        raise Unusable("terms", text, f"a facet{found}")
    return Rated(_known(key, determinants, "determinant"), sign == "+")


# ---- Keys of the tables.


@dataclass(frozen=True, slots=True)
class Determinant(Form):
    """``determinant``: the key of one.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> Determinant.read("craft", example_study())
    Determinant(key='craft')
    """

    key: str

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        return cls(_known(text, study.determinants["determinant"], "determinant"))


@dataclass(frozen=True, slots=True)
class Facets(Form):
    """``facet;facet``: keys of facets.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> Facets.read("marks;quarrels", example_study())
    Facets(keys=('marks', 'quarrels'))
    """

    keys: tuple[str, ...]

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        known = study.facets["facet"]
        return cls(tuple(_known(key, known, "facet") for key in _items(text, "keys of facets.csv")))


@dataclass(frozen=True, slots=True)
class Feature(Form):
    """``feature``: the key of a feature of the textbook, which a reader may have taken out.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> Feature.read("nearness", example_study())
    Feature(key='nearness')
    """

    key: str

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        (key,) = _items(text, "a feature of textbook.csv", most=1)
        return cls(key)


@dataclass(frozen=True, slots=True)
class Figure(Form):
    """``id``: a row with a number, of the profiles or the evidence, which a reader may have taken out.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> Figure.read("borg-tools-1", example_study())
    Figure(id='borg-tools-1')
    """

    id: str

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        (id,) = _items(text, "the id of a row of profiles.csv or evidence.csv", most=1)
        return cls(id)


@dataclass(frozen=True, slots=True)
class Figures(Form):
    """``id;id``: rows of the profiles, of which a reader may have taken some out.

    Examples
    --------
    >>> from smeclusters import example_study
    >>> Figures.read("almen-firms;borg-firms", example_study())
    Figures(ids=('almen-firms', 'borg-firms'))
    """

    ids: tuple[str, ...]

    @classmethod
    def read(cls, text: str, study: Study) -> Self:
        return cls(_items(text, "ids of rows of profiles.csv"))


def _sided(text: str, expected: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The ids of rows, those of them that are marked as bearing the other way, and those beside them on no side."""
    items = _items(text, expected)
    if any(item in ("~", "beside") or item.startswith("beside ~") for item in items):  # a mark without an id, or two
        raise Unusable("terms", text, f"{expected}, each with ~ or beside before it or neither")
    beside = tuple(item.removeprefix("beside ").lstrip() for item in items if item.startswith("beside "))
    counting = [item for item in items if not item.startswith("beside ")]
    turned = tuple(item[1:] for item in counting if item.startswith("~"))
    return tuple(item.removeprefix("~") for item in counting), turned, beside


def _items(text: str, expected: str, most: int | None = None, whole: str = "") -> tuple[str, ...]:
    """What semicolons separate: at least one item, and none that is empty."""
    items = tuple(item.strip() for item in text.split(";"))
    if not all(items) or len(items) > (most or len(items)):
        raise Unusable("terms", whole or text, expected)
    return items


def _known(key: str, known: Iterable[str], what: str) -> str:
    """A key that the study has. One that looks like another is a slip; one like none was taken out."""
    known = list(known)
    if key in known:
        return key
    if not key or suggestion(key, known):
        raise Unusable("terms", key, one_of(known, key))
    raise NotChecked(f"The tables have no {what} “{key}”.")
