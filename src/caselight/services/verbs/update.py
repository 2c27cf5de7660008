"""Correct or complete what a case says."""

from collections.abc import Mapping
from typing import Any

from caselight.core.priority import propose
from caselight.core.refusal import Refusal
from caselight.services import intervals, promised
from caselight.services.naming import service_of
from caselight.services.verbs import rules
from caselight.services.verbs.log import standard
from caselight.services.work import Work
from caselight.store.tables import Case, Event

# A recorded time is never edited, and a client never changes.
COLUMNS = frozenset(
    {"title", "channel", "impact", "urgency", "priority", "customers_affected", "root_cause", "external_id"}
)
OTHERS = frozenset({"service", "next_step", "details"})
CLEARABLE = COLUMNS - {"title", "priority"}


def update(work: Work, case: Case, *, fields: Mapping[str, Any], note: str = "") -> Event:
    """Change the fields given, empty ones cleared; `details` holds fields of the type, merged into what is there."""
    rules.allow(work, case, "update")
    if unknown := set(fields) - COLUMNS - OTHERS:
        raise Refusal(f"This cannot be changed: {', '.join(sorted(unknown))}.")
    before = case.priority
    _set_columns(work, case, {name: fields[name] for name in COLUMNS & set(fields)})
    if "service" in fields:
        case.service_id = service_of(work, case.client_id, fields["service"])
    if "next_step" in fields:
        case.next_step = validate_line(fields["next_step"])
    if "details" in fields:
        intervals.say(work, case, fields["details"])
    if case.priority != before:
        promised.re_aim(work, case)
    return work.record(case, "case:updated", note=note)


def validate_line(text: str | None) -> str | None:
    """Return one clean line of at most 300 characters, or nothing."""
    line = " ".join((text or "").split())
    if len(line) > LINE:
        raise Refusal(f"The next step has {len(line)} characters; {LINE} is the most. Shorten it.")
    return line or None


def _set_columns(work: Work, case: Case, given: Mapping[str, Any]) -> None:
    """Set the columns; a priority given is an override, one that follows from impact and urgency is not."""
    empty = {name for name, value in given.items() if value in (None, "")}
    if empty - CLEARABLE:
        raise Refusal("What went wrong and the priority cannot be empty.")
    checked = standard({name: value for name, value in given.items() if name not in empty}, work.now)
    for name, value in {**dict.fromkeys(empty), **checked}.items():
        setattr(case, name, value)
    if "priority" in given:
        case.is_priority_by_hand = True
    elif {"impact", "urgency"} & set(given) and case.impact and case.urgency and not case.is_priority_by_hand:
        case.priority = int(propose(case.impact, case.urgency))


LINE = 300
