"""Which repositories of an owner or group are taken: what ``owner`` and ``group`` share."""

from fnmatch import fnmatchcase
from typing import Any

from programme.rows import RepositoryRow
from programme.settings_section import Section
from programme.values import Name, Switch


class Found(Section):
    """What narrows the repositories of an owner or group.

    Attributes:
        topics: One that has any of these is taken; empty = topics do not matter.
        include: Patterns of paths below the owner or group (``care-*``), of which one must fit;
            empty = every path.
        exclude: Patterns of which none may fit.
        archived, forks: Whether archived ones and forks are taken.
    """

    topics: tuple[Name, ...] = ()
    include: tuple[Name, ...] = ()
    exclude: tuple[Name, ...] = ()
    archived: Switch = False
    forks: Switch = False

    @property
    def below(self) -> str:
        """The owner or group itself."""
        raise NotImplementedError

    def names(self, path: str) -> bool:
        """Say whether the patterns let ``owner/name`` in, in whatever case it is written."""
        inner = path.casefold().removeprefix(f"{self.below}/".casefold())

        def fits(patterns: tuple[str, ...]) -> bool:
            return any(fnmatchcase(inner, pattern.casefold()) for pattern in patterns)

        return (not self.include or fits(self.include)) and not fits(self.exclude)

    def takes(self, row: RepositoryRow) -> bool:
        """Say whether a repository as the forge describes it is taken, whatever its name."""
        return not self.against(row)

    def against(self, row: RepositoryRow) -> str:
        """Return why a repository is not taken, whatever its name; empty if it is."""
        asked = {topic.casefold() for topic in self.topics}
        if not row.has_issues:
            return "its issues are switched off"
        if row.archived and not self.archived:
            return "it is archived"
        if row.fork and not self.forks:
            return "it is a fork"
        if asked and not asked & {topic.casefold() for topic in row.topics}:
            return "it has none of the topics"
        return ""

    def shared(self, of: type[Section]) -> dict[str, Any]:
        """Return the values of the keys that *of* has: address and credentials."""
        return {name: getattr(self, name) for name in of.model_fields}
