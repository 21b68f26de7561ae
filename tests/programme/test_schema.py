"""config.schema.json describes config.toml as it is read."""

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from programme import schema

ROOT = Path(__file__).parents[2]


def _as_json(value: object) -> object:
    """Write dates as text, as editors see them."""
    if isinstance(value, dict):
        return {key: _as_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_as_json(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture
def config() -> Any:
    """The demonstration's configuration."""
    return _as_json(tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8")))


def test_committed_file_is_current() -> None:
    """Whoever changes a setting writes the schema anew: ``python -m programme.schema``."""
    assert schema.text() == schema.FILE.read_text(encoding="utf-8")


def test_demonstration_validates(config: Any) -> None:
    """The configuration that Waymark comes with keeps the schema, TOML's ``from`` included."""
    jsonschema.Draft202012Validator.check_schema(schema.schema())
    assert config["projects"][0]["increments"]["from"] == "milestones"
    jsonschema.validate(config, schema.schema())


@pytest.mark.parametrize(
    ("place", "key", "value"),
    [
        pytest.param(("programme",), "sponsor", "x", id="unknown key"),
        pytest.param(("programme",), "outcome", "x" * 201, id="too long"),
        pytest.param(("projects", 0), "people", 0, id="nobody"),
        pytest.param(("projects", 0, "increments"), "from_", "labels", id="Python's name"),
        pytest.param(("risk", "tolerance"), "total_days", -1, id="below zero"),
    ],
)
def test_mistakes_do_not_validate(
    config: Any, place: tuple[Any, ...], key: str, value: Any
) -> None:
    """What Waymark refuses, an editor with the schema underlines."""
    part = config
    for step in place:
        part = part[step]
    part[key] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(config, schema.schema())


def test_schema_is_json() -> None:
    """Editors read the file as JSON."""
    assert json.loads(schema.text())["title"] == "Waymark configuration"


def _keys(part: object) -> Iterator[str]:
    """Yield every key that the schema knows."""
    if isinstance(part, dict):
        for name, entry in part.items():
            if name == "properties":
                yield from entry
            yield from _keys(entry)
    elif isinstance(part, list):
        for entry in part:
            yield from _keys(entry)


def test_documentation_names_every_key() -> None:
    """Whoever adds a setting says in docs/configuration.md what it means."""
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    keys = set(_keys(schema.schema()))
    assert len(keys) > 50
    assert not {key for key in keys if not re.search(rf"\b{re.escape(key)}\b", text)}
