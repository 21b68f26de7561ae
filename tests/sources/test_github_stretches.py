"""A long list of issues is read in parts side by side, and comes out as if read in one go."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.rows import Batch
from sources import github, github_pages
from sources.github_stretches import cut_off, cuts
from tests.forges.github import GithubForge
from tests.forges.github_data import instant, repository
from tests.forges.server import Fault, Reply, Request

_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_END = datetime(2026, 1, 1, tzinfo=UTC)
_SECONDS = int((_END - _BEGIN).total_seconds())
_COUNT = 350


def _cut(changes: Sequence[datetime], parts: int) -> tuple[list[datetime], int]:
    rounds = 0

    def counts(marks: Sequence[datetime]) -> list[int]:
        nonlocal rounds
        rounds += 1
        return [sum(change >= mark for change in changes) for mark in marks]

    return cuts(counts, _BEGIN, _END, parts), rounds


@pytest.mark.parametrize(
    "share",
    [
        pytest.param(lambda place: place, id="evenly"),
        pytest.param(lambda place: place**0.2, id="mostly of late"),
        pytest.param(lambda place: 0.999 + place / 1000, id="all of the last days"),
        pytest.param(lambda place: place**5, id="mostly long ago"),
    ],
)
def test_parts_are_about_as_long(share: object) -> None:
    """Two requests find cuts that leave no part with half of all, however changes are spread."""
    assert callable(share)
    changes = [_BEGIN + timedelta(seconds=share(n / 4000) * _SECONDS) for n in range(4000)]
    found, rounds = _cut(changes, 4)
    assert rounds == 2
    edges = [_BEGIN, *found, _END + timedelta(1)]
    parts = [
        sum(begin <= change < end for change in changes)
        for begin, end in zip(edges, edges[1:], strict=False)
    ]
    assert sum(parts) == 4000
    assert max(parts) < 2000


@given(st.lists(st.integers(0, _SECONDS), max_size=50), st.integers(2, 6))
def test_cuts_are_instants_in_order(seconds: list[int], parts: int) -> None:
    """At most one fewer than parts, of whole seconds, between the ends and never at them."""
    found, _ = _cut([_BEGIN + timedelta(seconds=second) for second in seconds], parts)
    assert len(found) < parts
    assert found == sorted(set(found))
    assert all(_BEGIN < cut < _END and not cut.microsecond for cut in found)


def test_a_crowd_in_one_second_is_not_cut() -> None:
    """Where all changed at once there are no parts."""
    assert _cut([_BEGIN + timedelta(days=70)] * 5000, 4)[0] == []


@pytest.mark.parametrize(
    ("until", "kept", "whole"),
    [(None, 3, True), (2, 1, False), (9, 3, True), (1, 0, False)],
)
def test_a_page_is_cut_off(until: int | None, kept: int, whole: bool) -> None:
    """What changed at the cut or after it is the next part's; what cannot be told stays."""
    nodes = [{"updatedAt": instant(_BEGIN + timedelta(hours=1))}, None]
    nodes.append({"updatedAt": instant(_BEGIN + timedelta(hours=2))})
    at = None if until is None else _BEGIN + timedelta(hours=until)
    rest, goes_on = cut_off(nodes, at)
    # One that cannot be told, between the last of ours and the first of theirs, is read by both.
    assert len(rest) == (2 if until == 2 else kept)
    assert goes_on == whole


def test_an_issue_that_changed_while_its_page_was_made_ends_no_part() -> None:
    """It says a later instant than its place does; what follows it is still this part's."""
    nodes = [{"updatedAt": instant(_BEGIN + timedelta(hours=hour))} for hour in (1, 5, 2)]
    assert cut_off(nodes, _BEGIN + timedelta(hours=3)) == ([nodes[0], nodes[2]], True)
    assert cut_off(nodes, _BEGIN + timedelta(hours=2)) == ([nodes[0]], False)


