"""Which labels issues carry now, without reading what each of them was like."""

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from store.schema import items, labels, sources


def label_counts(connection: Connection, names: Sequence[str]) -> dict[str, Counter[str]]:
    """Return for each source how many of its issues carry each label, by its present name.

    Args:
        connection: In a transaction.
        names: Of sources.
    """
    known = select(sources.c.id, sources.c.name).where(sources.c.name.in_(names))
    by_id = {source_id: name for source_id, name in connection.execute(known)}
    called = {
        (source_id, key): name
        for source_id, key, name in connection.execute(
            select(labels.c.source_id, labels.c.key, labels.c.name).where(
                labels.c.source_id.in_(by_id), labels.c.seen_until.is_(None)
            )
        )
    }
    # Few issues carry labels that no other carries: each set is read once.
    sets = (
        select(items.c.source_id, items.c.labels, func.count())
        .where(items.c.source_id.in_(by_id), items.c.seen_until.is_(None))
        .group_by(items.c.source_id, items.c.labels)
    )
    counts = {name: Counter[str]() for name in names}
    for source_id, carried, count in connection.execute(sets):
        for key, name in json.loads(carried):
            counts[by_id[source_id]][called.get((source_id, key), name)] += count
    return counts
