"""The settings that a snapshot is drawn with, frozen beside its tables."""

from pathlib import Path

from pydantic import ValidationError

from programme.errors import WaymarkError
from programme.settings import Settings
from snapshots.seal import canonical

NAME = "settings.json"
#: What says where data comes from and goes to, not what it means: addresses, limits, workers.
_LEFT_OUT = {"store", "network", "sync", "workers", "report"}


def dump(settings: Settings) -> bytes:
    """Return what pages and reports need of *settings* as JSON.

    Where files lie on the machine is left out; tokens are in no settings.
    """
    told = settings.model_dump(mode="json", by_alias=True, exclude=_LEFT_OUT, exclude_none=True)
    for project, known in zip(told["projects"], settings.projects, strict=True):
        # Those that were found stand by themselves: what is found later is not of this week.
        project["sources"] = [
            source.model_dump(mode="json", by_alias=True, exclude_none=True)
            for source in known.sources or known.listed
        ]
        for source in project["sources"]:
            for key in {"path", "token_file", "private_key_file"} & set(source):
                source[key] = Path(source[key]).name
    return canonical(told)


def load(content: bytes) -> Settings:
    """Return the settings that ``dump`` wrote.

    Raises:
        WaymarkError: If they cannot be read by this version.
    """
    try:
        return Settings.model_validate_json(content)
    except ValidationError as error:
        raise WaymarkError(
            "The settings of this frozen week cannot be read by this version of Waymark."
        ) from error
