"""Cases with all that hangs on them, as rows of a file's tables."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlmodel import Session

from caselight.core.export_tables import ATTACHMENTS, CASES, INTERVALS, STEPS
from caselight.core.people import Scope
from caselight.core.priority import Priority
from caselight.core.sheets import words
from caselight.core.wording import reference
from caselight.services.exporting import promises
from caselight.services.exporting.cells import Cells, cells, filled
from caselight.store import attachments, export
from caselight.store.caselist import Wanted

AT_ONCE = 400  # cases of one read
KEYS = frozenset({"id", "case_id", "seq", "opened_seq", "place", "number", "kind", "words_seq", "details"})


@dataclass(slots=True)
class Whole:
    """One case: its number, its rows by table, and how the bytes of what is attached to it are read."""

    number: int
    content: Callable[[int], bytes]
    rows: defaultdict[str, list[Cells]] = field(default_factory=lambda: defaultdict(list))


def wholes(session: Session, scope: Scope, wanted: Wanted) -> Iterator[Whole]:
    """Yield the cases of a list in its order, with all that hangs on them."""
    numbers = export.numbers(session, scope, wanted)
    for start in range(0, len(numbers), AT_ONCE):
        some = list(numbers[start : start + AT_ONCE])
        found = {number: Whole(number, partial(_content, session, scope, number)) for number in some}
        _add(session, scope, found)
        yield from (found[number] for number in some if found[number].rows)
        session.expunge_all()


def _content(session: Session, scope: Scope, case: int, number: int) -> bytes:
    """Return the bytes of one attachment; read one by one, so that no more than one is held."""
    found = attachments.contents(session, scope, case, number)
    return found.content if found else b""


def _add(session: Session, scope: Scope, found: Mapping[int, Whole]) -> None:
    some = list(found)
    for row in export.cases(session, scope, some):
        found[row["id"]].rows[CASES].append(_case(row))
    said: defaultdict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for row in export.texts(session, scope, some):
        said[row["case_id"], row["seq"]][row["field"]] = row["text"]
    for row in export.steps(session, scope, some):
        told = {name: said[row["case_id"], row["seq"]].get(name) for name in export.TOLD}
        step = {"step": row["seq"], "kind": row["kind"].removeprefix("case:")} | cells(row, without=KEYS) | told
        found[row["case_id"]].rows[STEPS].append(filled(step))
    for row in export.intervals(session, scope, some):
        interval = {"interval": f"{row['opened_seq']}.{row['place']}", **cells(row, without=KEYS)}
        found[row["case_id"]].rows[INTERVALS].append(filled(interval))
    for row in export.sheets(session, scope, some):
        own = row["details"] | words(row["kind"], row["number"], said[row["case_id"], row["words_seq"]])
        sheet = {"sheet": row["number"], **own, **cells(row, without=KEYS)}
        found[row["case_id"]].rows[row["kind"]].append(filled(sheet))
    for row in attachments.of_cases(session, scope, some):
        attachment = {"attachment": row["number"], **cells(row, without=KEYS)}
        found[row["case_id"]].rows[ATTACHMENTS].append(filled(attachment))
    for number, table, told in promises.rows(session, scope, some):
        found[number].rows[table].append(filled(told))


def _case(row: Mapping[str, Any]) -> Cells:
    linked = {name: reference(row[name]) for name in ("merged_into", "follows") if row[name]}
    plain = {"priority": Priority(row["priority"]).code}
    return filled({**cells(row, without=KEYS), **row["details"], **linked, **plain})
