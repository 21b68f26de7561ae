"""From the SVG that matplotlib writes to an element that stands in a page of ours."""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from charts.palette import INK, PAPER

#: What is on most machines; the first is that of the pages.
FONTS: Final = (
    "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, "
    "'Liberation Sans', sans-serif"
)
_NAMESPACE: Final = "http://www.w3.org/2000/svg"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_NUMBER: Final = re.compile(r"-?\d+\.\d+")
_POINTS_AT: Final = re.compile(r"#([\w-]+)")
#: From the middle of a line of text down to the foot of its letters, in heights of the letters.
_BASELINE: Final = 0.35


@dataclass(frozen=True)
class Words:
    """One line of text.

    Attributes:
        text: Anything a reader can see.
        x: Of its anchor, in pixels from the left.
        y: Of its middle, in pixels from above.
        anchor: Which end of it stands at ``x``.
        size: Height of the letters in pixels.
        strong: Whether it is bold.
        rimmed: Whether a rim of paper keeps lines behind it from running through it.
    """

    text: str
    x: float
    y: float
    anchor: Literal["start", "middle", "end"]
    size: int
    strong: bool
    rimmed: bool


def tidy(written: str, words: Sequence[Words], *, name: str, description: str) -> str:
    """Return one ``svg`` element: named, its ids its own, nothing in it that draws nothing.

    Args:
        written: A file of matplotlib's.
        words: What is written over its marks.
        name: With which ids begin.
        description: Text alternative.
    """
    found = ET.fromstring(written)
    for part in found.iter():
        part.tag = part.tag.removeprefix(f"{{{_NAMESPACE}}}")
    picture = ET.Element(
        "svg",
        {
            "xmlns": _NAMESPACE,
            "viewBox": found.attrib["viewBox"],
            # Where it is given less height than it asks for, it stays with the text at the left.
            "preserveAspectRatio": "xMinYMin",
            "role": "img",
            "aria-label": description,
            "class": "chart",
            "font-family": FONTS,
            "fill": INK,
            "stroke-linejoin": "round",
        },
    )
    definitions = ET.SubElement(picture, "defs")
    for part in _parts(found):
        if part.tag in {"path", "pattern"} and "id" in part.attrib:
            definitions.append(part)
        else:
            picture.append(part)
    if not len(definitions):
        picture.remove(definitions)
    _shorten(picture)
    for line in words:
        picture.append(_text(line))
    _rename(picture, name)
    return ET.tostring(picture, encoding="unicode")


def _parts(found: ET.Element) -> Iterator[ET.Element]:
    """Yield what draws something, each series as one group, and what such parts point at."""
    for child in found:
        if child.tag == "g" and child.get("id", "").startswith("series-"):
            inner = list(_parts(child))
            yield from (part for part in inner if "id" in part.attrib)
            group = ET.Element("g", {"data-series": child.attrib["id"].split("-")[1]})
            group.extend(part for part in inner if "id" not in part.attrib)
            yield group
        elif child.tag in {"g", "defs"}:
            yield from _parts(child)
        elif child.tag not in {"metadata", "style"}:
            yield child


def _shorten(picture: ET.Element) -> None:
    """Write numbers to a hundredth of a pixel, and every path on one line."""
    for element in picture.iter():
        element.text = element.tail = None
        for key, value in element.attrib.items():
            if key in {"d", "x", "y", "width", "height", "viewBox", "style"}:
                element.set(key, " ".join(_NUMBER.sub(_hundredths, value).split()))
        if _HREF in element.attrib:
            element.set("href", element.attrib.pop(_HREF))


def _hundredths(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def _text(line: Words) -> ET.Element:
    element = ET.Element(
        "text",
        {
            "x": f"{line.x:.1f}",
            "y": f"{line.y + line.size * _BASELINE:.1f}",
            "font-size": str(line.size),
        },
    )
    if line.rimmed:
        element.attrib |= {"stroke": PAPER, "stroke-width": "4", "paint-order": "stroke"}
    if line.anchor != "start":
        element.set("text-anchor", line.anchor)
    if line.strong:
        element.set("font-weight", "700")
    element.text = line.text
    return element


def _rename(picture: ET.Element, name: str) -> None:
    """Give every id a name that no other picture has: it begins with a hash of this one."""
    _call(picture, name)  # without matplotlib's own ids, which differ from run to run
    hashed = hashlib.sha256(ET.tostring(picture)).hexdigest()
    _call(picture, f"{name}-{hashed[:10]}")


def _call(picture: ET.Element, prefix: str) -> None:
    """Number the ids from 0 on, and lead what points at them to their new names."""
    named = [element for element in picture.iter() if "id" in element.attrib]
    new = {element.attrib["id"]: f"{prefix}-{number}" for number, element in enumerate(named)}
    for element in named:
        element.set("id", new[element.attrib["id"]])
    for element in picture.iter():
        for key in ("href", "style"):
            if key in element.attrib:
                led = _POINTS_AT.sub(lambda at: f"#{new.get(at[1], at[1])}", element.attrib[key])
                element.set(key, led)
