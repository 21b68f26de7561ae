"""Names of sources that change while others change, too."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from programme.rows import Batch, RepositoryRow
from store import Store, open_store
from tests.builders import at, make_item
from tests.store.conftest import Shown, Sync

COUNT = 12


def rows(folder: str) -> tuple[RepositoryRow, ...]:
    """Return repositories below *folder*."""
    return tuple(RepositoryRow(str(key), f"{folder}/r{key}") for key in range(COUNT))


def test_two_owners_may_tell_of_the_same_moves_at_once(url: str, store: Store, sync: Sync) -> None:
    """In any order: neither waits for the other for ever, and each history is there once."""
    owners = ("h/a/*", "h/b/*")
    for owner in owners:
        sync(10, Batch(repositories=rows("a")), source=owner)
    for row in rows("a"):
        sync(10, Batch((make_item(),)), source=f"h/{row.path}")
    together = Barrier(2)

    def tell(owner: str, told: tuple[RepositoryRow, ...]) -> None:
        other = open_store(url)  # as another process has it
        try:
            with other.writing(owner, "github", at(11)) as writer:
                writer.write(Batch(repositories=told))
                together.wait()
        finally:
            other.close()

    with ThreadPoolExecutor(2) as pool:
        telling = [
            pool.submit(tell, owner, told)
            for owner, told in zip(owners, (rows("b"), rows("b")[::-1]), strict=True)
        ]
        for answer in telling:
            answer.result()
    assert store.item_counts([f"h/{row.path}" for row in rows("b")]) == {
        f"h/{row.path}": 1 for row in rows("b")
    }


@pytest.mark.parametrize("configured", ["h/a/r0", "h/A/R0"])
def test_a_name_is_followed_however_it_is_written(
    sync: Sync, shown: Shown, configured: str
) -> None:
    """Forges make no difference between capitals and small letters."""
    sync(10, Batch(repositories=rows("a")[:1]), source="h/a/*")
    sync(10, Batch((make_item(),)), source=configured)
    sync(11, Batch(repositories=rows("b")[:1]), source="h/a/*")
    assert len(shown("items", 12, "h/b/r0")) == 1
