"""Where the token of a source lies: never in the file itself."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from programme.settings_section import Section
from programme.values import Count, File, Name, Variable

Place = Annotated[File, Field(min_length=1)]


class Credentials(Section):
    """Exactly one of the places of a token.

    Attributes:
        token_env: Name of an environment variable.
        token_file: Path of a file that holds the token alone, as container secrets do.
        token_keyring: Service under which the system's keyring has it; the user name there is the
            host of the forge.
    """

    token_env: Variable | None = None
    token_file: Place | None = None
    token_keyring: Name | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "Credentials":
        places = self._places()
        if not any(places.values()):
            raise ValueError(f"needs one of {', '.join(places)}")
        if sum(map(bool, places.values())) > 1:
            raise ValueError(f"names several of {', '.join(places)}; leave one")
        return self

    def _places(self) -> dict[str, str | None]:
        names = ("token_env", "token_file", "token_keyring")
        return {name: getattr(self, name) for name in names}

    @property
    def secret_env(self) -> str | None:
        """The variable that holds the token or key, if one does."""
        return self.token_env

    @property
    def secret_file(self) -> str | None:
        """The file that holds the token or key, if one does."""
        return self.token_file

    @property
    def token_at(self) -> str:
        """Where the token or key is, in words for a sentence."""
        if self.token_keyring:
            return f"the keyring ({self.token_keyring})"
        return self.secret_env or Path(self.secret_file or "").name

    @property
    def caller(self) -> str:
        """Whom a forge counts requests for: the same for sources that are read with one token."""
        kinds = (("variable", self.secret_env), ("file", self.secret_file))
        return next((f"{kind} {place}" for kind, place in kinds if place), self.token_at)


class AppCredentials(Credentials):
    """As above, or a GitHub App, of which GitHub itself gives tokens that last for an hour.

    Attributes:
        app_id, installation_id: Of the App, and of its installation with the owner.
        private_key_env: Name of a variable that holds the App's private key.
        private_key_file: Path of a file that does.
    """

    app_id: Count | None = None
    installation_id: Count | None = None
    private_key_env: Variable | None = None
    private_key_file: Place | None = None

    @model_validator(mode="after")
    def _whole_app(self) -> "AppCredentials":
        key = self.private_key_env or self.private_key_file
        if any((key, self.app_id, self.installation_id)) and not all(
            (key, self.app_id, self.installation_id)
        ):
            raise ValueError(
                "needs all of app_id, installation_id and private_key_env or private_key_file"
            )
        return self

    def _places(self) -> dict[str, str | None]:
        names = ("private_key_env", "private_key_file")
        return super()._places() | {name: getattr(self, name) for name in names}

    @property
    def secret_env(self) -> str | None:
        """The variable that holds the token or key, if one does."""
        return self.token_env or self.private_key_env

    @property
    def secret_file(self) -> str | None:
        """The file that holds the token or key, if one does."""
        return self.token_file or self.private_key_file

    @property
    def caller(self) -> str:
        """As above; of an App, each installation is given tokens of its own."""
        installation = f", installation {self.installation_id}" if self.installation_id else ""
        return super().caller + installation
