"""Public holidays by country and subdivision, from the ``holidays`` package.

The package is loaded when a calendar is first asked for: programmes without one never wait for it.
Its dates are computed from rules in the package, without a network and without a clock.
"""

import difflib
from datetime import date
from functools import lru_cache
from typing import Any


def check(country: str, subdivision: str) -> None:
    """Make sure that the holidays of a place are known.

    Args:
        country: ISO 3166-1 code of two letters, such as ``GB``.
        subdivision: Code of a part of it, such as ``ENG``; empty = the country as a whole.

    Raises:
        ValueError: If either is not known; the message names the nearest that is.
    """
    from holidays.registry import COUNTRIES

    named = {
        name: codes[1]
        for module, codes in COUNTRIES.items()
        for name in (module.replace("_", " "), *(code.lower() for code in codes[1:4]))
    }
    if country not in named.values():
        raise ValueError(
            f"country {country!r} is not known; write its two letters of ISO 3166-1"
            + _nearest(country, named)
        )
    if not subdivision:
        return
    kind = _kind(country)
    if subdivision in kind.subdivisions:
        return
    aliases = {alias.lower(): code for alias, code in kind.subdivisions_aliases.items()}
    parts = {**{code.lower(): code for code in kind.subdivisions}, **aliases}
    if not parts:
        raise ValueError(
            f"subdivision {subdivision!r} is not known: {country} has none; leave it out"
        )
    hint = (
        _nearest(subdivision, parts) or f"; {country} has {', '.join(sorted(set(parts.values())))}"
    )
    raise ValueError(f"subdivision {subdivision!r} is not known in {country}{hint}")


@lru_cache(maxsize=4096)
def in_year(country: str, subdivision: str, year: int) -> tuple[date, ...]:
    """Return the public holidays of a year in order, with the days given in lieu of weekend ones.

    Args:
        country: As ``check`` takes it.
        subdivision: As ``check`` takes it.
        year: Any; a year that the package does not reach has none.
    """
    return tuple(sorted(_kind(country)(subdiv=subdivision or None, years=year, expand=False)))


def _kind(country: str) -> Any:
    import holidays

    return getattr(holidays, country)


def _nearest(written: str, known: dict[str, str]) -> str:
    """Return "; did you mean GB?", or nothing where no name or code is near."""
    wanted = written.strip().lower()
    near = [wanted] if wanted in known else difflib.get_close_matches(wanted, known, n=1)
    return f"; did you mean {known[near[0]]}?" if near else ""
