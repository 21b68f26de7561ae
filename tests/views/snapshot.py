"""A believable snapshot without a store: three projects, 18 months, ten increments; seeded."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from programme import frames
from programme.settings import Settings
from snapshots.contracts import contracts
from snapshots.header import LIVE, NOTHING_SAID
from snapshots.snapshot import Snapshot
from views.shown import Shown

AS_OF = datetime(2026, 11, 22, 9, tzinfo=UTC)
PROJECTS = {"Care portal": 9, "Council tax": 12, "Highways": 7}
#: Tables from which dates are worked out again, and records; tests of them have their own rows.
_EMPTY = (
    *("plan", "planned_work", "dependencies"),
    *("decisions", "achievements", "learnings", "changes"),
)
_MONDAYS = pd.date_range("2025-05-05", "2026-11-09", freq="7D")
_SUNDAYS = _MONDAYS + pd.Timedelta(days=6)

_INCREMENTS: list[tuple[Any, ...]] = [
    # project, increment, state, baseline, target, finished, p50, p80, p, slips, rate
    ("Care portal", "Ask for help online", "finished", "2026-03-02", "2026-03-20", "2026-03-24"),
    (
        "Care portal",
        "Book a care assessment online",
        "open",
        "2026-12-01",
        "2027-01-30",
        None,
        "2027-02-04",
        "2027-02-25",
        0.38,
        5,
        0.6,
    ),
    (
        "Care portal",
        "Pay for support",
        "open",
        "2027-02-15",
        "2027-03-31",
        None,
        "2027-04-20",
        "2027-05-28",
        0.2,
        3,
        0.3,
    ),
    ("Care portal", "Carers’ own accounts", "open", None, None, None, None, None, None, 0, 0),
    ("Council tax", "Tell us you have moved", "finished", "2026-05-01", "2026-05-29", "2026-05-29"),
    (
        "Council tax",
        "Discounts: single occupier",
        "open",
        "2026-12-11",
        "2026-12-18",
        None,
        "2026-12-06",
        "2026-12-16",
        0.84,
        1,
        0.0,
    ),
    (
        "Council tax",
        "Discounts: the rest",
        "open",
        "2026-12-11",
        "2027-03-12",
        None,
        "2027-02-20",
        "2027-03-19",
        0.72,
        2,
        0.1,
    ),
    ("Highways", "Report a pothole", "finished", "2026-02-02", "2026-02-02", "2026-01-30"),
    (
        "Highways",
        "Follow a repair",
        "open",
        "2026-12-04",
        "2026-12-04",
        None,
        "2026-11-28",
        "2026-12-03",
        0.86,
        0,
        0.0,
    ),
    (
        "Highways",
        "Skip permits",
        "open",
        "2027-04-01",
        "2027-04-01",
        None,
        "2027-03-10",
        "2027-03-26",
        0.9,
        0,
        0.0,
    ),
]


#: Too large, and not broken down yet.
_LARGE = {"Pay for support", "Carers’ own accounts"}
_ROUGH = {"Skip permits"}


def shown(**changes: pd.DataFrame) -> Shown:
    """Return the snapshot as pages are given it; *changes* replace tables by name."""
    made = snapshot()
    tables = {**made.tables, **changes}
    return Shown(Snapshot(made.header, tables, made.identity), settings(), AS_OF)


def settings() -> Settings:
    """Return settings that go with the snapshot."""
    return Settings.model_validate(
        {
            "programme": {
                "name": "Adult social care online",
                "outcome": "Carers arrange and pay for support without phoning the council.",
                "sro_role": "Director of Adult Services",
                "digital_lead_role": "Head of Digital",
                "started_on": date(2025, 5, 5),
                "as_of": AS_OF,
            },
            "projects": [
                {
                    "name": name,
                    "people": people,
                    "sources": [{"kind": "recorded", "path": f"/nowhere/{number}"}],
                }
                for number, (name, people) in enumerate(PROJECTS.items())
            ],
            "risk": {"tolerance": {"total_days": 30}},
        }
    )


def snapshot(seed: int = 7) -> Snapshot:
    """Return the snapshot; the same for the same seed."""
    made = _made(seed)
    # Shallow copies are copy-on-write: what a test does to one is not seen in the next.
    tables = {name: table.copy(deep=False) for name, table in made.tables.items()}
    return Snapshot(dict(made.header), tables, made.identity)


@cache
def _made(seed: int) -> Snapshot:
    dice = np.random.default_rng(seed)
    weekly = _weekly(dice)
    header = {
        "schema_version": "1",
        "definitions_version": "1",
        "app_version": "0.1.0",
        "programme": "Adult social care online",
        "outcome": "Carers arrange and pay for support without phoning the council.",
        "as_of": "2026-11-22T09:00:00Z",
        "iso_week": "2026-W47",
        "cut_off_at": "2026-11-16T00:00:00Z",
        "taken_at": "2026-11-22T09:00:00Z",
        "config_sha256": "0" * 64,
        "data_through_at": "2026-11-22T06:00:00Z",
        **NOTHING_SAID,
        "indicated_rating": "red",
        "rating_reason": "There is about a 40% chance of making 30 January 2027.",
        "headline": "",
        **LIVE,
    }
    burndown = _burndown(dice)
    kept = contracts()
    tables = {
        "projects": _projects(),
        "sources": _sources(),
        "throughput": weekly["throughput"],
        "flow": weekly["flow"],
        "run_chart": _run_chart(weekly["throughput"]),
        "service_levels": _levels(),
        "increments": _increments(),
        "milestone_trend": _trend(),
        "forecast_scores": _scores(),
        "risks": _risks(),
        "risk_burndown": burndown,
        "data_quality": _quality(),
        **{name: frames.empty(kept[name]) for name in _EMPTY},
        "items": _items(),
        "burn_up": _burn_up(),
        "scope": _scope(),
        "proposals": _proposals(),
        "cut_lines": _cut_lines(),
        "chains": _chains(),
        **_flow_tables(),
    }
    # Columns of sizes and of working days are empty unless a test gives them.
    whole = {
        name: table.reindex(columns=list(kept[name].columns)) for name, table in tables.items()
    }
    return Snapshot(
        header,
        {name: frames.conform(whole[name], kept[name]) for name in whole},
        identity=f"{seed:064x}",
    )


def _weekly(dice: np.random.Generator) -> dict[str, pd.DataFrame]:
    rows, stocks = [], []
    for name, pace in zip(PROJECTS, (3, 5, 4), strict=True):
        done = dice.poisson(pace, len(_MONDAYS))
        if name == "Care portal":
            done[-9:] = dice.poisson(1, 9)
        come = dice.poisson(pace + 0.6, len(_MONDAYS))
        dropped = dice.binomial(1, 0.2, len(_MONDAYS))
        rows.append(
            pd.DataFrame(
                {
                    "project": name,
                    "week_start": _MONDAYS,
                    "arrived_count": come,
                    "finished_count": done,
                    "dropped_count": dropped,
                    "reopened_count": 0,
                }
            )
        )
        arrived = 30 + come.cumsum()
        left = np.maximum(arrived - done.cumsum() - dropped.cumsum(), 6)
        stocks.append(
            pd.DataFrame(
                {
                    "project": name,
                    "week_end": _SUNDAYS,
                    "arrived_total": arrived,
                    "started_total": arrived - left + 5,
                    "finished_total": done.cumsum(),
                    "dropped_total": dropped.cumsum(),
                    "wip_count": 5,
                    "backlog_count": left - 5,
                }
            )
        )
    return {
        "throughput": _with_whole(pd.concat(rows), "week_start"),
        "flow": _with_whole(pd.concat(stocks), "week_end"),
    }


def _with_whole(frame: pd.DataFrame, week: str) -> pd.DataFrame:
    counts = [c for c in frame.columns if c not in {"project", week}]
    whole = frame.groupby(week, as_index=False)[counts].sum().assign(project="")
    return pd.concat([whole[frame.columns], frame], ignore_index=True).astype(
        dict.fromkeys(counts, "Int64")
    )


def _run_chart(throughput: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for _, rows in throughput.groupby("project"):
        middle = int(np.sort(rows["finished_count"])[(len(rows) + 1) // 2 - 1])
        signal = np.where(np.arange(len(rows)) >= len(rows) - 9, "shift", "none")
        low = rows["project"].iloc[0] == "Care portal"
        parts.append(
            rows[["project", "week_start", "finished_count"]].assign(
                median_count=middle, signal=signal if low else "none"
            )
        )
    return pd.concat(parts, ignore_index=True).astype({"median_count": "Int64"})


def _levels() -> pd.DataFrame:
    rows = [
        (project, measure, 5.0, 11.0, 13.0, 24.0, 60)
        for project in ("", *PROJECTS)
        for measure in ("cycle_time", "lead_time")
    ]
    columns = ["project", "measure", "p50_days", "p80_days", "p85_days", "p95_days", "item_count"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({c: "Float64" for c in columns[2:6]} | {"item_count": "Int64"})


def _flow_tables() -> dict[str, pd.DataFrame]:
    """Return the tables of flow: in each project 2 of 3 pieces under way take too long."""
    under_way = [
        (project, f"github.example.org/council/care#{10 * n + at}", f"Piece {n}.{at}", age, 13.0)
        for n, project in enumerate(PROJECTS)
        for at, age in enumerate((47.0, 14.0, 3.0))
    ]
    ageing = pd.DataFrame(under_way, columns=["project", "item", "title", "age_days", "sle_days"])
    places = ["", *PROJECTS]
    health = pd.DataFrame({"project": places}).assign(
        growth_week_count=26,
        arrived_count=130,
        finished_count=104,
        growth_ratio=1.25,
        week_count=26,
        mean_wip=5.0,
        mean_finished_per_week=4.0,
        item_count=90,
        elapsed_days=810.0,
        mean_cycle_time_days=9.0,
        littles_law_ratio=0.972222,
    )
    efficiency = pd.DataFrame({"project": places}).assign(
        item_count=90,
        held_up_count=30,
        elapsed_days=810.0,
        active_days=607.5,
        flow_efficiency_ratio=0.75,
    )
    states = pd.DataFrame(
        [
            (project, state, items, *(days if project else (None, None)), items * 4.0, 2)
            for project in places
            for state, items, days in (
                ("blocked", 30, (3.0, 6.0)),
                ("status::in-review", 80, (2.5, 5.0)),
                ("workflow::ready", 12, (None, None)),
            )
        ],
        columns=["project", "state", "item_count", "p50_days", "p85_days", "total_days"]
        + ["open_count"],
    )
    return {
        "ageing": ageing.assign(
            started_on=AS_OF.replace(tzinfo=None) - pd.to_timedelta(ageing["age_days"] - 1, "D"),
            beyond_sle=ageing["age_days"] > ageing["sle_days"],
        ),
        "flow_health": health,
        "flow_efficiency": efficiency,
        "time_in_state": states.astype({"p50_days": "Float64", "p85_days": "Float64"}),
    }


def _increments() -> pd.DataFrame:
    rows = []
    for values in _INCREMENTS:
        whole: list[Any] = [*values, *(None,) * (11 - len(values))]
        project, name, state, baseline, target, finished, p50, p80, chance, slips, rate = whole
        moved = finished or target
        slippage = (pd.Timestamp(moved) - pd.Timestamp(baseline)).days if baseline else None
        late = (pd.Timestamp(p80) - pd.Timestamp(target)).days if p80 else None
        rating = (
            "not_rated"
            if chance is None
            else ("green" if chance >= 0.8 else "amber" if chance >= 0.5 else "red")
        )
        rows.append(
            {
                "project": project,
                "increment": name,
                "state": state,
                "started_on": "2025-06-02",
                "baseline_on": baseline,
                "target_on": target,
                "finished_on": finished,
                "item_count": 40,
                "finished_count": 22,
                "dropped_count": 1,
                "remaining_count": 0 if finished else 17,
                "reopened_count": 1,
                "added_since_baseline_count": 9,
                "p50_on": p50,
                "p80_on": p80,
                "p95_on": p80,
                "p_on_time": chance,
                "no_forecast_reason": ""
                if p80 or finished
                else "Fewer than 7 weeks of finished work.",
                "slippage_days": slippage,
                "forecast_slippage_days": late,
                "drift_days": 0,
                "slip_count": slips,
                "slip_rate": rate,
                "exposure_days": 4.2,
                "oversized": name in _LARGE,
                "oversized_reason": "It holds 40 pieces of work." if name in _LARGE else "",
                "not_broken_down_count": 22 if name in _ROUGH else 0,
                "indicated_rating": rating,
                "rating_reason": "",
                "url": "https://github.example.org/milestone/1",
            }
        )
    frame = pd.DataFrame(rows)
    for name in frame.columns:
        if name.endswith("_on") and name != "p_on_time":
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
        elif name.endswith("_count"):
            frame[name] = frame[name].astype("Int64")
        elif name.endswith(("_days", "_rate")) or name == "p_on_time":
            frame[name] = frame[name].astype("Float64")
    return frame.astype({"oversized": "boolean"})


def _items() -> pd.DataFrame:
    """Return work of which three pieces are open in one increment, two of them started."""
    frame = pd.DataFrame(
        [
            ("Pay for support", "Take a card payment", "open", "2026-09-07", 47.0),
            ("Pay for support", "Send a receipt", "open", "2026-08-03", None),
            ("Pay for support", "Show what is owed", "open", "2026-09-14", 63.0),
            ("Pay for support", "Choose an amount", "finished", "2026-09-14", None),
        ],
        columns=["increment", "title", "state", "created_on", "age_days"],
    )
    return frame.assign(
        project="Care portal",
        item=[f"github.example.org/council/care#{n}" for n in range(40, 44)],
        url=[f"https://github.example.org/council/care/issues/{n}" for n in range(40, 44)],
        created_on=pd.to_datetime(frame["created_on"]),
    )


def _burn_up() -> pd.DataFrame:
    """Return a year of weeks of three increments and of work in none: 39 pieces, 22 finished."""
    weeks = np.arange(52)
    return pd.concat(
        pd.DataFrame(
            {
                "project": project,
                "increment": increment,
                "week_end": _SUNDAYS[-52:],
                "scope_count": np.minimum(20 + weeks, 39),
                "finished_count": np.minimum(weeks // 2, 22),
            }
        )
        for project, increment in (
            ("Care portal", ""),
            ("Care portal", "Ask for help online"),
            ("Care portal", "Pay for support"),
            ("Highways", "Skip permits"),
        )
    )


def _scope() -> pd.DataFrame:
    """Return the scope of one increment: grown in every week until it held 39 pieces."""
    held = np.minimum(20 + np.arange(52), 39)
    return pd.DataFrame(
        {
            "project": "Care portal",
            "increment": "Pay for support",
            "week_start": _MONDAYS[-52:],
            "added_count": np.diff(held, prepend=20),
            "dropped_count": 0,
            "moved_in_count": 0,
            "moved_out_count": 0,
            "scope_count": held,
        }
    )


def _proposals() -> pd.DataFrame:
    """Return one increment in two parts, and one that cannot be split."""
    rows = [
        ("Pay for support", "", 17, "2027-05-28", 0.2, "It holds 40 pieces of work."),
        ("Pay for support", "1", 10, "2027-04-09", 0.65, '8 of 10 have the word "card".'),
        ("Pay for support", "2", 7, "2027-05-28", 0.2, "They have nothing in common."),
        ("Carers’ own accounts", "", 1, None, None, "What is left of it cannot be split."),
    ]
    columns = ["increment", "part", "item_count", "p80_on", "p_on_time", "why"]
    frame = pd.DataFrame(rows, columns=columns).assign(project="Care portal")
    return frame.assign(p80_on=pd.to_datetime(frame["p80_on"]))


def _cut_lines() -> pd.DataFrame:
    """Return one increment that two cuts bring back, and one that nothing does."""
    rows = [
        ("Pay for support", "Carers’ own accounts", None, 9, 0.85, "2026-12-13", ""),
        ("Pay for support", "Pay for support", 1, 7, 0.85, "2026-12-13", ""),
        ("Book a care assessment", "", None, None, None, None, "Its date has passed."),
    ]
    columns = ["increment", "dropped", "part_count", "item_count", "p_on_time"]
    frame = pd.DataFrame(rows, columns=[*columns, "decide_by_on", "why_not"])
    return frame.assign(
        project="Care portal",
        target_on=pd.Timestamp("2027-01-30"),
        decide_by_on=pd.to_datetime(frame["decide_by_on"]),
    )


def _chains() -> pd.DataFrame:
    """Return the chance of all dates together, and which chain is finished last how often."""
    last = pd.Timestamp("2027-05-28")
    rows = [
        ("", "", 4, 0.12, last, None),
        ("", "Care portal: Book a care assessment → Pay for support", 2, 0.2, last, 0.7),
        ("Care portal", "", 2, 0.2, last, None),
        ("Care portal", "Book a care assessment → Pay for support", 2, 0.2, last, 1.0),
    ]
    columns = ["project", "chain", "increment_count", "p_on_time", "p80_on", "decides_share"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(target_on=pd.Timestamp("2027-04-30"), no_forecast_reason="")


def _trend() -> pd.DataFrame:
    rows = []
    for values in _INCREMENTS:
        if values[3] is None:
            continue
        first, last = pd.Timestamp(values[3]), pd.Timestamp(values[4])
        steps = 4 if first != last else 1
        for number, week in enumerate(_SUNDAYS[26:]):
            share = min(number * steps // (len(_SUNDAYS) - 27), steps) / steps
            rows.append((values[0], values[1], week, first + (last - first) * share, pd.NaT))
    frame = pd.DataFrame(rows, columns=["project", "increment", "week_end", "target_on", "p80_on"])
    frame["target_on"] = frame["target_on"].dt.normalize().astype("datetime64[us]")
    return frame.assign(basis="recorded")


def _scores() -> pd.DataFrame:
    """Return twelve forecasts of the three finished increments, of which nine came true."""
    rows = []
    for project, increment, _, _, _, finished in (one for one in _INCREMENTS if len(one) == 6):
        actual = pd.Timestamp(finished)
        last = actual - pd.Timedelta(days=actual.weekday() + 1)
        for number in range(4):
            p80 = actual + pd.Timedelta(days=7 if number else -3)
            p50, p95 = actual + pd.Timedelta(days=7 * number - 10), actual + pd.Timedelta(days=21)
            issued = last - pd.Timedelta(weeks=4 * (3 - number))
            rows.append((issued, project, increment, p50, p80, p95, actual))
    columns = ["issued_on", "project", "increment", "p50_on", "p80_on", "p95_on", "actual_on"]
    frame = pd.DataFrame(rows, columns=columns)
    for share in ("p50", "p80", "p95"):
        frame[f"held_{share}"] = (frame["actual_on"] <= frame[f"{share}_on"]).astype("boolean")
    dates = frame.columns[frame.columns.str.endswith("_on")]
    return frame.astype(dict.fromkeys(dates, "datetime64[us]")).assign(basis="backtest")


def _risks() -> pd.DataFrame:
    rows = [
        ("Care portal", "Supplier identity check is late", "open", 0.65, 30, 4, "head-of-digital"),
        ("Care portal", "Address data has duplicates", "open", 0.4, 14, 12, "data-lead"),
        ("Council tax", "Busy season meets the release", "open", 0.4, 14, 12, "service-owner"),
        ("Highways", "Map licence ends in March", "open", 0.2, 7, 52, ""),
        ("Highways", "Test devices are missing", "open", None, None, None, ""),
        ("Council tax", "Bank file format changes", "retired", 0.2, 14, 12, "finance-lead"),
        ("Care portal", "Migration fails its first test", "happened", 0.65, 7, 4, "data-lead"),
    ]
    frame = pd.DataFrame(
        rows,
        columns=[
            "project",
            "title",
            "state",
            "probability",
            "impact_days",
            "proximity_weeks",
            "owner_role",
        ],
    )
    frame = frame.assign(
        item=[f"github.example.org/council/care#{n}" for n in range(len(frame))],
        increment="",
        category="",
        impact_gbp=None,
        exposure_gbp=None,
        treatment="reduce",
        opened_on=pd.Timestamp("2026-02-03"),
        buys_days=None,
        closed_on=pd.to_datetime([None] * 5 + ["2026-06-01", "2026-11-12"]),
        url=[f"https://github.example.org/council/care/issues/{n}" for n in range(len(frame))],
    )
    frame["exposure_days"] = frame["probability"] * frame["impact_days"]
    frame["sized"] = frame["exposure_days"].notna()
    days = ["probability", "impact_days", "exposure_days", "proximity_weeks"]
    return frame.astype(dict.fromkeys(days, "Float64"))


def _burndown(dice: np.random.Generator) -> pd.DataFrame:
    parts = []
    for project in ("", *PROJECTS):
        steps = dice.normal(0, 3, len(_SUNDAYS))
        total = np.maximum(24 + steps.cumsum(), 4).round(1)
        moves = np.diff(total, prepend=total[0])
        parts.append(
            pd.DataFrame(
                {
                    "project": project,
                    "week_end": _SUNDAYS,
                    "open_count": 5,
                    "unsized_count": 1,
                    "exposure_days": total,
                    "exposure_gbp": None,
                    "new_days": np.maximum(moves, 0).round(1),
                    "raised_days": 0.0,
                    "lowered_days": np.maximum(-moves, 0).round(1),
                    "retired_days": 0.0,
                    "happened_days": 0.0,
                    "tolerance_days": 30.0 if not project else None,
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    days = [c for c in frame.columns if c.endswith(("_days", "_gbp"))]
    return frame.astype(
        dict.fromkeys(days, "Float64") | {"open_count": "Int64", "unsized_count": "Int64"}
    )


def _projects() -> pd.DataFrame:
    frame = pd.DataFrame({"project": ["", *PROJECTS]}).assign(
        item_count=240,
        finished_count=132,
        dropped_count=6,
        remaining_count=102,
        wip_count=None,
        p50_on=pd.Timestamp("2027-04-18"),
        p80_on=pd.Timestamp("2027-05-30"),
        p95_on=pd.Timestamp("2027-06-27"),
        no_forecast_reason="",
        exposure_days=24.0,
        unsized_count=1,
        indicated_rating=["red", "red", "amber", "green"],
        rating_reason="",
    )
    counts = [name for name in frame.columns if name.endswith("_count")]
    days = [name for name in frame.columns if name.endswith("_on")]
    return frame.astype(
        dict.fromkeys(counts, "Int64")
        | dict.fromkeys(days, "datetime64[us]")
        | {"exposure_days": "Float64"}
    )


def _sources() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "source": ["github.example.org/council/care", "gitlab.example.org/council/tax"],
            "kind": ["github", "gitlab"],
            "project": ["Care portal", "Council tax"],
            "last_ok_at": pd.to_datetime(["2026-11-22T06:00:00Z", "2026-11-22T06:00:00Z"]),
            "state": ["ok", "ok"],
            "item_count": [402, 377],
            "event_count": [2100, 1800],
            "oldest_event_at": pd.to_datetime(["2025-05-05T09:00:00Z"] * 2),
            "request_count": [5, 5],
            "message": ["", ""],
        }
    )
    counts = ["item_count", "event_count", "request_count"]
    return frame.astype(dict.fromkeys(counts, "Int64"))


def _quality() -> pd.DataFrame:
    rows = [
        (
            "Care portal",
            "increment_without_date",
            "warning",
            1,
            "Carers’ own accounts",
            "One milestone has no due date.",
        ),
        (
            "Highways",
            "risk_unsized",
            "info",
            1,
            "github.example.org/council/care#4",
            "One open risk has no likelihood or impact.",
        ),
    ]
    columns = ["project", "check", "severity", "item_count", "examples", "sentence"]
    return pd.DataFrame(rows, columns=columns).astype({"item_count": "Int64"})
