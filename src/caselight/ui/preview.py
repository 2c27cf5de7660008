"""What Enter will do, in words, before it is pressed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.interruptions import filled_in
from caselight.core.lifecycle import CLOSES_AFTER
from caselight.core.oneline import UpdateDraft, Verb
from caselight.core.promises import Promise
from caselight.core.records import FormField, Record, Stage, form_fields, owed
from caselight.core.wording import clock as time_of_day
from caselight.core.wording import duration, moment, reference
from caselight.store.casefile import CaseFile, ClockRow
from caselight.store.suggest import Offer
from caselight.ui import escalate, goes_to
from caselight.ui.draft import Known, LogPlan, UpdatePlan

SERIOUS = 2  # P1 and P2


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of the preview of a new case."""

    label: str
    value: str
    more: str


def log_facts(plan: LogPlan, offers: Iterable[Offer], known: Known) -> list[Fact]:
    """Return where the new case goes, and what will be promised by when."""
    client, kind, priority = plan.client.id if plan.client else 0, plan.record.key, plan.priority.value
    went = goes_to.told(known, client_id=client, record_type=kind, priority=priority)
    promised = [_promised(offer, known.now, known.zone) for offer in offers]
    if not promised and plan.client:
        promised = [Fact("Promises", "none", "no target was agreed")]
    service = [Fact("Service", plan.service, "named in your line")] if plan.service else []
    return [*([Fact("Goes to", *went)] if went else []), *promised, *service]


def owed_later(record: type[Record], priority: int) -> str:
    """Return what a new case will owe, and before what."""
    is_serious, seen, said = priority <= SERIOUS, _said_at_once(record), []
    for stage in (Stage.RESOLVING, Stage.CLOSING):
        missing = [about.label.lower() for about in owed(record, {}, stage, serious=is_serious)]
        new = [label for label in missing if label not in seen] + (["root cause"] if stage is Stage.CLOSING else [])
        seen |= set(missing)
        if new:
            said.append(f"{', '.join(new)} before {stage.word}")
    return "; ".join(said)


def _said_at_once(record: type[Record]) -> set[str]:
    """Return the labels of the fields that logging itself asks for or fills in."""
    asked = {about.label.lower() for about in owed_at_once(record)}
    return asked | {about.label.lower() for about in form_fields(record) if about.name in filled_in(record)}


def steps(plan: UpdatePlan, file: CaseFile, rows: Sequence[ClockRow], known: Known) -> list[str]:
    """Return what the verb will do to the case, one sentence each."""
    draft, case = plan.draft, reference(file.id)
    if draft.verb is None:
        return []
    note = f" with your note “{draft.text}”" if draft.text else ""
    said = SAID[draft.verb](case, note, draft, file)
    clocks = [(row, row.clock()) for row in rows if row.stopped_at is None]
    return [said, *_moved(draft.verb, clocks, known), *_after(draft.verb, file, known)]


SAID: dict[Verb, Callable[[str, str, UpdateDraft, CaseFile], str]] = {
    Verb.RESOLVE: lambda case, note, _, file: f"Resolves {case}{note}. State goes from {file.status} to resolved.",
    Verb.ACKNOWLEDGE: lambda case, note, _, file: f"Acknowledges {case}{note}: {file.team or 'your team'} has it.",
    Verb.CLOSE: lambda case, note, *_: f"Closes {case}{note}.",
    Verb.HAND_OFF: lambda case, note, draft, _: (
        f"Hands {case} off to {draft.team or 'a team'}{note}. Nobody owns it then."
    ),
    Verb.NOTE: lambda case, *_: f"Adds a note to {case}. Nothing else changes.",
    Verb.OWN: lambda case, note, *_: f"Makes you the owner of {case}{note}.",
    Verb.REOPEN: lambda case, note, *_: f"Reopens {case}{note}. Its clocks go on with the time already used.",
    Verb.UPDATE: lambda case, note, draft, file: (
        f"Changes {case} from P{file.priority} to {draft.priority.label if draft.priority else '…'}{note}. "
        "Its clocks are aimed again from their start."
    ),
    Verb.WAIT: lambda case, _, draft, __: f"Holds {case}: waiting for {draft.text or '…'}. The client reads why.",
    Verb.ESCALATE: lambda case, _, draft, __: f"Escalates {case} to the next tier: {draft.text or '…'}.",
    Verb.TELL: lambda case, _, draft, __: f"Records on {case} that the customer was told: {draft.text or '…'}.",
    Verb.GO_ON: lambda case, note, *_: f"Goes on with {case}{note}. Paused clocks run again.",
}


STOPS = {
    Verb.TELL: Promise.FIRST_RESPONSE,
    Verb.ACKNOWLEDGE: Promise.ACKNOWLEDGEMENT,
    Verb.OWN: Promise.ACKNOWLEDGEMENT,
}


def _moved(verb: Verb, clocks: Sequence[tuple[ClockRow, Clock]], known: Known) -> list[str]:
    if verb is Verb.RESOLVE:
        return [_stops(row, clock, known.now) for row, clock in clocks]
    if verb in STOPS:
        return [_stops(row, clock, known.now) for row, clock in clocks if row.promise == STOPS[verb]]
    if verb is Verb.WAIT:
        return [f"Pauses the {row.promise} clock." for row, _ in clocks if row.waiting_pauses]
    return []


def _stops(row: ClockRow, clock: Clock, now: datetime) -> str:
    due, used = clock.due_at(), f"Used {duration(clock.elapsed(now))} of {duration(clock.target)}"
    if due is None:
        return f"Stops the {row.promise} clock. {used}; the promise is met."
    if due < now:
        return f"Stops the {row.promise} clock, {duration(now - due)} late. {used}; the promise is missed."
    return f"Stops the {row.promise} clock, {duration(due - now)} before due. {used}; the promise is met."


def _after(verb: Verb, file: CaseFile, known: Known) -> list[str]:
    if verb is Verb.ESCALATE:
        return [escalate.who(known.me, file.id, "tiered", known.now)]
    if verb is not Verb.RESOLVE:
        return []
    return [f"Closes by itself on {moment(known.now + CLOSES_AFTER, known.zone)} unless it is reopened."]


def _promised(offer: Offer, now: datetime, zone: tzinfo) -> Fact:
    hours = BusinessHours.from_dict(offer.hours) if offer.hours else ALWAYS
    due = hours.due(now, offer.target)
    is_today = due.astimezone(zone).date() == now.astimezone(zone).date()
    by = time_of_day(due, zone) if is_today else moment(due, zone, now=now)
    where = f"{offer.calendar} hours" if offer.calendar else "a 24×7 clock"
    return Fact(offer.promise[:1].upper() + offer.promise[1:], f"by {by}", f"{duration(offer.target)} on {where}")


def owed_at_once(record: type[Record]) -> list[FormField]:
    """Return the fields that a type owes at logging already."""
    return owed(record, {}, Stage.LOGGING)
