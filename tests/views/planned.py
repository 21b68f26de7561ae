"""A programme whose dates can be followed by hand, measured as the product does; no store.

Portal finishes five pieces of work every week. Sign in has 10 left, Pay online 15, and 5 are in no
increment. Library has begun too late to be forecast, and Archive has 600 left at the same pace.
"""

from functools import cache

from metrics import registry
from programme.settings import Settings
from snapshots.snapshot import Snapshot
from tests.metrics.frames import at, make_facts, make_settings, replayed
from tests.metrics.increment_frames import Work, milestone, source, steadily
from tests.metrics.risk_frames import Risk
from views.shown import Shown

AS_OF = "2026-06-01T09:00"
#: It delays Sign in by 30 days with a chance of 65 in 100.
RISK = "forge.example/portal#901"
_WANTED = ("increments", "projects", "risks", "proposals", "sources")


@cache
def shown() -> Shown:
    """Return the programme as pages are given it."""
    settings = _settings()
    work = _work()
    facts = make_facts(
        milestones=[
            *milestone("Sign in", ("2026-01-05", "2026-06-26")),
            *milestone("Pay online", ("2026-01-05", "2026-07-31")),
            *milestone("Borrow", ("2026-05-20", "2026-07-31"), project="Library"),
            *milestone("Scan", ("2026-01-05", "2026-07-31"), project="Archive"),
        ],
        sources=[source(), source("library"), source("archive")],
    )
    spells = replayed(
        work,
        increment_spells=[
            row for issue in work if isinstance(issue, Work) for row in issue.increment_spells()
        ],
        label_spells=[
            row for issue in work if isinstance(issue, Risk) for row in issue.label_spells()
        ],
    )
    chosen = registry.needed(_WANTED)
    as_of = at(AS_OF)
    given = registry.given(chosen, facts, spells, as_of=as_of, settings=settings)
    tables = registry.compute(chosen, given, as_of=as_of, settings=settings)
    header = {"as_of": as_of.isoformat(), "data_through_at": as_of.isoformat()}
    return Shown(Snapshot(header, tables, "planned"), settings, as_of)


def _settings() -> Settings:
    return make_settings(
        ["Portal", "Library", "Archive"], increments={"max_items": 12}, project={"people": 8}
    )


def _work() -> list[Work | Risk]:
    names = ("risk", "probability::high", "impact-days::30")
    labels: dict[str, tuple[str | None, str | None]] = dict.fromkeys(names, (None, None))
    risks = [
        Risk(901, "2026-05-05", labels=labels, increment="Sign in", title="The supplier is late"),
        Risk(902, "2026-05-05", labels={"risk": (None, None)}, increment="Sign in"),
        Risk(903, "2026-05-05", labels=labels, title="In no increment"),
    ]
    return [
        *steadily("Pay online", [5] * 21, 15),
        *steadily("Sign in", [], 10, first=300),
        *steadily("", [], 5, first=400),
        *(Work(n, "2026-05-20", increment="Borrow", project="Library") for n in range(500, 503)),
        *steadily("Scan", [5] * 21, 600, first=1000, project="Archive"),
        *risks,
    ]
