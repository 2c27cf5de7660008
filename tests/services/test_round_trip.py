"""What was exported and read back elsewhere is the same: every record type, every state, every odd text."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from exchange import NOW, ODD, all_of, another_house, brought, exported
from sqlalchemy import select
from sqlmodel import col

from acts import a_case, add, do, read
from caselight.core.people import EVERYTHING
from caselight.core.records import TYPES, Record, personal
from caselight.core.refusal import Refusal
from caselight.core.sheets import SHEETS
from caselight.services import verbs
from caselight.services.exporting import Asked
from caselight.services.importing import import_own
from caselight.store import casefile
from caselight.store.caselist import Wanted
from caselight.store.engine import Store
from caselight.store.tables import CaseSheet, Event, EventText, User
from floor import Floor
from proving import breaks

FORMS = ("jsonl", "xlsx", "zip")


def lived(floor: Floor, record: type[Record]) -> int:
    """Log a case of the type with every field, and lead it through all that leaves a mark."""
    number = a_case(floor, "Mon 09:10", record_type=record.key, title=f"{ODD} {record.title}", priority=1,
                    impact="high", urgency="low", customers_affected=12, service="@Voice", details=all_of(record),
                    channel="in person", external_id="+44 1", note="-1 line left")  # fmt: skip
    do(floor, verbs.acknowledge, "Mon 09:20", case=number)
    do(floor, verbs.wait, "Mon 09:30", case=number, reason="=the vendor", note="'=1")
    do(floor, verbs.go_on, "Mon 09:40", case=number)
    do(floor, verbs.hand_off, "Mon 09:50", case=number, team_id=floor.network, note="For you")
    return number


@pytest.mark.parametrize("record", TYPES.values(), ids=lambda record: record.key)
def test_every_type_of_record_comes_back_the_same(
    floor: Floor, second_store: Store, tmp_path: Path, record: type[Record]
) -> None:
    number = lived(floor, record)
    another_house(second_store)
    form = FORMS[list(TYPES).index(record.key) % len(FORMS)]

    report = brought(second_store, exported(floor.store, form), tmp_path)

    assert (report.cases_new, report.events) == (1, 5)
    assert exported(second_store, "jsonl") == exported(floor.store, "jsonl")
    with second_store.reading(EVERYTHING) as session:
        found = casefile.case_file(session, EVERYTHING, number)
        assert list(breaks(session)) == []
    assert found is not None
    assert (found.details, found.industry) == (read(floor, number).details, "telecom")


@pytest.mark.parametrize("form", FORMS)
def test_every_state_and_every_sheet_comes_back_in_every_format(
    floor: Floor, second_store: Store, tmp_path: Path, form: str
) -> None:
    another_house(second_store)
    resolved = {
        "affected_services": "Voice",
        "recovery_actions": "Rerouted.",
        "down_from": "2026-11-16T09:00:00Z",
        "down_until": "2026-11-16T09:30:00Z",
    }
    numbers = [a_case(floor, "Mon 09:00", priority=3, title=f"Case {name}") for name in "abcdefg"]
    waiting, resolved_one, closed, reopened, cancelled, merged, sheeted = numbers
    do(floor, verbs.wait, "Mon 10:00", case=waiting, reason="the customer")
    for number in (resolved_one, closed, reopened):
        do(floor, verbs.resolve, "Mon 11:00", case=number, details=resolved)
    add(floor, closed, "measure", "Mon 11:30", purpose="none needed", what="It was the storm")
    do(floor, verbs.close, "Mon 12:00", case=closed, root_cause="vendor", details={"root_cause_analysis": "Storm"})
    do(floor, verbs.reopen, "Mon 12:00", case=reopened)
    do(floor, verbs.cancel, "Mon 12:00", case=cancelled, note="A mistake")
    do(floor, verbs.merge, "Mon 12:00", case=merged, into=sheeted)
    a_case(floor, "Mon 13:00", title="Again", follows=waiting)
    for kind, sheet in SHEETS.items():
        add(floor, sheeted, kind, "Mon 14:00", **all_of(sheet))

    report = brought(second_store, exported(floor.store, form), tmp_path)

    assert report.cases_new == 8
    assert exported(second_store, "jsonl") == exported(floor.store, "jsonl")


def test_the_words_of_people_stay_apart_from_the_chain(floor: Floor, second_store: Store, tmp_path: Path) -> None:
    another_house(second_store)
    number = a_case(floor, "Mon 09:00", record_type="recovery", details={"customer": "ZZ-CUSTOMER"})
    add(floor, number, "interaction", **{**all_of(SHEETS["interaction"]), "said": "ZZ-SAID", "contact": "ZZ-CONTACT"})

    brought(second_store, exported(floor.store, "zip"), tmp_path)

    with second_store.reading(EVERYTHING) as session:
        bodies = json.dumps(session.scalars(select(col(Event.body))).all())
        details = session.scalars(select(col(CaseSheet.details))).one()
        texts = dict(session.execute(select(col(EventText.field), col(EventText.text))).all())
        brought_in = session.scalars(select(User).where(col(User.login).startswith("caselight:"))).all()
        assert brought_in
        assert not any(user.is_active for user in brought_in)
    assert "ZZ-" not in bodies
    assert not details.keys() & personal(SHEETS["interaction"])
    assert (texts["details.customer"], texts["sheet.2.said"], texts["sheet.2.contact"]) == (
        *("ZZ-CUSTOMER", "ZZ-SAID"),
        "ZZ-CONTACT",
    )


def test_the_same_file_again_changes_nothing_here_or_elsewhere(
    floor: Floor, second_store: Store, tmp_path: Path
) -> None:
    another_house(second_store)
    lived(floor, TYPES["technical"])
    data = exported(floor.store, "jsonl")
    brought(second_store, data, tmp_path)

    reports = [brought(store, data, tmp_path) for store in (second_store, floor.store)]

    assert [(report.cases_new, report.cases_same) for report in reports] == [(0, 1), (0, 1)]


def test_a_rehearsal_writes_nothing_and_says_what_would_be_made(
    floor: Floor, second_store: Store, tmp_path: Path
) -> None:
    lived(floor, TYPES["outage"])

    report = brought(second_store, exported(floor.store, "xlsx"), tmp_path, dry_run=True, without_promises=True)

    assert (report.cases_new, report.new_clients, report.teams) == (1, ("Norvane Telecom",), 2)
    assert exported(second_store, "jsonl") == b""


def test_a_number_that_another_case_has_is_refused(floor: Floor, tmp_path: Path) -> None:
    a_case(floor, "Mon 09:00")
    data = exported(floor.store, "jsonl")
    case = json.loads(data) | {"opened_at": "2026-11-16T08:00:00Z"}

    with pytest.raises(Refusal, match="another case has this number"):
        brought(floor.store, json.dumps(case).encode(), tmp_path)


def test_a_link_to_a_case_that_is_not_there_is_left_out_and_said(
    floor: Floor, second_store: Store, tmp_path: Path
) -> None:
    another_house(second_store)
    older = a_case(floor, "Mon 09:00", title="Older")
    newer = a_case(floor, "Mon 10:00", follows=older)
    data = exported(floor.store, "jsonl", Asked(frozenset(), Wanted(numbers=frozenset({newer}))))

    report = brought(second_store, data, tmp_path)

    assert "Links to cases that are not here, left out: 1." in report.notes


BROKEN = {
    "title": ({"title": ""}, "cases.title"),
    "type": ({"record_type": "nonsense"}, "no such record type"),
    "status": ({"status": "sideways"}, "no such status"),
    "field of another type": ({"customer": "x"}, "has no such field"),
    "number": ({"case": "X"}, "Write it like C-1042"),
    "future": ({"occurred_at": "2031-01-01T00:00:00Z"}, "ahead"),
    "state": ({"status": "closed"}, "its last step leaves it new"),
    "gap": ({"logs": {"steps": []}}, "without a gap"),
    "sheet": ({"logs": {"feedback": [{"sheet": 9, "score": 5}]}}, "without a gap"),
    "counted": ({"logs": {"steps": [{"step": "one", "at": "2026-11-16T09:00:00Z", "kind": "logged"}]}}, "counts"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_named_and_nothing_is_imported(floor: Floor, second_store: Store, tmp_path: Path, name: str) -> None:
    changed, told = BROKEN[name]
    a_case(floor, "Mon 09:00")
    case = json.loads(exported(floor.store, "jsonl")) | changed

    with pytest.raises(Refusal, match="Nothing was imported") as refusal:
        brought(second_store, json.dumps(case).encode(), tmp_path)

    assert told in refusal.value.sentence
    assert exported(second_store, "jsonl") == b""


@pytest.mark.parametrize(
    "data", [b"", b"case,title\nC-1042,x\n", b"PK\x03\x04no", b"{", b"\xff\xfe\x00", b'{"a": 1}\n']
)
def test_what_is_no_export_is_refused(second_store: Store, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Refusal):
        brought(second_store, data, tmp_path)


def test_an_archive_of_something_else_is_refused(second_store: Store, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("cases.txt", "x")

    with pytest.raises(Refusal, match="no export of Caselight"):
        brought(second_store, out.getvalue(), tmp_path)


def test_only_whoever_may_configure_imports(floor: Floor, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"{}")

    with pytest.raises(Refusal, match="cannot import"):
        import_own(floor.store, tmp_path / "x", now=NOW, actor=floor.lead)
