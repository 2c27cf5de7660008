"""What a line in the one box would do: read against what this person knows, before anything is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from caselight.core.lifecycle import OPEN
from caselight.core.oneline import LogDraft, UpdateDraft, Verb, matches, parse, similar
from caselight.core.oneline.service import named
from caselight.core.people import Principal
from caselight.core.priority import Priority
from caselight.core.records import TYPES, Channel, Record, loggable
from caselight.core.refusal import Refusal
from caselight.core.wording import clock
from caselight.services import verbs
from caselight.store import board, casefile, suggest
from caselight.store.casefile import CaseFile
from caselight.store.suggest import Before, ClientRow, Logged, TeamRow
from caselight.ui import data

DUPLICATE_WITHIN = timedelta(hours=24)
DUPLICATES = 3
USUAL_PRIORITY = Priority.MEDIUM
TEXT_OF = {Verb.WAIT: "reason", Verb.ESCALATE: "reason"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the box may propose to this person now."""

    me: Principal
    now: datetime
    zone: tzinfo
    clients: tuple[ClientRow, ...]  # those worked for last come first
    teams: tuple[TeamRow, ...]
    last: Logged | None  # what the person's last case was given


@dataclass(frozen=True, slots=True)
class LogPlan:
    """A case that would be logged."""

    draft: LogDraft
    client: ClientRow | None
    record: type[Record]
    priority: Priority
    channel: str | None
    service: str | None = None  # of the client, where the line names it

    @property
    def problem(self) -> str:
        """Return what keeps it from being saved."""
        whose = () if self.client else ("Say whose customers are hit: @ and the client.",)
        return " ".join((*self.draft.problems, *self.draft.missing, *whose))


@dataclass(frozen=True, slots=True)
class UpdatePlan:
    """A verb that would be done; several cases may be meant until one is chosen."""

    draft: UpdateDraft
    meant: tuple[CaseFile, ...]

    @property
    def file(self) -> CaseFile | None:
        """Return the case, where only one is meant."""
        return self.meant[0] if len(self.meant) == 1 else None

    @property
    def problem(self) -> str:
        """Return what keeps it from being done, the choice among several aside."""
        unknown = () if self.meant or not self.draft.digits else (f"No case of yours ends in {self.draft.digits}.",)
        return " ".join((*self.draft.problems, *unknown, *self.draft.missing))


Plan = LogPlan | UpdatePlan


def known(me: Principal, now: datetime, last: Logged | None) -> Known:
    """Return what this person's box knows; `last` is what was logged in this session, if anything was."""
    user = me.user_id or 0
    clients = {client.id: client for client in data.read(suggest.clients, me.scope)}
    recent = [number for number in data.read(suggest.recent_clients, me.scope, user) if number in clients]
    ordered = tuple(clients[number] for number in dict.fromkeys([*recent, *clients]))
    last = last or data.read(suggest.last_logged, me.scope, user)
    return Known(me, now, data.zone(), ordered, tuple(data.read(suggest.teams, me.scope)), last)


def read(line: str, known: Known) -> Plan:
    """Return what the line would do."""
    found = parse(
        line,
        clients=[client.name for client in known.clients],
        teams=[team.name for team in known.teams],
        defaults=_filled_in(known),
    )
    return _update(found, known) if isinstance(found, UpdateDraft) else _log(found, known)


def duplicates(plan: LogPlan, known: Known) -> list[Before]:
    """Return the client's open cases of the last 24 h with words like these; none while too little is said."""
    if plan.client is None or not plan.draft.title:
        return []
    since = known.now.replace(minute=0, second=0, microsecond=0) - DUPLICATE_WITHIN
    rows = data.read(suggest.earlier, known.me.scope, plan.client.id, since=since, statuses=OPEN)
    return [rows[place] for place in similar(plan.draft.title, [row.title for row in rows])[:DUPLICATES]]


def as_log(plan: LogPlan) -> dict[str, Any]:
    """Return the case as `log` takes it."""
    return {
        "client_id": plan.client.id if plan.client else 0,
        "record_type": plan.record.key,
        "title": plan.draft.title,
        "priority": plan.draft.priority.value if plan.draft.priority else None,
        "channel": plan.channel,
        "service": plan.service,
    }


def as_verb(draft: UpdateDraft, known: Known) -> tuple[Any, dict[str, Any]]:
    """Return the verb of an update line, and what it is given."""
    verb = draft.verb or Verb.NOTE
    given: dict[str, Any] = {TEXT_OF.get(verb, "note"): draft.text} if draft.text else {}
    if draft.priority:
        given["fields"] = {"priority": draft.priority.value}
    if verb is Verb.HAND_OFF:
        given["team_id"] = next((team.id for team in known.teams if team.name == draft.team), 0)
    return verbs.VERBS[verb.value], given


def _log(found: LogDraft, known: Known) -> LogPlan:
    last, clients = known.last, {client.name: client for client in known.clients}
    usual = next((client for client in known.clients if last and client.id == last.client_id), None)
    only = known.clients[0] if len(known.clients) == 1 else None
    client = clients.get(found.client or "") or usual or only
    services = data.read(suggest.service_ids, known.me.scope, client.id) if client else ()
    return LogPlan(
        draft=found,
        client=client,
        record=TYPES[found.record_type] if found.record_type else _usual_type(last),
        priority=found.priority or USUAL_PRIORITY,
        channel=last.channel if last else None,
        service=named(found.title, services),
    )


def _update(found: UpdateDraft, known: Known) -> UpdatePlan:
    scope = known.me.scope
    cases = [(case.number, case.owner_id == known.me.user_id, True) for case in data.read(board.open_cases, scope)]
    exact = _file(found.digits, known) if found.digits else None
    if exact and exact.status not in OPEN:
        cases.append((exact.id, exact.owner_id == known.me.user_id, False))
    numbers = matches(found.digits, cases)
    files = (data.read(casefile.case_file, scope, number) for number in numbers)
    return UpdatePlan(found, tuple(file for file in files if file))


def _file(digits: str, known: Known) -> CaseFile | None:
    return data.read(casefile.case_file, known.me.scope, int(digits[:12]))


def _usual_type(last: Logged | None) -> type[Record]:
    types = {record.key: record for record in loggable()}
    return types[last.record_type] if last and last.record_type in types else next(iter(types.values()))


def _filled_in(known: Known) -> Mapping[str, str]:
    """Return the chips of what a new case is given where the line does not say it."""
    last = known.last
    usual = next((client.name for client in known.clients if last and client.id == last.client_id), "")
    only = known.clients[0].name if len(known.clients) == 1 else ""
    chips = {
        "Client": usual or only,
        "Type": _usual_type(last).title,
        "Priority": USUAL_PRIORITY.label,
        "Occurred": f"now, {clock(known.now, known.zone)}",
        "Channel": Channel.parse(last.channel).label if last and last.channel else "",
        "Customers affected": "unknown",
    }
    return {label: value for label, value in chips.items() if value}


def refuse(plan: Plan) -> Refusal | None:
    """Return why the plan cannot be done as it stands."""
    return Refusal(plan.problem) if plan.problem else None


def choices(plan: Plan) -> Sequence[CaseFile]:
    """Return the cases to choose from by digit, where the line means several."""
    return plan.meant if isinstance(plan, UpdatePlan) and len(plan.meant) > 1 else ()
