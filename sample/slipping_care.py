"""The slipping project: a supplier is late, scope grows, and the date moves as fast as time does."""

from datetime import date

from sample.project import Plan, Story
from sample.registers import Note, Risk
from sample.team import Increment, Team

_SEE = "https://show.exampleton.example/care"


def _lines(outcome: str, done: str, who: str) -> tuple[str, ...]:
    return (f"Outcome: {outcome}", f"Done when: {done}", f"Who benefits: {who}")


_PLANS = (
    Plan(
        "Find the right support",
        date(2025, 5, 12),
        ((date(2025, 5, 12), date(2025, 8, 1)),),
        _lines(
            "People find local support without phoning",
            "8 in 10 find it in a test",
            "14,000 residents over 65",
        ),
        f"{_SEE}/find-support",
    ),
    Plan(
        "Tell us you are a carer",
        date(2025, 7, 7),
        ((date(2025, 7, 7), date(2025, 10, 31)), (date(2025, 10, 20), date(2025, 11, 14))),
        _lines(
            "Carers register in ten minutes",
            "the paper form is switched off",
            "6,200 unpaid carers",
        ),
        f"{_SEE}/carers",
    ),
    Plan(
        "Book a care assessment",
        date(2025, 10, 6),
        (
            (date(2025, 10, 6), date(2026, 2, 27)),
            (date(2026, 2, 9), date(2026, 3, 27)),
            (date(2026, 3, 16), date(2026, 4, 24)),
        ),
        _lines(
            "People book an assessment at any hour",
            "half of all bookings come online",
            "3,800 people a year",
        ),
    ),
    Plan(
        "Prove who you are",
        date(2025, 11, 10),
        (
            (date(2025, 11, 10), date(2026, 3, 27)),
            (date(2026, 3, 2), date(2026, 5, 15)),
            (date(2026, 4, 20), date(2026, 7, 3)),
            (date(2026, 6, 8), date(2026, 8, 21)),
            (date(2026, 7, 27), date(2026, 10, 9)),
            (date(2026, 9, 14), date(2026, 11, 27)),
            (date(2026, 11, 2), date(2027, 1, 29)),
        ),
        _lines(
            "People prove who they are without sending a passport",
            "the supplier has passed the security assessment and 100 people have done it",
            "Everyone who applies for care",
        ),
    ),
    Plan(
        "Send evidence from a phone",
        date(2026, 3, 9),
        ((date(2026, 3, 9), date(2026, 7, 31)), (date(2026, 7, 13), date(2026, 8, 28))),
        _lines(
            "People send letters and bank statements as photos",
            "no evidence needs to be posted",
            "3,800 people a year, and the finance team",
        ),
        f"{_SEE}/evidence",
    ),
    Plan(
        "Financial assessment",
        date(2026, 4, 13),
        (
            (date(2026, 4, 13), date(2026, 9, 25)),
            (date(2026, 7, 27), date(2026, 12, 18)),
            (date(2026, 10, 5), date(2027, 3, 5)),
        ),
        _lines(
            "People know the same day what they will pay",
            "the sum agrees with the finance system",
            "2,900 people a year",
        ),
    ),
    Plan(
        "Direct payments account",
        date(2026, 8, 3),
        ((date(2026, 8, 3), date(2027, 3, 26)), (date(2026, 11, 2), date(2027, 5, 28))),
        _lines(
            "People see and spend their care budget online",
            "100 accounts are in use",
            "1,100 people who arrange their own care",
        ),
    ),
)

