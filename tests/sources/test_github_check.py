"""What ``check`` says of a GitHub repository and its token."""

from datetime import UTC, datetime
from typing import Any

import pytest

from programme.errors import AuthError
from programme.rows import CheckReport
from sources import github
from tests.forges.github import GithubForge
from tests.forges.github_data import repository

TOKEN = "canary-token-of-the-check"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def check(now: datetime | None = NOW, **options: Any) -> CheckReport:
    """Check a repository of 12 issues."""
    forge = GithubForge(repository(12), repository="exampleton/care", token=TOKEN, **options)
    with forge:
        report = github.check(forge.source, settings=forge.settings(), token=TOKEN, now=now)
        assert report.requests == len(forge.requests) <= 5
        assert report.source == forge.source.name
        assert TOKEN not in repr(report)
        assert "person-" not in repr(report)
        return report


def test_it_says_what_would_be_pulled() -> None:
    """Issues, without pull requests, and milestones; a fine-grained token needs no warning."""
    report = check()
    assert report.summary == "12 issues, 5 milestones"
    assert (report.scopes, report.expires_at, report.warnings) == ((), None, ())


@pytest.mark.parametrize(
    ("scopes", "named", "words"),
    [
        ("repo, read:org", ("repo", "read:org"), "may write (repo)"),
        ("read:org", ("read:org",), "is a classic one"),
        ("", (), "is a classic one"),
    ],
)
def test_a_classic_token_is_more_than_is_needed(
    scopes: str, named: tuple[str, ...], words: str
) -> None:
    """Only those name scopes; the sentence says which token would do."""
    report = check(scopes=scopes)
    assert report.scopes == named
    assert len(report.warnings) == 1
    assert words in report.warnings[0]
    assert "Issues: read and Metadata: read" in report.warnings[0]


@pytest.mark.parametrize(
    ("expires", "instant", "warned"),
    [
        ("2026-12-01 10:00:00 UTC", datetime(2026, 12, 1, 10, tzinfo=UTC), True),
        ("2026-12-01 10:00:00 +0100", datetime(2026, 12, 1, 9, tzinfo=UTC), True),
        ("2027-11-01 10:00:00 UTC", datetime(2027, 11, 1, 10, tzinfo=UTC), False),
        ("some day", None, False),
    ],
)
def test_the_expiry_of_a_token_is_read(
    expires: str, instant: datetime | None, warned: bool
) -> None:
    """In both forms that GitHub writes; within thirty days it is a warning."""
    report = check(expires=expires)
    assert report.expires_at == instant
    assert bool(report.warnings) == warned
    assert check(now=None, expires=expires).warnings == ()


def test_switched_off_issues_are_said() -> None:
    """The repository is there, and nothing will come of it."""
    with GithubForge({}, repository="exampleton/care", token=TOKEN, issues_enabled=False) as forge:
        report = github.check(forge.source, settings=forge.settings(), token=TOKEN)
    assert "switched off" in report.warnings[0]


@pytest.mark.parametrize("kind", ["401", "403", "404"])
def test_a_refusal_is_about_the_token(kind: str) -> None:
    """As in a pull."""
    with GithubForge({}, repository="exampleton/care", token=TOKEN) as forge:
        forge.fail(kind)
        with pytest.raises(AuthError, match="GITHUB_TOKEN"):
            github.check(forge.source, settings=forge.settings(), token=TOKEN)
