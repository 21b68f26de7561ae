"""Draw a Chart as static SVG: the picture of the page, for paper and where no script runs.

The headline, the key of a chart that is keyed or runs across, and the table of its figures stand
beside a picture, not in it: whoever draws it writes them as text that wraps.
"""

from typing import Final

from charts.chart import NO_DATA, Chart

#: Pixels across: of a page or a sheet of A4, and of a telephone.
WIDE: Final = 760
NARROW: Final = 328
_HEIGHT_WITHOUT_DATA: Final = 120


def svg(chart: Chart, *, width: int = WIDE) -> str:
    """Return *chart* as an ``svg`` element; one that says "No data" when it is empty.

    The same chart gives the same bytes. Several may stand in one page: ids in it are those of no
    other picture. Text in it is text, its alternative is the chart's description.

    Args:
        chart: What to draw.
        width: Pixels across; the height is the chart's.
    """
    # matplotlib takes a second to import, so only whoever draws with it waits for it.
    from reports.svg.paper import Paper
    from reports.svg.rows import draw_rows
    from reports.svg.upright import draw_upright

    if chart.empty:
        paper = Paper(width, _HEIGHT_WITHOUT_DATA)
        paper.words(NO_DATA, width / 2, _HEIGHT_WITHOUT_DATA / 2, anchor="middle")
    else:
        paper = Paper(width, chart.height)
        (draw_rows if chart.across else draw_upright)(chart, paper)
    return paper.svg(chart.name, chart.description)
