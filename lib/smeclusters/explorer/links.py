"""Links of the page, read in Python: what ``links.js`` and ``ownlink.js`` write."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from smeclusters.errors import InputError, Problem, one_of
from smeclusters.explorer.overlays import Layered, Overlay, overlays_along
from smeclusters.explorer.own import BASES, KEY, LIMITS, PERIODS, OwnCluster, OwnRow
from smeclusters.explorer.pasted import begins, decoded, fragment_in, parted
from smeclusters.model.paths import PATHS
from smeclusters.model.prepared import Prepared
from smeclusters.study import Study, load_study
from smeclusters.study.handed_in.contents import decode, read_bytes

VERSION = "1"
LONGEST = 8000
_BROKEN = 120  # lines of a mail that a link may go over
_SILENT = ("range", "middle", "leave_out")
_NUMBER = re.compile(r"-?[0-9]{1,21}(\.[0-9]{1,25})?(e-?[0-9]{1,3})?")  # of which JavaScript writes as many
_OUT = range(-6, 21)  # powers of ten of the first figure, where it writes all of them
_RATING = re.compile("(-?[0-2])(?::(-?[0-2]))?")
_WRITTEN = re.compile("(?:[A-Za-z0-9_.-]|~[0-9a-f]{2})*")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Setting:
    """What a link restores.

    Attributes
    ----------
    name : str
        Whose it is, where a list of links says so.
    state : mapping
        What :class:`Explorer` takes.
    kept : mapping or None
        The state that it is compared with.
    cluster : str
        Key of the cluster chosen.
    file : str
        Name of the file in which it was handed in; empty where it was none.
    row : int or None
        Line of that file; None if the whole file is meant.
    """

    name: str
    state: Mapping[str, Any]
    kept: Mapping[str, Any] | None
    cluster: str
    file: str = ""
    row: int | None = None


@dataclass(frozen=True)
class SharedLinks:
    """The links of a list, and whatever else a class hands in.

    Attributes
    ----------
    settings : tuple of Setting
        Those that could be read.
    problems : tuple of Problem
        What was wrong with the others, each with its line.
    layers : tuple of (str, tuple of OwnCluster)
        Clusters that were handed in as a table, without weights: the name of the hand-in, and they.
    """

    settings: tuple[Setting, ...]
    problems: tuple[Problem, ...]
    layers: tuple[tuple[str, tuple[OwnCluster, ...]], ...] = ()


def read_link(
    url: str,
    study: Study,
    name: str = "",
    codings: Iterable[str] | None = None,
    layers: Mapping[str, Overlay] | None = None,
) -> Setting:
    """What a link of the explorer's page restores.

    Parameters
    ----------
    url : str
        The link, or what stands in it from the # on; as it was pasted, with blanks, codes and marks around it.
    study : Study
        The study of the page.
    name : str
        Whose it is.
    codings : iterable of str, optional
        Keys of the other codings that can be chosen there; by default of those in the folder of the study.
    layers : mapping of str to Overlay, optional
        The layers that can be laid over it there, by key; by default those in the folder of the study.

    Returns
    -------
    Setting
        Its state in the form that :class:`Explorer` takes.

    Raises
    ------
    InputError
        With one sentence, if it cannot be read.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> link = "https://example.org/explorer.html#w=1;1,3;1,1,1,1,1;none;0.4,0.6;range&c=borg"
    >>> setting = read_link(link, example_study())
    >>> setting.state["levels"], setting.state["compensation"], setting.cluster
    ({'valley': 1.0, 'workshop': 3.0}, -inf, 'borg')
    """
    layered = Layered({"": Prepared(study)}, overlays_along(study) if layers is None else layers)
    return _read_link(url, study, name, _along(study) if codings is None else codings, layered)


def _read_link(url: str, study: Study, name: str, codings: Iterable[str], layered: Layered) -> Setting:
    text = fragment_in(url)
    if len(text) > 3 * LONGEST:
        raise _refused("length", f"{len(text)} signs", f"at most {LONGEST}")
    if re.search("%(?![0-9A-Fa-f]{2})", text):
        raise _refused("signs", text[:40], "codes of two figures after each %")
    try:
        plain = decoded(text)
    except UnicodeDecodeError:
        raise _refused("signs", text[:40], "text in UTF-8") from None
    if len(plain.encode("utf-16-le")) // 2 > LONGEST:  # as the page counts
        raise _refused("length", f"{len(plain)} signs", f"at most {LONGEST}")
    # Of these s is a step of the story, which the page alone opens.
    found: dict[str, str | None] = {"w": None, "a": None, "c": None, "o": None, "s": None}
    for field in plain.split("&"):
        name_of, _, value = field.partition("=")
        part = name_of.lower()
        if part not in found:
            raise _refused("parts", name_of or None, f"only {', '.join(found)}")
        found[part] = value
    own = () if found["o"] is None else _read_own(found["o"], study)
    known = ("", *codings)
    state = _read_state(found["w"] or "", study, own, known, layered)
    clusters = _clusters(study, own, layered, state["laid"])
    cluster = clusters[0] if found["c"] is None else found["c"]
    if cluster not in clusters:
        raise _refused("cluster", cluster, f"one of {', '.join(clusters)}")
    kept = None if found["a"] is None else _read_state(found["a"], study, own, known, layered)
    return Setting(name, state, kept, cluster)


def read_links(path: str | Path, study: Study | None = None, codings: Iterable[str] | None = None) -> SharedLinks:
    """The links of a list: a link a line, a name before it with a blank.

    A link that cannot be read goes on in the lines below it, if it can be read with them.

    Parameters
    ----------
    path : path
        A text file, in UTF-8, UTF-16 or Windows-1252.
    study : Study, optional
        The study of the page; by default the one that comes with the library.
    codings : iterable of str, optional
        Keys of the other codings that can be chosen there; by default of those in the folder of the study.

    Returns
    -------
    SharedLinks
        What each restores, and what was wrong with those that cannot be read.

    Raises
    ------
    InputError
        If there is no such file, or it is no text.

    Examples
    --------
    >>> import tempfile
    >>> from smeclusters.study import example_study
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "class.txt"
    ...     _ = file.write_text("Ada #w=1;1,3;1,1,1,1,1;1;0.4,0.6;range\\nBen #w=2\\n")
    ...     shared = read_links(file, example_study())
    >>> shared.settings[0].name, shared.problems[0].row
    ('Ada', 2)
    """
    study = load_study() if study is None else study
    known = _along(study) if codings is None else tuple(codings)
    layered = Layered({"": Prepared(study)}, overlays_along(study))
    path = Path(path)
    text, _ = decode(read_bytes(path, "a file with a link a line"), path.name)
    lines = text.splitlines()
    settings: list[Setting] = []
    problems: list[Problem] = []
    broken = 0  # lines that belong to a link above them
    for number, line in enumerate(lines, 1):
        if number <= broken or not line.strip():
            continue
        name, url = parted(line)
        try:
            settings.append(replace(_read_link(url, study, name, known, layered), file=path.name, row=number))
        except InputError as error:
            for further, whole in _going_on(url, lines[number : number + _BROKEN]) if begins(line) else ():
                with suppress(InputError):
                    settings.append(replace(_read_link(whole, study, name, known, layered), file=path.name, row=number))
                    broken = number + further
                    break
            else:
                problems += [
                    replace(each, file=path.name, row=number)
                    if fragment_in(url)
                    else Problem(path.name, number, None, line.strip(), "a link of the explorer, with a name before it")
                    for each in error.problems
                ]
    return SharedLinks(tuple(settings), tuple(problems))


def write_link(state: Mapping[str, Any], cluster: str = "") -> str:
    """A link that restores a state, from the # on.

    Parameters
    ----------
    state : mapping
        Levels, weights, compensation, thresholds, silent, coding, laid and overrides, as :func:`read_link` gives
        them.
        Clusters of a reader's own are left out: only the page writes these.
    cluster : str
        Key of the cluster chosen; by default the first.

    Returns
    -------
    str
        As the page writes it.

    Examples
    --------
    >>> from smeclusters.study import example_study
    >>> link = "#w=1;1,3;1,1,1,1,1;none;0.4,0.6;range;borg:craft:2&c=borg"
    >>> write_link(read_link(link, example_study()).state, "borg") == link
    True
    """
    cells = [
        ":".join([place, determinant, *_written_ends(ends)])
        for place, row in state["overrides"].items()
        for determinant, ends in row.items()
    ]
    last = [",".join(cells), state["coding"], ",".join(state.get("laid", ()))]
    while last and not last[-1]:  # as short as older links
        last.pop()
    compensation = "none" if state["compensation"] == -math.inf else _written([state["compensation"]])
    weights = _written(state["levels"].values()), _written(state["weights"].values())
    fields = [VERSION, *weights, compensation, _written(state["thresholds"]), state["silent"], *last]
    return f"#w={';'.join(fields)}{f'&c={cluster}' if cluster else ''}"


def _written(numbers: Iterable[float]) -> str:
    return ",".join(_figures(float(number)) for number in numbers)


def _figures(number: float) -> str:
    """A number as JavaScript writes it, but for the plus of an exponent: 1e21, 0.000001, 1e-7."""
    exact = Decimal(repr(number + 0.0)).normalize()  # by which -0 is 0
    power = exact.adjusted()
    return f"{exact:f}" if power in _OUT else f"{exact.scaleb(-power):f}e{power}"


def _written_ends(ends: tuple[float, float] | None) -> list[str]:
    return ["u"] if ends is None else [_written([end]) for end in dict.fromkeys(ends)]


def _going_on(url: str, below: Sequence[str]) -> Iterator[tuple[int, str]]:
    """A link with one, two and more of the lines below it, as a mail breaks it."""
    for further, line in enumerate(below, 1):
        if begins(line) or not line.strip():
            return
        url += line
        yield further, url


def _refused(field: str, found: str | None, expected: str) -> InputError:
    return InputError([Problem("link", None, field, found, expected)])


def _along(study: Study) -> tuple[str, ...]:
    """Keys of the codings that stand in the folder of a study."""
    return tuple(sorted(path.name for path in (study.folder / "codings").glob("*") if path.is_dir()))


def _clusters(study: Study, own: tuple[OwnCluster, ...], layered: Layered, laid: Sequence[str]) -> list[str]:
    added = layered.added(laid) if laid else ()
    return list(dict.fromkeys([*study.clusters["place"], *added, *(each.key for each in own)]))


def _read_laid(text: str, layered: Layered) -> tuple[str, ...]:
    keys = text.split(",") if text else []
    known = list(layered.overlays)
    if len(set(keys)) < len(keys) or not set(keys) <= set(known):
        raise _refused("layers", text, one_of(known) if known else "no layer, as none is offered")
    if len(layered.moving(keys)) > 1:
        raise _refused("layers", text, "at most one that speaks of the study's places")
    return layered.read(keys)


def _read_state(
    text: str, study: Study, own: tuple[OwnCluster, ...], codings: Sequence[str], layered: Layered
) -> dict[str, Any]:
    fields = text.split(";")
    if fields[0] != VERSION:
        raise _refused("version", fields[0] or None, f"{VERSION}: a link of the explorer")
    if not 6 <= len(fields) <= 9 or fields[8:] == [""]:
        raise _refused("parts", f"{len(fields)} fields", "6 to 9")
    levels, factors = list(study.levels["level"]), list(study.determinants["determinant"])
    weights = _numbers(fields[1], len(levels), "levels"), _numbers(fields[2], len(factors), "weights")
    compensation = -math.inf if fields[3] == "none" else _numbers(fields[3], 1, "compensation")[0]
    low, high = _numbers(fields[4], 2, "thresholds")
    if any(number < 0 for numbers in weights for number in numbers):
        raise _refused("weights", fields[1] + ";" + fields[2], "numbers of at least 0")
    if compensation > 1:
        raise _refused("compensation", fields[3], "a number of at most 1, or none")
    if not 0 <= low < high <= 1:
        raise _refused("thresholds", fields[4], "two numbers from 0 to 1, the lower one first")
    if fields[5] not in _SILENT:
        raise _refused("silent", fields[5] or None, f"one of {', '.join(_SILENT)}")
    coding = fields[7] if len(fields) > 7 else ""
    if coding not in codings:
        raise _refused("coding", coding, f"one of {', '.join(codings[1:])}" if codings[1:] else "the study's own")
    laid = _read_laid(fields[8], layered) if len(fields) > 8 else ()
    clusters = _clusters(study, own, layered, laid)
    return {
        "levels": dict(zip(levels, weights[0], strict=True)),
        "weights": dict(zip(factors, weights[1], strict=True)),
        "compensation": compensation,
        "thresholds": (low, high),
        "silent": fields[5],
        "coding": coding,
        "laid": laid,
        "own": own,
        "overrides": _read_cells(fields[6] if len(fields) > 6 else "", clusters, factors),
    }


def _read_cells(text: str, clusters: Sequence[str], factors: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for cell in text.split(",") if text else ():
        cluster, _, rest = cell.partition(":")
        determinant, *ends = rest.split(":")
        if cluster not in clusters or determinant not in factors:
            raise _refused("cells", cell, "a cluster and a determinant of the study")
        if ends == ["u"]:
            found.setdefault(cluster, {})[determinant] = None
            continue
        rating = _numbers(",".join(ends), len(ends), "cells")
        rating = rating * 2 if len(rating) == 1 else rating
        if len(rating) != 2 or not -2 <= rating[0] <= rating[1] <= 2:
            raise _refused("cells", cell, "a rating from -2 to 2, two of them, or u")
        found.setdefault(cluster, {})[determinant] = tuple(rating)
    return found


def _numbers(text: str, count: int, what: str) -> list[float]:
    parts = text.split(",")
    numbers = [float(part) for part in parts if _NUMBER.fullmatch(part)]
    if not len(parts) == len(numbers) == count or not all(map(math.isfinite, numbers)):
        raise _refused(what, text or None, f"{count} numbers" if count > 1 else "a number")
    return numbers


def _read_own(text: str, study: Study) -> tuple[OwnCluster, ...]:
    version, *rest = text.split(";")
    if version != VERSION:
        raise _refused("own clusters", version or None, f"version {VERSION}")
    named = rest[0].split(",") if rest and rest[0] else []
    if not set(named) <= set(study.determinants["determinant"]):
        raise _refused("own clusters", rest[0], "determinants of the study")
    if len(rest) - 1 > LIMITS["clusters"]:
        raise _refused("own clusters", str(len(rest) - 1), f"at most {LIMITS['clusters']}")
    taken = set(study.places["place"])
    facets = dict(zip(study.facets["facet"], study.facets["determinant"], strict=True))
    found = []
    for cluster in rest[1:]:
        about, *rows = cluster.split("/")
        key, *texts = about.split(",")
        if not KEY.fullmatch(key) or key in taken or len(texts) > 4:
            raise _refused("own clusters", about or None, "a key that no other place has, and up to four texts")
        taken.add(key)
        name, country, products, path = [*texts, *[""] * (4 - len(texts))]
        observed = _plain(path)
        if observed and observed not in PATHS:
            raise _refused("own clusters", observed, f"one of {', '.join(PATHS)}")
        read = [_read_row(row, named, facets) for row in rows]
        called, made = _text("name", name) or key, _text("products", products)
        found.append(OwnCluster(key, called, _text("country", country), made, observed, tuple(read)))
    return tuple(found)


def _read_row(text: str, named: Sequence[str], facets: Mapping[str, str]) -> OwnRow:
    fields = text.split(",")
    if len(fields) > 9:
        raise _refused("own clusters", text, "at most nine fields")
    at, rating, basis, period, facet, summary, sources, locator, vintage = [*fields, *[""] * (9 - len(fields))]
    ends = _RATING.fullmatch(rating)
    lo = int(ends[1]) if ends else 0
    hi = int(ends[2] or ends[1]) if ends else -1
    if hi < lo:
        raise _refused("own clusters", rating or None, "a rating from -2 to 2, or two")
    determinant = _listed(named, at or "?")
    kind = _plain(facet)
    if kind and facets.get(kind) != determinant:
        raise _refused("own clusters", kind, f"a facet of {determinant}")
    if not re.fullmatch("([12][0-9]{3})?", vintage):
        raise _refused("own clusters", vintage, "a year")
    words = _text("summary", summary), _text("sources", sources), _text("locator", locator)
    return OwnRow(determinant, lo, hi, kind, _listed(BASES, basis), _listed(PERIODS, period), *words, vintage)


def _listed(known: Sequence[str], at: str) -> str:
    position = int(at or 0) if re.fullmatch("[0-9]{0,3}", at) else len(known)
    if position >= len(known):
        raise _refused("own clusters", at, f"a position below {len(known)}")
    return known[position]


def _plain(text: str) -> str:
    if not _WRITTEN.fullmatch(text):
        raise _refused("own clusters", text, "a text as the page writes it")
    signs: Iterable[str] = re.findall("~..|.", text)
    try:
        return bytes(32 if sign == "_" else int(sign[1:], 16) if sign[1:] else ord(sign) for sign in signs).decode()
    except UnicodeDecodeError:
        raise _refused("own clusters", text, "a text as the page writes it") from None


def _text(field: str, text: str) -> str:
    found = _UNSEEN.sub(" ", _plain(text)).strip().strip("\ufeff").strip()
    if len(found) > LIMITS[field]:
        raise _refused("own clusters", found, f"at most {LIMITS[field]} signs")
    return found
