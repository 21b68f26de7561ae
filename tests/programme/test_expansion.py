"""What stands for an owner: filters, and what stays when it fits no longer."""

from dataclasses import replace
from typing import Any

import pytest

from programme.config_file import load
from programme.errors import ConfigError
from programme.expansion import Listing, expanded
from programme.rows import RepositoryRow
from programme.settings import Settings
from tests.recordings import write_config

ROW = RepositoryRow("1", "exampleton/Care-api", frozenset({"Care"}))
FORK, ARCHIVED = replace(ROW, fork=True), replace(ROW, archived=True)
PLAIN, SILENT = replace(ROW, topics=frozenset()), replace(ROW, has_issues=False)
NAME = "github.com/exampleton/*"


def _settings(**keys: Any) -> Settings:
    source = {"kind": "github", "owner": "exampleton", "token_env": "T", **keys}
    programme = {"name": "P", "outcome": "O", "sro_role": "R", "started_on": "2026-01-05"}
    projects = [{"name": "Care", "sources": [source]}]
    return Settings.model_validate({"programme": programme, "projects": projects})


@pytest.mark.parametrize(
    ("keys", "row", "taken"),
    [
        ({}, ROW, True),
        ({}, PLAIN, True),
        ({}, FORK, False),
        ({"forks": True}, FORK, True),
        ({}, ARCHIVED, False),
        ({"archived": True}, ARCHIVED, True),
        ({"archived": True, "forks": True}, SILENT, False),
        ({"topics": ["care", "other"]}, ROW, True),
        ({"topics": ["care"]}, PLAIN, False),
        ({"include": ["care-*"]}, ROW, True),
        ({"include": ["portal", "*"]}, ROW, True),
        ({"include": ["care"]}, ROW, False),
        ({"include": ["exampleton/*"]}, ROW, False),
        ({"exclude": ["*-API"]}, ROW, False),
        ({"include": ["care-*"], "exclude": ["*"]}, ROW, False),
    ],
)
def test_filters(keys: dict[str, Any], row: RepositoryRow, taken: bool) -> None:
    """Patterns are of the path below the owner; neither they nor topics mind the case."""
    listings = {NAME: [Listing((row,), present=True, synced=False)]}
    found = expanded(_settings(**keys), listings).source_names
    assert found == (["github.com/exampleton/Care-api"] if taken else [])


@pytest.mark.parametrize(
    ("rows", "present", "synced", "measured", "pulled"),
    [
        ((ROW,), True, False, True, True),
        ((ROW,), False, False, False, False),
        ((ROW,), False, True, True, False),
        ((ROW, ARCHIVED), True, True, True, False),
        ((ROW, ARCHIVED), True, False, False, False),
        ((ARCHIVED, ROW), True, False, True, True),
        ((ARCHIVED,), True, True, False, False),
    ],
)
def test_what_was_synced_stays(
    rows: tuple[RepositoryRow, ...], present: bool, synced: bool, measured: bool, pulled: bool
) -> None:
    """What was done in it was done, if it ever fitted; it is not pulled any more."""
    settings, listings = _settings(), {NAME: [Listing(rows, present, synced)]}
    assert len(expanded(settings, listings).sources) == measured
    assert len(expanded(settings, listings, present=True).sources) == pulled
    assert expanded(expanded(settings, listings), listings) == expanded(settings, listings)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"topic": ["care"]}, "sources[1].topic is not a known key; did you mean topics?"),
        ({"owner": "a/b"}, 'sources[1].owner must be written as "owner"'),
        ({"archived": "yes"}, "sources[1].archived must be true or false"),
        ({"repository": "a/b"}, "sources[1].repository is not a known key"),
    ],
)
def test_mistakes_are_told_in_the_words_of_the_file(
    tmp_path: Any, keys: dict[str, Any], words: str
) -> None:
    """As for a source that is named by itself."""
    source = {"kind": "github", "owner": "exampleton", "token_env": "T", **keys}
    with pytest.raises(ConfigError) as told:
        load(write_config(tmp_path / "c.toml", source))
    assert words in str(told.value)
