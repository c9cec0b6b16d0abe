"""Pictures: Altair charts placed by the pixel, turned into SVG that needs no script and no network.

A chart goes into the page as SVG, so that it needs no kernel, prints, and follows the page's light
or dark colours. Marks carry their text as a tooltip and may lead to the place in the book where the
evidence stands.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from io import BytesIO
from typing import Any, NoReturn
from xml.etree import ElementTree

import pandas as pd
from markupsafe import Markup

from smeclusters.errors import MissingExtra
from whichroad.charts.vegalite import KIND, TIP, as_vegalite
from whichroad.colours import COLOURS
from whichroad.markup import folded, html_table, render
from whichroad.shown import bare, in_book


class _Missing:
    """Stands for a library that is not installed, until something of it is asked for."""

    def __getattr__(self, name: str) -> NoReturn:
        raise MissingExtra("Charts need Altair and vl-convert: pip install 'smeclusters[charts]'")


try:
    import altair as alt
except ImportError:
    alt = _Missing()  # type: ignore[assignment]


def _drawn_by(name: str) -> Any:
    """A library that only drawing needs, where it is: where Python runs in a browser, there is none that draws."""
    try:
        return import_module(name)
    except ImportError:
        return _Missing()


# Vega resolves a relative address against one of its own; this one is taken off again.
_SITE = "https://book.invalid/"


_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"


_OF_THE_PAGE = {colour: f"var(--sme-{name.replace('_', '-')}, {colour})" for name, colour in COLOURS.items()}
"""Each colour as the page's style sheet gives it, light or dark."""


_PAGE_COLOUR = re.compile(r"var\(--[\w-]+, (#\w+)\)")
"""A colour that the page may give, and the one where it gives none."""


_LETTER = 7
"""How many pixels of a line a letter takes, rather too many than too few."""


_WIDTH = re.compile(r"max-width: ([\d.]+)px")


_SHARP, _PALETTE = 2, 64
"""How many pixels of a picture go on one of a drawing, and how many colours."""


_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML can't hold, and so no drawing: control characters that a cell of a table may."""


_PLACES = re.compile(r' (?:d|transform|[xy]2?)="[^"]*"')
"""The attributes of a drawing that say where something is and how long."""


_WORD = re.compile(r"\S+(?: %\S*)?")
"""A word, or a number with its per cent sign and what follows that at once."""