_INCREMENTS = (
    Increment(
        "Find the right support",
        ("the support finder", "the list of day centres", "the lunch club map", "the advice page"),
        date(2025, 5, 12),
        24,
        3,
        date(2025, 6, 24),
    ),
    Increment(
        "Tell us you are a carer",
        ("the carer form", "the carer's card", "the emergency plan", "the respite request"),
        date(2025, 7, 7),
        30,
        8,
        date(2025, 10, 6),
    ),
    Increment(
        "Book a care assessment",
        (
            "the assessment booking",
            "the choice of time",
            "the helper's sign-in",
            "the reminder",
            "the questions about the home",
        ),
        date(2025, 10, 6),
        32,
        18,
        date(2026, 3, 17),
        dropped=3,
        named=(
            "Ask @user-12 (user-12@exampleton.example) which day centres take bookings",
            "Text 07700 900 123 for a reminder: try the test number",
        ),
    ),
    Increment(
        "Send evidence from a phone",
        (
            "the evidence photo",
            "the list of evidence",
            "the bank statement",
            "the blurred photo warning",
        ),
        date(2026, 3, 9),
        24,
        6,
        date(2026, 7, 7),
    ),
    Increment(
        "Prove who you are",
        (
            "the identity check",
            "the passport photo",
            "the face check",
            "the identity result",
            "the check by post",
            "the supplier's test system",
        ),
        date(2025, 11, 10),
        28,
        40,
        date(2026, 11, 9),
        opens_on=date(2026, 1, 19),
        dropped=4,
        named=(
            "Identity check says no to names with ŵ, ŷ or ø",
            "Supplier answers 'unknown error' to one check in nine 😟",
        ),
    ),
    Increment(
        "Financial assessment",
        (
            "the income question",
            "the savings question",
            "the property question",
            "the sum to pay",
            "the appeal",
            "the rules of 2026",
        ),
        date(2026, 4, 13),
        26,
        16,
        date(2026, 11, 9),
        opens_on=date(2026, 5, 11),
        dropped=2,
        named=("Savings limit is £23,250, not £23,500",),
    ),
    Increment(
        "Direct payments account",
        (
            "the account balance",
            "the payment to a carer",
            "the receipt photo",
            "the yearly check",
            "the prepaid card",
        ),
        date(2026, 8, 3),
        22,
        3,
        date(2026, 11, 9),
    ),
)

_RISKS = (
    Risk(
        "Identity-check supplier may not pass the security assessment in time",
        "Prove who you are",
        (
            "risk-category::supplier",
            "owner-role::head-of-digital",
            "treatment::reduce",
            "within-4-weeks",
        ),
        (
            (date(2025, 9, 8), ("probability::medium", "impact::high")),
            (date(2026, 1, 20), ("probability::high", "impact::high")),
            (date(2026, 4, 14), ("probability::high", "impact::very-high")),
            (date(2026, 9, 29), ("probability::high", "impact::high")),
        ),
    ),
    Risk(
        "Case management system may give us no live link",
        "Book a care assessment",
        (
            "risk-category::technology",
            "owner-role::head-of-it",
            "treatment::reduce",
            "within-12-weeks",
        ),
        (
            (date(2025, 7, 1), ("probability::high", "impact::medium")),
            (date(2025, 11, 12), ("probability::medium", "impact::medium")),
        ),
        closed_on=date(2026, 3, 4),
    ),
    Risk(
        "Carers' details could be shown to the wrong person",
        "Direct payments account",
        (
            "risk-category::data-protection",
            "owner-role::data-protection-officer",
            "treatment::reduce",
            "later",
        ),
        (
            (date(2025, 10, 20), ("probability::low", "impact::high")),
            (date(2026, 2, 17), ("probability::very-low", "impact::very-high")),
        ),
    ),
    Risk(
        "First test of moving case records may fail",
        "Financial assessment",
        (
            "risk-category::technology",
            "owner-role::head-of-it",
            "treatment::reduce",
            "within-4-weeks",
        ),
        (
            (date(2026, 2, 2), ("probability::medium", "impact::high")),
            (date(2026, 6, 9), ("probability::high", "impact::high")),
        ),
        closed_on=date(2026, 7, 22),
        happened=True,
    ),
    Risk(
        "Too few social workers may be free to test",
        "Financial assessment",
        (
            "risk-category::people",
            "owner-role::head-of-adult-services",
            "treatment::reduce",
            "within-12-weeks",
        ),
        ((date(2026, 5, 11), ("probability::medium", "impact::medium")),),
    ),
    Risk(
        "Supplier may raise its price at renewal",
        "Prove who you are",
        (
            "risk-category::finance",
            "owner-role::head-of-procurement",
            "treatment::transfer",
            "within-12-weeks",
            "impact-gbp::45000",
        ),
        ((date(2026, 6, 15), ("probability::medium", "impact::low")),),
    ),
    Risk(
        "New charging rules may change the financial assessment",
        "Financial assessment",
        ("risk-category::finance", "owner-role::head-of-finance"),
        ((date(2026, 10, 13), ()),),
    ),
)

