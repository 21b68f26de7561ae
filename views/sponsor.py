"""The sponsor's page: whether the programme is on course, in a minute."""

from typing import Final

from reports.narrative import narrative
from views import blocks, skeleton, weeks
from views.html import Html, join
from views.shown import Shown

TITLE: Final = "Sponsor's page"
PATH: Final = ""
_ASIDE: Final = "Ratings and roles"


def show(shown: Shown) -> None:
    """Draw the blocks in their fixed order, each with where to look further."""
    skeleton.title(shown.settings.programme.name, shown.settings.programme.outcome)
    told = narrative(shown, now=shown.now)
    blocks.draw(told, shown, aside=_ASIDE, further=_further(shown))


def _further(shown: Shown) -> dict[str, Html]:
    """Return links to other pages by the name of the block that they follow."""
    links = {
        "sureness": join(
            [
                skeleton.to_page("Data quality lists every gap.", "data-quality"),
                " ",
                skeleton.to_page("Past forecasts and what happened.", "how-sure"),
            ]
        )
    }
    if news := weeks.news(shown):
        links["position"] = news
    if shown.keys:
        links["ready"] = skeleton.to_page("Slippage shows the other milestones.", "slippage")
    return links
