"""The intervals of an interruption: opened, changed and noted for the event; record and intervals say the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core import interruptions
from caselight.core.chain import instant
from caselight.core.instant import read as read_instant
from caselight.core.interruptions import COLUMNS, INSTANTS, OF_RECORD, moves
from caselight.core.people import Right
from caselight.core.records import TYPES, validate
from caselight.core.records.interruption import Interruption
from caselight.core.refusal import Denied, Refusal
from caselight.services.naming import service_of
from caselight.services.work import Work
from caselight.store.tables import Case, Interval, Service

RECORDED = ("started_at", "ended_at", "announced_at")  # corrected by a lead only
NAMED = {column: name for name, column in OF_RECORD.items()}


def of_case(work: Work, case: Case) -> list[Interval]:
    """Return the intervals of a case in the order in which they were opened, those of this transaction among them."""
    stored = work.session.scalars(select(Interval).where(col(Interval.case_id) == case.id))
    kept = [row for row in stored if row not in work.session.deleted]
    fresh = [row for row in work.session.new if isinstance(row, Interval) and row.case_id == case.id]
    return sorted([*kept, *fresh], key=lambda row: (row.opened_seq, row.place))


def begin(work: Work, case: Case) -> None:
    """Open the intervals of a case that is being logged; it began when it occurred, unless its details say."""
    record = interruptions.template(case.record_type)
    if record is not None:
        _open(work, case, record, _services(work, case))
        _check(work, case)


def complete(
    given: Mapping[str, Any], record_type: str, *, service: str | None, occurred_at: datetime
) -> dict[str, Any]:
    """Return the details of a new case with what an interruption need not say twice: its service, and its beginning."""
    details, record = dict(given), interruptions.template(record_type)
    if record is None:
        return details
    if not record.is_always_planned:
        details["down_from"] = details.get("down_from") or occurred_at
    if service and service.strip():
        details["affected_services"] = details.get("affected_services") or [service]
    return details


def began(given: Mapping[str, Any], record_type: str, now: datetime) -> datetime:
    """Return when a new case occurred, where nobody says so: an interruption when it began, all others now."""
    record, since = interruptions.template(record_type), given.get("down_from")
    if record is None or record.is_always_planned or not since:
        return now
    try:
        return min(read_instant(since), now)
    except Refusal:  # told beside its own field, when the details are checked
        return now


def first_service(details: Mapping[str, Any], record_type: str) -> str | None:
    """Return the first service that a new interruption says it hit."""
    return interruptions.services(details)[0] if interruptions.template(record_type) else None


def say(work: Work, case: Case, details: Mapping[str, Any]) -> None:
    """Merge what is said of a case into its details, and let its intervals follow."""
    before = case.details
    case.details = validate(TYPES[case.record_type], {**before, **details}, stage=None, now=work.now)
    follow(work, case, before)


def follow(work: Work, case: Case, before: Mapping[str, Any]) -> None:
    """Let the intervals of a case follow what its details say of the whole now."""
    record = interruptions.template(case.record_type)
    if record is None or before == case.details:
        return
    was, told = interruptions.said(record, before), interruptions.said(record, case.details)
    for row in of_case(work, case):
        said = {name: told[name] for name in COLUMNS if told[name] != was[name]}
        moved = {name: value for name, value in said.items() if moves(name, getattr(row, name), was[name], value)}
        change(work, row, **moved)
    if before.get("affected_services") != case.details.get("affected_services") or not of_case(work, case):
        _of_services(work, case, record)
    _check(work, case)
    tell(work, case)


def tell(work: Work, case: Case) -> None:
    """Let the details of a case say what its intervals say of the whole."""
    record = interruptions.template(case.record_type)
    if record is None:
        return
    rows = of_case(work, case)
    case.details = interruptions.merged(record, case.details, map(value_of, rows))
    named = [work.session.get_one(Service, row.service_id).name for row in rows if row.service_id]
    if named:
        case.details = {**case.details, "affected_services": list(dict.fromkeys(named))}


def open_one(work: Work, case: Case, given: interruptions.Interval, service_id: int | None) -> None:
    """Open one interval."""
    seq = case.version + 1
    row = Interval(
        case_id=case.id or 0,
        client_id=case.client_id,
        service_id=service_id,
        opened_seq=seq,
        place=sum(key.startswith(f"{seq}.") for key in work.interval_changes),
        **given.columns(),
    )
    work.session.add(row)
    work.interval_changes[key_of(row)] = {"opened": image(row)}


def change(work: Work, row: Interval, **columns: Any) -> None:  # noqa: ANN401 – any column's value
    """Change an interval and note both values for the event; who may not correct a recorded time is refused."""
    noted = work.interval_changes.setdefault(key_of(row), {})
    for name, value in columns.items():
        before = getattr(row, name)
        if before == value:
            continue
        if name in RECORDED and before is not None and not row.is_planned and not work.actor.may(Right.ANY_TEAM):
            raise Denied("A recorded time is corrected by a lead. Leave a note that says which time is right.")
        setattr(row, name, value)
        if name != "vendor":  # the record's own text, which can be erased
            noted[name] = [plain(before), plain(value)]
    if not noted:
        del work.interval_changes[key_of(row)]


def remove(work: Work, row: Interval) -> None:
    """Take an interval away; the event keeps what it said before."""
    noted = work.interval_changes.get(key_of(row), {})
    work.session.delete(row)
    work.interval_changes[key_of(row)] = {"removed": image(row) | {name: before for name, (before, _) in noted.items()}}


def put_back(work: Work, case: Case, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Take back what an event did to the intervals of a case."""
    known = {key_of(row): row for row in of_case(work, case)}
    for key, noted in changes.items():
        if "opened" in noted:
            remove(work, known[key])
        elif "removed" in noted:
            columns = {name: read(name, value) for name, value in noted["removed"].items()}
            row = Interval(case_id=case.id or 0, client_id=case.client_id, vendor=case.details.get("vendor"), **columns)
            work.session.add(row)
            work.interval_changes[key] = {"opened": noted["removed"]}
        else:
            row, back = known[key], {name: read(name, before) for name, (before, _) in noted.items()}
            for name, value in back.items():
                setattr(row, name, value)
            work.interval_changes[key] = {name: [after, before] for name, (before, after) in noted.items()}
    for row in of_case(work, case):
        row.vendor = case.details.get("vendor")


