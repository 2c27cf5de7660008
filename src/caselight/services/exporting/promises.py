"""Clocks, escalations and thresholds as rows of a file: what an id stands for is named."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from caselight.core.export_promises import runs_told
from caselight.core.export_tables import CLOCKS, ESCALATIONS, THRESHOLDS
from caselight.core.people import Scope
from caselight.services.exporting.cells import Cells, cells
from caselight.store import export_promises as store
from caselight.store.tables.config import BEGINNING

Row = tuple[int, str, Cells]
APART = frozenset({"case_id", "id", "promise", "matrix_id", "clock"})


def rows(session: Session, scope: Scope, some: Sequence[int]) -> Iterator[Row]:
    """Yield case, table and cells; four statements for all of the cases, and two for the names of the matrix."""
    matrix = {number: said(names) for number, names in store.matrix_names(session)}
    own: Cells
    for row in store.clocks(session, scope, some):
        own = {"runs": runs_told(row["runs"]), "matrix": matrix.get(row["matrix_id"])}
        yield row["case_id"], CLOCKS, {"clock": row["promise"], **_named(row), **own}
    clients, teams = store.named_here(session)
    place: dict[int, int] = {}  # of an escalation within its case
    count: defaultdict[int, int] = defaultdict(int)
    for row in store.escalations(session, scope, some):
        count[row["case_id"]] += 1
        place[row["id"]] = count[row["case_id"]]
        kept = dict(row["matrix"])
        kept |= {"client": clients.get(kept.pop("client_id", 0)), "team": teams.get(kept.pop("team_id", 0))}
        kept.pop("id", None)
        own = {
            "runs": runs_told(row["runs"]),
            "matrix": said({name: value for name, value in kept.items() if value is not None}),
            "details": said(row["details"]) if row["details"] else None,
            "follows": place.get(row["follows"]),
        }
        yield row["case_id"], ESCALATIONS, {"escalation": place[row["id"]], **_named(row), **own}
    count.clear()
    for row in store.thresholds(session, scope, some):
        count[row["case_id"]] += 1
        own = _clock(row["clock"], place) | {"raised": place.get(row["raised"])}
        yield row["case_id"], THRESHOLDS, {"passed": count[row["case_id"]], **_named(row), **own}


def said(value: Mapping[str, Any]) -> str:
    """Return what has parts of its own as one text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _named(row: Mapping[str, Any]) -> Cells:
    told = cells(row, without=APART)
    return told | {"calendar_from": None} if row.get("calendar_from") == BEGINNING else told


def _clock(name: str, place: Mapping[int, int]) -> Cells:
    """Return whose threshold it is: a clock of the case, or the step of one of its escalations."""
    kind, number, *step = name.split(":")
    return {"escalation": place.get(int(number)), "step": step[0]} if step else {"clock": kind}
