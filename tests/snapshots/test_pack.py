"""A snapshot as one zip file."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.errors import WaymarkError
from snapshots.pack import packed, unpacked

FILES = {"a.csv": b"x\r\n1\r\n", "header.json": b"{}\n"}
NAMES = st.text("abcdefgh._", min_size=1, max_size=12).filter(lambda name: name != "manifest.json")


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=5))
def test_what_was_packed_comes_out_again(files: dict[str, bytes]) -> None:
    """Byte for byte."""
    assert unpacked(packed(files)) == files


def test_the_same_files_give_the_same_bytes() -> None:
    """In whatever order they come; no clock is in them."""
    assert packed(FILES) == packed(dict(reversed(FILES.items())))
    with zipfile.ZipFile(io.BytesIO(packed(FILES))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == ["a.csv", "header.json", "manifest.json"]


def test_a_file_that_is_not_the_manifest_s_is_refused() -> None:
    """Somebody took a table out, changed it, and put it back."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed(FILES))) as archive,
        zipfile.ZipFile(changed, "w") as out,
    ):
        for name in archive.namelist():
            out.writestr(name, b"x\r\n2\r\n" if name == "a.csv" else archive.read(name))

    with pytest.raises(WaymarkError, match="not the one that its manifest names"):
        unpacked(changed.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip file", packed(FILES)[:-30]])
def test_what_is_no_zip_file_is_refused(content: bytes) -> None:
    """In one sentence."""
    with pytest.raises(WaymarkError, match="not a snapshot's zip file"):
        unpacked(content)
