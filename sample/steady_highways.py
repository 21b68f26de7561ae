"""The steady project: small increments, finished when they were promised."""

from datetime import date

from sample.project import Plan, Story
from sample.registers import Note, Risk
from sample.team import Increment, Team

_SEE = "https://show.exampleton.example/highways"


def _plan(
    title: str,
    made_on: date,
    due: date,
    outcome: str,
    who: str,
    *,
    moved: tuple[date, date] | None = None,
) -> Plan:
    dues = ((made_on, due), moved) if moved else ((made_on, due),)
    slug = title.lower().replace(" ", "-")
    lines = (
        f"Outcome: {outcome}",
        "Done when: ten residents in ten can do it alone, and the old form is switched off",
        f"Who benefits: {who}",
    )
    return Plan(title, made_on, dues, lines, f"{_SEE}/{slug}")


_PLANS = (
    _plan(
        "Report a pothole",
        date(2025, 5, 6),
        date(2025, 7, 4),
        "People report a pothole in two minutes",
        "9,000 drivers and cyclists a year",
    ),
    _plan(
        "Street lights",
        date(2025, 6, 16),
        date(2025, 8, 22),
        "People report a broken street light without knowing its number",
        "4,100 residents a year",
    ),
    _plan(
        "Follow my report",
        date(2025, 8, 4),
        date(2025, 10, 10),
        "People see what happened to their report",
        "Everyone who reports, and the contact centre",
    ),
    _plan(
        "Blocked drains and floods",
        date(2025, 9, 22),
        date(2025, 11, 28),
        "Flooding is reported before it reaches homes",
        "2,300 homes near the river",
    ),
    _plan(
        "Winter gritting",
        date(2025, 11, 3),
        date(2025, 12, 19),
        "People see which roads are gritted tonight",
        "Drivers, bus companies and schools",
        moved=(date(2025, 12, 8), date(2026, 1, 30)),
    ),
    _plan(
        "Fly-tipping",
        date(2026, 1, 5),
        date(2026, 3, 27),
        "Dumped rubbish is reported with a photo and gone in three days",
        "All residents",
    ),
    _plan(
        "Skip and scaffold licences",
        date(2026, 2, 23),
        date(2026, 5, 22),
        "Builders apply and pay in one visit",
        "340 small firms",
    ),
    _plan(
        "Dropped kerbs",
        date(2026, 4, 13),
        date(2026, 7, 3),
        "People apply for a dropped kerb online",
        "1,200 households a year",
    ),
    _plan(
        "Roadworks map",
        date(2026, 6, 1),
        date(2026, 8, 28),
        "People see roadworks before they set out",
        "Commuters and carriers",
    ),
    _plan(
        "Trees and hedges",
        date(2026, 7, 27),
        date(2026, 10, 23),
        "Dangerous trees are reported to the right owner",
        "Residents and parish councils",
    ),
    _plan(
        "Parking permits",
        date(2026, 9, 21),
        date(2026, 12, 18),
        "People renew a permit without paper",
        "11,500 permit holders",
    ),
    _plan(
        "School streets",
        date(2026, 10, 26),
        date(2027, 2, 19),
        "Parents see when streets at schools are closed to cars",
        "23 schools",
    ),
    _plan(
        "Report in any language",
        date(2026, 11, 2),
        date(2027, 4, 16),
        "People report in the language they speak at home",
        "6,000 residents with little English",
    ),
)


def _increment(
    place: int,
    planned: int,
    added: int,
    until: date | None,
    *things: str,
    named: tuple[str, ...] = (),
) -> Increment:
    plan = _PLANS[place]
    return Increment(plan.title, things, plan.made_on, planned, added, until, None, 1, named)


_INCREMENTS = (
    _increment(
        0,
        15,
        2,
        date(2025, 6, 10),
        "the pothole report",
        "the map pin",
        "the photo of a pothole",
        named=("🚧 Show road closures on the map", "Ask @user-03 for the list of road names"),
    ),
    _increment(
        1,
        18,
        3,
        date(2025, 7, 29),
        "the street light report",
        "the list of lamp columns",
        "the night-time photo",
    ),
    _increment(
        2,
        18,
        3,
        date(2025, 9, 16),
        "the page of my reports",
        "the progress message",
        "the closing message",
    ),
    _increment(
        3,
        18,
        3,
        date(2025, 11, 4),
        "the drain report",
        "the flood warning",
        "the sandbag request",
        named=("Call 01632 960 123 out of hours: show the number only at night",),
    ),
    _increment(
        4, 22, 3, date(2025, 12, 12), "the gritting map", "the grit bin request", "the text alert"
    ),
    _increment(
        5,
        21,
        3,
        date(2026, 2, 24),
        "the fly-tipping report",
        "the photo of rubbish",
        "the owner search",
    ),
    _increment(
        6,
        19,
        3,
        date(2026, 4, 14),
        "the skip licence",
        "the scaffold licence",
        "the card payment",
        named=("Show the fee as £1,234.50, not 1234.5",),
    ),
    _increment(
        7,
        20,
        2,
        date(2026, 6, 2),
        "the dropped kerb form",
        "the site drawing",
        "the kerb inspection",
    ),
    _increment(
        8, 20, 3, date(2026, 8, 4), "the roadworks map", "the diversion notice", "the weekly e-mail"
    ),
    _increment(
        9, 24, 3, date(2026, 9, 29), "the tree report", "the hedge report", "the land owner lookup"
    ),
    _increment(
        10,
        22,
        2,
        date(2026, 11, 3),
        "the permit renewal",
        "the visitor permit",
        "the proof of address",
    ),
    _increment(
        11,
        20,
        0,
        None,
        "the school streets map",
        "the exemption form",
        "the blue lamp camera notice",
    ),
    _increment(
        12,
        18,
        0,
        None,
        "the language choice",
        "the translated report",
        "the interpreter request",
        named=(
            "Cyfieithu'r dudalen gyntaf: ŵ ac ŷ yn ymddangos yn anghywir",
            "ترجمة صفحة الإبلاغ عن الحفر",
        ),
    ),
)

