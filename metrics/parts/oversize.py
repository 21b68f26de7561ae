"""Whether an increment is too large to be steered, and what to do about it."""

from datetime import date

from programme.settings_measures import IncrementSize


def oversized(
    start: date, p80: date | None, item_count: int, limits: IncrementSize, *, begun: bool = True
) -> str:
    """Say why an increment should be split; empty if it need not be.

    Args:
        start: Its first day, or today if it has not begun.
        p80: Day by which 80 in 100 trials are finished, if there is a forecast.
        item_count: Its pieces of work, without those dropped.
        limits: ``[increments]`` of the configuration.
        begun: Whether it has begun; until then its days count what is done before it, too.
    """
    length = (p80 - start).days if p80 else 0
    if item_count > limits.max_items:
        return (
            f"It holds {item_count} pieces of work, more than {limits.max_items}. "
            "Split off a part that people can use on its own."
        )
    if length > limits.max_days_p80:
        since = "its start" if begun else "today"
        return (
            f"It is likely to take {length} days from {since}, more than {limits.max_days_p80}. "
            "Split off a part that people can use sooner."
        )
    return ""
