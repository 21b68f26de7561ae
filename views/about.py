"""Help, privacy and accessibility: how to read the figures, and what is kept."""

from typing import Final

from snapshots.contracts import records
from views import skeleton
from views.downloads import download, offered
from views.html import Html, Part, join, paragraphs, tag, write
from views.pages import PAGES
from views.shown import Shown

TITLE: Final = "Help, privacy and accessibility"
PATH: Final = "about"

#: Where a measure may be drawn: the address of each page by its title.
_PAGES: Final = {page.TITLE: page.PATH or "./" for page in PAGES}
_TERMS: Final = (
    (
        "Milestone",
        "A part of the programme that people can use on its own: what a team keeps as a milestone, "
        "a label, a parent issue or an iteration. Tables and config.toml call it an increment.",
    ),
    ("Piece of work", "One issue that a team keeps. Each counts as one, whatever its size."),
    (
        "First agreed",
        "The date in the plan that was first approved or, where none was agreed, "
        "the first date seen.",
    ),
    ("Working to", "The date that the team's own milestone carries now."),
    (
        "4 in 5 chance by",
        "The date by which the work is finished in 80 of 100 trial runs of the recent pace.",
    ),
    (
        "Expected delay",
        "For each open risk that is sized, how likely it is times the days it would cost, added "
        "up.",
    ),
    (
        "Sized",
        "A risk is sized once labels say how likely it is, and how many days it would cost. "
        "One that is not counts for nothing in the expected delay.",
    ),
    ("Usual number", "The median: half of the weeks are above it and half below."),
    (
        "Rating",
        "What the figures point to. It is worked out by fixed rules and is not a "
        "delivery confidence assessment, which is a judgement of independent people.",
    ),
)


def show(shown: Shown) -> None:
    """Draw the page."""
    programme = shown.settings.programme
    skeleton.title(TITLE, programme.outcome)
    roles = f"Senior responsible owner: {programme.sro_role}."
    if programme.digital_lead_role:
        roles += f" Digital lead: {programme.digital_lead_role}."
    write(
        _block("About this programme", programme.narrative, roles),
        tag("section", tag("h2", "What the words mean"), _terms(), cls="block"),
        _block(
            "What is collected",
            "Waymark reads the issues and milestones that teams already keep on GitHub and GitLab. "
            "It keeps titles, states, labels, dates and milestones.",
            "It keeps no person's name, login, e-mail address, picture, comment or description. "
            "Names and addresses in titles are masked before anything is stored.",
            "Figures are for steering the programme, not for judging people. "
            "Teams of fewer than five are never shown on their own, and teams are never ranked.",
            "One cookie keeps in your own browser which week you saw last, so that this page can "
            "say what has changed since.",
        ),
        _block(
            "Accessibility",
            "Every chart has its finding in words, a description for screen readers "
            "and its figures as a table. Ratings are told by word and shape as well as colour.",
            "Every page is tested with axe-core against WCAG 2.2 AA at two widths, on each change. "
            "Charts cannot be explored by keyboard; the table beside each holds the same figures.",
        ),
        _block(
            "Help",
            "If something here is wrong or cannot be used, tell the programme office of "
            f"{programme.name}.",
        ),
        _measures(shown),
    )


def _terms() -> Html:
    return tag("dl", join(join([tag("dt", term), tag("dd", meaning)]) for term, meaning in _TERMS))


def _measures(shown: Shown) -> Html:
    """List every measure; one that no page draws leads to its table."""
    entries = [
        part
        for name, measure in records().items()
        for part in (
            tag(
                "dt",
                measure.question,
                " (Provisional: its definition may change.)" if measure.provisional else None,
            ),
            tag("dd", measure.reads_as),
            tag("dd", f"What misleads: {measure.misleads}"),
            tag("dd", *_where(name, measure.page, shown)),
        )
    ]
    return tag(
        "section",
        tag("h2", "What is measured, and how to read it"),
        paragraphs(
            "Each measure is a table. Names with underscores are its columns; what each holds "
            "stands in the description that comes with the tables."
        ),
        tag("dl", *entries),
        cls="block",
    )


def _where(name: str, page: str, shown: Shown) -> list[Part]:
    table = [" Table: ", tag("code", f"{name}.csv")]
    if page in _PAGES:
        return ["Page: ", skeleton.to_page(page, _PAGES[page]), ".", *table]
    if offered(name) and name in shown.snapshot.tables:
        return ["No page draws it yet. ", download(name, shown)]
    return ["No page draws it whole.", *table]


def _block(heading: str, *texts: str) -> Html:
    return tag("section", tag("h2", heading), paragraphs(*texts), cls="block")
