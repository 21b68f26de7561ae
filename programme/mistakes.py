"""What pydantic finds wrong with config.toml, in the words of the file: table, list, text, date."""

import difflib
import re
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from programme.settings import Settings
from programme.settings_sources import FORMS

_KINDS: Final = frozenset(FORMS)
# pydantic's, of the forms that a value has
_TAGS: Final = _KINDS | {
    "one date", "dates agreed", "several dates", "one number", "until refined",
}  # fmt: skip
_SHOWN = 60

#: What each kind of value must be, by the beginning of pydantic's names for its mistakes.
_WANTED: Final = {
    "model_": "must be a table of keys",
    "dict_": "must be a table of keys",
    "tuple_": 'must be a list in square brackets, as in ["…"]',
    "too_short": "must not be empty",
    "string_type": 'must be text in quotes, as in "…"',
    "path_": 'must be text in quotes, as in "…"',
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "int_": "must be a whole number",
    "float_": "must be a number",
    "finite_number": "must be a number with an end",
    "bool_": "must be true or false",
    "datetime_": "must be an instant with its offset, as in 2026-11-22T09:00:00Z",
    "timezone_": "must be an instant with its offset, as in 2026-11-22T09:00:00Z",
    "date_": "must be a date, as in 2026-01-05",
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "literal_error": "must be {expected}",
}
#: What is wanted where a pattern, or a whole list of tables, says it badly.
_WANTED_OF_KEY: Final = {
    ("repository", "string_pattern_mismatch"): 'must be written as "owner/name"',
    ("project", "string_pattern_mismatch"): 'must be written as "group/project"',
    ("owner", "string_pattern_mismatch"): 'must be written as "owner"',
    ("group", "string_pattern_mismatch"): 'must be written as "group" or "group/subgroup"',
    ("projects", "tuple_type"): "must be a list of tables, each under the line [[projects]]",
    ("sources", "tuple_type"): 'must be a list of tables, as in [{{ kind = "github", … }}]',
    ("quiet", "tuple_type"): 'must be a list of tables, as in [{{ name = "Year-end freeze", … }}]',
}


def sentence(path: Path, text: str, errors: list[ErrorDetails]) -> str:
    """Say in one sentence where the file is wrong and what should stand there.

    Args:
        path: Of the file.
        text: What it holds.
        errors: All that pydantic found, at least one; the most telling one is put into words.
    """
    # A mistyped key also leaves the right one missing: name the one that was typed.
    error = min(errors, key=lambda entry: entry["type"] != "extra_forbidden")
    loc = [part for part in error["loc"] if part not in _TAGS]
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(
        "."
    )
    line = _line_of(text, [str(part) for part in loc if not isinstance(part, int)])
    where = f"{path}{f', line {line}' if line else ''}"
    match error["type"]:
        case "extra_forbidden":
            near = difflib.get_close_matches(
                str(loc[-1]), _known_keys(error["loc"]), n=1, cutoff=0.6
            )
            hint = f"; did you mean {near[0]}?" if near else "; see docs/configuration.md."
            return f"{where}: {key} is not a known key{hint}"
        case "missing":
            return f"{where}: {key} is missing; add it."
        case "union_tag_not_found" | "union_tag_invalid":
            return f'{where}: {key} needs kind = "github", "gitlab" or "recorded".'
        case "value_error":
            reason = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
            return f"{where}: {key + ': ' if key else ''}{reason}."
        case _:
            last = str(next(part for part in reversed(loc) if not isinstance(part, int)))
            return f"{where}: {key} {_wanted(last, error)}{_found(error)}."


def _wanted(last: str, error: ErrorDetails) -> str:
    words = _WANTED_OF_KEY.get((last, error["type"])) or next(
        (words for start, words in _WANTED.items() if error["type"].startswith(start)), None
    )
    if words is None:
        return f"is wrong: {error['msg'].lower()}"
    return words.format_map(error.get("ctx", {})).replace("'", '"')


def _found(error: ErrorDetails) -> str:
    """Quote what stands there, unless it is long or says nothing."""
    got = error["input"]
    if isinstance(got, bool):
        return f" (found {str(got).lower()})"
    if not isinstance(got, str | int | float) or error["type"] == "string_too_short":
        return ""
    shown = repr(got)
    return f" (found {shown})" if len(shown) <= _SHOWN else f" (found {shown[:_SHOWN]}…)"


def _line_of(text: str, names: list[str]) -> int | None:
    """Find the line that most likely holds the key; tomllib does not tell.

    Tables are looked for from the outermost in, each from the line of the one that it lies in on:
    the same key may stand in others before it.
    """
    lines = text.splitlines()
    found = None
    for name in names:
        pattern = re.compile(rf'(^|[\s{{,\[.])"?{re.escape(name)}"?\s*(=|\]|\.)')
        for number in range(found or 1, len(lines) + 1):
            line = lines[number - 1]
            if not line.lstrip().startswith("#") and pattern.search(line):
                found = number
                break
    return found


def _known_keys(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that are known where an unknown one was met."""
    model: Any = Settings
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        fields = {f.alias or name: f for name, f in model.model_fields.items()}
        found = FORMS.get(part) or (
            next((m for m in _models(fields[part].annotation)), None) if part in fields else None
        )
        if found is not None:  # else a name that people chose, as in [projects.baselines]
            model = found
    return [f.alias or name for name, f in model.model_fields.items()]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models(part)]
