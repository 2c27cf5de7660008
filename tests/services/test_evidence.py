"""A client's evidence: the screen's figures, nothing from inside the house, the same bytes from the same data."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from caselight.core import sla
from caselight.core.availability import lost
from caselight.core.people import EVERYTHING, Principal, Role
from caselight.core.refusal import Denied, NotFound, Refusal
from caselight.core.sla import Way, Window
from caselight.services import evidence
from caselight.services.exporting import TooOften
from caselight.store import availability
from caselight.store import sla as reads
from caselight.store.kpi_reads import kpi
from caselight.store.tables import Event, EventText
from floor import Floor, at
from packs import INSIDE, SINCE, UNTIL, Unzipped, a_week, packed, unzipped

WINDOW = Window(SINCE, UNTIL)


@pytest.fixture
def pack(floor: Floor, tmp_path: Path) -> Unzipped:
    """Return the pack of a week in which everything happened."""
    a_week(floor)
    return unzipped(packed(floor), tmp_path / "pack")


def test_the_program_in_it_finds_that_everything_holds(pack: Unzipped) -> None:
    checked = pack.check()

    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.splitlines()[-1] == "Everything holds."
    assert checked.stdout.count("Holds: ") == 8


@pytest.mark.parametrize("until", ["Mon 15:00", "Tue 12:00", "Wed 10:30"])
def test_a_period_that_is_over_gives_the_figures_of_its_end(floor: Floor, until: str, tmp_path: Path) -> None:
    a_week(floor)

    pack = unzipped(packed(floor, until=at(until)), tmp_path / "pack")

    assert pack.check().stdout.splitlines()[-1] == "Everything holds."
    with floor.store.reading(EVERYTHING) as session:
        said = kpi(session, floor.lead.scope, as_of=at(until), since=SINCE, until=at(until))["kpis"]["sla"][
            "resolution"
        ]
    for row in pack.rows("sla.csv"):
        if (row["clock"], row["priority"]) == ("resolution", "all"):
            figures = said[row["counted"].replace(" ", "_")]
            assert [int(row[each]) for each in ("met", "missed", "excluded")] == [
                figures[each] for each in ("met", "missed", "excluded")
            ]


def test_a_database_that_was_tampered_with_makes_a_pack_that_says_so(floor: Floor, tmp_path: Path) -> None:
    a_week(floor)
    later = update(EventText).where(col(EventText.field) == "note").values(text="We fixed it.")
    floor.store.transact(lambda session: session.execute(later), EVERYTHING)

    checked = unzipped(packed(floor), tmp_path / "pack").check()

    assert checked.returncode == 1
    assert "event 3: its text “note” was changed" in checked.stdout


def test_its_figures_are_those_of_the_screen_and_of_the_command(floor: Floor, pack: Unzipped) -> None:
    table = {(row["clock"], row["priority"], row["counted"]): row for row in pack.rows("sla.csv")}

    with floor.store.reading(EVERYTHING) as session:
        scope = floor.lead.scope
        rows = reads.promises(session, scope, since=SINCE, until=UNTIL)
        opened = reads.opened(session, scope, since=SINCE, until=UNTIL)
        said = kpi(session, scope, as_of=UNTIL, since=SINCE, until=UNTIL)["kpis"]["sla"]
    for name, promise in (("response", "first response"), ("resolution", "resolution")):
        for way in Way:
            row = table[promise, "all", way.value]
            of = [one for one in rows if one.promise == promise]
            counts, raw = sla.counted(of, way, WINDOW), sla.raw(of, way, WINDOW)
            left = sla.left(rows, opened, promise, way=way, window=WINDOW)
            assert [int(row[each]) for each in ("met", "missed", "excluded", "raw_met", "raw_missed")] == [
                *(len(counts.met), len(counts.missed), len(left)),
                *(len(raw.met), len(raw.missed)),
            ]
            figures = said[name][way.replace(" ", "_")]
            assert [int(row[each]) for each in ("met", "missed", "excluded")] == [
                figures[each] for each in ("met", "missed", "excluded")
            ]
            assert float(row["percent"]) == pytest.approx(figures["percent"], abs=0.05)


def test_availability_is_that_of_the_page_and_of_the_command(floor: Floor, pack: Unzipped) -> None:
    total, *parts = pack.rows("availability.csv")

    with floor.store.reading(EVERYTHING) as session:
        spells = availability.spells(session, floor.lead.scope, since=SINCE, until=UNTIL)
        said = kpi(session, floor.lead.scope, as_of=UNTIL, since=SINCE, until=UNTIL)["kpis"]["downtime"]
    found = lost(spells, since=SINCE.timestamp(), until=UNTIL.timestamp())
    assert float(total["unplanned_s"]) == found.unplanned_s == 60 * said["merged_min"]
    assert float(total["availability_percent"]) == pytest.approx(said["availability_percent"], abs=0.0005)
    assert [part["service"] for part in parts] == ["SMS", "Voice"]
    assert float(total["agreed_s"]) < float(total["period_s"])


def test_every_breach_names_its_clause_its_contract_and_a_ledger_that_adds_up(pack: Unzipped) -> None:
    breaches = pack.rows("breaches.csv")

    assert {row["reason"].split(" ")[0] for row in breaches} == {"open", "stopped", "missed"}
    assert {row["contract_from"] for row in breaches} == {"2025-11-16T00:00:00Z"}
    for row in breaches:
        ledger = [
            part for part in pack.rows("ledger.csv") if (part["case"], part["clock"]) == (row["case"], row["clock"])
        ]
        assert sum(float(part["counted_seconds"]) for part in ledger) == float(row["used_s"])
        assert (ledger[0]["from"], ledger[-1]["to"]) == (row["started_at"], row["stopped_at"] or "2026-11-19T12:00:00Z")
    assert {row["clause"] for row in breaches if (row["clock"], row["priority"]) == ("resolution", "P1")} == {"7.2"}
    held = [part for part in pack.rows("ledger.csv") if part["what"] == "waiting"]
    assert {(part["by"][:7], part["why"], part["counted_seconds"]) for part in held} == {
        ("person ", "the customer", "0")
    }


def test_nothing_from_inside_the_house_or_of_another_client_is_in_it(floor: Floor, pack: Unzipped) -> None:
    everything = pack.everything()

    people = ("Lead One", "Agent One", "Manager One", "Admin One", "Service Desk")
    assert [word for word in (INSIDE, "ZZ-FOREIGN", "Quillstone", *people) if word in everything] == []
    assert "We are looking,\nand call back at noon." in [row["said"] for row in pack.rows("events.csv")]
    assert f"person {floor.lead.user_id}" in {row["person"] for row in pack.rows("events.csv")}


def test_what_is_kept_back_stands_in_the_chain_as_its_hash(pack: Unzipped) -> None:
    lines = [json.loads(line) for line in pack.text("events.jsonl").splitlines()]

    hidden = [line for line in lines if "kept_back" in line]
    assert len(hidden) == 2  # an escalation, and a sheet
    assert all(line.keys() == {"case", "seq", "kept_back", "prev", "hash"} for line in hidden)
    assert sum(int(row["kept_back"]) for row in pack.rows("audit/chain.csv")) == 2


def test_what_a_spreadsheet_would_run_is_marked_in_tables_alone(pack: Unzipped) -> None:
    titles = {row["title"] for row in pack.rows("cases.csv")}
    lines = {json.loads(line)["title"] for line in pack.text("cases.jsonl").splitlines()}

    assert "'=SUM(A1)" in titles
    assert "=SUM(A1)" in lines


def test_the_readme_works_a_real_figure_through(pack: Unzipped) -> None:
    (row,) = [
        row
        for row in pack.rows("sla.csv")
        if (row["clock"], row["priority"], row["counted"]) == ("resolution", "all", "decided")
    ]
    n = int(row["met"]) + int(row["missed"])

    assert f"= {row['met']} / {n} = {row['percent']} %" in pack.text("README.md")
    assert pack.rows("breaches.csv")[0]["used_s"] in pack.text("README.md")


def test_the_same_data_at_the_same_instant_is_the_same_archive(floor: Floor) -> None:
    a_week(floor)

    first, second, later = packed(floor), packed(floor), packed(floor, now=at("Fri 10:00"))

    assert first == second
    assert first != later
    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert (names[0], names[1], names[-1]) == ("README.md", "check.py", "manifest.json")


def test_a_client_with_nothing_has_a_pack_that_holds(floor: Floor, tmp_path: Path) -> None:
    pack = unzipped(packed(floor), tmp_path / "pack")

    assert pack.check().returncode == 0
    assert pack.rows("sla.csv") == []
    assert "neither 0 nor 100 %" in pack.text("README.md")
    assert pack.rows("availability.csv")[0]["availability_percent"] == "100.000"


@pytest.mark.parametrize("role", ["agent", "auditor"])
def test_whose_role_may_take_no_evidence_gets_none(floor: Floor, role: str) -> None:
    with pytest.raises(Denied, match="cannot take evidence away"):
        packed(floor, actor=getattr(floor, role))


def test_a_clients_own_people_may_take_theirs_and_no_other(floor: Floor) -> None:
    a_week(floor)
    own = Principal(floor.auditor.user_id, "Cleo", Role.CLIENT, floor.lead.scope)

    assert len(packed(floor, actor=own)) > 1000
    with pytest.raises(NotFound) as foreign:
        packed(floor, actor=own, client=floor.foreign)
    with pytest.raises(NotFound) as missing:
        packed(floor, actor=own, client=999_999)
    with pytest.raises(NotFound) as unreadable:
        evidence.parsed(floor.store, own, {"client": "٣"}, now=at("Fri 09:00"))
    assert foreign.value.sentence == missing.value.sentence == unreadable.value.sentence


def test_every_pack_is_on_record_and_counts_among_ten_files_a_minute(floor: Floor) -> None:
    for _ in range(10):
        packed(floor)

    with pytest.raises(TooOften, match="Wait a minute"):
        packed(floor)

    with floor.store.reading(EVERYTHING) as session:
        made = session.scalars(select(Event).where(col(Event.kind) == "export:made")).all()
    assert (len(made), made[0].actor_id) == (10, floor.lead.user_id)
    assert made[0].body == {
        "format": "evidence",
        "clients": [floor.client],
        "from": "2026-11-16T00:00:00Z",
        "to": "2026-11-19T12:00:00Z",
    }


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-11-19", "2026-11-16", "before it begins"),
        ("2026-11-16", "2026-11-16", "before it begins"),
        ("2026-11-16", "2026-11-21", "still to come"),
        ("yesterday", "2026-11-19", "not a date and time"),
        ("0001-01-01", "2026-11-19", "out of range"),
        ("", "", "not a date and time"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_in_a_sentence(floor: Floor, since: str, until: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        evidence.asked(floor.store, floor.lead, floor.client, since, until, now=at("Fri 09:00"))
