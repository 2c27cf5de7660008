"""Log a new case."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core import notice_kinds
from caselight.core.priority import Priority, propose
from caselight.core.records import TYPES, Stage, Standard, validate
from caselight.core.refusal import NotFound, Refusal
from caselight.core.wording import reference
from caselight.services import escalating, intervals, notices, promised, routing
from caselight.services.naming import service_of
from caselight.services.verbs import rules
from caselight.services.work import Work
from caselight.store.tables import Case, Client, Event

SKEW = timedelta(minutes=5)  # a clock may be this much ahead of ours
DEFAULT = Priority.MEDIUM


def log(
    work: Work,
    *,
    client_id: int,
    record_type: str,
    title: str,
    occurred_at: datetime | None = None,
    priority: int | None = None,
    impact: str | None = None,
    urgency: str | None = None,
    team_id: int | None = None,
    owner_id: int | None = None,
    service: str | None = None,
    channel: str | None = None,
    customers_affected: int | None = None,
    root_cause: str | None = None,
    source: str | None = None,
    external_id: str | None = None,
    follows: int | None = None,
    details: Mapping[str, Any] | None = None,
    note: str = "",
) -> Event:
    """Log a case: priority proposed from impact and urgency unless given, clocks started by the client's contract."""
    _check_client(work, client_id)
    if record_type not in TYPES:
        raise Refusal("There is no such record type.", fields={"record_type": "Choose a type from the list."})
    said = {
        "title": title,
        "occurred_at": occurred_at or intervals.began(details or {}, record_type, work.now),
        "channel": channel,
        "impact": impact,
        "urgency": urgency,
        "priority": priority,
        "customers_affected": customers_affected,
        "root_cause": root_cause,
        "external_id": external_id,
    }
    columns = standard(said, work.now)
    if not columns.get("title"):
        raise Refusal("Say what went wrong in one line.", fields={"title": "Say what went wrong in one line."})
    filled = intervals.complete(details or {}, record_type, service=service, occurred_at=columns["occurred_at"])
    case = Case(
        **columns,
        client_id=client_id,
        record_type=record_type,
        is_priority_by_hand=priority is not None and bool(impact and urgency),
        team_id=rules.team(work, team_id).id if team_id else None,
        owner_id=rules.owner(work, client_id, owner_id).id if owner_id else None,
        service_id=service_of(work, client_id, service or intervals.first_service(filled, record_type)),
        source=source,
        follows=work.case(follows).id if follows else None,
        opened_at=work.now,
        touched_at=work.now,
        details=validate(TYPES[record_type], filled, stage=Stage.LOGGING, now=work.now),
    )
    _refuse_twin(work, case)
    went = _route(work, case)
    work.insert(case)
    intervals.begin(work, case)
    promised.start(work, case)
    escalating.watch(work, case)
    event = work.record(case, "case:logged", note=note, more={"routing": went})
    notices.say_outside(work.session, case, notice_kinds.LOGGED, now=work.now)
    return event


def standard(given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return checked columns of a case from the standard fields given; refuse with a sentence for each field."""
    checked = validate(
        Standard, {name: value for name, value in given.items() if value is not None}, stage=None, now=now
    )
    columns = {name: checked.get(name) for name in given}
    if "occurred_at" in columns:
        columns["occurred_at"] = datetime.fromisoformat(str(columns["occurred_at"]))
    if "priority" in columns and columns["priority"] is None:
        impact, urgency = columns.get("impact"), columns.get("urgency")
        columns["priority"] = int(propose(impact, urgency) if impact and urgency else DEFAULT)
    return columns


def _check_client(work: Work, client_id: int) -> None:
    if client_id not in work.actor.scope or work.session.get(Client, client_id) is None:
        raise NotFound("No such client. Choose one from the list.", fields={"client": "Choose a client from the list."})


def _route(work: Work, case: Case) -> dict[str, Any]:
    """Give the case to whom the rules say, unless a team was chosen; return what its event says of that."""
    if case.team_id is not None:
        return {}
    went = routing.where(work, case)
    case.team_id, case.owner_id = went.team_id, case.owner_id or went.owner_id
    return routing.said(went)


def _refuse_twin(work: Work, case: Case) -> None:
    if not case.external_id:
        return
    twin = select(col(Case.id)).where(
        col(Case.client_id) == case.client_id,
        col(Case.source).is_(case.source) if case.source is None else col(Case.source) == case.source,
        col(Case.external_id) == case.external_id,
    )
    number = work.session.scalars(twin).first()
    if number:
        sentence = f"{reference(number)} already has the client's id {case.external_id}. Update that case."
        raise Refusal(sentence, fields={"external_id": sentence})
