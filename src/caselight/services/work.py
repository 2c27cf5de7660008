"""One unit of work: the case at hand, who acts, when, and the event that will say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlmodel import Session, col

from caselight.core.chain import GENESIS
from caselight.core.lifecycle import CLOSES_AFTER, Status
from caselight.core.people import Principal, Role
from caselight.core.refusal import NotFound, Refusal
from caselight.core.wording import reference
from caselight.services import races
from caselight.services.changes import compared
from caselight.store import numbers, recurrence
from caselight.store.chain import Fact, linked, write
from caselight.store.scoping import within
from caselight.store.tables import Case, Event, Team

NOTE_LIMIT = 10_000  # characters
KIND = frozenset({"record_type", "service_id", "root_cause"})


@dataclass(slots=True)
class Work:
    """What a verb is given; `seen` is the version the person was looking at, if any.

    `recorded_at` is when it is written, where that is later than `now`: the sweep records what fell due earlier.
    """

    session: Session
    actor: Principal
    now: datetime
    seen: int | None = None
    recorded_at: datetime | None = None
    clock_changes: dict[str, Any] = field(default_factory=dict)
    escalation_changes: dict[str, Any] = field(default_factory=dict)
    interval_changes: dict[str, Any] = field(default_factory=dict)
    sheet_changes: dict[str, Any] = field(default_factory=dict)
    sheet_texts: dict[str, str] = field(default_factory=dict)
    _new: tuple[dict[str, Any], dict[str, str]] | None = None

    def case(self, number: int) -> Case:
        """Return the case if it exists in the actor's scope; foreign and missing are told in the same words."""
        statement = within(select(Case).where(col(Case.id) == number), col(Case.client_id), self.actor.scope)
        case = self.session.scalars(statement.with_for_update()).one_or_none()
        if case is None:
            raise NotFound(f"No such case: {reference(number)}. Check the number.")
        return case

    def insert(self, case: Case) -> None:
        """Give a new case its number; the event that `record` writes next makes it version 1."""
        self.session.add(case)
        self._new = changes_of(case)
        (case.id,) = numbers.take(self.session)
        self.session.flush()

    def record(self, case: Case, kind: str, *, note: str = "", more: Mapping[str, Any] | None = None) -> Event:
        """Write the event of what has been changed on the case, as its next version."""
        changes, texts = self._new or changes_of(case)
        if self.seen is not None and self.seen != case.version:
            mine = {*changes, *(f"{races.INTERVAL}{key}" for key in self.interval_changes)}
            races.check(self.session, case, seen=self.seen, mine=mine, now=self.now)
        if note:
            texts["note"] = _bounded(note)
        moved = {
            "clocks": self.clock_changes,
            "escalations": self.escalation_changes,
            "intervals": self.interval_changes,
            "sheets": self.sheet_changes,
        }
        texts |= self.sheet_texts
        body = {"changes": changes, **moved, "recurs": self._recurs(case, changes), **(more or {})}
        fact = Fact(
            kind=kind,
            at=self.now,
            recorded_at=self.recorded_at or self.now,
            actor_id=self.actor.user_id,
            client_id=case.client_id,
            case_id=case.id,
            status=case.status,
            team_id=case.team_id,
            tier=self.tier(case.team_id),
            owner_id=case.owner_id,
            is_accepted=case.is_accepted,
            body={name: value for name, value in body.items() if value},
            texts=texts,
        )
        seq = case.version + 1
        row, kept_apart = linked(fact, subject=f"case:{case.id}", seq=seq, prev=case.head or GENESIS)
        case.version, case.head = seq, row["hash"]
        if self.actor.role is not Role.SYSTEM:
            case.touched_at = self.now
        resolved_at = case.resolved_at if case.status == Status.RESOLVED else None
        case.closes_at = resolved_at + CLOSES_AFTER if resolved_at else None
        return write(self.session, row, kept_apart)

    def _recurs(self, case: Case, changes: Mapping[str, Any]) -> dict[str, int] | None:
        """Return what the case repeats, whenever it becomes known of which kind it is: how many, and the newest."""
        if not KIND & set(changes):
            return None
        earlier = recurrence.before(self.session, self.actor.scope, recurrence.seen(case))
        return {"earlier": len(earlier), "newest": earlier[0].number} if earlier else None

    def tier(self, team_id: int | None) -> int | None:
        """Return the tier of a team; a case with no team has none."""
        team = self.session.get(Team, team_id) if team_id else None
        return team.tier if team else None


def changes_of(case: Case) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what differs from the database as {field: [before, after]}, and the free texts among it by name."""
    moved = {attribute.key: attribute.history for attribute in inspect(case).attrs if attribute.history.has_changes()}
    before = {name: next(iter(history.deleted or ()), None) for name, history in moved.items()}
    after = {name: next(iter(history.added or ()), None) for name, history in moved.items()}
    return compared(before, after)


def _bounded(note: str) -> str:
    if len(note) > NOTE_LIMIT:
        raise Refusal(f"The note has {len(note):,} characters; {NOTE_LIMIT:,} is the most. Shorten it.")
    return note
