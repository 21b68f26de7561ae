"""Which repositories stand for the owners and groups of config.toml: filters over what was seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from programme.rows import RepositoryRow
from programme.settings import Settings
from programme.settings_projects import Project
from programme.settings_sources import Collection, Source


@dataclass(frozen=True)
class Listing:
    """One repository under an owner or group, as it was seen again and again.

    Attributes:
        rows: What the forge said of it, oldest first; at least one.
        present: Whether it was listed the last time.
        synced: Whether its issues were ever pulled well.
        sources: Names of the sources that are read from it, which may be names that it had before.
    """

    rows: tuple[RepositoryRow, ...]
    present: bool
    synced: bool
    sources: tuple[str, ...] = ()


#: By the name of the owner or group.
Listings = Mapping[str, Sequence[Listing]]


class ExpandedProject(Project):
    """A project with the repositories that were found for it.

    Attributes:
        found: Of all its owners and groups, by name.
    """

    found: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Those that the file names, then those that were found."""
        return (*self.named, *self.found)


def expanded(settings: Settings, listings: Listings, *, present: bool = False) -> Settings:
    """Return settings whose projects are read from every repository that was found for them.

    A repository that is gone, archived or no longer fits, but was synced while it did, stays: what
    was done in it was done. A pattern of ``exclude`` takes it out. One that the file names itself,
    if only by a name that it had before, or that an earlier owner or group of the file has, is not
    taken again.

    Args:
        settings: As the file has them.
        listings: What is known of the owners and groups.
        present: Leave out those that stay though they are not pulled any more.
    """
    if not settings.collections:
        return settings
    named = settings.named
    taken = set(named)
    projects: list[Project] = []
    for project in settings.projects:
        found: list[Source] = []
        for collection in project.collections:
            listed = [
                entry
                for entry in listings.get(collection.name, ())
                if named.isdisjoint(name.lower() for name in entry.sources)
            ]
            for source in _found(collection, listed, present):
                if source.name.lower() not in taken:
                    taken.add(source.name.lower())
                    found.append(source)
        values = {name: getattr(project, name) for name in Project.model_fields}
        projects.append(ExpandedProject.model_construct(**values, found=tuple(found)))
    return settings.with_projects(projects)


def left(settings: Settings, listings: Listings) -> list[Source]:
    """Return the found sources that stay though they are not pulled any more."""
    pulled = {source.name for _, source in expanded(settings, listings, present=True).sources}
    return [
        source for _, source in expanded(settings, listings).sources if source.name not in pulled
    ]


def _found(collection: Collection, listed: Sequence[Listing], present: bool) -> list[Source]:
    """Return the repositories of a collection that are taken, by their present names."""
    return [
        collection.source(entry.rows[-1].path)
        for entry in sorted(listed, key=lambda entry: entry.rows[-1].path.lower())
        if collection.names(entry.rows[-1].path)
        and (
            (entry.present and collection.takes(entry.rows[-1]))
            or (not present and entry.synced and any(map(collection.takes, entry.rows)))
        )
    ]
