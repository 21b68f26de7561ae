"""Whatever a forge answers, no secret of it or of ours stands on a page, in a table or a report."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from reports.html import html
from snapshots.measure import measure
from snapshots.package import files_of
from store import open_store
from tests.builders import at
from tests.forges import faults
from tests.sync.disturbed import Bench, benches_of_both
from views.server.routes import Health
from views.shown import Shown

#: Each ends a sync with words of its own, beside headers and addresses with secrets in them.
CASES = [
    pytest.param(faults.GITHUB, "redirect to another host", marks=pytest.mark.deep),
    (faults.GITHUB, "failed query"),
    pytest.param(faults.GITHUB, "429 for hours", marks=pytest.mark.deep),
    (faults.GITLAB, "redirect to another host"),
    pytest.param(faults.GITLAB, "half JSON", marks=pytest.mark.deep),
    pytest.param(faults.GITLAB, "limit of GitLab for an hour", marks=pytest.mark.deep),
]
NOW = at(101)


@pytest.fixture(scope="module")
def benches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Bench]]:
    """Both forges, by name."""
    with benches_of_both(tmp_path_factory) as both:
        yield both


@pytest.mark.parametrize(("forge", "kind"), CASES)
def test_no_secret_is_shown(benches: dict[str, Bench], forge: str, kind: str) -> None:
    """That the source failed is, in a sentence of ours."""
    bench = benches[forge]
    url = bench.store()
    fault = faults.FAULTS[forge][kind]()
    with bench.struck(replace(fault, match=bench.places["middle"](), times=1_000_000)):
        result = bench.sync(url)
    assert result.failed
    told = _told(bench, url)
    assert "could not be collected" in told["pages"]
    assert result.message.rstrip(".") in told["sources.csv"]
    for name, content in told.items():
        assert "canary" not in content, name


def _told(bench: Bench, url: str) -> dict[str, str]:
    """Return by name all that a reader is given of the store at *url*."""
    store = open_store(url)
    settings = bench.settings
    given = Shown(measure(settings, store, as_of=NOW, config_sha256="0" * 64), settings, NOW)
    health = Health(store.healthy(), store.last_good_at(settings.source_names), NOW)
    store.close()
    app = AppTest.from_function(_draw, args=(given,), default_timeout=120).run()
    assert not app.exception
    return {
        **{name: content.decode() for name, content in files_of(given.snapshot).items()},
        "report": html(given, now=NOW).decode(),
        "healthz": str(health),
        "pages": "\n".join(str(element.proto) for element in app.main),
    }


def _draw(given: "Shown") -> None:
    import importlib

    import streamlit as st

    from views import skeleton

    st.cache_data.clear()
    skeleton.notices(given)
    for name in ("sponsor", "data_quality", "about"):
        importlib.import_module(f"views.{name}").show(given)
