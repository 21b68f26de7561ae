"""What all sections of config.toml share: an unknown key is refused, and nothing changes."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the file, its keys written as people write them."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
