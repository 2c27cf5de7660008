"""The program in the pack: it holds on what we made, and names what somebody changed, however carefully."""

import ast
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core import sla
from caselight.core.people import SYSTEM
from caselight.core.sla import Kept, Way
from caselight.core.wording import FEW
from caselight.core.wording import share as screen_share
from caselight.services import evidence
from caselight.services.evidence import checking
from caselight.services.evidence.checking import figures
from caselight.services.evidence.checking.reading import Period
from caselight.services.evidence.numbers import share
from caselight.store.engine import Store
from floor import build
from packs import SINCE, Unzipped, a_week, packed, unzipped
from whole_demo import NOW, Whole

Change = Callable[[Unzipped], None]


@pytest.fixture(scope="module")
def made(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the pack of a week in which everything happened: one for all, since only files are looked at."""
    path = tmp_path_factory.mktemp("evidence") / "caselight.db"
    shutil.copy(empty_sqlite, path)
    floor = build(Store(f"sqlite:///{path}"))
    a_week(floor)
    content = packed(floor)
    floor.store.dispose()
    return content


@pytest.fixture
def pack(made: bytes, tmp_path: Path) -> Unzipped:
    """Return the pack, unzipped to be changed."""
    return unzipped(made, tmp_path / "pack")


@pytest.mark.parametrize("client", ["Tarrin Utilities", "Ellery Care"])
def test_what_we_make_of_a_whole_floor_holds(demo: Whole, client: str, tmp_path: Path) -> None:
    (number,) = (number for number, name in demo.clients.items() if name == client)
    store = copied(demo.store, tmp_path / "demo.db")
    asked = evidence.asked(store, SYSTEM, number, "2026-10-20", "2026-11-20", now=NOW)

    with (tmp_path / "pack.zip").open("w+b") as file:
        counts = evidence.pack(store, asked, file, actor=SYSTEM, now=NOW)
    store.dispose()
    checked = unzipped((tmp_path / "pack.zip").read_bytes(), tmp_path / "pack").check()

    assert (checked.returncode, checked.stderr) == (0, "")
    assert min(counts.as_dict().values()) > 0


def copied(store: Store, path: Path) -> Store:
    """Return a copy of a database: packing is on record, and the demo is everybody's."""
    with closing(sqlite3.connect(str(store.path))) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    return Store(f"sqlite:///{path}")


def test_it_needs_the_standard_library_alone() -> None:
    tree = ast.parse(checking.source(), feature_version=(3, 10))

    named = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert named <= sys.stdlib_module_names


@given(met=st.integers(0, 5_000), missed=st.integers(0, 5_000))
def test_a_share_is_the_screens(met: int, missed: int) -> None:
    n = met + missed

    said = figures.percent(met, n)

    assert said == share(met, n)
    if n >= FEW:
        assert f"{said}%" == screen_share(met, n)


INSTANTS = st.none() | st.integers(-90, 90).map(lambda minutes: SINCE + timedelta(minutes=minutes))


@given(due=INSTANTS, stopped=INSTANTS, missed=INSTANTS, way=st.sampled_from(Way))
def test_a_verdict_is_the_screens(
    due: datetime | None, stopped: datetime | None, missed: datetime | None, way: Way
) -> None:
    period = Period(SINCE, SINCE + timedelta(hours=1))
    instants: Any = {"due_at": due, "stopped_at": stopped, "missed_at": missed}
    nothing: Any = dict.fromkeys(field.name for field in fields(Kept))

    said = figures.verdict(instants, way.value, period)

    assert said == sla.verdict(Kept(**(nothing | instants)), way, sla.Window(*period))


def in_row(name: str, column: str, value: str, row: int = 0) -> Change:
    def change(rows: list[dict[str, str]]) -> None:
        rows[row][column] = value

    return lambda pack: pack.put_rows(name, change)


def without_row(name: str, row: int = 0) -> Change:
    return lambda pack: pack.put_rows(name, lambda rows: rows.pop(row) and None)


def in_lines(change: Callable[[list[dict[str, Any]]], Any]) -> Change:
    return lambda pack: pack.put_lines("events.jsonl", change)


def text_of(lines: list[dict[str, Any]]) -> dict[str, Any]:
    line = next(line for line in lines if "note" in line.get("texts", {}))
    return line["texts"]["note"]  # type: ignore[no-any-return]  # JSON


def hidden(lines: list[dict[str, Any]]) -> dict[str, Any]:
    return next(line for line in lines if "kept_back" in line)


def hidden_early(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Keep the first event back as well, and return it: what is left of it is its hash, which the next must follow."""
    del lines[0]["event"], lines[0]["texts"]
    lines[0]["kept_back"] = True
    return lines[0]


def gap(rows: list[dict[str, str]]) -> None:
    """Take the wait out of the ledger that has one."""
    rows.remove(next(row for row in rows if row["what"] == "waiting"))


def resolved_first(pack: Unzipped) -> None:
    """Move the stop of a broken promise to before it was due, everywhere but in the event."""

    def promise(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["missed_at"] and row["stopped_at"])
        row.update(missed_at="", stopped_at=row["opened_at"])

    pack.put_rows("promises.csv", promise)


def cut(lines: list[dict[str, Any]]) -> None:
    """Take the newest event of the first case away."""
    case = lines[0]["case"]
    lines.remove([line for line in lines if line["case"] == case][-1])


TAMPERED: dict[str, tuple[Change, str]] = {
    "a figure without mending the manifest": (
        lambda pack: (pack.folder / "sla.csv").write_text("clock\n") and None,
        "sla.csv: differs from its size or SHA-256",
    ),
    "a file taken out": (lambda pack: (pack.folder / "ledger.csv").unlink(), "ledger.csv: is missing"),
    "a figure of the SLA": (in_row("sla.csv", "met", "99"), "sla.csv, row 1, first response, all, decided: met is 99"),
    "a percentage": (in_row("sla.csv", "percent", "99.9"), "percent is 99.9, but comes to"),
    "a raw figure": (in_row("sla.csv", "raw_missed", "9"), "raw_missed is 9, but comes to"),
    "an exclusion": (in_row("sla.csv", "excluded", "7"), "excluded is 7, but comes to"),
    "a row of the SLA taken out": (without_row("sla.csv"), "sla.csv, first response, all, decided: has no such row"),
    "a promise made good": (resolved_first, "missed_at is empty, but comes to"),
    "a promise taken out": (without_row("promises.csv"), "sla.csv, row"),
    "a pause made longer": (in_row("promises.csv", "paused_s", "99"), "paused_s is 99, but comes to"),
    "an older event named": (in_row("promises.csv", "event", "0"), "event 0 is not the last that moved this clock"),
    "another period": (
        lambda pack: (
            (pack.folder / "manifest.json").write_text(
                pack.text("manifest.json").replace("2026-11-16T00:00:00Z", "2026-11-17T00:00:00Z")
            )
            and None
        ),
        "sla.csv, row 1, ",
    ),
    "a clause": (in_row("breaches.csv", "clause", "9.9"), "clause is 9.9, but comes to"),
    "a case in both its files": (
        lambda pack: (
            pack.put_rows("cases.csv", lambda rows: rows[0].update(priority="P4")),
            pack.put_lines("cases.jsonl", lambda lines: lines[0].update(priority="P4")),
        ),
        "priority is P4, but comes to P1",
    ),
    "a case left out": (in_row("cases.csv", "counted_as", "left out"), "counted_as is left out, but comes to P1"),
    "a breach taken out": (without_row("breaches.csv"), "has no row for a promise that was broken"),
    "a breach made shorter": (in_row("breaches.csv", "late_by_s", "1"), "late_by_s is 1, but comes to"),
    "a due instant": (in_row("breaches.csv", "due_at", "2026-11-18T00:00:00Z"), "breaches.csv, row 1, C-"),
    "a stretch of a ledger": (in_row("ledger.csv", "counted_seconds", "0"), "ledger.csv, row 1, C-"),
    "a stretch taken out": (lambda pack: pack.put_rows("ledger.csv", gap), "from is 2026-11-17"),
    "the last stretch taken out": (without_row("ledger.csv", row=-1), "its end is"),
    "an interruption made shorter": (
        in_row("interruptions.csv", "to", "2026-11-16T10:01:00Z"),
        "availability.csv, row 3, Voice: unplanned comes to",
    ),
    "an interruption called planned": (in_row("interruptions.csv", "is_planned", "yes"), "availability.csv, row"),
    "an event's body": (in_lines(lambda lines: lines[0]["event"]["body"].clear()), "event 1: was changed after"),
    "an event's instant": (
        in_lines(lambda lines: lines[0]["event"].update(at="2026-11-16T09:59:00.000000Z")),
        "events.jsonl, row 1, C-",
    ),
    "an event taken out": (in_lines(lambda lines: lines.pop(0)), "event 1 is missing before it"),
    "the newest event taken out": (in_lines(cut), "audit/chain.csv, row 1, C-"),
    "two events in another order": (in_lines(lambda lines: lines.insert(0, lines.pop(1))), "is missing before it"),
    "a text": (in_lines(lambda lines: text_of(lines).update(text="We fixed it.")), "its text “note” was changed"),
    "a hash kept back": (
        in_lines(lambda lines: hidden(lines).update(hash="0" * 64)),
        "audit/chain.csv, row",
    ),
    "an earlier hash kept back": (
        in_lines(lambda lines: hidden_early(lines).update(hash="0" * 64)),
        "does not follow the event before it",
    ),
    "a head": (in_row("audit/chain.csv", "head", "0" * 64), "audit/chain.csv, row 1, C-"),
    "a chain taken out": (without_row("audit/chain.csv"), "has no row for a case that has events"),
    "who it was, in the table": (in_row("events.csv", "person", "person 99"), "person is person 99, but comes to"),
    "words in the table": (in_row("events.csv", "said", "All well"), "events.csv, row 1, C-"),
    "a case in the table": (in_row("cases.csv", "status", "cancelled"), "cases.csv, row 1, C-"),
    "a case taken out": (without_row("cases.csv"), "cases.csv, C-"),
    "something unreadable": (lambda pack: pack.put("events.jsonl", "{"), "cannot be read any further (JSONDecodeError"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_it_names_what_was_changed_even_where_the_manifest_was_mended(pack: Unzipped, what: str) -> None:
    tamper, said = TAMPERED[what]

    tamper(pack)
    checked = pack.check()

    assert (checked.returncode, checked.stderr) == (1, "")
    assert said in checked.stdout
    assert "BROKEN: " in checked.stdout
