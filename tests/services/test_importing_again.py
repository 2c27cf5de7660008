"""An import tried, cut short, repeated, and refused to those who may not."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

import import_files as files
from caselight.core import mapping
from caselight.core.people import EVERYTHING, SYSTEM, Principal, Role, Scope
from caselight.core.refusal import Denied, Refusal
from caselight.services.importing import Report, import_file, read_map
from caselight.services.importing.write import AIM_S, _Pace
from caselight.store.engine import Store
from caselight.store.tables import Case, Client, Event, EventText, Team, User
from import_files import LIFE, NOW, case, cases_file, event, events_file
from proving import breaks


def imported(store: Store, file: tuple[Path, Any], **more: Any) -> Report:
    return import_file(store, *file, now=NOW, actor=SYSTEM, **more)


def test_the_same_file_again_changes_nothing_at_all(store: Store, tmp_path: Path) -> None:
    file = events_file(tmp_path, *LIFE, event(id="A-2"))
    imported(store, file)
    before = _counts(store)

    report = imported(store, file)

    assert (report.cases_new, report.cases_same, report.events) == (0, 2, 0)
    assert _counts(store) == before


def test_a_case_of_which_the_file_tells_more_is_left_as_it_is_and_named(store: Store, tmp_path: Path) -> None:
    imported(store, events_file(tmp_path, *LIFE[:3]))

    report = imported(store, events_file(tmp_path, *LIFE, event(id="A-2")))

    assert (report.cases_new, report.cases_differ, report.differ) == (1, 1, ("A-1",))
    with store.reading(EVERYTHING) as session:
        assert session.scalars(select(col(Case.version)).where(col(Case.external_id) == "A-1")).one() == 3


def test_an_import_cut_short_is_finished_by_running_it_again(store: Store, tmp_path: Path) -> None:
    file = events_file(tmp_path, *[event(id=f"A-{number}") for number in range(900)])

    def cut(share: float) -> None:
        raise KeyboardInterrupt(round(share * 900))

    with pytest.raises(KeyboardInterrupt) as interrupted:
        imported(store, file, progress=cut)
    report = imported(store, file)

    written = interrupted.value.args[0]
    assert 0 < written < 900
    assert (report.cases_same, report.cases_new) == (written, 900 - written)
    with store.reading(EVERYTHING) as session:
        audit = session.scalars(select(col(Event.kind)).where(col(Event.subject).like("import:%")).order_by(Event.id))
        assert audit.all() == ["import:started", "import:started", "import:finished"]
        assert list(breaks(session)) == []


def test_a_dry_run_says_what_would_happen_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    report = imported(store, events_file(tmp_path, *LIFE), dry_run=True)

    assert (report.cases_new, report.events, report.new_clients) == (1, 10, ("Norvane Telecom",))
    assert report.as_dict()["dry_run"] is True
    assert set(_counts(store).values()) == {0}


def test_a_report_counts_what_an_import_of_both_tables_did(store: Store, tmp_path: Path) -> None:
    first = imported(store, events_file(tmp_path, *LIFE))
    second = imported(store, cases_file(tmp_path, case()))

    assert (first.clients, second.clients, second.teams) == (1, 0, 0)
    assert first.told().startswith("Imported 1 cases with 10 events from 10 rows of file.csv.")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.LEAD, Role.AGENT, Role.AUDITOR, Role.CLIENT, Role.WALL], ids=str)
def test_only_an_admin_may_import(role: Role, store: Store, tmp_path: Path) -> None:
    somebody = Principal(1, "somebody", role, Scope())

    with pytest.raises(Denied, match="Ask an admin"):
        import_file(store, *events_file(tmp_path, event()), now=NOW, actor=somebody)


def test_the_shipped_maps_can_be_read() -> None:
    shipped = Path(files.__file__).parents[1] / "docs" / "maps"

    assert [read_map(path).table for path in shipped.glob("bpic2013.toml")] == ["events"]


def test_the_map_in_the_docs_can_be_read() -> None:
    docs = Path(files.__file__).parents[1] / "docs" / "importing.md"

    (shown,) = re.findall(r"```toml\n(.*?)```", docs.read_text("utf-8"), re.DOTALL)

    assert mapping.read(shown).table == "cases"


def test_batches_shrink_when_the_database_is_slow_and_never_split_a_case() -> None:
    pace, sizes = _Pace(), []

    for batch in pace.batches([[None] * 10 for _ in range(200)]):
        sizes.append(len(batch))
        pace.took(8 * AIM_S)

    assert sizes[:3] == [30, 3, 1]
    assert set(sizes[3:]) == {1}


def test_a_map_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="The MAP cannot be read: No such file"):
        read_map(tmp_path / "none.toml")


def _counts(store: Store) -> dict[str, int]:
    with store.reading(EVERYTHING) as session:
        return {
            table.__name__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Case, Event, EventText, Client, Team, User)
        }
