"""Fields of the record's own type come in with a file, read back what was written out, and open intervals."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from caselight.core.mapping import Map, read
from caselight.core.people import EVERYTHING, SYSTEM
from caselight.core.records import TYPES, Record, cells, columns, validate
from caselight.core.refusal import Refusal
from caselight.services.importing import import_file
from caselight.services.importing.check import check
from caselight.services.importing.faults import BadFile, Faults
from caselight.services.importing.file import Row, Sheet
from caselight.store import interruptions
from caselight.store.engine import Store
from caselight.store.tables import Case, Event, Service
from import_files import NOW
from proving import breaks
from records_entries import entries

LATE = datetime(2099, 1, 1, tzinfo=UTC)
HEADER = "id,kind,title,seen,fixed,hit,from,until,told,how bad,by"
MAP = """
table = "cases"
source = "status"
[columns]
case = "id"
record_type = "kind"
title = "title"
opened = "seen"
resolved = "fixed"
[constants]
client = "Norvane Telecom"
priority = 2
[record_type]
down = "outage"
works = "maintenance"
supplier = "vendor"
[time]
zone = "UTC"
[details]
affected_services = "hit"
down_from = ["from", "seen"]
down_until = "until"
announced_at = "told"
severity = { columns = "how bad", values = { awful = "critical" } }
vendor = "by"
"""


def imported(store: Store, folder: Path, *rows: str) -> list[Case]:
    path = folder / "log.csv"
    path.write_text("\n".join((HEADER, *rows, "")), "utf-8")
    import_file(store, path, read(MAP), now=NOW, actor=SYSTEM)
    with store.reading(EVERYTHING) as session:
        return list(session.scalars(select(Case).order_by(col(Case.external_id))))


def spans(store: Store, case: Case) -> list[tuple[Any, ...]]:
    with store.reading(EVERYTHING) as session:
        found = interruptions.of_case(session, EVERYTHING, case.id or 0)
    return [(row.service, f"{row.started_at:%H:%M}", row.ended_at and f"{row.ended_at:%H:%M}") for row in found]


@pytest.mark.parametrize("record", TYPES.values(), ids=lambda record: record.key)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_what_is_written_to_a_file_comes_in_as_it_was(record: type[Record], data: st.DataObject) -> None:
    details = validate(record, data.draw(entries(record)), stage=None)
    own = columns(record)
    roles = {"case": "case", "client": "client", "title": "title", "priority": "priority", "opened": "opened"}
    said = {"case": "7", "client": "Norvane", "title": "Lines drop", "priority": "P2", "opened": "2026-01-05T10:00:00Z"}
    mapped = Map.model_validate(
        {
            "table": "cases",
            "source": "x",
            "columns": roles,
            "constants": {"record_type": record.key},
            "details": {name: f"own {name}" for name in own},
        }
    )
    written = {name: said.get(name, "") for name in mapped.wanted()} | {
        f"own {name}": cell for name, cell in cells(record, details).items()
    }
    faults = Faults()

    sheet = Sheet("", tuple(written), [Row(2, 2, tuple(written.values()))], ())
    ((row,),) = check(sheet, mapped, now=LATE, faults=faults)

    assert faults.count == 0
    assert (row.values.get("details") or {}) == details


def test_an_interruption_from_a_file_has_its_intervals(store: Store, tmp_path: Path) -> None:
    outage, works, supplier, late = imported(
        store,
        tmp_path,
        "1,down,Voice gone,2026-03-09 10:05,2026-03-09 12:00,Voice; SMS,2026-03-09 10:00,2026-03-09 11:30,,awful,",
        "2,works,Work,2026-03-01 08:00,2026-03-09 06:00,,2026-03-09 02:00,2026-03-09 04:00,2026-03-01 08:00,none,",
        "3,supplier,Cloud slow,2026-03-09 10:05,,Voice,,,,minor,Lindgate Cloud",
        "4,works,Switch replaced again,2026-03-09 02:30,2026-03-09 06:00,,2026-03-09 02:00,,2026-03-09 02:30,minor,",
    )

    assert spans(store, outage) == [("Voice", "10:00", "11:30"), ("SMS", "10:00", "11:30")]
    assert spans(store, works) == [(None, "02:00", "04:00")]
    assert spans(store, supplier) == [("Voice", "10:05", None)]
    assert spans(store, late) == [(None, "02:00", "06:00")]
    with store.reading(EVERYTHING) as session:
        planned = [interruptions.of_case(session, EVERYTHING, case.id or 0)[0].is_planned for case in (works, late)]
        first = session.scalars(select(Event).where(col(Event.case_id) == outage.id, col(Event.seq) == 1)).one()
        service = session.get_one(Service, outage.service_id).name
        assert list(breaks(session)) == []
    assert planned == [True, False]
    assert service == "Voice"
    assert list(first.body["intervals"]) == ["1.0", "1.1"]
    assert first.body["changes"]["details.affected_services"] == [None, ["Voice", "SMS"]]
    assert supplier.details["vendor"] == "Lindgate Cloud"
    assert "vendor" not in outage.details


def test_a_wrong_field_is_told_by_row_and_column_and_nothing_comes_in(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refusal:
        imported(
            store,
            tmp_path,
            "1,down,Voice gone,2026-03-09 10:05,,Voice,2026-03-09 10:00,2026-03-09 09:00,,dreadful,",
            "2,down,Voice gone,2026-03-09 10:05,,Voice,2027-03-09 10:00,,,,",
        )

    told = "\n".join([refusal.value.sentence, *refusal.value.fields.values()])
    assert 'row 2 (line 2), column "until": "2026-03-09 09:00": Ends 1h 00m before it starts.' in told
    assert 'row 2 (line 2), column "how bad": "dreadful" is not in the list.' in told
    assert 'row 3 (line 3), column "from + seen": "2027-03-09 10:00": lies in the future' in told


@pytest.mark.parametrize(
    ("tail", "said"),
    [
        ('[details]\ndown_form = "from"', "details.down_form: no type has this field, did you mean down_from?"),
        ("[details]\nvendor = []", "details.vendor.columns"),
        ('[record_type]\nlit = "litigation"', "[record_type]: use technical,"),
        ("[[details]]", "details"),
    ],
)
def test_a_map_that_names_what_is_not_there_is_refused(tail: str, said: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(MAP.split("[record_type]", maxsplit=1)[0] + tail)

    assert said in refusal.value.sentence
