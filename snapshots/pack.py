"""A snapshot as one zip file: the same files give the same bytes, whenever and wherever."""

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from programme.errors import WaymarkError

MANIFEST: Final = "manifest.json"
#: The first instant that a zip file can hold: when its files were made stands in the header.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_READABLE: Final = 0o100644 << 16
#: What a zip file may come to once it is unpacked, and how many times its own size if that is more:
#: tables come to ten or twenty times theirs, files made to fill a machine to a thousand.
_LEAST_LIMIT: Final = 1 << 27
_MOST_TIMES: Final = 200


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return *files* and a manifest with the hash of each as a zip file, by name.

    Args:
        files: Content by name.
    """
    manifest = {
        "files": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        }
    }
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    whole = {**files, MANIFEST: text.encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, whole[name])
    return out.getvalue()


def unpacked(content: bytes, names: Collection[str] | None = None) -> dict[str, bytes]:
    """Return the files of a zip file by name, without its manifest, which they must agree with.

    Args:
        content: Of the zip file.
        names: Of the only files that are wanted; None = all of them.

    Raises:
        WaymarkError: If it is no such file, or a file in it is not as the manifest says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            most = max(_LEAST_LIMIT, _MOST_TIMES * len(content))
            files = dict(_read(archive, names, most))
        told = json.loads(files.pop(MANIFEST))["files"]
        hashes = {
            name: one["sha256"] for name, one in told.items() if names is None or name in names
        }
    # What zipfile raises where bytes are wrong is not told anywhere.
    except Exception as error:
        raise WaymarkError("This is not a snapshot's zip file, or it is damaged.") from error
    if hashes != {name: hashlib.sha256(one).hexdigest() for name, one in files.items()}:
        raise WaymarkError("A file in this zip file is not the one that its manifest names.")
    return files


def _read(
    archive: zipfile.ZipFile, names: Collection[str] | None, most: int
) -> Iterator[tuple[str, bytes]]:
    """Yield the files *names* and the manifest, as long as all there are have *most* bytes."""
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > most:
        raise ValueError("too large")
    if len({entry.filename for entry in entries}) < len(entries):
        raise ValueError("two files of one name")
    for entry in entries:
        if names is not None and entry.filename not in {*names, MANIFEST}:
            continue
        with archive.open(entry) as file:
            # Read to the size that it claims to have: what is more is not unpacked.
            yield entry.filename, file.read(entry.file_size)
