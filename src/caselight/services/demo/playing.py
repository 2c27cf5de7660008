"""A demo case in the making, and what each verb does to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from caselight.core.clock import Clock
from caselight.core.lifecycle import CLOSES_AFTER, Status
from caselight.core.priority import propose
from caselight.core.promises import Promise
from caselight.core.sheets import SHEETS
from caselight.services.demo.clocks import DemoClock, started
from caselight.services.demo.escalations import DemoEscalations
from caselight.services.demo.floor import Account, Floor
from caselight.services.demo.lives import Move
from caselight.services.demo.scenario import HELD
from caselight.services.demo.sheets import DemoSheets
from caselight.services.whole_intervals import interrupted
from caselight.store.chain import Fact

FREELY_GIVEN = ("client_id", "record_type", "title", "occurred_at", "impact", "urgency", "team_id", "channel")
More = dict[str, Any]


@dataclass(slots=True)
class Played:
    """A case in the making: its columns now, its clocks, and the facts so far."""

    floor: Floor
    account: Account
    numbers: Mapping[str, int]
    case: dict[str, Any] = field(default_factory=dict)
    clocks: list[DemoClock] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    sheets: DemoSheets = field(default_factory=DemoSheets)
    escalations: DemoEscalations = field(init=False)

    def __post_init__(self) -> None:
        self.escalations = DemoEscalations(self.floor, self.account)

    @property
    def seq(self) -> int:
        """Return the number of the event that is being made."""
        return len(self.facts) + 1

    def move(self, how: Callable[[Clock], Clock], at: datetime, *, only: Sequence[Promise] = tuple(Promise)) -> None:
        """Move the clocks of some promises."""
        for clock in self.clocks:
            if clock.promise in only:
                clock.move(how, at)

    def intervals(self) -> list[dict[str, Any]]:
        """Return the intervals of an interruption as they stand."""
        return interrupted(self.case, self.account.services.__getitem__) if self.case else []


def _log(so_far: Played, move: Move) -> None:
    given, account = move.given, so_far.account
    priority = given["priority"] or int(propose(given["impact"], given["urgency"]))
    so_far.case = {
        **{name: given[name] for name in FREELY_GIVEN},
        "status": Status.NEW.value,
        "priority": priority,
        "is_priority_by_hand": given["priority"] is not None,
        "owner_id": None,
        "is_accepted": False,
        "service_id": account.services.get(given["service"]),
        "customers_affected": given["customers_affected"],
        "opened_at": move.at,
        "reopens": 0,
        "details": given["details"],
        "follows": so_far.numbers.get(given.get("follows", "")),
    }
    so_far.clocks = started(account, priority, move.at)


def _update(so_far: Played, move: Move) -> None:
    """Set what comes next, or a priority by hand; the demo updates nothing else."""
    fields = move.given["fields"]
    so_far.case |= fields
    if "priority" in fields:
        so_far.case["is_priority_by_hand"] = True
        for clock in so_far.clocks:
            clock.aim(fields["priority"], move.at)


def _acknowledge(so_far: Played, move: Move) -> None:
    case = so_far.case
    case |= {"is_accepted": True, "acknowledged_at": case.get("acknowledged_at") or move.at}
    if case["status"] == Status.NEW:
        case["status"] = Status.IN_PROGRESS.value
    so_far.escalations.accept(move.actor, move.at)


def _own(so_far: Played, move: Move) -> None:
    so_far.case["owner_id"] = move.actor
    _acknowledge(so_far, move)


def _wait(so_far: Played, move: Move) -> None:
    so_far.case |= {"status": Status.WAITING.value, "waiting_reason": move.given["reason"]}
    so_far.move(lambda clock: clock.pause(move.at), move.at, only=HELD)
    so_far.escalations.move(lambda clock: clock.pause(move.at))


def _go_on(so_far: Played, move: Move) -> None:
    so_far.case |= {"status": Status.IN_PROGRESS.value, "waiting_reason": None}
    so_far.move(lambda clock: clock.resume(move.at), move.at)
    so_far.escalations.move(lambda clock: clock.resume(move.at))


def _note(_so_far: Played, _move: Move) -> None:
    """Change nothing: the note is in the event."""


def _tell(so_far: Played, move: Move) -> More:
    so_far.case["first_response_at"] = so_far.case.get("first_response_at") or move.at
    so_far.move(lambda clock: clock.stop(move.at), move.at, only=(Promise.FIRST_RESPONSE,))
    for clock in so_far.clocks:
        clock.begin_round(move.at)
    return {"sheets": so_far.sheets.keep_word(seq=so_far.seq, at=move.at)}


def _hand_off(so_far: Played, move: Move) -> None:
    _give(so_far, move.given["team_id"])
    so_far.escalations.hand_over(so_far.floor.team(move.given["team_id"]), move.at)


def _give(so_far: Played, team_id: int) -> None:
    so_far.case |= {"team_id": team_id, "is_accepted": False, "owner_id": None}


def _escalate(so_far: Played, move: Move) -> More:
    team = so_far.floor.team(move.given["team_id"])
    row = so_far.escalations.go_up(so_far.case, team, move.given, by=move.actor, at=move.at, seq=so_far.seq)
    _give(so_far, team.id)
    told = {name: row[name] for name in ("from_tier", "to_tier", "way", "kind")}
    return told | ({"stage": row["details"]["stage"]} if "stage" in row["details"] else {})


def _decline(so_far: Played, move: Move) -> None:
    _give(so_far, so_far.escalations.decline(move.at).id)


def _resolve_escalation(so_far: Played, move: Move) -> None:
    so_far.escalations.resolve(move.given["details"], by=move.actor, at=move.at)


def _resolve(so_far: Played, move: Move) -> None:
    case = so_far.case
    _complete(case, move)
    case |= {"status": Status.RESOLVED.value, "waiting_reason": None, "resolved_at": move.at, "is_accepted": True}
    case["closes_at"] = move.at + CLOSES_AFTER
    for name in ("first_resolved_at", "acknowledged_at", "first_response_at"):
        case[name] = case.get(name) or move.at
    _end(so_far, "case resolved", move.at)


def _close(so_far: Played, move: Move) -> None:
    _complete(so_far.case, move)
    so_far.case |= {"status": Status.CLOSED.value, "closed_at": move.at, "closes_at": None}


def _complete(case: dict[str, Any], move: Move) -> None:
    if move.given.get("root_cause"):
        case["root_cause"] = move.given["root_cause"]
    case["details"] = case["details"] | move.given.get("details", {})


def _reopen(so_far: Played, move: Move) -> None:
    back = {"status": Status.IN_PROGRESS.value, "resolved_at": None, "closed_at": None, "closes_at": None}
    so_far.case |= back | {"reopens": so_far.case["reopens"] + 1}
    for clock in so_far.clocks:
        clock.reopen(move.at)


def _cancel(so_far: Played, move: Move) -> None:
    so_far.case["status"] = Status.CANCELLED.value
    _end(so_far, "case cancelled", move.at)


def _merge(so_far: Played, move: Move) -> More:
    into = so_far.numbers[move.given["into"]]
    so_far.case |= {"status": Status.MERGED.value, "merged_into": into}
    _end(so_far, "case merged", move.at)
    return {"into": into}


def _end(so_far: Played, outcome: str, at: datetime) -> None:
    so_far.move(lambda clock: clock.stop(at), at)
    so_far.escalations.end(outcome, at)


def _add_sheet(so_far: Played, move: Move) -> More:
    kind, fields = move.given["kind"], move.given["fields"]
    said = _tell(so_far, move)["sheets"] if SHEETS[kind].reaches_the_customer(fields) else {}
    noted, texts = so_far.sheets.add(so_far.seq, kind, fields, by=move.actor, at=move.at)
    return {"sheets": said | noted, "texts": texts}


def _finish_sheet(so_far: Played, move: Move) -> More:
    return {"sheets": so_far.sheets.finish(move.given["sheet"], seq=so_far.seq, at=move.at)}


VERBS: dict[str, tuple[str, Callable[[Played, Move], More | None]]] = {
    "log": ("logged", _log),
    "update": ("updated", _update),
    "acknowledge": ("acknowledged", _acknowledge),
    "own": ("owned", _own),
    "wait": ("waiting", _wait),
    "go on": ("went_on", _go_on),
    "note": ("noted", _note),
    "tell": ("told", _tell),
    "hand off": ("handed_off", _hand_off),
    "escalate": ("escalated", _escalate),
    "decline": ("escalation_declined", _decline),
    "resolve escalation": ("escalation_resolved", _resolve_escalation),
    "resolve": ("resolved", _resolve),
    "close": ("closed", _close),
    "reopen": ("reopened", _reopen),
    "cancel": ("cancelled", _cancel),
    "merge": ("merged", _merge),
    "add sheet": ("{kind}_added", _add_sheet),
    "finish sheet": ("{kind}_done", _finish_sheet),
}
