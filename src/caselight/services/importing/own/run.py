"""Read an export of our own back: all of it checked first, then every case written under its own number."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.export_tables import PROMISED
from caselight.core.people import Principal, Right
from caselight.core.refusal import Denied
from caselight.core.wording import reference
from caselight.services.importing import names as known_names
from caselight.services.importing.faults import Fault, Faults
from caselight.services.importing.names import Names
from caselight.services.importing.own import reading
from caselight.services.importing.own.agreed import agreed, refuse_missing
from caselight.services.importing.own.building import whole
from caselight.services.importing.own.checking import check
from caselight.services.importing.own.kept import LINKS, Kept
from caselight.services.importing.own.planned import SOURCE, Plan, missing, report_of
from caselight.services.importing.run import Report
from caselight.services.importing.write import NAMES_AT_ONCE, Audit, Progress, in_batches
from caselight.store.bulk import WholeCase, write_cases
from caselight.store.engine import Store
from caselight.store.tables import Case, Service

AT_ONCE = 500  # parameters of one IN


def import_own(
    store: Store,
    path: Path,
    *,
    now: datetime,
    actor: Principal,
    dry_run: bool = False,
    without_promises: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import an export and say what was done; the same file again changes nothing.

    A case keeps its number. It is known where it is here already under its number, client and opening; a number that
    another case has here is a fault. Without promises clocks and escalations stay behind: no contract is needed then.
    """
    if not actor.may(Right.CONFIGURE):
        raise Denied(f"Your role, {actor.role}, cannot import. Ask an admin to do it.")
    faults = Faults()
    export = reading.read(path)
    if without_promises:
        export = replace(export, rows=[row for row in export.rows if row.table not in PROMISED])
    kept = check(export, now=now, faults=faults)
    faults.refuse()
    with store.reading(actor.scope) as session:
        plan = _plan(session, kept, faults)
    faults.refuse()
    report = report_of(plan, path, export, dry_run=dry_run)
    if plan.new and not dry_run:
        names = partial(_names, store, plan.new, actor=actor, now=now)
        content = export.content if export.packed else None
        build = partial(whole, here=plan.here, content=content, now=now)
        audit = Audit(f"import:{export.sha256}", report.as_dict(), now, actor)
        in_batches(store, plan.new, names, build, _write_new, audit=audit, progress=progress)
    return report


def _plan(session: Session, kept: Sequence[Kept], faults: Faults) -> Plan:
    """Sort the cases into new ones and known ones; a number, or a client's id, that another case has is a fault."""
    names = known_names.names_in(session, SOURCE)
    known_here = _here(session, [one.number for one in kept] + [number for one in kept for number in one.links])
    new, same, differ = [], 0, []
    for one in kept:
        found = known_here.get(one.number)
        if found is None:
            new.append(one)
        elif found[:2] != (names.clients.get(one.case["client"]), one.case["opened_at"]):
            reason = "another case has this number here. Import the file where its numbers are free."
            faults.add(Fault(one.row, one.row, "cases.case", reference(one.number), reason))
        else:
            same += len(one) <= found[2]
            differ += [reference(one.number)] if len(one) > found[2] else []
    _refuse_taken(session, new, names, faults)
    here = agreed(session)
    refuse_missing(new, here, faults)
    left_out = _leave_out(new, {*known_here, *(one.number for one in new)})
    return Plan(_in_order(new), same, tuple(differ), left_out, list(missing(new, names)), here)


def _leave_out(new: Sequence[Kept], known: set[int]) -> int:
    """Take away links to cases that are nowhere, and return how many there were."""
    lost = [(one, name) for one in new for name in LINKS if one.case.get(name) and one.case[name] not in known]
    for one, name in lost:
        del one.case[name]
    return len(lost)


def _here(session: Session, numbers: Sequence[int]) -> dict[int, tuple[int, datetime, int]]:
    """Return client, opening and version of those of the numbers that are here."""
    columns = (col(Case.id), col(Case.client_id), col(Case.opened_at), col(Case.version))
    found = {}
    for some in _portions(numbers):
        for number, *rest in session.execute(select(*columns).where(col(Case.id).in_(some))):
            found[number] = (rest[0], rest[1], rest[2])
    return found


def _refuse_taken(session: Session, new: Sequence[Kept], names: Names, faults: Faults) -> None:
    """Find new cases whose id at their client is another case's: one here, or one of the file."""
    wanted = [one for one in new if one.case.get("source") and one.case.get("external_id")]
    columns = (col(Case.client_id), col(Case.source), col(Case.external_id), col(Case.id))
    taken: dict[tuple[Any, ...], int] = {}
    for some in _portions([one.case["external_id"] for one in wanted]):
        found = session.execute(select(*columns).where(col(Case.external_id).in_(some), col(Case.source).is_not(None)))
        taken |= {(client_id, source, id_): number for client_id, source, id_, number in found}
    for one in wanted:
        client = one.case["client"]
        key = (names.clients.get(client, client), one.case["source"], one.case["external_id"])
        other = taken.setdefault(key, one.number)
        if other != one.number:
            reason = f"{reference(other)} has this id already. Keep one of the two."
            faults.add(Fault(one.row, one.row, "cases.external_id", one.case["external_id"], reason))


def _in_order(new: Sequence[Kept]) -> list[Kept]:
    """Return the cases so that each comes after those it names, oldest first otherwise."""
    by_number = {one.number: one for one in sorted(new, key=lambda one: one.number)}
    waits = {number: len(one.links & by_number.keys()) for number, one in by_number.items()}
    named_by: defaultdict[int, list[int]] = defaultdict(list)
    for number, one in by_number.items():
        for link in one.links & by_number.keys():
            named_by[link].append(number)
    ready = deque(number for number, left in waits.items() if not left)
    order = []
    while ready:
        order.append(by_number[ready.popleft()])
        for number in named_by[order[-1].number]:
            waits[number] -= 1
            if not waits[number]:
                ready.append(number)
    return order


def _names(store: Store, new: Sequence[Kept], *, actor: Principal, now: datetime) -> Names:
    """Make the names that are missing, some at a time, and return them all."""

    def unit(session: Session) -> Names | None:
        names = known_names.names_in(session, SOURCE)
        absent = list(missing(new, names))
        first = [row for row in absent if not isinstance(row, Service)] or absent
        if not first:
            return names
        known_names.add(session, first[:NAMES_AT_ONCE], actor=actor, now=now)
        return None

    while True:
        names = store.transact(unit, actor.scope)
        if names:
            return names


def _write_new(wholes: Sequence[WholeCase], session: Session) -> None:
    """Write the cases, without those that another import has written meanwhile."""
    known = _here(session, [whole.number or 0 for whole in wholes])
    write_cases(session, [whole for whole in wholes if whole.number not in known])


def _portions(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
