"""The words of DrawingML that a chart on a slide is written in.

The order of children is part of the format: ECMA-376, part 1, §21.2 (charts) and §20.1 (drawing).
"""

from collections.abc import Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element, register_namespace

from charts.chart import Dash
from charts.palette import INK

_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
register_namespace("c", _CHART)
register_namespace("a", _DRAWING)

FONT: Final = "Arial"
#: Of a line's width and of everything else, in a point.
EMU: Final = 12_700
DASHES: Final[dict[Dash, str]] = {
    "solid": "solid",
    "dash": "dash",
    "dot": "sysDot",
    "longdash": "lgDashDot",
}


def c(name: str, *children: Element, **attributes: Any) -> Element:
    """Return an element of a chart; an attribute ``val`` is its value."""
    return _element(_CHART, name, children, attributes)


def a(name: str, *children: Element, **attributes: Any) -> Element:
    """Return an element of a drawing."""
    return _element(_DRAWING, name, children, attributes)


def worded(made: Element, text: str) -> Element:
    """Return *made* holding *text*."""
    made.text = text
    return made


def fill(colour: str) -> Element:
    """Return a plain filling, given ``#12436D``."""
    return a("solidFill", a("srgbClr", val=colour.removeprefix("#")))


def hatched(colour: str, ground: str, pattern: str) -> Element:
    """Return a hatched filling."""
    return a(
        "pattFill",
        a("fgClr", a("srgbClr", val=ground.removeprefix("#"))),
        a("bgClr", a("srgbClr", val=colour.removeprefix("#"))),
        prst=pattern,
    )


def stroke(colour: str, width: float, dash: Dash = "solid") -> Element:
    """Return a line so many points wide."""
    made = a("ln", fill(colour), a("prstDash", val=DASHES[dash]), a("round"))
    made.set("w", str(round(width * EMU)))
    made.set("cap", "flat")
    return made


def no_stroke() -> Element:
    """Return the lack of a line."""
    return a("ln", a("noFill"))


def text_look(size: float, *, crowded: bool = False) -> Element:
    """Return how text of a chart looks where it is not written out.

    Args:
        size: In points.
        crowded: Whether there are more words along an axis than fit, so that some are left out.
    """
    # A thousandth of a degree: level words LibreOffice breaks, or sets one over the other; tilted
    # ones that have no room it leaves out.
    tilt = 60 if crowded else 0
    return c(
        "txPr",
        a("bodyPr", rot=tilt, vert="horz"),
        a("lstStyle"),
        a("p", a("pPr", _font("defRPr", size, False)), a("endParaRPr", lang="en-GB")),
    )


def rich(text: str, size: float, *, bold: bool = False) -> Element:
    """Return text of a chart, a paragraph a line."""
    return c(
        "rich",
        a("bodyPr", rot=0, vert="horz", wrap="none"),
        a("lstStyle"),
        *(
            a(
                "p",
                a("pPr", _font("defRPr", size, bold), algn="l"),
                a("r", _font("rPr", size, bold), worded(a("t"), line)),
            )
            for line in text.split("\n")
        ),
    )


def moved(x: float, y: float) -> Element:
    """Return a shift from where a label would stand, in shares of the chart's size."""
    return c("layout", c("manualLayout", c("x", val=x), c("y", val=y)))


def placed(x: float, y: float, *size: Element, target: Sequence[Element] = ()) -> Element:
    """Return a place in a chart, from its upper left corner, in shares of its size."""
    edges = [c("xMode", val="edge"), c("yMode", val="edge")]
    return c("layout", c("manualLayout", *target, *edges, c("x", val=x), c("y", val=y), *size))


def inner(x: float, y: float, wide: float, tall: float) -> Element:
    """Return the place of the plot without the words of its axes, in shares of the chart."""
    size = (c("w", val=wide), c("h", val=tall))
    return placed(x, y, *size, target=[c("layoutTarget", val="inner")])


def _font(name: str, size: float, bold: bool) -> Element:
    return a(
        name, fill(INK), a("latin", typeface=FONT), lang="en-GB", sz=round(size * 100), b=int(bold)
    )


def _element(space: str, name: str, children: Any, attributes: dict[str, Any]) -> Element:
    made = Element(f"{{{space}}}{name}", {key: _text(value) for key, value in attributes.items()})
    made.extend(children)
    return made


def _text(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
