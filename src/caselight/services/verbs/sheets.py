"""Fill in a sheet on a case, correct it, and say that what was due on it is done."""

from collections.abc import Mapping
from typing import Any

from caselight.core.refusal import Refusal
from caselight.core.sheets import SHEETS, checked, template_of
from caselight.services import races, sheets
from caselight.services.verbs import rules
from caselight.services.verbs.taking import reach
from caselight.services.work import Work
from caselight.store.tables import Case, Event


def add_sheet(work: Work, case: Case, *, kind: str, fields: Mapping[str, Any]) -> Event:
    """Add a sheet; one that reaches the customer does what telling them does. Adding never conflicts."""
    rules.own_team(work, case)
    template = template_of(kind)
    if template.is_single and any(row.kind == kind for row in sheets.rows_of(work, case)):
        raise Refusal(f"There is one {template.title.lower()} already. Correct that one.")
    details = checked(template, fields, now=work.now)
    work.seen = None
    if template.reaches_the_customer(details):
        reach(work, case)
    sheets.add(work, case, template, details)
    return work.record(case, f"case:{kind}_added")


def correct_sheet(work: Work, case: Case, *, sheet: int, fields: Mapping[str, Any]) -> Event:
    """Change the fields given, empty ones cleared; both versions stay on record, clocks stay where they are."""
    rules.own_team(work, case)
    row = sheets.row_of(work, case, sheet)
    before = sheets.details_of(work, row)
    after = checked(SHEETS[row.kind], before | dict(fields), now=work.now, before=before)
    mine = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    if not mine:
        raise Refusal("Nothing was changed.")
    if work.seen is not None and work.seen < row.seq:
        races.check_sheet(work.session, case, sheet, seen=work.seen, mine=mine, now=work.now)
    work.seen = None
    sheets.correct(work, case, row, after)
    return work.record(case, f"case:{row.kind}_corrected")


def finish_sheet(work: Work, case: Case, *, sheet: int) -> Event:
    """Say that the follow-up of a sheet is done."""
    rules.own_team(work, case)
    row = sheets.row_of(work, case, sheet)
    if row.due_at is None or row.done_at is not None:
        raise Refusal("It is already done." if row.done_at else "Nothing is due on it.")
    work.seen = None
    sheets.finish(work, case, row)
    return work.record(case, f"case:{row.kind}_done")
