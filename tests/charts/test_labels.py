"""Direct labels keep apart."""

from hypothesis import given
from hypothesis import strategies as st

from charts import labels


@given(st.lists(st.floats(0, 300), min_size=1, max_size=8))
def test_labels_are_moved_apart_and_keep_their_order(wished: list[float]) -> None:
    """Whatever is wished, no two overlap and the lower stays the lower."""
    placed = labels.apart(wished, [20.0] * len(wished), 0, 300)
    in_order = sorted(range(len(wished)), key=lambda n: wished[n])
    gaps = [placed[b] - placed[a] for a, b in zip(in_order, in_order[1:], strict=False)]
    assert all(gap >= 20 - 1e-6 for gap in gaps)
    assert min(placed) >= 10 - 1e-6
    assert max(placed) <= 290 + 1e-6


def test_labels_with_room_stay_where_they_are() -> None:
    """Nothing moves without need."""
    assert labels.apart([50, 200], [20, 20], 0, 300) == [50, 200]


def test_long_titles_wrap_and_end_in_an_ellipsis() -> None:
    """At most three lines of about fifteen letters."""
    lines = labels.wrapped("Apply for housing benefit and council tax support online").split("\n")
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert max(len(line) for line in lines) <= 15
