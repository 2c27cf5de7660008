"""What a case still owes, and before which step."""

from datetime import datetime

from caselight.core.lifecycle import LEFT_OUT, Status
from caselight.core.people import Principal
from caselight.core.records import TYPES, Stage
from caselight.core.sheets import owing, serious
from caselight.store import casefile, escalations, recurrence, sheets
from caselight.store.casefile import CaseFile, ClockRow
from caselight.ui import data, handing


def by_stage(me: Principal, file: CaseFile, now: datetime) -> list[tuple[str, str]]:
    """Return what is owed and by when: to a hand-off that waits, for resolving, then what closing wants besides."""
    if file.record_type not in TYPES or file.status in (*LEFT_OUT, Status.CLOSED):
        return []
    kinds = {row.kind for row in data.read(sheets.of_case, me.scope, file.id)}
    missed = any(_is_missed(row, now) for row in data.read(casefile.clocks, me.scope, file.id))
    urgent = any(row.is_urgent for row in data.read(escalations.of_case, me.scope, file.id))
    recurs = bool(data.read(recurrence.of_case, me.scope, file.id))
    why = serious(file.priority, is_urgent=urgent, has_missed=missed, recurs=recurs)
    found = dict(handing.attention(data.read(casefile.events, me.scope, file.id), now))
    for stage in (Stage.RESOLVING, Stage.CLOSING):
        template, cause = TYPES[file.record_type], file.root_cause
        for about in owing(template, file.details, stage, root_cause=cause, sheets=kinds, why=why):
            found.setdefault(about.label, f"{f'{why}, ' * about.serious}owed before {stage.word}")
    return list(found.items())


def _is_missed(row: ClockRow, now: datetime) -> bool:
    return row.first_missed_at is not None or row.clock().state(now) == "missed"
