"""How a project's text is read: what is masked, and whose description lines are kept."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from programme.labels import record_type
from programme.rows import LinkKind
from programme.settings import Settings
from programme.settings_labels import Labels
from programme.settings_projects import Project
from sources import privacy
from sources.people import NOBODY, People

#: Raise it when rows come out differently from the same answers: everything is then read again.
_ROWS_VERSION = 3


@dataclass(frozen=True)
class Reading:
    """What turning answers into rows depends on, besides the answers.

    Attributes:
        labels: ``[labels]`` of the configuration, which tell records from work.
        project_kind: ``delivery`` or ``risk-register``.
        exempt: Configured repository names, which masking spares.
        people: Whom the answers themselves name.
        size: What of an issue is its size: ``weight``, ``field:NAME`` or, if neither is, empty.
        links: What is asked about what each issue is part of and waits for.
        iteration: Name of the field of GitHub Projects that tells iterations; empty = none does.
        repositories: Configured ones, ``host/owner/name`` in lower case: issues of others have no
            name with us, since it may hold that of a person.
    """

    labels: Labels
    project_kind: str
    exempt: tuple[str, ...] = ()
    people: People = NOBODY
    size: str = ""
    links: tuple[LinkKind, ...] = ()
    iteration: str = ""
    repositories: frozenset[str] = frozenset()

    @classmethod
    def of(cls, project: Project, settings: Settings) -> "Reading":
        """Take what matters from the configuration."""
        return cls(
            settings.labels,
            project.kind,
            privacy.configured_names(settings),
            size=settings.measures.size_at_forge,
            links=project.increments.links,
            iteration=project.increments.iteration_field,
            repositories=frozenset(source.name.lower() for _, source in settings.sources),
        )

    def knowing(self, answers: Iterable[Any]) -> "Reading":
        """Return a reading that also masks the people named in *answers*."""
        return replace(self, people=People.of(answers))

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same answers may give other rows, so that all must be read again."""
        parts = [
            _ROWS_VERSION,
            self.labels.type.model_dump(mode="json"),
            self.project_kind,
            self.exempt,
            *filter(None, [self.size]),
            *([self.links, self.iteration] if self.links else ()),
            *([self.labels.fields.model_dump(mode="json")] if self.labels.fields.any else ()),
        ]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]

    def mask(self, text: str) -> str:
        """Mask a title, or the name of a label or milestone."""
        masked = privacy.mask(text, self.exempt)
        # Addresses go whole before names do; a name may have stood for less than its stand-in.
        return privacy.mask(self.people.masked(masked), self.exempt)

    def milestone_title(self, title: str, number: int) -> str:
        """Mask a milestone's title; one without any is called by its number, to be told of at all.

        An increment of no name would be all the work that is in no increment.
        """
        return self.title_of(title, f"Milestone {number}")

    def title_of(self, title: str, otherwise: str) -> str:
        """Mask the title of an increment; one without any is called *otherwise*."""
        return self.mask(title) if title.strip() else otherwise

    def lines(self, description: str | None) -> dict[str, str]:
        """Return what is kept of a milestone's description."""
        kept = privacy.kept_lines(description, self.exempt)
        return {name: self.mask(value) for name, value in kept.items()}

    def record_lines(self, description: str | None, labels: Iterable[str]) -> dict[str, str]:
        """Return what is kept of an issue's description: nothing unless its labels say record."""
        if record_type(labels, self.labels, self.project_kind) is None:
            return {}
        return self.lines(description)
