"""The whole demo, once for all the tests that look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from whole_demo import Whole, whole_demo


@pytest.fixture(scope="session")
def demo(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Return the whole scenario as it was loaded."""
    with whole_demo(empty_sqlite, tmp_path_factory.mktemp("scenario") / "caselight.db") as whole:
        yield whole