_NOTES = (
    Note(
        "decision::sponsor",
        "Release care assessments without the online identity check",
        date(2026, 11, 3),
        None,
        (
            ("Needed by", "2026-12-04"),
            ("What happened", "The supplier has missed its security assessment again."),
        ),
        "Prove who you are",
    ),
    Note(
        "decision::sponsor",
        "Spend £38,000 on a second identity-check supplier",
        date(2026, 11, 10),
        None,
        (("Needed by", "2026-11-27"),),
        "Prove who you are",
    ),
    Note(
        "decision::sponsor",
        "Keep posted evidence as a second way in",
        date(2026, 5, 5),
        date(2026, 5, 19),
        (("Needed by", "2026-05-22"),),
    ),
    Note(
        "achievement",
        "Carers register in ten minutes",
        date(2025, 11, 24),
        date(2025, 11, 24),
        (("Who benefits", "6,200 unpaid carers"), ("Demo", f"{_SEE}/carers")),
    ),
    Note(
        "achievement",
        "Families send evidence from a phone",
        date(2026, 9, 7),
        date(2026, 9, 7),
        (("Who benefits", "3,800 people a year"), ("Demo", f"{_SEE}/evidence")),
    ),
    Note(
        "learning",
        "The first test of moving case records failed",
        date(2026, 7, 24),
        date(2026, 8, 18),
        (
            ("What happened", "One address in eight was there twice, and the load stopped."),
            ("What we learned", "We had looked at the form of the data and not at the data."),
            ("What we changed", "We check addresses before each test; the second test passed."),
        ),
    ),
    Note(
        "learning",
        "We planned around a supplier's promise",
        date(2026, 9, 16),
        None,
        (
            (
                "What happened",
                "The date for identity checks moved five times, each time by about seven weeks.",
            ),
            ("What we learned", "A date that rests on one supplier needs a second way."),
        ),
    ),
    Note(
        "learning",
        "Booking went live and half of the calls were about passwords",
        date(2026, 5, 26),
        date(2026, 6, 9),
        (
            ("What happened", "People who help a parent could not sign in for them."),
            ("What we learned", "A helper is a user too."),
            ("What we changed", "Helpers have their own sign-in, tried with 12 families."),
        ),
    ),
)


def _pace(monday: date) -> float:
    """Return the usual items a week: waiting for the supplier costs pace."""
    return 3.6 if monday < date(2026, 3, 30) else 2.55


def _cycle_days(day: date) -> tuple[int, int]:
    return (2, 18) if day < date(2026, 3, 30) else (3, 34)


STORY = Story(
    folder="care-online",
    path="adult-care/care-online",
    team=Team(
        "Adult social care online",
        _pace,
        _cycle_days,
        0.86,
        tuple(f"user-{number:02d}" for number in range(9, 21)),
        aside=0.34,
        tells_why=False,
    ),
    plans=_PLANS,
    increments=_INCREMENTS,
    risks=_RISKS,
    notes=_NOTES,
    wishes=14,
    in_hand=11,
)
