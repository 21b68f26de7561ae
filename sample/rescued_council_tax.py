"""The rescued project: one increment grew too large, and splitting it brought pace and dates back."""

from datetime import date

from sample.project import Plan, Story
from sample.registers import Note, Risk
from sample.team import Increment, Team

_SEE = "https://show.exampleton.example/council-tax"
#: The Monday on which the oversized increment was split into three.
SPLIT_ON = date(2026, 6, 8)
OVERSIZED = "Council tax online"
_BILL = "See your bill and balance"
_DISCOUNTS = "Discounts and exemptions"
_PAY = "Pay and spread the cost"


def _lines(outcome: str, done: str, who: str) -> tuple[str, ...]:
    return (f"Outcome: {outcome}", f"Done when: {done}", f"Who benefits: {who}")


_PLANS = (
    Plan(
        "Sign in to your account",
        date(2025, 5, 9),
        ((date(2025, 5, 9), date(2025, 8, 15)),),
        _lines(
            "One sign-in for all council services", "1,000 accounts are in use", "Every household"
        ),
        f"{_SEE}/sign-in",
    ),
    Plan(
        "Tell us you have moved",
        date(2025, 7, 21),
        ((date(2025, 7, 21), date(2025, 10, 31)),),
        _lines(
            "People who move tell the council once",
            "the paper form is switched off",
            "8,400 households a year",
        ),
        f"{_SEE}/moving",
    ),
    Plan(
        "Renew a Blue Badge",
        date(2025, 9, 29),
        ((date(2025, 9, 29), date(2026, 1, 30)), (date(2026, 1, 12), date(2026, 2, 13))),
        _lines(
            "People renew a Blue Badge without a visit",
            "9 in 10 renewals come online",
            "5,600 badge holders",
        ),
        f"{_SEE}/blue-badge",
    ),
    Plan(
        _PAY,
        date(2025, 11, 24),
        (
            (date(2025, 11, 24), date(2026, 6, 26)),
            (date(2026, 3, 9), date(2026, 8, 28)),
            (date(2026, 4, 27), date(2026, 10, 30)),
            (date(2026, 5, 26), date(2027, 1, 29)),
            (date(2026, 8, 24), date(2026, 12, 18)),
            (date(2026, 10, 12), date(2026, 12, 4)),
        ),
        _lines(
            "People pay council tax online and choose how to spread it",
            "a third of instalment plans are set up online",
            "61,000 households",
        ),
        was=OVERSIZED,
        renamed_on=SPLIT_ON,
    ),
    Plan(
        _BILL,
        SPLIT_ON,
        ((SPLIT_ON, date(2026, 8, 28)),),
        _lines(
            "People see what they owe and why",
            "balance and bill agree on 1,000 test accounts",
            "61,000 households",
        ),
        f"{_SEE}/bill",
    ),
    Plan(
        _DISCOUNTS,
        SPLIT_ON,
        ((SPLIT_ON, date(2026, 11, 13)), (date(2026, 8, 24), date(2026, 10, 30))),
        _lines(
            "People get the discount they are entitled to",
            "decisions take five days, not thirty",
            "22,000 people who live alone, students and carers",
        ),
        f"{_SEE}/discounts",
    ),
    Plan(
        "Apply for housing benefit",
        date(2026, 9, 7),
        ((date(2026, 9, 7), date(2027, 2, 12)),),
        _lines(
            "People apply once for all help with housing costs",
            "200 people have applied",
            "4,900 households",
        ),
    ),
    Plan(
        "Business rates",
        date(2026, 10, 19),
        ((date(2026, 10, 19), date(2027, 4, 9)),),
        _lines(
            "Firms see and pay their rates online",
            "half of all firms have an account",
            "3,700 firms",
        ),
    ),
)


def _part(
    key: str, planned: int, added: int, until: date, *things: str, named: tuple[str, ...] = ()
) -> Increment:
    return Increment(
        key,
        things,
        date(2025, 11, 24),
        planned,
        added,
        until,
        date(2026, 1, 5),
        1,
        named,
        OVERSIZED,
        _PAY,
        SPLIT_ON,
    )


_INCREMENTS = (
    Increment(
        "Sign in to your account",
        ("the sign-in", "the new account", "the forgotten password", "the link to a household"),
        date(2025, 5, 9),
        28,
        4,
        date(2025, 7, 8),
        named=("Sign-in fails for names with an apostrophe (O'Neill, D'Souza)",),
    ),
    Increment(
        "Tell us you have moved",
        ("the moving form", "the new address", "the final bill", "the landlord's form"),
        date(2025, 7, 21),
        34,
        4,
        date(2025, 10, 7),
    ),
    Increment(
        "Renew a Blue Badge",
        ("the badge renewal", "the badge photo", "the proof of need", "the badge payment"),
        date(2025, 9, 29),
        34,
        5,
        date(2026, 1, 13),
        named=("Blue Badge costs £10, not £10.00p",),
    ),
    _part(
        _BILL,
        22,
        9,
        date(2026, 6, 30),
        "the bill",
        "the balance",
        "the list of payments",
        "the explanation of bands",
        named=("Bill shows £0.00 when the balance is -£0.004",),
    ),
    _part(
        _DISCOUNTS,
        22,
        9,
        date(2026, 8, 11),
        "the single person discount",
        "the student exemption",
        "the carer discount",
        "the empty home form",
    ),
    _part(
        _PAY,
        26,
        12,
        date(2026, 10, 6),
        "the card payment",
        "the direct debit",
        "the instalment plan",
        "the refund",
        named=("Ring the bank on +44 1632 960 456 about failed direct debits",),
    ),
    Increment(
        "Apply for housing benefit",
        ("the benefit form", "the rent question", "the income proof", "the change of household"),
        date(2026, 9, 7),
        34,
        4,
        date(2026, 11, 9),
    ),
    Increment(
        "Business rates",
        ("the rates account", "the small firm relief", "the rates bill", "the valuation link"),
        date(2026, 10, 19),
        28,
        0,
    ),
)

