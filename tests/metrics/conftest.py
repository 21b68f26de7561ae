"""The order in which properties are tried."""

import pytest

from tests.metrics.properties import Run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the properties of one file that draw the same programmes follow one another.

    So these are measured once for all of them: ``properties.measured_programme`` keeps a few.
    """
    places: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        if _run(item) is not None:
            places.setdefault(item.nodeid.partition("::")[0], []).append(place)
    for ours in places.values():
        by_seed = sorted((items[place] for place in ours), key=_seed)
        for place, item in zip(ours, by_seed, strict=True):
            items[place] = item


def _run(item: pytest.Item) -> Run | None:
    run = item.callspec.params.get("run") if hasattr(item, "callspec") else None
    return run if isinstance(run, Run) else None


def _seed(item: pytest.Item) -> int:
    run = _run(item)
    return run.seed if run else 0
