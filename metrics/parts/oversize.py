"""Whether an increment is too large to be steered, and what to do about it."""

from datetime import date

from programme.settings_measures import IncrementSize


def oversized(start: date, p80: date | None, item_count: int, limits: IncrementSize) -> str:
    """Say why an increment should be split; empty if it need not be.

    Args:
        start: Its first day, or today if it has not begun.
        p80: Day by which 80 in 100 trials are finished, if there is a forecast.
        item_count: Its pieces of work.
        limits: ``[increments]`` of the configuration.
    """
    length = (p80 - start).days if p80 else 0
    if item_count > limits.max_items:
        return (
            f"It holds {item_count} pieces of work, more than {limits.max_items}. "
            "Split off a part that people can use on its own."
        )
    if length > limits.max_days_p80:
        return (
            f"It is likely to take {length} days from its start, more than {limits.max_days_p80}. "
            "Split off a part that people can use sooner."
        )
    return ""
