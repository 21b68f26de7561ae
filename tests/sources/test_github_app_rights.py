"""What a GitHub App may do: asked for as little as is needed, told by `check`, and never quoted."""

from typing import Any

import pytest

from programme.rows import CheckReport
from programme.settings import Settings
from sources import github
from sources.given_tokens import given
from tests.builders import at
from tests.forges import story
from tests.forges.server import Reply, Request
from tests.sources.test_github_app import PEM, AppForge, app_settings

READ = {"issues": "read", "metadata": "read"}
PROJECTS = {**READ, "organization_projects": "read"}


class RightsForge(AppForge):
    """Gives a token for what the installation allows, none for more, and tells what that is."""

    allows: dict[str, str] | None = READ
    readable_projects: bool | None = None

    def answer(self, request: Request) -> Reply:
        """Answer as GitHub does."""
        path = request.path.removeprefix("/api/v3")
        if path == "/app/installations/8" and request.method == "GET":
            signed = request.headers["authorization"].startswith("Bearer ey")
            if not signed or self.allows is None:
                return Reply(404, {"message": "Not Found"})
            return Reply(200, {"id": 8, "permissions": self.allows})
        if not path.endswith("/access_tokens"):
            if self.readable_projects is False:
                for issue in self.data["issues"]:
                    issue["boards"] = "forbidden"
            return super().answer(request)
        asked = request.json["permissions"]
        allowed = self.allows or READ
        if any(allowed.get(name) not in {level, "write"} for name, level in asked.items()):
            said = "The permissions requested are not granted to this installation."
            return Reply(422, {"message": said})
        self.readable_projects = "organization_projects" in asked
        self.given += 1
        self.token = f"ghs_rights_{self.given}"
        return Reply(
            201, {"token": self.token, "expires_at": "2099-01-01T00:00:00Z", "permissions": asked}
        )


def opened(allows: dict[str, str] | None) -> RightsForge:
    """Return a forge of three issues with an estimate each."""
    files = story.github_files(story.tell(3))
    for issue in files["issues"]:
        issue["boards"] = [{"Estimate": 2}]
    forge = RightsForge(files, repository="exampleton/care", expires="2026-11-20 00:00:00 UTC")
    forge.allows = allows
    return forge


def checked(forge: RightsForge, **sections: Any) -> CheckReport:
    """Check the repository as an App."""
    settings = _with(app_settings(forge), **sections)
    ((_, source),) = settings.sources
    assert source.kind == "github"
    return github.check(source, settings=settings, token=PEM, now=at(320))


def _with(settings: Settings, **sections: Any) -> Settings:
    return Settings.model_validate({**settings.model_dump(by_alias=True), **sections})


@pytest.mark.parametrize(
    ("allows", "writing"),
    [
        (READ, ""),
        ({**READ, "issues": "write"}, "issues"),
        (
            {**READ, "organization_projects": "admin", "contents": "write"},
            "contents, organization_projects",
        ),
        (None, ""),
    ],
    ids=["reading alone", "issues", "several", "untold"],
)
def test_check_warns_of_rights_to_write(allows: dict[str, str] | None, writing: str) -> None:
    """By name; whoever has the key may have them all. No expiry is told: tokens are renewed."""
    with opened(allows) as forge:
        report = checked(forge)
    told = sorted((allows or {}).items())
    assert report.scopes == tuple(f"{name}:{level}" for name, level in told)
    assert report.expires_at is None
    if not writing:
        assert report.warnings == ()
        return
    (warning,) = report.warnings
    assert "the GitHub App 7, whose key is in KEY, may write" in warning
    assert f"({writing})" in warning


@pytest.mark.parametrize("allows", [READ, PROJECTS], ids=["without projects", "with projects"])
def test_fields_of_projects_are_read_where_the_app_may(allows: dict[str, str]) -> None:
    """It is asked for where a field is configured; without it, `check` says what is missing."""
    with opened(allows) as forge:
        settings = _with(app_settings(forge), measures={"size": "field:Estimate"})
        ((project, source),) = settings.sources
        assert source.kind == "github"
        items = [
            item
            for batch in github.pull(
                source, project=project, settings=settings, token=PEM, cursor=None
            )
            for item in batch.items
        ]
        warnings = checked(forge, measures={"size": "field:Estimate"}).warnings
    may = allows == PROJECTS
    assert {item.size for item in items} == ({2.0} if may else {None})
    assert warnings == (
        ()
        if may
        else (
            f"{source.name}: the field Estimate cannot be read, so its issues have no size; the "
            "GitHub App 7 needs the organisation permission Projects: read, which the owner must "
            "accept.",
        )
    )


def test_projects_are_not_asked_for_without_need() -> None:
    """The token may read issues and their repository alone, whatever the installation allows."""
    with opened({**PROJECTS, "contents": "write"}) as forge:
        checked(forge)
        asked = [entry.json for entry in forge.requests if entry.path.endswith("/access_tokens")]
    assert asked == [{"permissions": READ}]


def test_tokens_that_were_given_are_known() -> None:
    """So that they can be taken out of every sentence."""
    with opened(READ) as forge:
        checked(forge)
        assert forge.token in given()
