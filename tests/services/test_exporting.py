"""Files of cases: exactly the list, no more than one may see, and nothing that a spreadsheet would run."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select
from sqlmodel import col

from acts import a_case, add, do
from caselight.core.export_tables import TABLES
from caselight.core.people import EVERYTHING, Principal
from caselight.core.refusal import Denied, Refusal
from caselight.services import verbs
from caselight.services.exporting import Asked, TooOften, export, parsed, query
from caselight.store.caselist import Wanted
from caselight.store.tables import Event
from floor import Floor, at

ALL = Asked(frozenset(), Wanted())


def exported(floor: Floor, form: str, asked: Asked = ALL, *, actor: Principal | None = None) -> bytes:
    out = io.BytesIO()
    export(floor.store, asked, out, form=form, actor=actor or floor.lead, now=at("Tue 09:00"))
    return out.getvalue()


def rows(floor: Floor, asked: Asked = ALL, **given: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(floor, "csv", asked, **given).decode(), newline="")))


def test_a_file_holds_the_cases_of_the_list_in_its_order(floor: Floor) -> None:
    older, newer = a_case(floor, "Mon 09:00"), a_case(floor, "Mon 10:00", priority=1, title="Voice down, Leeds")

    found = rows(floor)

    assert [row["case"] for row in found] == [f"C-{newer:04}", f"C-{older:04}"]
    assert (found[0]["title"], found[0]["priority"], found[0]["client"], found[0]["status"]) == (
        *("Voice down, Leeds", "P1"),
        *("Norvane Telecom", "new"),
    )
    assert [row["case"] for row in rows(floor, Asked(frozenset(), Wanted(priorities=(3,))))] == [f"C-{older:04}"]


def test_nobody_gets_a_case_of_another_client_even_by_asking_for_it(floor: Floor) -> None:
    a_case(floor, actor=floor.admin, client_id=floor.foreign, title="ZZ-FOREIGN")

    assert exported(floor, "csv").decode().count("\n") == 1
    assert rows(floor, Asked(frozenset({floor.foreign}), Wanted())) == []
    assert len(rows(floor, actor=floor.admin)) == 1


@pytest.mark.parametrize("role", ["agent", "auditor"])
def test_who_may_not_export_gets_no_file(floor: Floor, role: str) -> None:
    with pytest.raises(Denied, match="cannot export"):
        exported(floor, "csv", actor=getattr(floor, role))


def test_every_file_is_on_record_and_a_person_makes_ten_a_minute(floor: Floor) -> None:
    for _ in range(10):
        exported(floor, "jsonl", Asked(frozenset(), Wanted(words="voice", priorities=(1,))))

    with pytest.raises(TooOften, match="Wait a minute"):
        exported(floor, "jsonl")

    with floor.store.reading(EVERYTHING) as session:
        made = session.scalars(select(Event).where(col(Event.kind) == "export:made")).all()
    assert len(made) == 10
    assert made[0].actor_id == floor.lead.user_id
    assert {name: made[0].body[name] for name in ("format", "priorities")} == {"format": "jsonl", "priorities": [1]}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_a_spreadsheet_would_run_is_marked(floor: Floor, form: str) -> None:
    a_case(floor, title='=HYPERLINK("http://x")', customers_affected=12)

    found = exported(floor, form)

    if form == "csv":
        (row,) = csv.DictReader(io.StringIO(found.decode(), newline=""))
        assert (row["title"], row["customers_affected"]) == ('\'=HYPERLINK("http://x")', "12")
        return
    header, values = load_workbook(io.BytesIO(found))["cases"].iter_rows(values_only=True)
    told = dict(zip(header, values, strict=True))
    assert (told["title"], told["customers_affected"]) == ('\'=HYPERLINK("http://x")', 12)


def test_what_repeats_on_a_case_stands_in_its_logs(floor: Floor) -> None:
    number = a_case(floor, record_type="outage", details={"affected_services": "Voice; SMS"})
    do(floor, verbs.wait, "Mon 10:05", case=number, reason="the vendor", note="-1 line left")
    add(
        floor,
        number,
        "action",
        action="credit",
        amount="12.5",
        currency="EUR",
        what="A month free",
        at="2026-11-16T10:00:00Z",
    )

    case = json.loads(exported(floor, "jsonl"))

    assert [step["kind"] for step in case["logs"]["steps"]] == ["logged", "waiting", "action_added"]
    assert (case["status"], case["waiting_reason"]) == ("waiting", "the vendor")
    assert case["logs"]["steps"][1]["note"] == "-1 line left"
    assert [interval["service"] for interval in case["logs"]["intervals"]] == ["Voice", "SMS"]
    assert (case["logs"]["action"][0]["amount"], case["logs"]["action"][0]["what"]) == ("12.50", "A month free")
    assert case["logs"].keys() <= TABLES.keys()


BOUNDS = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 – bounds


@given(
    clients=st.frozensets(st.integers(1, 9)),
    words=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20).map(str.strip),
    numbers=st.none() | st.frozensets(st.integers(1, 10**6), max_size=50),
    since=BOUNDS,
)
def test_an_address_stands_for_exactly_its_list(
    clients: frozenset[int], words: str, numbers: frozenset[int] | None, since: datetime
) -> None:
    between = (("resolved", since, since + timedelta(days=7)),)
    asked = Asked(clients, Wanted(words, ("outage",), ("new",), (1, 2), numbers, between, ("vendor",), (0, 7)))

    address = query(asked)

    assert address is not None
    assert parsed(_pairs(address)) == asked


def test_a_list_too_long_for_an_address_has_none() -> None:
    assert query(Asked(frozenset(), Wanted(numbers=frozenset(range(1, 90_000, 17))))) is None


@pytest.mark.parametrize("asked", ["client=x", "opened=never", "nonsense=1", "type=x", "status=x", "priority=9"])
def test_an_address_of_nobodys_is_refused_in_one_sentence(asked: str) -> None:
    with pytest.raises(Refusal, match="asks for no list"):
        parsed(_pairs(asked))


def _pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(address, keep_blank_values=True)
