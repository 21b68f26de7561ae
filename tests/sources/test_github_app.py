"""A GitHub App signs with its key, is given tokens to read with, and renews them meanwhile."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from programme.errors import AuthError, SourceError
from programme.settings import Settings
from sources import github
from sources.transport import open_session
from tests.forges import story
from tests.forges.github import GithubForge
from tests.forges.server import Fault, Reply, Request

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM,
    serialization.PrivateFormat.TraditionalOpenSSL,
    serialization.NoEncryption(),
).decode()


class AppForge(GithubForge):
    """Gives tokens to App 7 in its installation 8, and takes the newest of them alone."""

    lifetime = timedelta(hours=1)
    given = 0

    def answer(self, request: Request) -> Reply:
        """Answer as GitHub does."""
        if not request.path.endswith("/app/installations/8/access_tokens"):
            return super().answer(request)
        signed = request.headers["authorization"].removeprefix("Bearer ")
        claims = jwt.decode(signed, KEY.public_key(), algorithms=["RS256"])
        assert claims["iss"] == "7"
        assert request.json == {"permissions": {"issues": "read", "metadata": "read"}}
        self.given += 1
        self.token = f"ghs_{self.given}"
        until = (datetime.now(UTC) + self.lifetime).strftime("%Y-%m-%dT%H:%M:%SZ")
        return Reply(201, {"token": self.token, "expires_at": until, "permissions": {}})


def pulled(forge: AppForge, key: str = PEM) -> int:
    """Read the whole repository as an App; return how many items there are."""
    settings = app_settings(forge)
    ((project, source),) = settings.sources
    assert source.kind == "github"
    batches = github.pull(
        source, project=project, settings=settings, token=key, cursor=None, full=True
    )
    return sum(len(batch.items) for batch in batches)


def app_settings(forge: GithubForge) -> Settings:
    """Return the forge's programme, which reads it as an App."""
    told = forge.settings().model_dump(by_alias=True)
    app = {"app_id": 7, "installation_id": 8, "private_key_env": "KEY", "token_env": None}
    told["projects"][0]["sources"] = [{**told["projects"][0]["sources"][0], **app}]
    return Settings.model_validate(told)


@pytest.mark.parametrize("key", [PEM, PEM.replace("\n", "\\n")], ids=["lines", "one-line"])
def test_an_app_reads_with_the_token_that_it_is_given(key: str) -> None:
    """One is enough for an hour."""
    with AppForge(story.github_files(story.tell(10)), repository="exampleton/care") as forge:
        assert pulled(forge, key) == 9
        assert forge.given == 1


def test_a_token_is_renewed_while_we_read() -> None:
    """Nothing is asked with one that is about to expire."""
    with AppForge(story.github_files(story.tell(10)), repository="exampleton/care") as forge:
        forge.lifetime = timedelta(seconds=5)
        assert pulled(forge) == 9
        assert forge.given > 1
        assert not any(b"PRIVATE KEY" in request.body for request in forge.requests)


@pytest.mark.parametrize("path", ["/graphql", "/labels", "/access_tokens"])
def test_a_token_that_ran_out_while_its_host_made_us_wait_is_renewed(path: str) -> None:
    """A request is signed before it waits: what refuses it may only be its age."""
    with AppForge(story.github_files(story.tell(10)), repository="exampleton/care") as forge:
        aged = Reply(401, {"message": "Bad credentials"})
        forge.add_fault(
            Fault(lambda request, due: aged, match=lambda request: request.path.endswith(path))
        )
        assert pulled(forge) == 9


def test_an_app_that_is_refused_is_asked_for_no_more_than_twice() -> None:
    """It may have been taken off the repository."""
    with AppForge(story.github_files(story.tell(10)), repository="exampleton/care") as forge:
        aged = Reply(401, {"message": "Bad credentials"})
        forge.add_fault(
            Fault(
                lambda request, due: aged,
                times=99,
                match=lambda request: request.path.endswith("/graphql"),
            )
        )
        with pytest.raises(AuthError, match="401"):
            pulled(forge)
        assert sum(request.path.endswith("/graphql") for request in forge.requests) == 2


def test_what_is_no_key_is_refused_before_the_network() -> None:
    """The sentence says where it should be, and quotes nothing of it."""
    with AppForge(story.github_files(story.tell(1)), repository="exampleton/care") as forge:
        with pytest.raises(AuthError, match="what stands in KEY is not the private key") as caught:
            pulled(forge, "canary-of-a-key")
        assert "canary" not in str(caught.value)
        assert not forge.requests


@pytest.mark.parametrize(
    ("path", "app"),
    [
        ("/app/installations/8/access_tokens", False),
        ("/app/installations/9/access_tokens", True),
        ("/app/installations/8/access_tokens/x", True),
        ("/repos/exampleton/care/issues", True),
    ],
)
def test_nothing_else_may_be_posted(path: str, app: bool) -> None:
    """Only an App may, and only for a token of its own installation."""
    with AppForge(story.github_files(story.tell(1)), repository="exampleton/care") as forge:
        settings = app_settings(forge) if app else forge.settings()
        ((_, source),) = settings.sources
        assert source.kind == "github"
        with pytest.raises(SourceError, match="could write"):
            open_session(source, settings).post(forge.url + path, json={})
        assert not forge.requests
