"""Which label or milestone an event speaks of, when it may name it by an old title.

Rule (docs/tables.md, "State of an item"): by id where the event has one, else by the titles we
observed, else by a unique match without regard to case. Whatever nothing matches keeps the name it
has.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

#: After every instant.
_LAST: Final = 2**63 - 2


@dataclass(frozen=True)
class Sighting:
    """A name that a key bore from one instant (inclusive) until another (None = still).

    Instants are microseconds since 1970, UTC.
    """

    key: str
    name: str
    seen_from: int
    seen_until: int | None


@dataclass
class Names:
    """The names of one source's labels, or of its milestones, over time.

    Attributes:
        sightings: Observations, oldest first.
    """

    sightings: Iterable[Sighting]
    _listed: set[str] = field(default_factory=set)
    _current: dict[str, str] = field(default_factory=dict)
    _alias: dict[str, str] = field(default_factory=dict)
    _by_name: dict[str, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    _folded: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Index the sightings by key, name and folded present name."""
        for sighting in self.sightings:
            self._current[sighting.key] = sighting.name
            self._by_name[sighting.name].append(sighting)
        self._listed.update(self._current)
        for key, name in self._current.items():
            self._folded[name.casefold()].add(key)

    def learn(self, key: str, name: str) -> None:
        """Take in a name met on an issue; observations of the list itself count more."""
        if key not in self._current:
            self._current[key] = name
            self._by_name[name].append(Sighting(key, name, 0, None))
            self._folded[name.casefold()].add(key)

    def follow(self, key: str, name: str) -> None:
        """Take in an id that only events give, by the last name they give it.

        It means what bears that name by our own word; else it is a thing of its own, now gone.
        """
        name = name or key
        if key in self._current or key in self._alias:
            return
        meant = self.key("", name, _LAST)
        if meant in self._current:
            self._alias[key] = meant
        else:
            self.learn(key, name)

    def knows(self, key: str) -> bool:
        """Say whether *key* alone tells what is meant."""
        return key in self._current or key in self._alias

    def lists(self, key: str) -> bool:
        """Say whether the list itself ever showed *key*, not only an event or an issue."""
        return key in self._listed

    def name(self, key: str) -> str:
        """Return the present name of *key*; a key nobody knows is its own name."""
        return self._current.get(key, key)

    def settled(self, key: str, name: str) -> bool:
        """Say whether ``key`` gives the same at every instant."""
        return self.knows(key) or name not in self._by_name

    def key(self, key: str, name: str, at: int) -> str:
        """Return the key that an event at *at* means.

        Args:
            key: The id that the event gives, or empty.
            name: The name that the event gives, or empty.
            at: Microseconds since 1970, UTC.
        """
        if key in self._current:
            return key
        if key in self._alias:
            return self._alias[key]
        borne = self._by_name.get(name, ())
        then = [s.key for s in borne if s.seen_from <= at and (s.seen_until or at + 1) > at]
        if then:
            return then[-1]
        now = [s.key for s in borne if self._current[s.key] == name]
        if now:
            return now[-1]
        if borne:
            return borne[-1].key
        folded = self._folded.get(name.casefold(), ())
        if len(folded) == 1:
            return next(iter(folded))
        return name or key
