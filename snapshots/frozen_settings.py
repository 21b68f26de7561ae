"""The settings that a snapshot is drawn with, frozen beside its tables."""

from pydantic import ValidationError

from programme.errors import WaymarkError
from programme.settings import Settings
from snapshots.seal import canonical

NAME = "settings.json"
#: What says where data comes from and goes to, not what it means: addresses, limits, workers.
_LEFT_OUT = {"store", "network", "sync", "workers", "report"}


def dump(settings: Settings) -> bytes:
    """Return what pages and reports need of *settings* as JSON.

    Where a recorded source lies on the machine is left out; tokens are in no settings.
    """
    told = settings.model_dump(mode="json", by_alias=True, exclude=_LEFT_OUT, exclude_none=True)
    named = {project.name: project for project in settings.projects}
    for project in told["projects"]:
        for source, known in zip(project["sources"], named[project["name"]].sources, strict=True):
            if known.kind == "recorded":
                source["path"] = known.name
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
