"""The JSON Schema of config.toml, for editors: ``python -m programme.schema`` writes it anew."""

import json
from pathlib import Path
from typing import Any

from programme.settings import Settings

FILE = Path(__file__).parents[1] / "config.schema.json"


def schema() -> dict[str, Any]:
    """Return the schema of what a configuration file may hold, by the keys that people write."""
    described = Settings.model_json_schema(by_alias=True, mode="validation")
    _only_what_people_need(described)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **described,
        "title": "Waymark configuration",
    }


def text() -> str:
    """Return the schema as the file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _only_what_people_need(part: Any) -> None:
    """Take out titles made of key names, which say nothing that the key does not say."""
    if isinstance(part, list):
        for entry in part:
            _only_what_people_need(entry)
    elif isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        for entry in part.values():
            _only_what_people_need(entry)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
