"""Labels made of a forge's own fields: an issue's type, its status on a board, its health.

They are labels like all others, but for what is not told of their past. Which of them are read:
``[labels.fields]``; what becomes of them: docs/labels.md.
"""

import re
from typing import Final, Literal

from programme.rows import LabelRef

FieldKind = Literal["type", "status", "health"]
_KEY: Final = "field:"
#: An issue has its type from the start as a rule; these come and go.
_PASSING: Final = (f"{_KEY}status:", f"{_KEY}health:")
_SEPARATORS: Final = re.compile(r"[\s_:/=]+")
#: Signs such as the pictures that GitHub's own templates put before a status.
_SIGNS: Final = re.compile(r"^\W+|\W+$")


def field_label(kind: FieldKind, value: str, key: str = "") -> LabelRef:
    """Return the label of a field's value: ``status::In progress`` of ``🏗 In progress``.

    Args:
        kind: Which field.
        value: As the forge names it, masked. What labels take for a separator becomes a space.
        key: The forge's id of the value, where it has one that outlives a new name.
    """
    words = _SEPARATORS.sub(" ", value).strip()
    words = _SIGNS.sub("", words) or words
    return LabelRef(f"{_KEY}{kind}:{key or words}", f"{kind}::{words}")


def of_field(key: str) -> bool:
    """Say whether a label is made of a field."""
    return key.startswith(_KEY)


def passing(key: str) -> bool:
    """Say whether a label that no event names is known of the present alone."""
    return key.startswith(_PASSING)
