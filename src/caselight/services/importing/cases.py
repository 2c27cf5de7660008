"""The checked rows of a case as a whole case: events that carry how it stood, columns that say how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from caselight.core.interruptions import services_named
from caselight.core.lifecycle import Status
from caselight.services.changes import compared
from caselight.services.importing.names import Names
from caselight.services.importing.steps import ENDS, Standing, Step, kind_of
from caselight.services.whole_intervals import interrupted, opened
from caselight.store.bulk import WholeCase
from caselight.store.chain import Fact

LAST_SAID = ("record_type", "title", "priority", "channel", "root_cause", "customers_affected", "service")
SEEN = ("status", "team_id", "owner_id", "is_accepted", "priority")


@dataclass(slots=True)
class _Life:
    """What is known of a case after some of its steps."""

    names: Names
    client_id: int
    now: datetime
    standing: Standing | None = None
    values: dict[str, Any] = field(default_factory=dict)
    instants: dict[str, datetime | None] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    reopens: int = 0
    facts: list[Fact] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Move on by one step: one fact, and the instants that it sets or clears."""
        before, after = self.standing, self._after(step)
        kind = f"case:{step.state.kind}" if step.state.kind and before else kind_of(before, after)
        new = {name: value for name, value in step.values.items() if value is not None}
        texts = {"note": new["note"]} if "note" in new else {}
        if before is None:
            texts["title"] = new["title"]
        details = self.details | (new.get("details") or {})
        told, own_texts = compared({"details": self.details}, {"details": details})
        self.facts.append(self._fact(step, kind, before, after, texts | own_texts, told))
        self.details = details
        self._date(step.at, kind, before, after)
        self.values |= {name: new[name] for name in LAST_SAID if name in new}
        self.standing = after

    def _after(self, step: Step) -> Standing:
        before, values, state = self.standing, step.values, step.state
        team_id, tier = self.names.team(values.get("team"))
        if team_id is None and before:
            team_id, tier = before.team_id, before.tier
        stays = before is not None and team_id == before.team_id
        accepted = state.accepted if state.accepted is not None else bool(before and stays and before.is_accepted)
        person = self.names.people.get(values.get("person"))
        owner = person if accepted or before is None or not before.owner_id else before.owner_id
        status = state.status
        if status is Status.NEW and (self.instants.get("acknowledged_at") or self.instants.get("first_resolved_at")):
            status = Status.IN_PROGRESS  # a case is new once
        priority = values.get("priority") or (before.priority if before else None)
        return Standing(status, team_id, tier, None if state.accepted is False else owner, accepted, int(priority or 0))

    def _fact(
        self,
        step: Step,
        kind: str,
        before: Standing | None,
        after: Standing,
        texts: dict[str, str],
        told: dict[str, Any],
    ) -> Fact:
        old = before._asdict() if before else {}
        changes: dict[str, Any] = {
            name: [old.get(name), value]
            for name, value in after._asdict().items()
            if name in SEEN and old.get(name) != value
        }
        if before is None:
            changes["title"] = None  # its text is kept apart, so that it can be erased
        changes |= told
        body: dict[str, Any] = {"row": step.row} | ({"changes": changes} if changes else {})
        if step.state.reason:
            body["reason"] = step.state.reason
        return Fact(
            kind=kind,
            at=step.at,
            recorded_at=self.now,
            actor_id=self.names.people.get(step.values.get("person")),
            status=after.status,
            team_id=after.team_id,
            tier=after.tier,
            owner_id=after.owner_id,
            is_accepted=after.is_accepted,
            body=body,
            texts=texts,
        )

    def _date(self, at: datetime, kind: str, before: Standing | None, after: Standing) -> None:
        ended, ends = bool(before and before.status in ENDS), after.status in ENDS
        first = {
            "opened_at": True,
            "acknowledged_at": after.is_accepted,
            "first_response_at": kind == "case:told",
            "first_resolved_at": ends and kind != "case:cancelled",
        }
        for name, is_so in first.items():
            if is_so and name not in self.instants:
                self.instants[name] = at
        if ended and not ends:
            self.reopens += 1
            self.instants |= {"resolved_at": None, "closed_at": None}
        if ends and not ended:
            self.instants["resolved_at"] = at
        if after.status == Status.CLOSED and not self.instants.get("closed_at"):
            self.instants["closed_at"] = at


def whole(steps: Sequence[Step], *, names: Names, source: str, now: datetime) -> WholeCase:
    """Return a case with its whole life; its client is that of its first step."""
    first, last = steps[0], steps[-1]
    life = _Life(names, names.clients[first.values["client"]], now)
    for step in steps:
        life.take(step)
    standing, said = life.standing, dict(life.values)
    assert standing is not None  # noqa: S101 – a case has a step
    service = said.pop("service", None) or next(iter(services_named(said.get("record_type"), life.details)), None)
    case = {"record_type": "imported"} | said | life.instants | standing._asdict()
    del case["tier"]
    case |= {
        "client_id": life.client_id,
        "service_id": names.services.get((life.client_id, service)),
        "waiting_reason": last.state.reason if standing.status == Status.WAITING else None,
        "source": source,
        "external_id": first.values["case"],
        "occurred_at": first.values.get("occurred") or first.at,
        "touched_at": last.at,
        "reopens": life.reopens,
        "details": life.details,
    }
    intervals = interrupted(case, lambda name: names.services[life.client_id, name])
    if intervals:
        life.facts[0] = replace(life.facts[0], body={**life.facts[0].body, "intervals": opened(intervals)})
    return WholeCase(case, life.facts, intervals=intervals)