def key_of(row: Interval) -> str:
    """Return what events call an interval."""
    return f"{row.opened_seq}.{row.place}"


def image(row: Interval) -> dict[str, Any]:
    """Return an interval as events hold it."""
    return told(row.model_dump())


def told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of an interval as events hold them."""
    names = ("service_id", "opened_seq", "place", *COLUMNS)
    return {name: plain(row[name]) for name in names if name != "vendor" and row[name] is not None}


def value_of(row: Interval) -> interruptions.Interval:
    """Return the interval that a row stands for."""
    return interruptions.Interval(**{name: getattr(row, name) for name in COLUMNS})


def plain(value: Any) -> Any:  # noqa: ANN401 – any column's value
    """Return a value as events hold it."""
    return instant(value) if isinstance(value, datetime) else value


def read(name: str, value: Any) -> Any:  # noqa: ANN401 – any column's value
    """Return a value that an event holds as the column does."""
    return datetime.fromisoformat(value) if name in INSTANTS and value else value


def _services(work: Work, case: Case) -> list[int | None]:
    """Return the services that a case says it hit, those not known yet added."""
    return [service_of(work, case.client_id, name) for name in interruptions.services(case.details)]


def _open(work: Work, case: Case, record: type[Interruption], ids: Sequence[int | None]) -> None:
    found = interruptions.interval(record, case.details)
    if found is None:
        return
    for service_id in ids:
        open_one(work, case, found, service_id)


def _of_services(work: Work, case: Case, record: type[Interruption]) -> None:
    """Open an interval for each service that has none, and take away those of services named no more."""
    rows, wanted = of_case(work, case), _services(work, case)
    if rows and wanted == [None]:
        return
    fresh = [number for number in wanted if number not in {row.service_id for row in rows}]
    for row in rows:
        if row.service_id is None and fresh:
            change(work, row, service_id=fresh.pop(0))
        elif row.service_id not in wanted:
            remove(work, row)
    _open(work, case, record, fresh)


def _check(work: Work, case: Case) -> None:
    for row in of_case(work, case):
        interruptions.check(value_of(row), now=work.now, names=NAMED)
