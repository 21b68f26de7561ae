"""Whatever goes wrong while GitHub is read as an App, no token that it gave gets out."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from _pytest.mark.structures import ParameterSet

from programme.errors import SourceError
from sources import github
from tests.forges import faults
from tests.forges.server import Fault, Reply, Request
from tests.sources.test_github_app import PEM
from tests.store_contents import contents, last_runs
from tests.sync.disturbed import ENVIRON, Bench, GivingForge, bench, no_canary

#: In the ordinary run; the others are for the deep one.
ORDINARY = {("500", "token"), ("half JSON", "token"), ("redirect to another host", "first page")}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A GitHub that gives an App its tokens."""
    with (
        pytest.MonkeyPatch.context() as patch,
        bench(faults.GITHUB, tmp_path_factory.mktemp("app"), patch, app=True) as made,
    ):
        yield made


def _is_giving(request: Request) -> bool:
    return request.path.endswith("/access_tokens")


def _cases() -> Iterator[ParameterSet]:
    for kind in faults.FAULTS[faults.GITHUB]:
        for place in ("token", "first page"):
            if place != "token" or kind not in faults.QUERIES_ALONE:
                marks = [] if (kind, place) in ORDINARY else [pytest.mark.deep]
                yield pytest.param(kind, place, id=f"{kind}-{place}", marks=marks)


@pytest.mark.parametrize(("kind", "place"), list(_cases()))
def test_a_fault(app: Bench, caplog: pytest.LogCaptureFixture, kind: str, place: str) -> None:
    """The rows are as undisturbed, or as before with a reason, and nothing tells a secret."""
    caplog.set_level(logging.DEBUG)
    url = app.store()
    match = _is_giving if place == "token" else app.places[place]()
    with app.struck(replace(faults.FAULTS[faults.GITHUB][kind](), match=match, times=1_000_000)):
        result = app.sync(url)
    assert contents(url) == (app.before if result.failed else app.after)
    assert last_runs(url)[result.source][1] == result.message
    no_canary(caplog, app.folder, str(result))
    assert not app.sync(url).failed
    assert contents(url) == app.after


def test_a_sentence_that_quotes_a_token_is_rid_of_it(
    app: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of one that has been renewed since, and of the key."""
    forge = app.forge
    assert isinstance(forge, GivingForge)
    assert app.sync(app.store()).message == ""
    assert len(forge.tokens) > 2
    name = app.settings.source_names[0]

    key = ENVIRON["KEY"]
    quoted = (forge.tokens[0], forge.tokens[-1], key, repr(key), key.replace("\n", " "))

    def quoting(*_: object, **__: object) -> None:
        raise SourceError(f"{name}: {' '.join(quoted)}")

    monkeypatch.setattr(github, "fetch_issues", quoting)
    result = app.sync(app.store())
    assert result.message.startswith(f"{name}: [token] [token] [token]")
    no_canary(caplog, app.folder, str(result))
    assert not any(line in result.message for line in PEM.splitlines()[:-2])


def test_a_token_that_is_none_is_an_odd_answer(app: Bench) -> None:
    """An answer without it is not what GitHub documents."""

    def without(request: Request, due: Reply) -> Reply:
        return replace(due, body={**due.body, "token": None})

    with app.struck(Fault(without, times=1_000_000, match=_is_giving)):
        result = app.sync(app.store())
    assert "not the JSON its forge documents" in result.message
