"""How properties of all measures run: on 25 histories, and on 20,000 in ``make test-deep``.

An example is the history of one project. Measuring many projects takes little longer than
measuring one, so each programme that hypothesis draws holds many of them; none depends on
another, which is a property itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from metrics import registry
from metrics.parts.measure import Measure
from metrics.parts.replay import replay
from programme.settings import Settings
from snapshots.package import table_csv
from tests.metrics.drawn_programmes import History, Programme, facts, programmes

Tables = dict[str, pd.DataFrame]
Measures = tuple[Measure, ...]
#: These look at every increment in every week, and so take most of the time.
_SLOW: Final = (
    "milestone_trend",
    "increments",
    "projects",
    "data_quality",
    "scope",
    "burn_up",
    "forecast_scores",
    "proposals",
    "chains",
    "cut_lines",
    "achievements",
)
ALL: Final = registry.measures()
QUICK: Final = tuple(measure for measure in ALL if measure.table.name not in _SLOW)


class Run(NamedTuple):
    """How much of a property is tried.

    Attributes:
        seed: Of the programmes drawn. Runs are repeatable, so that what fails on one machine fails
            on every other; the parts of a deep run differ by their seeds.
        programmes: How many are drawn, beside the empty one that hypothesis always tries.
        projects: How many histories each holds.
        measures: Those that are computed.
    """

    seed: int
    programmes: int
    projects: int
    measures: Measures


#: 40 parts of 10 programmes of 50 histories: few enough to be kept from one property to the next.
_DEEP: Final = [Run(part, 10, 50, QUICK) for part in range(1, 41)]
_DEEP_ALL: Final = [Run(part, 10, 20, ALL) for part in range(41, 46)]
#: Of 25 histories, and of 20,000.
RUNS: Final = (
    pytest.param(Run(0, 1, 25, QUICK), id="25-histories"),
    *(pytest.param(run, id=f"part-{run.seed}", marks=pytest.mark.deep) for run in _DEEP),
)
#: These come on top in ``make test-deep``, with fewer histories.
RUNS_OF_ALL: Final = (
    pytest.param(Run(0, 1, 8, ALL), id="every-measure", marks=pytest.mark.deep),
    *(
        pytest.param(run, id=f"every-measure-{run.seed}", marks=pytest.mark.deep)
        for run in _DEEP_ALL
    ),
)
_LARGE: Final = [HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large]
Property = Callable[[Programme, Measures], None]


def of_programmes(
    runs: Sequence[Any] = RUNS, **drawn: Any
) -> Callable[[Property], Callable[[Run], None]]:
    """Make a property of programmes a test.

    Args:
        runs: How much of it is tried; one test for each.
        drawn: What else ``programmes`` is asked for.
    """

    def decorate(holds: Property) -> Callable[[Run], None]:
        @pytest.mark.parametrize("run", runs)
        def test(run: Run) -> None:
            @seed(run.seed)
            @settings(
                max_examples=run.programmes + 1,
                # Shrinking so many bytes takes minutes; few deeds are left out sooner.
                phases=[Phase.generate],
                suppress_health_check=_LARGE,
            )
            @given(programmes(run.projects, **drawn))
            def tried(programme: Programme) -> None:
                try:
                    holds(programme, run.measures)
                except Exception:
                    _explain(holds, programme, run.measures)
                    raise

            tried()

        test.__name__, test.__doc__ = holds.__name__, holds.__doc__
        return test

    return decorate


def _explain(holds: Property, programme: Programme, measures: Measures) -> None:
    """Fail with as few deeds as will do, of one project if that is enough.

    Raises:
        AssertionError: Nearly always; a failure that needs the whole programme is left as it is.
    """

    def failure(histories: Sequence[History]) -> Exception | None:
        try:
            holds(replace(programme, histories=tuple(histories)), measures)
        except Exception as error:
            return error
        return None

    none: list[History] = [()] * len(programme.histories)
    for place, history in enumerate(programme.histories):
        alone = [*none[:place], history, *none[place + 1 :]]
        found = failure(alone) if history else None
        if found is None:
            continue
        for deed in history:
            fewer = [*none]
            fewer[place] = tuple(kept for kept in alone[place] if kept is not deed)
            less = failure(fewer)
            if less is not None:
                alone, found = fewer, less
        story = replace(programme, histories=tuple(alone))
        raise AssertionError(f"{story!r}\n{found}") from found


def measured(
    measures: Sequence[Measure],
    known: Mapping[str, pd.DataFrame],
    *,
    as_of: datetime,
    settings: Settings,
) -> Tables:
    """Go from facts to tables as the product does."""
    replayed = replay(known, as_of=as_of, settings=settings)
    return registry.run(measures, known, replayed, as_of=as_of, settings=settings)


def measured_programme(programme: Programme, measures: Measures) -> Tables:
    """Measure a programme on what is known at its ``as_of``; the tables are not to be changed.

    Properties of one seed draw the same programmes, whose tables are kept for the next property.
    """
    return _kept(programme, tuple(measure.table.name for measure in measures))


@lru_cache(maxsize=12)
def _kept(programme: Programme, names: tuple[str, ...]) -> Tables:
    known = facts(programme)
    measures = [measure for measure in ALL if measure.table.name in names]
    return measured(measures, known, as_of=programme.as_of, settings=programme.settings)


def told_by_events(tables: Tables) -> Tables:
    """Return tables without the days that dealing with a risk buys.

    They rest on pace and order of increments, and so on due dates, whose changes no event tells.
    """
    risks = tables["risks"]
    nothing = pd.Series(pd.NA, index=risks.index, dtype=risks["buys_days"].dtype)
    return {**tables, "risks": risks.assign(buys_days=nothing)}


def assert_same(
    found: Mapping[str, pd.DataFrame],
    expected: Mapping[str, pd.DataFrame],
    measures: Iterable[Measure],
) -> None:
    """Hold tables against one another, byte for byte as they are written."""
    for measure in measures:
        name = measure.table.name
        left, right = (table_csv(tables[name], measure.table) for tables in (found, expected))
        if left != right:
            one, other = left.decode().splitlines(), right.decode().splitlines()
            first = [f"- {row}" for row in one if row not in other][:6]
            second = [f"+ {row}" for row in other if row not in one][:6]
            raise AssertionError("\n".join([f"{name} differs:", one[0], *first, *second]))
