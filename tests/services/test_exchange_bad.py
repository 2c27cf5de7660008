"""What is wrong with an export is named by table, row and column, and nothing of it is imported."""

from pathlib import Path
from typing import Any

import pytest
from exchange import PNG, TEXT, another_house, brought, changed, exported, files
from sqlalchemy import select
from sqlmodel import col

from caselight.core.people import EVERYTHING
from caselight.core.refusal import Refusal
from caselight.services import verbs
from caselight.services.sweeping import sweep
from caselight.store.engine import Store
from caselight.store.tables import Contract
from escalating import a_case, do
from floor import Floor, at


def test_a_house_without_the_contract_is_told_which_row_wants_it(
    floor: Floor, second_store: Store, tmp_path: Path
) -> None:
    a_case(floor)
    another = another_house(second_store)
    later = at("Mon 00:00")

    def move(session: Any) -> None:
        for contract in session.scalars(select(Contract).where(col(Contract.client_id) == another.client)):
            contract.valid_from = later

    second_store.transact(move, EVERYTHING)

    with pytest.raises(Refusal, match=r'row 2 .*"clocks\.contract_from".*has no contract here that holds from then'):
        brought(second_store, exported(floor.store, "zip"), tmp_path)


CELLS = {
    "promise": ("clocks", b"first response", b"first reply", "clocks.clock"),
    "target": ("clocks", b",3600,", b",none,", "clocks.target_s"),
    "runs": ("clocks", b"2026-11-16T10:00:00Z/", b"yesterday/", "clocks.runs"),
    "calendar": ("clocks", b"Office", b"Nowhere", "clocks.calendar"),
    "way": ("escalations", b"functional", b"sideways", "escalations.way"),
    "kind of row": ("escalations", b"resolve_minutes", b"other_minutes", "escalations.matrix"),
    "counted": ("escalations", b",1,", b",7,", "escalations.escalation"),
    "threshold": ("thresholds", b",100,", b",all,", "thresholds.threshold"),
    "whose": ("thresholds", b"first response", b"resolving", "thresholds.clock"),
    "size": ("attachments", b",264,", b",265,", "attachments.size"),
    "sha256": ("attachments", PNG.sha256.encode(), TEXT.sha256.encode(), "attachments.sha256"),
    "type": ("attachments", b"image/png", b"text/html", "attachments.media_type"),
    "name": ("attachments", b"front door.png", b"front door.exe", "attachments.name"),
    "step": ("attachments", b",2,front", b",99,front", "attachments.attachment"),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_that_was_changed_is_named_and_nothing_is_imported(
    floor: Floor, second_store: Store, tmp_path: Path, name: str
) -> None:
    table, before, after, column = CELLS[name]
    number = a_case(floor, "Mon 10:00")
    do(floor, verbs.attach, "Mon 10:00", case=number, upload=PNG)
    do(floor, verbs.escalate, "Mon 10:10", case=number, reason="Beyond the desk")
    sweep(floor.store, now=at("Mon 15:00"))
    another_house(second_store)
    data = exported(floor.store, "zip")
    assert before in files(data)[f"{table}.csv"]

    def change(kept: dict[str, bytes]) -> None:
        kept[f"{table}.csv"] = kept[f"{table}.csv"].replace(before, after, 1)

    with pytest.raises(Refusal, match="Nothing was imported") as refusal:
        brought(second_store, changed(data, change), tmp_path)

    assert column in refusal.value.sentence
    assert "row " in refusal.value.sentence
    assert exported(second_store, "jsonl") == b""


def test_a_file_with_other_bytes_is_refused(floor: Floor, second_store: Store, tmp_path: Path) -> None:
    number = a_case(floor, "Mon 10:00")
    do(floor, verbs.attach, "Mon 10:00", case=number, upload=PNG)
    another_house(second_store)
    data = exported(floor.store, "zip")

    def swap(kept: dict[str, bytes]) -> None:
        kept[f"attachments/C-{number:04}-2.png"] = PNG.content[:-1] + b"!"

    with pytest.raises(Refusal, match="another SHA-256"):
        brought(second_store, changed(data, swap), tmp_path)
    with pytest.raises(Refusal, match="is not in the archive"):
        brought(second_store, changed(data, lambda kept: kept.pop(f"attachments/C-{number:04}-2.png")), tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b"P3", b"P9", 'row 2 .*"cases.priority"'),
        (b"client,", b"kunde,", 'no column "kunde"'),
        (b",technical,", b",technical,,", r"row 2: \d+ columns instead of \d+"),
    ],
)
def test_a_fault_of_a_table_alone_is_named(
    floor: Floor, second_store: Store, tmp_path: Path, before: bytes, after: bytes, told: str
) -> None:
    a_case(floor)
    data = exported(floor.store, "csv")
    assert before in data

    with pytest.raises(Refusal, match=told):
        brought(second_store, data.replace(before, after, 1), tmp_path)

    assert exported(second_store, "jsonl") == b""
