"""Labels that the last sync met on issues, and that are not understood."""

from metrics.parts.unread_labels import UnreadLabel, unread_labels
from programme.settings import Settings
from store import existing_store


def unread(settings: Settings) -> list[UnreadLabel]:
    """Return them from the store; none before the first sync, and nothing is made.

    Args:
        settings: The configuration.

    Raises:
        WaymarkError: If the store is there and cannot be read.
    """
    store = existing_store(settings.store.url)
    if store is None:
        return []
    try:
        settings = store.expanded(settings)
        counts = store.label_counts(settings.source_names)
    finally:
        store.close()
    return unread_labels(counts, settings)
