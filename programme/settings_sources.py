"""Repositories that a project of config.toml is read from, each named or found under an owner."""

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Discriminator, Field, Tag

from programme.settings_credentials import AppCredentials, Credentials
from programme.settings_found import Found
from programme.settings_section import Section
from programme.values import Folder, ForgeAddress


class _Github(AppCredentials):
    """What all sources on github.com or GitHub Enterprise (``https://host/api/v3``) share."""

    kind: Literal["github"]
    url: ForgeAddress = "https://api.github.com"

    @property
    def web_host(self) -> str:
        """The host that people open in a browser, with its port if it has one."""
        host = urlsplit(self.url).netloc
        return "github.com" if host == "api.github.com" else host


class GithubSource(_Github):
    """One GitHub repository."""

    repository: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]

    @property
    def name(self) -> str:
        """``host/owner/repo``."""
        return f"{self.web_host}/{self.repository}"


class GithubOwner(_Github, Found):
    """The repositories of an organisation or a user on GitHub."""

    owner: Annotated[str, Field(pattern=r"^[\w.-]+$")]

    @property
    def name(self) -> str:
        """``host/owner/*``."""
        return f"{self.web_host}/{self.below}/*"

    @property
    def below(self) -> str:
        """The owner itself."""
        return self.owner

    def source(self, path: str) -> GithubSource:
        """Return one of its repositories, ``owner/name``, as a source."""
        return GithubSource(repository=path, **self.shared(_Github))


class _Gitlab(Credentials):
    """What all sources on gitlab.com or a self-managed GitLab (``https://host``) share."""

    kind: Literal["gitlab"]
    url: ForgeAddress = "https://gitlab.com"

    @property
    def web_host(self) -> str:
        """The host that people open in a browser, with its port if it has one."""
        return urlsplit(self.url).netloc


class GitlabSource(_Gitlab):
    """One GitLab project."""

    project: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)+$")]

    @property
    def name(self) -> str:
        """``host/group/project``."""
        return f"{self.web_host}/{self.project}"


class GitlabGroup(_Gitlab, Found):
    """The projects of a GitLab group and of its subgroups."""

    group: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)*$")]

    @property
    def name(self) -> str:
        """``host/group/*``."""
        return f"{self.web_host}/{self.below}/*"

    @property
    def below(self) -> str:
        """The group itself."""
        return self.group

    def source(self, path: str) -> GitlabSource:
        """Return one of its projects, ``group/project``, as a source."""
        return GitlabSource(project=path, **self.shared(_Gitlab))


class RecordedSource(Section):
    """Forge JSON in a folder; ``path`` is absolute once the file has been loaded."""

    kind: Literal["recorded"]
    path: Folder

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name


#: What is pulled and measured.
Source = GithubSource | GitlabSource | RecordedSource
#: What stands for all repositories that are found under it.
Collection = GithubOwner | GitlabGroup

_COLLECTIONS = {"github": "owner", "gitlab": "group"}


def _form(value: Any) -> str | None:
    """Tell what is listed by its kind, and a collection by the key that only it has."""
    if not isinstance(value, dict):
        return next((tag for tag, form in FORMS.items() if isinstance(value, form)), None)
    kind = value.get("kind")
    key = _COLLECTIONS.get(kind) if isinstance(kind, str) else None
    return f"{kind} {key}" if key in value else kind


#: The forms of an entry of ``sources``, by the tags that pydantic names in its errors.
FORMS = {
    "github": GithubSource,
    "github owner": GithubOwner,
    "gitlab": GitlabSource,
    "gitlab group": GitlabGroup,
    "recorded": RecordedSource,
}

Listed = Annotated[
    Annotated[GithubSource, Tag("github")]
    | Annotated[GithubOwner, Tag("github owner")]
    | Annotated[GitlabSource, Tag("gitlab")]
    | Annotated[GitlabGroup, Tag("gitlab group")]
    | Annotated[RecordedSource, Tag("recorded")],
    Discriminator(_form),
]
