"""What the escalations of a period come to: where they stand, what raised them, how long they took, how they ended."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from caselight.core.escalation import OpenEscalation, Trigger, Way
from caselight.core.lateness import is_late
from caselight.core.waiting import within

TIERS = (3, 2, 1)
WAYS = (Way.FUNCTIONAL, Way.HIERARCHICAL)
PREVENTION = "prevention"


@dataclass(frozen=True, slots=True)
class Raised:
    """One escalation on record, with the names that a list shows."""

    id: int
    case: int
    client: str
    title: str
    priority: int
    owner_id: int | None
    way: str
    kind: str
    trigger: str
    is_urgent: bool
    to_tier: int | None
    team: str | None
    initiator: str | None
    raised_at: datetime
    armed_at: datetime
    ack_due_at: datetime | None
    acknowledged_at: datetime | None
    taker_id: int | None
    taker: str | None
    taker_team_id: int | None
    resolve_due_at: datetime | None
    passed_on_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def is_open(self) -> bool:
        """Say whether it has not ended; one that was passed on stays open until the next is acknowledged."""
        return self.ended_at is None

    @property
    def standing(self) -> OpenEscalation:
        """Return it as the one definition of lateness takes it."""
        return OpenEscalation(
            id=self.id,
            case=self.case,
            way=self.way,
            armed_at=self.armed_at,
            ack_due_at=self.ack_due_at,
            acknowledged_at=self.acknowledged_at,
            resolve_due_at=self.resolve_due_at,
            is_passed_on=self.passed_on_at is not None,
        )

    def is_overdue(self, now: datetime) -> bool:
        """Say whether it is open with a step past due."""
        return self.is_open and is_late(self.standing, now)

    @property
    def is_unanswered(self) -> bool:
        """Say whether somebody must still acknowledge it."""
        return self.is_open and self.standing.is_unanswered

    @property
    def ending(self) -> str:
        """Return how it ended: open, or as its outcome says; with its case it ended as the case did.

        One that was passed on before was not resolved at its level, whatever came of the case.
        """
        if self.ended_at is None:
            return "open"
        if self.passed_on_at is not None:
            return "passed on"
        return (self.outcome or "ended").removeprefix("case ")

    @property
    def owes_prevention(self) -> bool:
        """Say whether it was urgent, is over, and nobody said what keeps it from happening again."""
        return self.is_urgent and not self.is_open and not self.details.get(PREVENTION)


Test = Callable[[Raised], bool]


@dataclass(frozen=True, slots=True)
class Wait:
    """How long one step took: half within, 9 in 10 within, open ones counted at their age.

    A span is None where too few were watched that long. `late`: done after its target, or not done and past it.
    """

    half: timedelta | None
    most: timedelta | None
    n: int
    unfinished: int
    late: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one team or person had: how many were called to them, acknowledged, late at that, and half within."""

    name: str
    n: int
    acknowledged: Wait


ENDINGS: dict[str, str] = {
    "resolved": "Resolved at that level",
    "passed on": "Passed on further",
    "handed back": "Returned",
    "declined": "Declined",
    "de-escalated": "No longer needed",
    "cancelled": "Case cancelled",
    "merged": "Case merged",
    "open": "Still open",
}
TRIGGERS: dict[str, str] = {
    Trigger.TIME: "Time passed",
    Trigger.CUSTOMER: "Customer asked",
    Trigger.AGENT: "Agent or lead",
    Trigger.PRIORITY: "Priority",
    Trigger.RULE: "Rule",
}


def never_accepted(one: Raised) -> bool:
    """Say whether it was over, or passed on, before anybody acknowledged it."""
    return one.acknowledged_at is None and (not one.is_open or one.passed_on_at is not None)


def counted(rows: Iterable[Raised], by: Callable[[Raised], str], order: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many there are of each, most first, those of the given order that nobody had left in at none."""
    found = Counter(by(row) for row in rows)
    names = [*order, *sorted(set(found) - set(order))]
    return sorted(((name, found[name]) for name in names), key=lambda each: -each[1])


def acknowledged(rows: Iterable[Raised], now: datetime) -> Wait:
    """Return the wait from being raised until acknowledged; one that ended or was passed on before is censored."""
    return _wait([_step(row.raised_at, row.acknowledged_at, _over(row), row.ack_due_at, now) for row in rows])


def resolved(rows: Iterable[Raised], now: datetime) -> Wait:
    """Return the time from being raised until resolved at that level; one that ended otherwise is censored."""
    return _wait([_step(row.raised_at, _resolved_at(row), _over(row), row.resolve_due_at, now) for row in rows])


def shares(rows: Iterable[Raised], by: Callable[[Raised], tuple[str | None, int | None]], now: datetime) -> list[Share]:
    """Return the share of each name and id, by the alphabet: this is no ranking."""
    groups: dict[tuple[str, int], list[Raised]] = defaultdict(list)
    for row in rows:
        name, number = by(row)
        groups[name or "", number or 0].append(row)
    return [Share(name, len(found), acknowledged(found, now)) for (name, _), found in sorted(groups.items()) if name]


@dataclass(frozen=True, slots=True)
class _Step:
    span: timedelta
    is_done: bool
    is_late: bool


def _over(row: Raised) -> datetime | None:
    return min((at for at in (row.passed_on_at, row.ended_at) if at), default=None)


def _resolved_at(row: Raised) -> datetime | None:
    return row.ended_at if row.ending == "resolved" else None


def _step(
    since: datetime, done_at: datetime | None, over_at: datetime | None, due_at: datetime | None, now: datetime
) -> _Step:
    end = done_at or over_at or now
    return _Step(end - since, done_at is not None, due_at is not None and due_at < end)


def _wait(steps: Sequence[_Step]) -> Wait:
    done = [step.span.total_seconds() for step in steps if step.is_done]
    rest = [step.span.total_seconds() for step in steps if not step.is_done]
    half, most = (within(done, rest, share) for share in (0.5, 0.9))
    return Wait(half, most, len(steps), len(rest), sum(step.is_late for step in steps))
