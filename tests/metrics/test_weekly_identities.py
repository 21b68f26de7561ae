"""Weekly counts agree with looking up each issue by hand, whatever happens to it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import throughput
from tests.metrics.frames import Issue, computed, make_settings, replayed

# Watching which lines run doubles the time of these; others show what is covered.
pytestmark = pytest.mark.no_cover

START = datetime(2025, 12, 1, tzinfo=UTC)
#: Measured together, several histories cost little more than one.
TEAMS = range(5)
PROJECTS = tuple(f"{name} {team}" for team in TEAMS for name in ("Api", "Portal"))
SETTINGS = make_settings(PROJECTS)
AS_OF = "2026-03-05T12:00:00"

instants = st.integers(0, 60 * 24 * 90).map(lambda minutes: START + timedelta(minutes=minutes))


@st.composite
def histories(draw: st.DrawFn) -> list[Issue]:
    """Draw issues with turns in order, some of them started, some of them records."""
    issues = []
    for number in range(draw(st.integers(0, 8))):
        first, *turns = sorted(draw(st.lists(instants, min_size=1, max_size=5, unique=True)))
        states = draw(
            st.lists(
                st.sampled_from(["open", "finished", "dropped"]),
                min_size=len(turns),
                max_size=len(turns),
            )
        )
        started = draw(st.none() | instants)
        issues.append(
            Issue(
                number,
                first.isoformat(),
                *((turn.isoformat(), state) for turn, state in zip(turns, states, strict=True)),
                project=draw(st.sampled_from(["Api", "Portal"])),
                started=started.isoformat() if started else None,
                record=draw(st.sampled_from(["", "", "", "risk"])),
            )
        )
    return issues


@st.composite
def programmes(draw: st.DrawFn) -> list[Issue]:
    """Draw a history for each team, in projects of its own."""
    issues = []
    for team in TEAMS:
        for issue in draw(histories()):
            issue.project = f"{issue.project} {team}"
            issues.append(issue)
    return issues


@settings(max_examples=20)
@given(programmes())
def test_a_week_counts_what_its_two_ends_say(issues: list[Issue]) -> None:
    """The matrix of states agrees with looking up each issue's state by hand."""
    moved = computed(throughput.MEASURE, replayed(issues), AS_OF, SETTINGS)
    work = [issue for issue in issues if not issue.record]

    def state(issue: Issue, end: datetime) -> str:
        return next((what for when, what in reversed(issue.turns) if when < end), "")

    for row in moved.to_dict("records"):
        # January to March: London keeps UTC.
        then = row["week_start"].to_pydatetime().replace(tzinfo=UTC)
        ours = [issue for issue in work if row["project"] in {issue.project, ""}]
        pairs = [(state(issue, then), state(issue, then + timedelta(days=7))) for issue in ours]
        assert row["arrived_count"] == sum(not a and bool(b) for a, b in pairs)
        assert row["finished_count"] == sum(a != "finished" and b == "finished" for a, b in pairs)
        assert row["dropped_count"] == sum(a != "dropped" and b == "dropped" for a, b in pairs)
        assert row["reopened_count"] == sum(
            a in {"finished", "dropped"} and a != b for a, b in pairs
        )
