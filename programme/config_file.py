"""Read config.toml into Settings; every mistake becomes one sentence with file, key and way out."""

import difflib
import hashlib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from programme.errors import ConfigError
from programme.settings import Settings

# Shapes of secrets that people paste by mistake (domain.md A14).
_TOKEN = re.compile(
    r"\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|glpat-[\w-]{16,}|gl(?:dt|rt|cbt|ptt|ft|soat|oas)-[\w-]{16,})"
    r"|\b[0-9a-f]{40,}\b",
    re.IGNORECASE,
)
_SQLITE = "sqlite:///"


def load(path: Path) -> Settings:
    """Read and validate the configuration.

    Args:
        path: The TOML file; relative paths in it are relative to its folder.

    Raises:
        ConfigError: If the file is missing, is not TOML, holds a token, or breaks the schema.
    """
    data = _parse(path)
    _refuse_tokens(path, data)
    folder = path.resolve().parent
    for project in _tables(data.get("projects")):
        for source in _tables(project.get("sources")):
            if isinstance(source.get("path"), str):
                source["path"] = str((folder / source["path"]).resolve())
    store = data.get("store")
    if isinstance(store, dict) and not isinstance(store.get("url", ""), str):
        raise ConfigError(f'{path}: store.url must be text, such as "sqlite:///data/waymark.db".')
    url = (
        (store or {}).get("url", "sqlite:///data/waymark.db")
        if isinstance(store, dict | None)
        else ""
    )
    if url.startswith(_SQLITE) and url != _SQLITE + ":memory:":
        data["store"] = {
            **(store or {}),
            "url": _SQLITE + str((folder / url[len(_SQLITE) :]).resolve()),
        }
    network = data.get("network")
    if isinstance(network, dict) and isinstance(network.get("ca_file"), str) and network["ca_file"]:
        data["network"] = {**network, "ca_file": str((folder / network["ca_file"]).resolve())}
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        text = path.read_text(encoding="utf-8")
        # A mistyped key also leaves the right one missing: name the one that was typed.
        first = min(error.errors(), key=lambda entry: entry["type"] != "extra_forbidden")
        raise ConfigError(_sentence(path, text, first)) from error


def sha256(path: Path) -> str:
    """Return the hash of the file's bytes, which every snapshot names."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def missing_variables(settings: Settings, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return a sentence for each source whose token variable is not set, before any network."""
    return [
        f"{source.name}: the environment variable {source.token_env} is not set; "
        f"put an access token into it, as in `export {source.token_env}=…`."
        for _, source in settings.sources
        if source.kind != "recorded" and not environ.get(source.token_env, "").strip()
    ]


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # editors add a BOM
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path} does not exist; name the configuration with --config PATH."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {type(error).__name__}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error


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


def _sentence(path: Path, text: str, error: ErrorDetails) -> str:
    """Put one validation error into words."""
    loc = [part for part in error["loc"] if part not in {"github", "gitlab", "recorded"}]
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(
        "."
    )
    line = _line_of(text, [str(part) for part in loc if not isinstance(part, int)])
    where = f"{path}{f', line {line}' if line else ''}"
    match error["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(
                str(loc[-1]), _known_keys(error["loc"]), n=1, cutoff=0.5
            )
            hint = f"; did you mean {near[0]}?" if near else "; see the list of keys in README."
            return f"{where}: {key} is not a known key{hint}"
        case "missing":
            return f"{where}: {key} is missing; add it."
        case "union_tag_not_found" | "union_tag_invalid":
            return f'{where}: {key} needs kind = "github", "gitlab" or "recorded".'
        case "value_error":
            reason = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
            return f"{where}: {key + ': ' if key else ''}{reason}."
        case _:
            got = error["input"]
            shown = f" (found {got!r})" if isinstance(got, str | int | float | bool) else ""
            return f"{where}: {key} is wrong: {error['msg'].lower()}{shown}."


def _line_of(text: str, names: list[str]) -> int | None:
    """Find the line that most likely holds the key; tomllib does not tell."""
    for name in reversed(names):
        pattern = re.compile(rf'(^|[\s{{,\[.])"?{re.escape(name)}"?\s*(=|\]|\.)')
        for number, line in enumerate(text.splitlines(), 1):
            if not line.lstrip().startswith("#") and pattern.search(line):
                return number
    return None


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that are known where an unknown one was met."""
    model: Any = Settings
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        fields = {f.alias or name: f for name, f in model.model_fields.items()}
        found = (
            next((m for m in _models(fields[part].annotation)), None) if part in fields else None
        )
        if part in {"github", "gitlab", "recorded"}:
            sources = _models(Settings.model_fields["projects"].annotation)
            found = next(
                m
                for project in sources
                for m in _models(project.model_fields["sources"].annotation)
                if part in str(m.model_fields["kind"].annotation)
            )
        if found is None:
            return []
        model = found
    return [f.alias or name for name, f in model.model_fields.items()]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models(part)]