@pytest.fixture
def forge(monkeypatch: pytest.MonkeyPatch) -> Iterator[GithubForge]:
    """A repository that counts as a long one."""
    monkeypatch.setattr(github_pages, "SHORTEST", 300)
    with GithubForge(repository(_COUNT, events_each=2), repository="exampleton/care") as server:
        yield server


def _pulled(
    forge: GithubForge, cursor: str | None = None, *, at_once: int = 4, full: bool = False
) -> list[Batch]:
    settings = forge.settings(sync={"requests_at_once": at_once})
    return list(
        github.pull(
            forge.source,
            project=settings.projects[0],
            settings=settings,
            token="t",
            cursor=cursor,
            full=full,
        )
    )


def _rows(batches: list[Batch]) -> tuple[dict[int, object], set[object]]:
    items = [item for batch in batches for item in batch.items]
    by_number: dict[int, object] = {item.number: item for item in items}
    assert len(by_number) == len(items)
    return by_number, {event for batch in batches for event in batch.events}


def test_parts_give_what_one_list_gives(forge: GithubForge) -> None:
    """The same items, events, numbers and next cursor, for a few requests more."""
    in_parts = _pulled(forge)
    asked = len(forge.requests)
    in_one = _pulled(forge, at_once=1)
    assert _rows(in_parts) == _rows(in_one)
    assert in_parts[-1].numbers == in_one[-1].numbers == frozenset(range(1, _COUNT + 1))
    assert in_parts[-1].cursor == in_one[-1].cursor
    assert sum(batch.requests for batch in in_parts) == asked
    assert asked <= 1.1 * _COUNT / 100 + 10
    # Nothing has changed, and one page tells so.
    forge.requests.clear()
    again = _pulled(forge, in_parts[-1].cursor)
    assert len(forge.requests) == 3
    assert again[-1].numbers is None


def test_what_changes_meanwhile_is_not_missed(forge: GithubForge) -> None:
    """An issue that moves to the end behind the last part's back is read at the end, or next."""
    moved = [120, 200, 290, 345]

    def change(request: Request, due: Reply) -> Reply:
        with forge.still:
            for row in forge.data["issues"]:
                if row["number"] in moved:
                    now = instant(datetime.now(UTC))
                    row |= {"title": f"Moved {row['number']}", "updated_at": now}
        return due

    is_list = lambda request: b"query Issues" in request.body  # noqa: E731 (shorter than a def)
    forge.add_fault(Fault(change, match=is_list, skip=1))
    batches = _pulled(forge, full=True)
    assert batches[-1].numbers == frozenset(range(1, _COUNT + 1))
    items, _ = _rows(batches)
    later, _ = _rows(_pulled(forge, batches[-1].cursor))
    settled = {**items, **later}
    assert settled == _rows(_pulled(forge, at_once=1, full=True))[0]


def test_issues_that_no_page_showed_are_read_next_time(forge: GithubForge) -> None:
    """They are there by their number: none is taken for gone, and the next pull begins anew."""

    def hide(request: Request, due: Reply) -> Reply:
        issues = due.body["data"]["repository"]["issues"]
        issues["nodes"] = [node for node in issues["nodes"] if node["number"] not in {120, 121}]
        return due

    forge.add_fault(Fault(hide, times=99, match=lambda request: b"query Issues" in request.body))
    batches = _pulled(forge)
    assert {*_rows(batches)[0]} == {*range(1, _COUNT + 1)} - {120, 121}
    assert batches[-1].numbers == frozenset(range(1, _COUNT + 1))
    assert batches[-1].cursor == ""


def test_without_counts_the_list_is_read_in_one_go(forge: GithubForge) -> None:
    """An error on the way to the cuts costs no more than time."""
    wrong = Fault(
        lambda request, due: replace(due, body={"data": None, "errors": [{"message": "no"}]}),
        match=lambda request: b"query Counts" in request.body,
    )
    forge.add_fault(wrong)
    items, _ = _rows(_pulled(forge))
    assert len(items) == _COUNT