_RISKS = (
    Risk(
        "Annual billing may stop releases in February and March",
        _PAY,
        (
            "risk-category::people",
            "owner-role::head-of-revenues",
            "treatment::accept",
            "within-12-weeks",
        ),
        ((date(2025, 11, 24), ("probability::medium", "impact::medium")),),
        closed_on=date(2026, 4, 1),
    ),
    Risk(
        "Payments provider may change its certificate without notice",
        _PAY,
        (
            "risk-category::supplier",
            "owner-role::head-of-it",
            "treatment::transfer",
            "within-12-weeks",
        ),
        (
            (date(2026, 1, 12), ("probability::medium", "impact::medium")),
            (date(2026, 5, 5), ("probability::high", "impact::medium")),
            (date(2026, 7, 14), ("probability::low", "impact::medium")),
        ),
        closed_on=date(2026, 9, 15),
    ),
    Risk(
        "One release is too large to test safely",
        _PAY,
        (
            "risk-category::technology",
            "owner-role::head-of-digital",
            "treatment::avoid",
            "within-12-weeks",
        ),
        ((date(2026, 3, 10), ("risk::high",)), (date(2026, 6, 16), ("risk::low",))),
        closed_on=date(2026, 8, 25),
    ),
    Risk(
        "Card numbers could be written to a log by mistake",
        _PAY,
        (
            "risk-category::security",
            "owner-role::head-of-information-security",
            "treatment::reduce",
            "within-4-weeks",
        ),
        (
            (date(2026, 2, 10), ("probability::35%", "impact-days::15")),
            (date(2026, 8, 18), ("probability::10%", "impact-days::15")),
        ),
    ),
    Risk(
        "Accounts could be attacked with passwords stolen elsewhere",
        "Apply for housing benefit",
        (
            "risk-category::security",
            "owner-role::head-of-information-security",
            "treatment::reduce",
            "within-12-weeks",
        ),
        (
            (date(2026, 3, 2), ("probability::medium", "impact::high")),
            (date(2026, 6, 23), ("probability::low", "impact::high")),
        ),
    ),
)

_NOTES = (
    Note(
        "decision::sponsor",
        "Split Council tax online into three releases",
        date(2026, 5, 27),
        date(2026, 6, 5),
        (("Needed by", "2026-06-05"),),
        _PAY,
    ),
    Note(
        "decision::sponsor",
        "Let two testers work on council tax until October",
        date(2026, 6, 12),
        date(2026, 6, 17),
        (("Needed by", "2026-06-19"),),
    ),
    Note(
        "decision::sponsor",
        "Choose the first firms for business rates",
        date(2026, 11, 5),
        None,
        (("Needed by", "2027-01-08"),),
        "Business rates",
    ),
    Note(
        "achievement",
        "One sign-in for all council services",
        date(2025, 9, 1),
        date(2025, 9, 1),
        (("Who benefits", "Every household"), ("Demo", f"{_SEE}/sign-in")),
    ),
    Note(
        "achievement",
        "Blue Badges are renewed without a visit",
        date(2026, 2, 16),
        date(2026, 2, 16),
        (("Who benefits", "5,600 badge holders"), ("Demo", f"{_SEE}/blue-badge")),
    ),
    Note(
        "achievement",
        "18,000 households have looked at their bill online",
        date(2026, 9, 14),
        date(2026, 9, 14),
        (("Who benefits", "61,000 households"), ("Demo", f"{_SEE}/bill")),
    ),
    Note(
        "achievement",
        "Discounts are decided in five days",
        date(2026, 10, 30),
        date(2026, 10, 30),
        (("Demo", f"{_SEE}/discounts"),),
    ),
    Note(
        "learning",
        "Council tax online was too large to finish",
        date(2026, 6, 10),
        date(2026, 6, 24),
        (
            (
                "What happened",
                "For five months much was begun, little was finished, and the date moved three times.",
            ),
            ("What we learned", "Seventy pieces of work are not an increment."),
            (
                "What we changed",
                "No increment is agreed above 40 pieces of work, and each has its own show and tell.",
            ),
        ),
    ),
    Note(
        "learning",
        "Balances differed by a penny",
        date(2026, 8, 4),
        date(2026, 8, 18),
        (
            ("What happened", "One balance in nine hundred was a penny out."),
            ("What we learned", "Two systems rounded at different steps."),
            ("What we changed", "We compare 1,000 accounts before each release."),
        ),
    ),
)


def _pace(monday: date) -> float:
    """Return the usual items a week: the large increment costs pace, the split gives it back."""
    if monday < date(2026, 1, 19):
        return 3.4
    return 1.7 if monday < SPLIT_ON else 4.4


def _cycle_days(day: date) -> tuple[int, int]:
    return (6, 44) if date(2026, 1, 19) <= day < date(2026, 6, 29) else (2, 15)


STORY = Story(
    folder="council-tax-online",
    path="revenues/council-tax-online",
    team=Team(
        "Council tax online",
        _pace,
        _cycle_days,
        0.9,
        tuple(f"user-{number:02d}" for number in range(21, 31)),
    ),
    plans=_PLANS,
    increments=_INCREMENTS,
    risks=_RISKS,
    notes=_NOTES,
    wishes=13,
    in_hand=5,
    pull_requests=6,
)
