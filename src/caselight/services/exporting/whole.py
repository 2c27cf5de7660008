"""Cases with all that hangs on them, as rows of a file's tables."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from caselight.core import instant
from caselight.core.export_tables import CASES, INTERVALS, STEPS
from caselight.core.people import Scope
from caselight.core.priority import Priority
from caselight.core.sheets import words
from caselight.core.wording import reference
from caselight.store import export
from caselight.store.caselist import Wanted

AT_ONCE = 400  # cases of one read
KEYS = frozenset({"id", "case_id", "seq", "opened_seq", "place", "number", "kind", "words_seq", "details"})
Cells = dict[str, Any]


@dataclass(slots=True)
class Whole:
    """One case: its number, and its rows by table; a cell is a string, a number, yes or no, or a list."""

    number: int
    rows: defaultdict[str, list[Cells]] = field(default_factory=lambda: defaultdict(list))


def wholes(session: Session, scope: Scope, wanted: Wanted) -> Iterator[Whole]:
    """Yield the cases of a list in its order, with their steps, intervals and sheets."""
    numbers = export.numbers(session, scope, wanted)
    for start in range(0, len(numbers), AT_ONCE):
        some = list(numbers[start : start + AT_ONCE])
        found = {number: Whole(number) for number in some}
        _add(session, scope, found)
        yield from (found[number] for number in some if found[number].rows)
        session.expunge_all()


def _add(session: Session, scope: Scope, found: Mapping[int, Whole]) -> None:
    some = list(found)
    for row in export.cases(session, scope, some):
        found[row["id"]].rows[CASES].append(_case(row))
    said: defaultdict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for row in export.texts(session, scope, some):
        said[row["case_id"], row["seq"]][row["field"]] = row["text"]
    for row in export.steps(session, scope, some):
        told = {name: said[row["case_id"], row["seq"]].get(name) for name in export.TOLD}
        cells = {"step": row["seq"], "kind": row["kind"].removeprefix("case:")} | _cells(row) | told
        found[row["case_id"]].rows[STEPS].append(_filled(cells))
    for row in export.intervals(session, scope, some):
        cells = {"interval": f"{row['opened_seq']}.{row['place']}", **_cells(row)}
        found[row["case_id"]].rows[INTERVALS].append(_filled(cells))
    for row in export.sheets(session, scope, some):
        own = row["details"] | words(row["kind"], row["number"], said[row["case_id"], row["words_seq"]])
        cells = {"sheet": row["number"], **own, **_cells(row)}
        found[row["case_id"]].rows[row["kind"]].append(_filled(cells))


def _case(row: Mapping[str, Any]) -> Cells:
    linked = {name: reference(row[name]) for name in ("merged_into", "follows") if row[name]}
    plain = {"priority": Priority(row["priority"]).code}
    return _filled({**_cells(row), **row["details"], **linked, **plain})


def _cells(row: Mapping[str, Any]) -> Cells:
    return {
        name: instant.write(value) if isinstance(value, datetime) else value
        for name, value in row.items()
        if name not in KEYS
    }


def _filled(cells: Cells) -> Cells:
    return {name: value for name, value in cells.items() if value is not None and value != ""}
