"""The command line: one sentence for a refusal, one line of JSON, a status that scripts can read."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from acts import a_case
from caselight import cli
from caselight.core.people import EVERYTHING
from caselight.services import verbs
from caselight.services.desk import perform
from caselight.store.engine import Store
from caselight.store.tables import Case, User
from floor import at, build
from proving import tamper

PASSWORD = "seven quiet lanterns"
MAP = """
table = "cases"
source = "sheet"
record_type = "imported"
"""


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CASELIGHT_DATABASE", f"sqlite:///{tmp_path}/caselight.db")
    monkeypatch.setenv("CASELIGHT_HOME", str(tmp_path))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.main, words)


def test_init_makes_the_database_once_and_again() -> None:
    first, second = run("init"), run("init")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "ready" in first.output


def test_kpi_prints_one_document_on_one_line() -> None:
    result = run("kpi", "--json", "--as-of", "2026-11-22T12:00:00Z")

    document = json.loads(result.output)
    assert result.output.count("\n") == 1
    assert document["as_of"].startswith("2026-11-22T12:00:00")
    assert document["kpis"]["cases"] == 0


def test_an_instant_without_a_zone_is_refused() -> None:
    result = run("kpi", "--as-of", "2026-11-22T12:00:00")

    assert result.exit_code == 2
    assert "has no zone. Add Z for UTC" in result.output


def test_an_unknown_client_is_one_sentence_and_a_status() -> None:
    result = run("kpi", "--client", "Nobody")

    assert result.exit_code == 1
    assert "There is no client" in result.output


def test_somebody_is_taken_on_by_the_names_people_say(installation: Path) -> None:
    result = run("user", "ada", "--name", "Ada One", "--role", "manager", "--password", PASSWORD)

    store = Store(f"sqlite:///{installation}/caselight.db")
    with store.reading(EVERYTHING) as session:
        user = session.scalars(select(User)).one()
    store.dispose()
    assert result.output.strip() == "ada can sign in as manager."
    assert (user.login, user.role, user.sees_all_clients) == ("ada", "manager", True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--password", "short"), "Use 12 or more"),
        (("--password", PASSWORD, "--client", "Norvane"), "There is no client called Norvane."),
        (("--password", PASSWORD, "--team", "Desk"), "There is no team called Desk."),
    ],
)
def test_who_cannot_be_taken_on_is_told_why(words: tuple[str, ...], sentence: str) -> None:
    result = run("user", "ada", "--name", "Ada One", "--role", "agent", *words)

    assert result.exit_code == 1
    assert sentence in result.output


def test_verify_names_the_case_that_was_tampered_with(installation: Path) -> None:
    run("init")
    floor = build(Store(f"sqlite:///{installation}/caselight.db"))
    given = {"client_id": floor.client, "record_type": "technical", "title": "Lines down"}
    number = perform(floor.store, verbs.log, actor=floor.lead, now=at("Mon 10:00"), request="r", **given).case_id
    whole = run("verify", "--json")

    tamper(floor.store, lambda session: session.execute(update(Case).values(head="0" * 64)))
    broken = run("verify", "--json")

    floor.store.dispose()
    found = json.loads(broken.output)
    assert (whole.exit_code, broken.exit_code) == (0, 1)
    assert (found["ok"], found["broken"][0]["case_id"]) == (False, number)


def test_seal_says_what_it_sealed_and_verify_how_far_seals_reach(installation: Path) -> None:
    run("init")

    first, second = run("seal", "--json"), run("seal")
    found = json.loads(run("verify", "--json").output)

    assert json.loads(first.output)["seals"] == found["seals"] == 1
    assert second.output == "Nothing new to seal.\n"
    assert (found["ok"], found["unsealed"], found["copy"]) == (True, 0, f"{installation}/caselight.seals.jsonl")


def test_import_tells_every_fault_of_the_map(installation: Path) -> None:
    sheet, described = installation / "sheet.csv", installation / "sheet.toml"
    sheet.write_text("id\n1\n")
    described.write_text(MAP)

    result = run("import", str(sheet), "--map", str(described))

    assert result.exit_code == 1
    assert "Error:" in result.output


def test_cases_are_exported_as_one_row_each(installation: Path) -> None:
    run("init")
    floor = build(Store(f"sqlite:///{installation}/caselight.db"))
    for priority in (1, 2, 2):
        a_case(floor, priority=priority)

    result = run("export", "cases", "--format", "csv", "--priority", "P2", "--client", "Norvane Telecom")
    later = run("export", "cases", "--format", "csv", "--from", "2030-01-01T00:00:00Z", "-o", str(installation / "x"))

    assert (result.exit_code, later.exit_code) == (0, 0)
    assert result.stdout.count("\nC-") == 2
    assert (installation / "x").read_text().count("\n") == 1


def test_an_export_is_read_back_by_the_map_that_needs_no_file(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init")
    number = a_case(build(Store(f"sqlite:///{installation}/caselight.db")))
    run("export", "cases", "--format", "xlsx", "-o", str(installation / "x.xlsx"))
    monkeypatch.setenv("CASELIGHT_DATABASE", f"sqlite:///{installation}/elsewhere.db")

    refused = run("import", str(installation / "x.xlsx"), "--map", "caselight")
    result = run("import", str(installation / "x.xlsx"), "--map", "caselight", "--without-promises", "--json")

    assert "has no contract here" in refused.output
    assert json.loads(result.output)["cases_new"] == 1
    assert f"C-{number:04}" in run("export", "cases", "--format", "csv").stdout


def test_a_clients_evidence_is_written_whole_or_not_at_all(installation: Path) -> None:
    run("init")
    floor = build(Store(f"sqlite:///{installation}/caselight.db"))
    a_case(floor)
    asked = ("evidence", "--client", "Norvane Telecom", "--from", "2026-11-16", "--out", str(installation / "e.zip"))

    early = run(*asked, "--to", "2100-01-01")
    was_written = (installation / "e.zip").exists()
    document = run(*asked, "--to", "2026-11-17", "--json")
    told = run(*asked, "--to", "2026-11-17T12:00:00+01:00")

    assert (early.exit_code, was_written) == (1, False)
    assert "still to come" in early.output
    assert json.loads(document.output)["cases"] == 1
    assert told.output.startswith("2 promises, ")
    assert zipfile.ZipFile(installation / "e.zip").testzip() is None


def test_review_makes_one_frozen_and_writes_its_pdf(installation: Path) -> None:
    run("init")
    build(Store(f"sqlite:///{installation}/caselight.db"))
    asked = ("review", "--client", "Norvane Telecom", "--from", "2025-11-17T00:00:00Z", "--to", "2025-11-24T00:00:00Z")

    made = run(*asked, "--json", "--pdf", str(installation / "review.pdf"))

    document = json.loads(made.output)
    assert (document["review"], document["period"]) == (1, "Mon 17 Nov to Sun 23 Nov 2025")
    assert len(document["sha256"]) == 64
    assert (installation / "review.pdf").read_bytes().startswith(b"%PDF")
    assert "Review 2 of Norvane Telecom" in run(*asked).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--client", "Nobody"), "There is no client"),
        (("--client", "Norvane Telecom", "--from", "2025-11-17T00:00:00Z"), "Say both"),
        (
            ("--client", "Norvane Telecom", "--from", "2025-11-17T01:00:00Z", "--to", "2025-11-18T00:00:00Z"),
            "whole days",
        ),
    ],
)
def test_review_refuses_in_a_sentence(installation: Path, words: tuple[str, ...], said: str) -> None:
    run("init")
    build(Store(f"sqlite:///{installation}/caselight.db"))

    result = run("review", *words)

    assert result.exit_code == 1
    assert said in result.output