_MEDIUM_MEDIUM = ("probability::medium", "impact::medium")
_LOW_MEDIUM = ("probability::low", "impact::medium")
_MEDIUM_LOW = ("probability::medium", "impact::low")

_RISKS = (
    Risk(
        "Map supplier may end the free service",
        "Follow my report",
        ("risk-category::supplier", "owner-role::head-of-highways", "treatment::transfer", "later"),
        ((date(2025, 7, 14), _MEDIUM_MEDIUM), (date(2025, 11, 24), _MEDIUM_LOW)),
        closed_on=date(2026, 1, 19),
    ),
    Risk(
        "Depot system may be down in bad weather",
        "School streets",
        (
            "risk-category::technology",
            "owner-role::depot-manager",
            "treatment::reduce",
            "within-12-weeks",
        ),
        ((date(2025, 9, 22), _MEDIUM_LOW),),
        closed_on=date(2026, 3, 23),
        back_on=date(2026, 10, 19),
    ),
    Risk(
        "Photos may show faces or number plates",
        "Parking permits",
        (
            "risk-category::data-protection",
            "owner-role::data-protection-officer",
            "treatment::reduce",
            "within-12-weeks",
        ),
        ((date(2025, 8, 11), _MEDIUM_MEDIUM), (date(2025, 12, 9), _LOW_MEDIUM)),
    ),
    Risk(
        "Street works permit rules may change in 2027",
        "Report in any language",
        ("risk-category::technology", "owner-role::head-of-highways", "treatment::accept", "later"),
        ((date(2026, 9, 8), _LOW_MEDIUM),),
    ),
    Risk(
        "Gritting calls may swamp the contact centre",
        "",
        ("risk-category::people", "owner-role::contact-centre-manager", "within-4-weeks"),
        ((date(2026, 10, 27), ()),),
    ),
)

_NOTES = (
    Note(
        "achievement",
        "Residents report a pothole in two minutes, day or night",
        date(2025, 7, 7),
        date(2025, 7, 7),
        (
            ("Who benefits", "9,000 drivers and cyclists a year"),
            ("Demo", f"{_SEE}/report-a-pothole"),
        ),
    ),
    Note(
        "achievement",
        "Calls about broken street lights fell from 310 to 120 a month",
        date(2025, 11, 17),
        date(2025, 11, 17),
        (
            ("Who benefits", "4,100 residents a year, and the contact centre"),
            ("Demo", f"{_SEE}/street-lights"),
        ),
    ),
    Note(
        "achievement",
        "Builders pay for a skip licence in one visit",
        date(2026, 5, 11),
        date(2026, 5, 11),
        (("Who benefits", "340 small firms"), ("Demo", f"{_SEE}/skip-and-scaffold-licences")),
    ),
    Note(
        "achievement",
        "Dangerous trees reach the right owner on the same day",
        date(2026, 10, 26),
        date(2026, 10, 26),
        (
            ("Who benefits", "Residents and 14 parish councils"),
            ("Demo", f"{_SEE}/trees-and-hedges"),
        ),
    ),
    Note(
        "learning",
        "Winter gritting went live four weeks late",
        date(2026, 2, 3),
        date(2026, 2, 17),
        (
            ("What happened", "The depot closed for Christmas and nobody could check the routes."),
            (
                "What we learned",
                "We plan around the people we depend on, not only around our own team.",
            ),
            ("What we changed", "Every plan now lists the closing days of depots and suppliers."),
        ),
    ),
    Note(
        "learning",
        "The first roadworks map was too slow on old phones",
        date(2026, 7, 14),
        date(2026, 7, 28),
        (
            ("What happened", "Four of five people in the test gave up waiting."),
            ("What we learned", "We had tested with new phones only."),
            ("What we changed", "Every test now includes a phone that is five years old."),
        ),
    ),
    Note(
        "decision::sponsor",
        "Agree to switch off the paper pothole form",
        date(2025, 8, 26),
        date(2025, 9, 9),
        (("Needed by", "2025-09-12"),),
    ),
    Note(
        "decision::sponsor",
        "Agree who owns requests about private roads",
        date(2026, 3, 9),
        date(2026, 3, 24),
        (("Needed by", "2026-03-27"),),
    ),
)

STORY = Story(
    folder="highways-online",
    path="digital/highways-online",
    team=Team(
        "Highways online",
        lambda _: 3.25,
        lambda _: (1.5, 13.0),
        0.92,
        tuple(f"user-{number:02d}" for number in range(1, 9)),
    ),
    plans=_PLANS,
    increments=_INCREMENTS,
    risks=_RISKS,
    notes=_NOTES,
    wishes=12,
    in_hand=4,
    pull_requests=7,
)