_FINE = re.compile(r"\d+\.\d{3,}")
"""A number there that is finer than a hundredth."""


Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart with what a reader needs who cannot see it.

    Attributes
    ----------
    wide, narrow : altair.LayerChart
        The chart for a page, and the chart for a phone.
    alt : str
        The finding, in words.
    caption : str
        What to look at.
    table : DataFrame
        The data of the chart.
    pointing : str
        What a mouse does there and a finger cannot; not shown without a mouse, nor on paper.
    summary : str
        The line under which a reader opens it, as :meth:`folded` has it; a notebook shows it at once.
    """

    wide: alt.LayerChart
    narrow: alt.LayerChart
    alt: str
    caption: str
    table: pd.DataFrame
    pointing: str = ""
    summary: str = ""

    def folded(self, summary: str) -> Chart:
        """The same under a line that the reader opens."""
        return replace(self, summary=summary)

    def _repr_html_(self) -> str:
        block = render(
            "chart",
            wide=Markup(lightened(to_svg(self.wide, self.alt))),
            narrow=Markup(lightened(to_svg(self.narrow, self.alt))),
            caption=self.caption,
            pointing=self.pointing,
            data=self._data,
        )
        return str(folded(self.summary, block) if self.summary else block)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        short = {"text/plain": self.alt}
        if in_book():
            return short
        try:
            return short | picture(to_svg(self.wide, self.alt), self.alt, self.caption, self._data)
        except MissingExtra:
            return short | self._undrawn()

    def _undrawn(self) -> dict[str, Any]:
        """What draws it elsewhere, without markup, which JupyterLab would show instead of a drawing."""
        spec = self.wide.to_dict(validate=False)
        given = as_vegalite(spec, self.alt, wrapped(self.caption, round(spec["width"]) // _LETTER))
        return {KIND: given}

    @property
    def _data(self) -> Markup:
        return folded("The data of this figure", html_table(self.table, self.alt))


def picture(svg: str, alt: str, caption: str, data: str) -> dict[str, str]:
    """A drawing for a notebook, which shows a picture even where it trusts no output.

    Parameters
    ----------
    svg : str
        The drawing, as :func:`to_svg` makes it.
    alt, caption : str
        As a :class:`Chart` has them.
    data : str
        Markup of the table of the data.

    Returns
    -------
    dict of str to str
        By kind: markup with the picture and its alternative text, and the picture for whatever shows no markup.
    """
    width = _WIDTH.search(svg)
    assert width is not None  # to_svg has put it there
    plain = _PAGE_COLOUR.sub(r"\1", svg)
    png = base64.b64encode(_fewer_colours(_drawn_by("vl_convert").svg_to_png(plain, scale=_SHARP))).decode()
    block = render("picture", png=png, alt=alt, width=round(float(width[1])), caption=caption, data=Markup(bare(data)))
    return {"text/html": str(block), "image/png": png}


def _fewer_colours(png: bytes) -> bytes:
    """A drawing on white, in as many colours as a palette holds: a tenth of the bytes, and legible in the dark."""
    Image = _drawn_by("PIL.Image")
    with Image.open(BytesIO(png)) as drawn, BytesIO() as file:
        ground = Image.new("RGB", drawn.size, "white")
        ground.paste(drawn, mask=drawn.getchannel("A"))
        ground.quantize(_PALETTE).save(file, "png", optimize=True)
        return file.getvalue()


def to_svg(chart: alt.LayerChart, label: str) -> str:
    """A chart as SVG: scaled to its place, coloured by the page, with tooltips and links."""
    written = chart.to_json(validate=False)  # which for rows upon rows would take as long as drawing them
    svg = _drawn_by("vl_convert").vegalite_to_svg(written, vl_version="6.4")
    ElementTree.register_namespace("", _SVG[1:-1])
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for at, child in enumerate(list(parent)):
            if child.get(f"{_XLINK}href") == _SITE:  # a mark that leads nowhere, among others that lead somewhere
                parent[at] = child[0]
        for child in list(parent):
            if child.tag == f"{_SVG}path" and not child.get("d"):
                parent.remove(child)
    for element in root.iter():
        for attribute in ("fill", "stroke"):
            if element.get(attribute) in _OF_THE_PAGE:
                element.set(attribute, _OF_THE_PAGE[element.attrib[attribute]])
        description = element.attrib.pop("aria-label", "")
        for attribute in ("role", "aria-roledescription", "aria-hidden", "class", "pointer-events"):
            element.attrib.pop(attribute, None)
        if element.tag == f"{_SVG}a":
            element.set("href", element.attrib.pop(f"{_XLINK}href").removeprefix(_SITE))
            element.set("tabindex", "-1")  # the table below the figure has the same links in order
            mark = element[0]
            description = mark.attrib.pop("aria-label", description)
            element.set("aria-label", description.removeprefix(TIP).partition("\n")[0])
        if description.startswith(TIP):
            title = ElementTree.Element(f"{_SVG}title")
            title.text = description.removeprefix(TIP)
            element.insert(0, title)
            element.set("pointer-events", "all")  # what is drawn over it does not come between
    root.attrib.update(
        {
            "role": "group",
            "aria-label": _UNWRITABLE.sub("", label),
            "pointer-events": "none",
            "style": f"max-width: {root.attrib.pop('width')}px",
        }
    )
    del root.attrib["height"]
    return ElementTree.tostring(root, encoding="unicode")


def lightened(svg: str) -> str:
    """A drawing with its lengths and places to a hundredth of a pixel: no eye sees the rest, which pages would carry.

    Examples
    --------
    >>> lightened('<path d="M0.12345,10L2,109.00000000000001" />')
    '<path d="M0.12,10L2,109" />'
    """
    return _PLACES.sub(lambda place: _FINE.sub(_rounded, place[0]), svg)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")


def wrapped(text: str, width: int) -> list[str]:
    """Text in lines of fewer than `width` characters, as far as words allow; no line begins with a per cent sign.

    Examples
    --------
    >>> wrapped("Cachoeiro de Itapemirim", 12), wrapped("mixed 40 %, high road", 9)
    (['Cachoeiro de', 'Itapemirim'], ['mixed', '40 %,', 'high road'])
    """
    lines: list[str] = []
    for word in _WORD.findall(text):
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def breadth(text: str) -> int:
    """How many letters' room some text takes: two for a wide letter, none for a mark on another.

    Examples
    --------
    >>> breadth("León"), breadth("晋江"), breadth("e\N{COMBINING ACUTE ACCENT}")
    (4, 4, 1)
    """
    return sum(map(_breadth, text))


def _breadth(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def shortened(text: str, room: int) -> str:
    """Text on one line that takes no more than some letters' room, with an ellipsis where it goes on.

    Examples
    --------
    >>> shortened("Sialkot", 7), shortened("Sialkot and around", 8), shortened("two\\nlines", 20)
    ('Sialkot', 'Sialkot…', 'two lines')
    """
    text = " ".join(text.split())
    if breadth(text) <= room:
        return text
    kept, taken = "", 1
    for letter in text:
        taken += _breadth(letter)
        if taken > room:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def fitted(text: str, width: int, room: int, most: int = 3) -> list[str]:
    """Text in at most so many lines as :func:`wrapped`, none of which takes more room than there is.

    Examples
    --------
    >>> fitted("Cachoeiro de Itapemirim", 12, 14)
    ['Cachoeiro de', 'Itapemirim']
    >>> fitted("The knitters of Tiruppur and of all the villages around", 12, 14, most=2)
    ['The knitters', 'of Tiruppur…']
    """
    lines = wrapped(text, width)
    if len(lines) > most:
        lines[most - 1 :] = [f"{lines[most - 1]}…"]
    return [shortened(line, room) for line in lines]


@dataclass(frozen=True)
class Canvas:
    """Marks placed by the pixel, from the top left.

    Each method takes rows, a dict for each mark: ``x, y`` (and ``x2, y2``) in pixels, ``colour`` by
    name where the mark has none of its own, ``tip`` for its tooltip, ``href`` for where it leads.
    """

    width: float
    height: float

    def chart(self, *layers: alt.Chart) -> alt.LayerChart:
        """The layers as one chart, the first at the bottom."""
        layered: Any = alt.layer(*layers)
        placed = layered.properties(width=self.width, height=self.height, background="transparent", padding=2)
        chart: alt.LayerChart = placed.configure(font="system-ui, sans-serif", view=alt.ViewConfig(stroke=None))
        return chart

    def rect(
        self,
        rows: list[Row],
        fill: str | None,
        stroke: str | None = None,
        dash: bool = False,
        corner: int = 0,
    ) -> alt.Chart:
        """Rectangles from (x, y) to (x2, y2); without fill or stroke in the colour of each row."""
        mark: Row = {"cornerRadius": corner, "strokeDash": [5, 3] if dash else [0]}
        if fill or stroke:
            mark["fill"] = COLOURS[fill] if fill else "none"
        if stroke:
            mark["stroke"] = COLOURS[stroke]
        return self._mark(rows, "mark_rect", mark, x2="x2:Q", y2="y2:Q")

    def rule(self, rows: list[Row], colour: str, width: float = 0.5) -> alt.Chart:
        """Straight lines from (x, y) to (x2, y2)."""
        rows = [{"y2": row["y"], "x2": row["x"], **row} for row in rows]
        return self._mark(rows, "mark_rule", {"color": COLOURS[colour], "strokeWidth": width}, x2="x2:Q", y2="y2:Q")

    def line(self, rows: list[Row], stroke: str, fill: str | None = None, width: float = 0.5) -> alt.Chart:
        """Lines through the points of each `part`, in their order; closed and filled with `fill`."""
        mark: Row = {"stroke": COLOURS[stroke], "strokeWidth": width, "clip": True}
        if fill:
            mark |= {"fill": COLOURS[fill], "interpolate": "linear-closed"}
        order = [{**row, "order": position} for position, row in enumerate(rows)]
        return self._mark(order, "mark_line", mark, detail="part:N", order=alt.Order("order:Q"))

    def dot(
        self,
        rows: list[Row],
        colour: str | None,
        shape: str = "circle",
        size: int = 55,
        stroke: str | None = None,
    ) -> alt.Chart:
        """Symbols centred on (x, y)."""
        mark: Row = {"shape": shape, "size": size, "opacity": 1, "strokeWidth": 1 if stroke else 0}
        if colour:
            mark["fill"] = COLOURS[colour]
        mark["stroke"] = COLOURS[stroke] if stroke else "transparent"
        return self._mark(rows, "mark_point", mark)

    def text(
        self,
        rows: list[Row],
        x: str = "x",
        y: str = "y",
        size: float = 12,
        align: str = "left",
        weight: str = "normal",
        colour: str = "ink",
    ) -> alt.Chart:
        """Words, or lines of words, centred on the height y, in the column `text`."""
        mark = {
            "align": align,
            "baseline": "middle",
            "fontSize": size,
            "fontWeight": weight,
            "color": COLOURS[colour],
            "lineHeight": size * 1.2,
        }
        rows = [
            {"x": row[x], "y": row[y] - 0.6 * size * (_lines(row["text"]) - 1), "text": row["text"]} for row in rows
        ]
        return self._mark(rows, "mark_text", mark, text=alt.Text("text:N"))

    def _mark(self, rows: list[Row], kind: str, mark: Row, **channels: Any) -> alt.Chart:
        rows = [{key: _writable(value) for key, value in row.items()} for row in rows]
        first = rows[0] if rows else {}
        if "tip" in first:
            channels["description"] = alt.Description("description:N")
            rows = [{**row, "description": TIP + row["tip"]} for row in rows]
        if any(row.get("href") for row in rows):
            channels["href"] = alt.Href("address:N")
            rows = [{**row, "address": _SITE + row["href"]} for row in rows]
        if "colour" in first:
            channels["fill"] = alt.Fill("shade:N", scale=None)
            rows = [{**row, "shade": COLOURS[row["colour"]]} for row in rows]
        drawn: Callable[..., alt.Chart] = getattr(alt.Chart({"values": tuple(rows)}), kind)
        return drawn(**mark).encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, self.width], nice=False, zero=False)),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[self.height, 0], nice=False, zero=False)),
            **channels,
        )


def _lines(text: str | list[str]) -> int:
    return 1 if isinstance(text, str) else len(text)


def _writable(value: Any) -> Any:
    """A value of a row, its text without what no drawing can hold."""
    if isinstance(value, list):
        return [_writable(each) for each in value]
    return _UNWRITABLE.sub("", value) if isinstance(value, str) else value
