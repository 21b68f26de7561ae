"""Repositories that a project of config.toml is read from."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from programme.settings_section import Section
from programme.values import Folder, ForgeAddress, Variable


class GithubSource(Section):
    """One GitHub repository, on github.com or on GitHub Enterprise (``url`` = ``https://host/api/v3``)."""

    kind: Literal["github"]
    repository: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]
    url: ForgeAddress = "https://api.github.com"
    token_env: Variable

    @property
    def name(self) -> str:
        """``host/owner/repo``."""
        return f"{self.web_host}/{self.repository}"

    @property
    def web_host(self) -> str:
        """The host that people open in a browser, with its port if it has one."""
        host = urlsplit(self.url).netloc
        return "github.com" if host == "api.github.com" else host


class GitlabSource(Section):
    """One GitLab project, on gitlab.com or self-managed (``url`` = ``https://host``)."""

    kind: Literal["gitlab"]
    project: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)+$")]
    url: ForgeAddress = "https://gitlab.com"
    token_env: Variable

    @property
    def name(self) -> str:
        """``host/group/project``."""
        return f"{self.web_host}/{self.project}"

    @property
    def web_host(self) -> str:
        """The host that people open in a browser, with its port if it has one."""
        return urlsplit(self.url).netloc


class RecordedSource(Section):
    """Forge JSON in a folder; ``path`` is absolute once the file has been loaded."""

    kind: Literal["recorded"]
    path: Folder

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name


Source = Annotated[GithubSource | GitlabSource | RecordedSource, Field(discriminator="kind")]
