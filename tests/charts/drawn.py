"""Charts of every kind, of the made-up snapshot, full and empty, for whatever draws them."""

from typing import Any

import pandas as pd

from charts.burn_up import burn_up_chart
from charts.chart import Chart
from charts.flow import flow_chart
from charts.held import held_chart
from charts.increments import increments_chart
from charts.milestone_trend import milestone_trend_chart
from charts.risk_burndown import Parts, risk_burndown_chart, risk_pounds_chart
from charts.slippage import slippage_chart
from charts.throughput import arrivals_chart, throughput_chart
from programme.wording import ready
from programme.wording.risk_projection import ahead
from tests.views.snapshot import AS_OF, snapshot

TABLES = snapshot().tables
WHOLE = {
    name: frame[frame["project"] == ""].reset_index(drop=True)
    for name, frame in TABLES.items()
    if name in {"run_chart", "throughput", "flow", "risk_burndown"}
}
NAMED = TABLES["increments"][TABLES["increments"]["increment"] != ""]


def burn_up(increment: str, **changes: Any) -> Chart:
    """Draw an increment of the snapshot, some cells of its row changed."""
    row = next(NAMED[NAMED["increment"] == increment].assign(**changes).itertuples())
    rows = TABLES["burn_up"][TABLES["burn_up"]["increment"] == increment]
    return burn_up_chart(rows, row, today=AS_OF.date(), place=increment)


CHARTS = {
    "run-chart": throughput_chart(WHOLE["run_chart"], place="All", weeks=26),
    "no-median": throughput_chart(
        WHOLE["throughput"][["week_start", "finished_count"]], place="All"
    ),
    "arrivals": arrivals_chart(WHOLE["throughput"], place="All"),
    "flow": flow_chart(WHOLE["flow"], weekly=WHOLE["throughput"], place="All"),
    "risk": risk_burndown_chart(WHOLE["risk_burndown"], place="All"),
    "risk-by-project": risk_burndown_chart(
        WHOLE["risk_burndown"].assign(tolerance_days=0.5),
        place="All",
        parts=Parts(TABLES["risk_burndown"][TABLES["risk_burndown"]["project"] != ""], "project"),
        ahead=ahead(WHOLE["risk_burndown"].assign(tolerance_days=0.5)),
    ),
    "risk-ahead": risk_burndown_chart(
        WHOLE["risk_burndown"].assign(tolerance_days=0.5),
        place="All",
        ahead=ahead(WHOLE["risk_burndown"].assign(tolerance_days=0.5)),
    ),
    "risk-pounds": risk_pounds_chart(
        WHOLE["risk_burndown"].assign(
            exposure_gbp=(WHOLE["risk_burndown"]["exposure_days"] * 999).round()
        ),
        place="All",
        unpriced=2,
    ),
    "slippage": slippage_chart(
        ready.next_increments(TABLES["increments"], most=None), today=AS_OF.date(), place="All"
    ),
    "trend": milestone_trend_chart(TABLES["milestone_trend"], place="All"),
    "held": held_chart(TABLES["forecast_scores"], place="All"),
    "increments": increments_chart(NAMED, today=AS_OF.date(), place="All"),
    "burn-up": burn_up("Pay for support"),
    "burn-up-rough": burn_up("Skip permits"),
    "burn-up-no-forecast": burn_up("Pay for support", p50_on=pd.NaT, p80_on=pd.NaT, p95_on=pd.NaT),
    "burn-up-finished": burn_up("Ask for help online"),
}
EMPTY = {
    "run-chart": throughput_chart(WHOLE["run_chart"].head(0), place="All"),
    "arrivals": arrivals_chart(WHOLE["throughput"].head(0), place="All"),
    "flow": flow_chart(WHOLE["flow"].head(0), weekly=WHOLE["throughput"].head(0), place="All"),
    "risk": risk_burndown_chart(WHOLE["risk_burndown"].head(0), place="All"),
    "no-risks": risk_burndown_chart(WHOLE["risk_burndown"].assign(open_count=0), place="All"),
    "slippage": slippage_chart(TABLES["increments"].head(0), today=AS_OF.date(), place="All"),
    "no-dates": slippage_chart(
        TABLES["increments"][TABLES["increments"]["baseline_on"].isna()],
        today=AS_OF.date(),
        place="All",
    ),
    "trend": milestone_trend_chart(TABLES["milestone_trend"].head(0), place="All"),
    "held": held_chart(TABLES["forecast_scores"].head(9), place="All"),
    "increments": increments_chart(NAMED.head(0), today=AS_OF.date(), place="All"),
    "increments-no-dates": increments_chart(
        NAMED[NAMED["increment"] == "Carers’ own accounts"], today=AS_OF.date(), place="All"
    ),
    "trend-no-dates": milestone_trend_chart(
        TABLES["milestone_trend"].assign(target_on=pd.NaT), place="All"
    ),
}
