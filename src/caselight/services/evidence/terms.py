"""What was agreed: every version of the contract, and the hours its clocks count by."""

from typing import Any

from sqlmodel import Session

from caselight.core.instant import write
from caselight.core.priority import Priority
from caselight.services.evidence.asked import Asked
from caselight.store import agreements
from caselight.store.agreements import TargetRow, VersionRow


def agreed(session: Session, asked: Asked) -> dict[str, Any]:
    """Return the contract in its versions, newest first, and the calendars that it names in theirs."""
    versions = agreements.versions(session, asked.scope, asked.client.id)
    targets = {one.id: agreements.targets(session, asked.scope, one.id) for one in versions}
    calendars = agreements.calendars(session, asked.scope)
    names = {one.id: one.name for one in calendars}
    used = {names[each.calendar_id] for rows in targets.values() for each in rows if each.calendar_id}
    return {
        "contracts": [_version(one, targets[one.id], names) for one in versions],
        "calendars": [
            {"name": one.name, "valid_from": write(one.valid_from), "hours": one.hours}
            for one in calendars
            if one.name in used
        ],
    }


def _version(version: VersionRow, targets: list[TargetRow], names: dict[int, str]) -> dict[str, Any]:
    return {
        "valid_from": write(version.valid_from),
        "percent": f"{version.percent / 10:.1f}",
        "waiting_pauses": version.waiting_pauses,
        "targets": [
            {
                "promise": target.promise,
                "priority": Priority(target.priority).code,
                "minutes": target.minutes,
                "hours": names[target.calendar_id] if target.calendar_id else "around the clock",
                "record_type": target.record_type or "any",
                "clause": target.clause or "not named",
            }
            for target in targets
        ],
    }
