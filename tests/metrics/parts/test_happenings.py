"""Names over time, from the observations of labels and milestones."""

from metrics.parts.cuts import micros
from metrics.parts.happenings import names
from programme import frames
from tests.metrics.frames import at, frame


def test_each_source_has_its_own_names() -> None:
    """From when they were seen until they were seen no more, oldest first; none of others."""
    observed = frame(
        frames.LABELS,
        [
            {"source": "a", "label_key": "1", "label": "New", "seen_from": at("2026-02-01")},
            {
                "source": "a",
                "label_key": "1",
                "label": "Old",
                "seen_from": at("2026-01-01"),
                "seen_until": at("2026-02-01"),
            },
            {"source": "b", "label_key": "1", "label": "Other", "seen_from": at("2026-01-01")},
            {"source": "gone", "label_key": "2", "label": "Old", "seen_from": at("2026-01-01")},
        ],
    )

    found = names(observed, "label_key", "label", ["b", "a", "empty"])

    told = [
        [(one.key, one.name, one.seen_from, one.seen_until) for one in source.sightings]
        for source in found
    ]
    january, february = micros(at("2026-01-01")), micros(at("2026-02-01"))
    assert told == [
        [("1", "Other", january, None)],
        [("1", "Old", january, february), ("1", "New", february, None)],
        [],
    ]
    assert [source.name("1") for source in found] == ["Other", "New", "1"]
