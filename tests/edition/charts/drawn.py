"""What a drawing shows, read from its SVG: marks with their place, colour and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import altair as alt

from whichroad.charts.drawing import to_svg

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = r"-?[\d.]+(?:e-?\d+)?"


@dataclass(frozen=True)
class Mark:
    """A box, dot, line or rule: its ends from the left and the top, or twice its centre for a dot."""

    kind: str
    x: float
    y: float
    x2: float
    y2: float
    fill: str
    stroke: str
    dashed: bool
    tip: str
    href: str
    outline: str

    @property
    def width(self) -> float:
        return self.x2 - self.x


@dataclass(frozen=True)
class Word:
    """Words, with the height of their middle and the side from which they are written."""

    x: float
    y: float
    text: str
    anchor: str
    colour: str
    size: float
    weight: str


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    marks: tuple[Mark, ...]
    words: tuple[Word, ...]

    def of(self, kind: str, **looks: object) -> list[Mark]:
        """The marks of a kind that look as asked, in the order in which they are drawn."""
        return [
            mark
            for mark in self.marks
            if mark.kind == kind and all(getattr(mark, name) == value for name, value in looks.items())
        ]

    def word(self, text: str) -> Word:
        """The one place where something is written."""
        (found,) = [word for word in self.words if word.text == text]
        return found


def read(chart: alt.LayerChart) -> Drawing:
    """What the SVG of a chart shows; whatever is no line must lie inside the drawing."""
    root = ElementTree.fromstring(to_svg(chart, ""))
    moved = re.search(rf"translate\(({NUMBER}),({NUMBER})\)", root[0].get("transform", ""))
    assert moved  # by the padding around the drawing
    ground = next(root.iter(f"{SVG}path")).get("d", "")
    width, height = map(float, re.findall(rf"[hv]({NUMBER})", ground)[:2])
    marks, words = [], []
    for element, left, top, link in _placed(root, -float(moved[1]), -float(moved[2]), None):
        tip = element.find(f"{SVG}title")
        tip = link.find(f"{SVG}title") if tip is None and link is not None else tip
        if element.tag == f"{SVG}text":
            lines = [span.text or "" for span in element.iter(f"{SVG}tspan")] or [element.text or ""]
            size = float((element.get("font-size") or "").removesuffix("px"))
            middle = top - 0.3 * size + 0.6 * size * (len(lines) - 1)
            words.append(
                Word(
                    left,
                    middle,
                    " ".join(lines),
                    element.get("text-anchor", "start"),
                    _colour(element.get("fill")),
                    size,
                    element.get("font-weight", "normal"),
                )
            )
            continue
        path = element.get("d", "")
        if element.tag == f"{SVG}line":
            kind, ends = "rule", (0.0, 0.0, float(element.get("x2", 0)), float(element.get("y2", 0)))
        elif element.get("transform"):
            kind, ends = "dot", (0.0, 0.0, 0.0, 0.0)
        else:
            kind, ends = "box" if re.search("[hC]", path) else "line", _ends(path)
        marks.append(
            Mark(
                kind,
                left + ends[0],
                top + ends[1],
                left + ends[2],
                top + ends[3],
                _colour(element.get("fill")),
                _colour(element.get("stroke")),
                element.get("stroke-dasharray", "0") != "0",
                "" if tip is None else tip.text or "",
                "" if link is None else link.get("href") or "",
                path,
            )
        )
    for mark in marks:  # a line may leave the drawing, which cuts it off
        assert mark.kind == "line" or (
            -1 <= mark.x <= mark.x2 <= width + 1 and -1 <= mark.y <= mark.y2 <= height + 1
        ), mark
    return Drawing(width, height, tuple(marks), tuple(words))


def _placed(
    element: ElementTree.Element, left: float, top: float, link: ElementTree.Element | None
) -> Iterator[tuple[ElementTree.Element, float, float, ElementTree.Element | None]]:
    """The drawn elements, each with its place and the link that it stands in."""
    if moved := re.match(rf"translate\(({NUMBER}),({NUMBER})\)", element.get("transform", "")):
        left, top = left + float(moved[1]), top + float(moved[2])
    if element.tag in (f"{SVG}text", f"{SVG}line") or (element.tag == f"{SVG}path" and element.attrib.keys() - {"d"}):
        yield element, left, top, link
        return
    for child in element:
        yield from _placed(child, left, top, element if element.tag == f"{SVG}a" else link)


def _ends(path: str) -> tuple[float, float, float, float]:
    """The box around a path of straight lines and rounded corners."""
    x = y = 0.0
    xs, ys = [], []
    for command, text in re.findall(r"([MLHVhvC])([-\d.,e]*)", path):
        numbers = [float(number) for number in re.findall(NUMBER, text)]
        if command == "h":
            x += numbers[0]
        elif command == "v":
            y += numbers[0]
        else:
            x, y = numbers[-2:]
        xs.append(x)
        ys.append(y)
    return min(xs), min(ys), max(xs), max(ys)


def _colour(value: str | None) -> str:
    """The name of a colour; what is not one of the page's colours stays as it is."""
    named = re.match(r"var\(--sme-([\w-]+), #[0-9a-f]{6}\)", value or "")
    return named[1].replace("-", "_") if named else value or ""
