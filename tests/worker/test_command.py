"""`caselight work`: what scripts read of it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from caselight.cli import main
from caselight.core.people import EVERYTHING
from caselight.store.engine import Store
from caselight.store.tables import MatrixRow


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'caselight.db'}"
    monkeypatch.setenv("CASELIGHT_DATABASE", url)
    return url


def test_one_sweep_prints_one_json_document(database: str) -> None:
    done = CliRunner().invoke(main, ["work", "--once", "--as-of", "2026-11-16T10:00:00Z", "--json"])

    assert done.exit_code == 0, database
    assert json.loads(done.stdout) == {
        "as_of": "2026-11-16T10:00:00Z",
        "raised": 0,
        "notices": 0,
        "late": 0,
        "failed": 0,
    }


def test_one_sweep_tells_a_person_what_it_did(database: str) -> None:
    done = CliRunner().invoke(main, ["work", "--once"])

    assert "0 escalations and thresholds recorded" in done.stdout, database


def test_a_new_install_has_the_shipped_matrix(database: str) -> None:
    CliRunner().invoke(main, ["init"])

    store = Store(database)
    with store.reading(EVERYTHING) as session:
        count = session.scalar(select(func.count()).select_from(MatrixRow))
    store.dispose()
    assert count == 12
