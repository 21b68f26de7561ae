"""Colours of the Government Analysis Function, in the order in which they are to be used.

Against white: navy 10.25, turquoise 3.17, plum 9.77, orange 3.03. All pass for marks (3:1); only
navy, plum and ink pass for text (4.5:1), so direct labels are written in ink.
"""

from typing import Final

NAVY: Final = "#12436D"
TURQUOISE: Final = "#28A197"
PLUM: Final = "#801650"
ORANGE: Final = "#F46A25"
#: Series in this order; more than four are told apart by nobody.
CATEGORICAL: Final = (NAVY, PLUM, TURQUOISE, ORANGE)

INK: Final = "#0B0C0C"
#: Quiet text and marks that stand behind the finding: 4.7 against white.
GREY: Final = "#6F777B"
#: Helping lines only; never the sole carrier of a value.
GRID: Final = "#E3E6E8"
#: Ground between lines, which carry its edges.
TINT: Final = "#DCE4EC"
PAPER: Final = "#FFFFFF"

#: Text, ground and shape of each rating's tag.
RATINGS: Final = {
    "green": ("#005A30", "#CCE2D8", "●"),
    "amber": ("#594D00", "#FFF7BF", "▲"),
    "red": ("#2A0B06", "#F4CDC6", "■"),
    "not_rated": ("#282D30", "#EEEFEF", "○"),
}
