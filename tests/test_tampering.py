"""Every known way to tamper with the database file is found, and named; an untouched file is clean."""

from pathlib import Path

import pytest
from tampering import made, tampered
from tamperings import TAMPERINGS, Kept

from caselight.store.engine import Store
from proving import verify


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Return a sealed file: each tampering is done to a copy of it."""
    return made(tmp_path_factory.mktemp("sealed"))


def test_an_untouched_file_is_clean(kept: Kept) -> None:
    store = Store(f"sqlite:///{kept.file}")
    found = verify(store)
    store.dispose()

    assert (found.broken, found.integrity, found.seals, found.unsealed) == ((), "ok", 3, 0)


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_named(kept: Kept, name: str, tmp_path: Path) -> None:
    found = tampered(kept, tmp_path / "copy", TAMPERINGS[name])

    assert not found.is_whole
    assert TAMPERINGS[name].says in found.told()
