"""Read config.toml into Settings; every mistake becomes one sentence with file, key and way out."""

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from programme.errors import ConfigError
from programme.mistakes import sentence
from programme.settings import Settings

# Shapes of secrets that people paste by mistake.
_TOKEN = re.compile(
    r"\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|gl(?:dt|rt|cbt|ptt|ft|soat|oas)-[\w-]{16,})"
    r"|\b[0-9a-f]{40,}\b|-----BEGIN [A-Z ]*PRIVATE KEY",
    re.IGNORECASE,
)
_SQLITE = "sqlite:///"
#: The longest private keys take a quarter of it.
_MOST_SECRET_BYTES = 65_536


def load(path: Path) -> Settings:
    """Read and validate the configuration.

    Args:
        path: The TOML file; relative paths in it are relative to its folder.

    Raises:
        ConfigError: If the file is missing, is not TOML, holds a token, or breaks the schema.
    """
    text = _read(path)
    data = _parse(path, text)
    try:
        _refuse_tokens(path, data)
    except RecursionError as error:
        raise ConfigError(f"{path} holds tables in tables without end.") from error
    _refuse_tokens_in_comments(path, text)
    folder = path.resolve().parent
    for project in _tables(data.get("projects")):
        for source in _tables(project.get("sources")):
            for key in ("path", "token_file", "private_key_file"):
                if isinstance(source.get(key), str) and source[key]:
                    source[key] = _below(folder, source[key])
    store = data.get("store")
    if isinstance(store, dict) and not isinstance(store.get("url", ""), str):
        raise ConfigError(f'{path}: store.url must be text, such as "sqlite:///data/waymark.db".')
    url = (
        (store or {}).get("url", "sqlite:///data/waymark.db")
        if isinstance(store, dict | None)
        else ""
    )
    if url.startswith(_SQLITE) and url[len(_SQLITE) :] not in {"", ":memory:"}:
        data["store"] = {
            **(store or {}),
            "url": _SQLITE + _below(folder, url[len(_SQLITE) :]),
        }
    network = data.get("network")
    if isinstance(network, dict) and isinstance(network.get("ca_file"), str) and network["ca_file"]:
        data["network"] = {**network, "ca_file": _below(folder, network["ca_file"])}
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise ConfigError(sentence(path, text, error.errors())) from error


def sha256(path: Path) -> str:
    """Return the hash of the file's bytes, which every snapshot names."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def missing_variables(settings: Settings, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return a sentence for each source whose token is not there, before any network.

    What lies in the system's keyring is looked for when it is needed.
    """
    missing = []
    for source in (source for project in settings.projects for source in project.listed):
        if source.kind == "recorded":
            continue
        variable = source.secret_env
        if variable and not environ.get(variable, "").strip():
            missing.append(
                f"{source.name}: the environment variable {variable} is not set; "
                f"put an access token into it, as in `export {variable}=…`."
            )
        elif source.secret_file:
            try:
                secret_of_file(source.name, source.secret_file)
            except ConfigError as error:
                missing.append(str(error))
    return missing


def secret_of_file(source: str, path: str) -> str:
    """Return the token or key that a file holds; it is read anew each time, since it may change.

    Raises:
        ConfigError: If there is none.
    """
    secret = ""
    # A device or a pipe may never end.
    if Path(path).is_file():
        try:
            with Path(path).open("rb") as file:
                # Editors add a BOM; of more than any key takes, none is one.
                secret = file.read(_MOST_SECRET_BYTES).decode("utf-8-sig").strip()
        except (OSError, ValueError):
            secret = ""
    if len(secret) >= _MOST_SECRET_BYTES or not secret.isascii():
        secret = ""
    if not secret:
        raise ConfigError(
            f"{source}: the file {path} cannot be read, or holds no token; put one into it."
        )
    return secret


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # editors add a BOM
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path} does not exist; name the configuration with --config PATH."
        ) from error
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be read: {(error.strerror or type(error).__name__).lower()}."
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not text in UTF-8; save it as UTF-8.") from error


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error
    except (ValueError, RecursionError) as error:
        # What tomllib does not foresee: numbers of thousands of digits, and lists as deep.
        raise ConfigError(f"{path} is not valid TOML: it is too large or too deep.") from error


def _below(folder: Path, path: str) -> str:
    """Make *path* absolute; what no system takes as a path is left to the settings to refuse."""
    try:
        return str((folder / path).resolve())
    except (ValueError, RuntimeError):
        return path


def _tables(value: object) -> Iterator[dict[str, Any]]:
    return (
        entry for entry in (value if isinstance(value, list) else []) if isinstance(entry, dict)
    )


def _refuse_tokens(path: Path, value: object, key: str = "") -> None:
    if isinstance(value, dict):
        for name, entry in value.items():
            _refuse_tokens(path, name, f"a key of {key}" if key else "a key")
            _refuse_tokens(path, entry, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for number, entry in enumerate(value, 1):
            _refuse_tokens(path, entry, f"{key}[{number}]")
    elif isinstance(value, str) and _TOKEN.search(value):
        raise ConfigError(
            f"{path}: {key} holds what looks like an access token; take it out, revoke it, and "
            "name an environment variable with token_env instead."
        )


def _refuse_tokens_in_comments(path: Path, text: str) -> None:
    """Look through the lines, which hold what the values do not: whoever reads one reads both."""
    for number, line in enumerate(text.splitlines(), 1):
        if _TOKEN.search(line):
            raise ConfigError(
                f"{path}: line {number} holds what looks like an access token; take it out, revoke "
                "it, and name an environment variable with token_env instead."
            )
