"""The escalations of a demo case: as `services.escalating` keeps them in a database, here in memory."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from caselight.core.clock import Clock
from caselight.core.escalation import Way
from caselight.core.escalation_kinds import KINDS
from caselight.core.hours import ALWAYS
from caselight.core.lifecycle import Status
from caselight.core.matrix import Facts, row_for
from caselight.core.matrix_defaults import closest
from caselight.services.demo.floor import Account, Floor, Seats
from caselight.services.escalating.rows import plain, snapshot

Case = Mapping[str, Any]


@dataclass(slots=True)
class DemoEscalation:
    """One escalation: its columns, and the clock of its resolve step."""

    columns: dict[str, Any]
    clock: Clock

    @property
    def is_open(self) -> bool:
        """Say whether it has not ended."""
        return self.columns["ended_at"] is None

    @property
    def key(self) -> str:
        """Return what events call it."""
        return f"{self.columns['way']}:{self.columns['raised_seq']}"


@dataclass(slots=True)
class DemoEscalations:
    """All escalations of a case that move it, and what the event in the making did to them."""

    floor: Floor
    account: Account
    all: list[DemoEscalation] = field(default_factory=list)
    noted: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def rows(self) -> list[dict[str, Any]]:
        """Return their columns; the sweep looks first at those still open."""
        return [
            {**one.columns, "runs": one.clock.to_rows(), "next_at": one.columns["raised_at"] if one.is_open else None}
            for one in self.all
        ]

    def told(self) -> dict[str, dict[str, list[Any]]]:
        """Return what the event did to them, and begin anew."""
        noted, self.noted = self.noted, {}
        return noted

    def go_up(
        self, case: Case, team: Seats, given: Mapping[str, Any], *, by: int | None, at: datetime, seq: int
    ) -> Case:
        """Raise one to a team, pass on what was open below, and return its columns."""
        for below in self._open():
            if below.columns["passed_on_at"] is None:
                self._change(below, passed_on_at=at)
        rule, facts = KINDS[given["kind"]], Facts(self.account.id, case["record_type"], case["priority"])
        row = closest(row_for(self.floor.matrix, facts, team.tier, at))
        is_always = row.is_round_the_clock or rule.is_urgent or self.account.hours is None
        hours = ALWAYS if is_always or self.account.hours is None else self.account.hours
        acknowledge = min(row.acknowledge, rule.acknowledge_at_most or row.acknowledge)
        clock = Clock.start(row.resolve, hours, at)
        clock = clock.pause(at) if case["status"] == Status.WAITING else clock
        kept = snapshot(asdict(row)) | {"thresholds": {str(on): list(told) for on, told in row.thresholds.items()}}
        columns = {
            "way": Way.FUNCTIONAL.value,
            "kind": given["kind"],
            "trigger": rule.trigger.value,
            "initiator_id": by,
            "from_tier": self.floor.team(case["team_id"]).tier,
            "to_tier": team.tier,
            "from_team_id": case["team_id"],
            "team_id": team.id,
            "is_urgent": rule.is_urgent,
            "matrix": kept | {"acknowledge_minutes": int(acknowledge.total_seconds()) // 60},
            "calendar_id": None if is_always else self.account.calendar_id,
            "details": dict(given.get("details", {})),
            "raised_at": at,
            "raised_seq": seq,
            "armed_at": at,
            "ack_due_at": hours.due(at, acknowledge),
            "acknowledged_at": None,
            "acknowledged_by": None,
            "resolve_due_at": clock.due_at(),
            "passed_on_at": None,
            "ended_at": None,
            "outcome": None,
        }
        self.all.append(DemoEscalation(columns, clock))
        self.noted[self.all[-1].key] = {"raised": [None, plain(at)]}
        return columns

    def accept(self, by: int | None, at: datetime) -> None:
        """Let the team that has the case take it."""
        for one in self._open():
            if one.columns["passed_on_at"] is not None:
                self._change(one, ended_at=at, outcome="passed on")
            elif one.columns["acknowledged_at"] is None:
                self._change(one, acknowledged_at=at, acknowledged_by=by)

    def move(self, how: Callable[[Clock], Clock]) -> None:
        """Move the clocks of the resolve steps."""
        for one in self._open():
            before, one.clock = one.clock, how(one.clock)
            if one.clock is not before:
                self._note(one, "runs", before.to_rows(), one.clock.to_rows())
                self._change(one, resolve_due_at=one.clock.due_at())

    def hand_over(self, team: Seats, at: datetime) -> None:
        """Follow the case to a team; below the tier that one was raised to, it is over."""
        for one in self._open():
            if team.tier < one.columns["to_tier"]:
                self._change(one, ended_at=at, outcome="handed back")
            elif one.columns["passed_on_at"] is None:
                self._change(one, team_id=team.id)

    def decline(self, at: datetime) -> Seats:
        """Send the newest back, and return the team that the case goes back to."""
        newest = self.newest()
        self._change(newest, ended_at=at, outcome="declined")
        team = self.floor.team(newest.columns["from_team_id"])
        self.hand_over(team, at)
        return team

    def resolve(self, details: Mapping[str, Any], *, by: int | None, at: datetime) -> None:
        """End the newest with what came of it."""
        newest = self.newest()
        if newest.columns["acknowledged_at"] is None:
            self._change(newest, acknowledged_at=at, acknowledged_by=by)
        self._change(newest, details=newest.columns["details"] | dict(details), ended_at=at, outcome="resolved")

    def end(self, outcome: str, at: datetime) -> None:
        """End all: the case is over."""
        for one in self._open():
            self._change(one, ended_at=at, outcome=outcome)

    def newest(self) -> DemoEscalation:
        """Return the one that was raised last."""
        return self.all[-1]

    def _open(self) -> Iterator[DemoEscalation]:
        return (one for one in self.all if one.is_open)

    def _change(self, one: DemoEscalation, **columns: Any) -> None:  # noqa: ANN401 – any column's value
        for name, value in columns.items():
            before = one.columns[name]
            if before != value:
                one.columns[name] = value
                self._note(one, name, plain(before), plain(value))

    def _note(self, one: DemoEscalation, name: str, before: Any, after: Any) -> None:  # noqa: ANN401 – any column's value
        self.noted.setdefault(one.key, {})[name] = [before, after]
