"""How many issues carry a label, by the name it has now."""

from pathlib import Path

from programme.rows import Batch
from store import Store, existing_store, open_store
from tests.builders import make_item, make_label
from tests.store.conftest import Sync


def test_labels_that_issues_carry_now(sync: Sync, store: Store) -> None:
    """Of each source apart; what was taken off, or is on an issue that is gone, does not count."""
    risk, security = ("1", "risk"), ("2", "security")
    before = [make_item(1, labels=[risk]), make_item(2, labels=[risk]), make_item(3, labels=[risk])]
    after = [make_item(1, labels=[risk]), make_item(2, labels=[risk, security]), make_item(3)]
    sync(10, Batch((*before, make_item(4, labels=[risk])), numbers=frozenset({1, 2, 3, 4})))
    sync(11, Batch(tuple(after), numbers=frozenset({1, 2, 3}), labels=(make_label("1", "Risiko"),)))
    sync(10, Batch((make_item(1, labels=[security]),)), source="api")

    assert store.label_counts(["app", "api", "never"]) == {
        "app": {"Risiko": 2, "security": 1},
        "api": {"security": 1},
        "never": {},
    }


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """Only one that was made before is opened."""
    url = f"sqlite:///{tmp_path}/waymark.db"

    assert existing_store(url) is None
    assert list(tmp_path.iterdir()) == []
    open_store(url).close()
    found = existing_store(url)
    assert found is not None
    found.close()
