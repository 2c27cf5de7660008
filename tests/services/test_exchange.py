"""A whole house moved by its export: clocks, escalations and files in every state, and every key figure the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from exchange import NOW, PNG, TEXT, all_of, another_house, brought, exported, files
from sqlalchemy import select
from sqlmodel import col

from acts import add
from caselight.core.attachments import Upload
from caselight.core.people import EVERYTHING, SYSTEM
from caselight.core.records import TYPES
from caselight.core.sheets import SHEETS
from caselight.services import figures, verbs
from caselight.services.importing import import_own
from caselight.services.sweeping import sweep
from caselight.store import attachments, escalations
from caselight.store.engine import Store
from caselight.store.tables import Case, CaseClock
from escalating import RESOLVED, a_case, do
from escalating import escalations as raised
from floor import Floor, at
from proving import breaks


def a_house(floor: Floor) -> None:
    """Live through a week: every type of record, clocks and escalations in every state, sheets, and files."""
    for key, record in TYPES.items():
        a_case(floor, "Mon 09:00", record_type=key, priority=2, title=f"Still open: {key}", details=all_of(record))
    waiting, met, late, reopened, told, declined, carried = (
        a_case(floor, "Mon 09:00", priority=1 + place % 3, title=f"Case {place}", service="Voice") for place in range(7)
    )
    do(floor, verbs.wait, "Mon 09:05", case=waiting, reason="the customer")
    do(floor, verbs.go_on, "Mon 09:15", case=waiting)
    do(floor, verbs.wait, "Mon 09:25", case=waiting, reason="the customer")
    for number, when in ((met, "Mon 09:30"), (late, "Tue 16:00"), (reopened, "Mon 09:30")):
        do(floor, verbs.acknowledge, "Mon 09:10", case=number)
        do(floor, verbs.resolve, when, case=number, details=RESOLVED)
    add(floor, met, "measure", "Mon 11:30", purpose="none needed", what="It was the storm")
    do(floor, verbs.close, "Mon 12:00", case=met, root_cause="vendor", details={"root_cause_analysis": "A storm"})
    do(floor, verbs.reopen, "Mon 11:00", case=reopened)
    do(floor, verbs.tell, "Mon 09:20", case=told, note="We are at it")
    _escalated(floor, declined, carried)
    _attached(floor, carried)
    sweep(floor.store, now=at("Tue 18:00"))


def _escalated(floor: Floor, declined: int, carried: int) -> None:
    for number in (declined, carried):
        do(floor, verbs.escalate, "Mon 09:30", case=number, reason="Beyond the desk")
    one = raised(floor, declined)[0].id
    do(floor, verbs.decline, "Mon 09:40", case=declined, escalation_id=one, reason="Not ours")
    do(floor, verbs.acknowledge_escalation, "Mon 09:35", case=carried, escalation_id=raised(floor, carried)[0].id)
    do(floor, verbs.escalate, "Mon 09:50", case=carried, reason="The client is angry", way="hierarchical")


def _attached(floor: Floor, number: int) -> None:
    """Add a sheet of every kind, two files, and one that is gone again."""
    for kind, sheet in SHEETS.items():
        do(floor, verbs.add_sheet, "Mon 09:55", case=number, kind=kind, fields=all_of(sheet))
    do(floor, verbs.attach, "Mon 10:00", case=number, upload=PNG)
    gone = do(floor, verbs.attach, "Mon 10:01", case=number, upload=Upload("gone.txt", b"Gone")).version
    do(floor, verbs.attach, "Mon 10:02", case=number, upload=TEXT)
    do(floor, verbs.remove_attachment, "Mon 10:03", case=number, attachment=gone)


def all_figures(store: Store) -> list[str]:
    asked: list[dict[str, Any]] = [
        {},
        {"clients": ["Norvane Telecom"]},
        {"priorities": [1]},
        {"since": at("Mon 00:00"), "until": at("Tue 00:00")},
    ]
    return [json.dumps(figures.of(store, SYSTEM.scope, as_of=NOW, **one), sort_keys=True) for one in asked]


def test_a_house_that_was_moved_is_the_same_to_the_last_figure(
    floor: Floor, second_store: Store, tmp_path: Path
) -> None:
    a_house(floor)
    another_house(second_store)
    data = exported(floor.store, "zip")

    brought(second_store, data, tmp_path)

    assert files(exported(second_store, "zip")) == files(data)
    assert all_figures(second_store) == all_figures(floor.store)
    with second_store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []
    tables = files(data)
    assert all(tables[f"{name}.csv"].count(b"\n") > 3 for name in ("clocks", "escalations", "thresholds"))
    assert len([name for name in tables if name.startswith("attachments/")]) == 2


def test_the_house_goes_on_as_the_old_one_would_have(floor: Floor, second_store: Store, tmp_path: Path) -> None:
    a_house(floor)
    another_house(second_store)
    brought(second_store, exported(floor.store, "zip"), tmp_path)

    for store in (floor.store, second_store):
        sweep(store, now=at("Fri 16:00"))

    assert files(exported(second_store, "zip")) == files(exported(floor.store, "zip"))


def test_a_file_that_was_moved_can_be_read_and_an_escalation_still_says_why(
    floor: Floor, second_store: Store, tmp_path: Path
) -> None:
    number = a_case(floor, "Mon 09:00", priority=1)
    seq = do(floor, verbs.attach, "Mon 10:00", case=number, upload=PNG).version
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Beyond the desk")
    another_house(second_store)

    brought(second_store, exported(floor.store, "zip"), tmp_path)

    found = []
    for store in (floor.store, second_store):
        with store.reading(EVERYTHING) as session:
            assert attachments.contents(session, EVERYTHING, number, seq) == (PNG.name, "image/png", PNG.content)
            (row,) = escalations.of_case(session, EVERYTHING, number)
            found.append((row.reason, row.ack_due_at, row.resolve_due_at))
    assert found[0] == found[1]


@pytest.mark.parametrize("form", ["jsonl", "xlsx"])
def test_without_an_archive_files_stay_behind_and_the_report_says_so(
    floor: Floor, second_store: Store, tmp_path: Path, form: str
) -> None:
    number = a_case(floor)
    do(floor, verbs.attach, "Mon 10:10", case=number, upload=PNG)
    another_house(second_store)

    report = brought(second_store, exported(floor.store, form), tmp_path)

    assert "Attachments of which the file has no bytes, left out: 1." in report.notes
    with second_store.reading(EVERYTHING) as session:
        assert attachments.of_case(session, EVERYTHING, number) == []
        assert session.scalars(select(col(CaseClock.promise))).all()


def test_without_promises_no_contract_is_needed(floor: Floor, second_store: Store, tmp_path: Path) -> None:
    a_house(floor)

    brought(second_store, exported(floor.store, "zip"), tmp_path, without_promises=True)

    with second_store.reading(EVERYTHING) as session:
        assert session.scalars(select(CaseClock)).all() == []
        assert len(session.scalars(select(Case)).all()) == len(TYPES) + 7


def test_a_table_of_cases_alone_reads_back_as_far_as_it_can(floor: Floor, second_store: Store, tmp_path: Path) -> None:
    a_house(floor)
    data = exported(floor.store, "csv")

    report = brought(second_store, data, tmp_path)

    assert report.cases_new == len(TYPES) + 7
    assert report.notes[0].startswith("A table of cases alone")
    assert exported(second_store, "csv") == data
    with second_store.reading(EVERYTHING) as session:
        assert list(breaks(session)) == []
    assert brought(second_store, data, tmp_path).cases_new == 0


def test_a_table_saved_by_a_spreadsheet_with_semicolons_reads_back(
    floor: Floor, second_store: Store, tmp_path: Path
) -> None:
    a_case(floor)
    path = tmp_path / "cases.csv"
    path.write_bytes(b"\xef\xbb\xbf" + exported(floor.store, "csv").replace(b",", b";"))

    assert import_own(second_store, path, now=NOW, actor=SYSTEM).cases_new == 1
