"""The key figures again, slow and obvious, on plain lists: what the fast ones are checked against."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import takewhile

import numpy as np

from caselight.core.hours import BusinessHours
from caselight.core.kpis import Cases, Events, Facts, PromiseRow
from caselight.core.kpis.facts import CODES
from caselight.core.recurrence import Kind, kind_of, numbered
from caselight.core.versions import VersionedHours

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ENDED, OPEN = ("resolved", "closed"), ("new", "in progress", "waiting")
DESK = BusinessHours.from_dict(
    {"zone": "Europe/Berlin", "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
)


@dataclass(frozen=True)
class Happened:
    """One event: hours after Monday 00:00, and how the case stood after it."""

    hour: float
    status: str
    team: int = 0
    tier: int = 0
    accepted: bool = False

    @property
    def at(self) -> datetime:
        return MONDAY + timedelta(hours=self.hour)


@dataclass(frozen=True)
class OneCase:
    """A case as its list of events; opened with the first."""

    events: list[Happened]
    client: int = 1
    service: int | None = 1
    cause: str = "vendor"
    priority: int = 3
    responded: float | None = None
    promises: list[dict] = field(default_factory=list)

    @property
    def kind(self) -> Kind | None:
        return kind_of(client_id=self.client, service_id=self.service, root_cause=self.cause, record_type="technical")

    @property
    def opened(self) -> datetime:
        return self.events[0].at

    def known(self, as_of: datetime) -> list[Happened]:
        return [event for event in self.events if event.at <= as_of]

    def status(self, as_of: datetime) -> str:
        return self.known(as_of)[-1].status


def facts_of(cases: list[OneCase], as_of: datetime, *, hours: dict | None = None, **window: object) -> Facts:
    """Return the facts as the store would read them."""
    there = [case for case in cases if case.known(as_of)]
    events = [(place, event) for place, case in enumerate(there) for event in case.known(as_of)]

    def first_taken(case: OneCase) -> float:
        return next((event.at.timestamp() for event in case.events if event.accepted), np.nan)

    return Facts(
        as_of=as_of,
        cases=Cases(
            number=np.arange(len(there)) + 10_000,
            client=np.array([case.client for case in there], dtype=np.int64),
            kind=numbered(case.kind for case in there),
            opened=np.array([case.opened.timestamp() for case in there], dtype=float),
            acknowledged=np.array([first_taken(case) for case in there], dtype=float),
            responded=np.array([_hour(case.responded) for case in there], dtype=float),
            is_chosen=np.ones(len(there), dtype=bool),
        ),
        events=Events(
            case=np.array([place for place, _ in events], dtype=np.int64),
            at=np.array([event.at.timestamp() for _, event in events], dtype=float),
            status=np.array([CODES[event.status] for _, event in events], dtype=np.int64),
            team=np.array([event.team for _, event in events], dtype=np.int64),
            tier=np.array([event.tier for _, event in events], dtype=np.int64),
            is_accepted=np.array([event.accepted for _, event in events], dtype=bool),
            is_cancelling=np.zeros(len(events), dtype=bool),
        ),
        promises=[PromiseRow(case=place, **row) for place, case in enumerate(there) for row in case.promises],
        hours={1: VersionedHours.alone(DESK)} if hours is None else hours,
        **window,
    )


def resolved_for_good(case: OneCase, as_of: datetime) -> datetime | None:
    """Return the start of the trailing run of resolved events."""
    found = None
    for event in reversed(case.known(as_of)):
        if event.status not in ENDED:
            break
        found = event.at
    return found


def waited(case: OneCase, until: datetime, hours: BusinessHours | None) -> float:
    """Return the hours of waiting before an instant, by the calendar if there is one."""
    total = timedelta()
    for place, event in enumerate(case.events):
        if event.status != "waiting":
            continue
        end = case.events[place + 1].at if place + 1 < len(case.events) else until
        start, end = min(event.at, until), min(end, until)
        total += hours.elapsed(start, end) if hours else end - start
    return total / timedelta(hours=1)


def spans(cases: list[OneCase], as_of: datetime, clock: str) -> tuple[list[float], list[float]]:
    """Return the hours to resolution of the resolved cases, and the ages of the open ones, on one clock."""
    hours = DESK if clock.startswith("business") else None
    done, still_open = [], []
    for case in cases:
        if not case.known(as_of) or case.status(as_of) in ("cancelled", "merged") or (hours and case.client != 1):
            continue
        end = resolved_for_good(case, as_of)
        until = end or as_of
        span = (hours.elapsed(case.opened, until) if hours else until - case.opened) / timedelta(hours=1)
        span -= waited(case, until, hours) if clock.endswith("waiting") else 0
        (still_open if end is None else done).append(span)
    return done, still_open


def kaplan_meier(done: list[float], still_open: list[float], share: float) -> float | None:
    """Return the first duration by which at most 1 - share is left, one instant at a time."""
    left = 1.0
    for moment in sorted(set(done)):
        at_risk = sum(age >= moment for age in [*done, *still_open])
        left *= 1 - done.count(moment) / at_risk
        if left <= 1 - share + 1e-9:
            return moment
    return None


def teams_in_turn(case: OneCase, as_of: datetime) -> list[int]:
    """Return the teams that held a case, repeats removed."""
    teams: list[int] = []
    for event in case.known(as_of):
        if event.team and teams[-1:] != [event.team]:
            teams.append(event.team)
    return teams


def escalations(case: OneCase, as_of: datetime) -> list[tuple[int, int, float | None]]:
    """Return each rise to a new highest tier, with the hours until somebody there took the case."""
    found, highest = [], 0
    known = [event for event in case.known(as_of) if event.tier]
    for place, event in enumerate(known):
        if highest and event.tier > highest:
            taken = next((one.at for one in known[place:] if one.accepted and one.tier >= event.tier), None)
            found.append((highest, event.tier, (taken - event.at) / timedelta(hours=1) if taken else None))
        highest = max(highest, event.tier)
    return found


def recurring(cases: list[OneCase], as_of: datetime) -> tuple[int, int]:
    """Return the cases after the first 30 days of the data, and those with an earlier one like them within 30 days."""
    known = sorted((case for case in cases if case.known(as_of)), key=lambda case: case.opened)
    asked = [case for case in known if case.opened >= known[0].opened + timedelta(days=30)]

    def again(case: OneCase) -> bool:
        before = takewhile(lambda other: other is not case, known)  # of two opened at once the second follows the first
        return any(
            case.service is not None
            and (other.client, other.service, other.cause) == (case.client, case.service, case.cause)
            and case.opened - other.opened <= timedelta(days=30)
            for other in before
        )

    return len(asked), sum(map(again, asked))


def _hour(hour: float | None) -> float:
    return np.nan if hour is None else (MONDAY + timedelta(hours=hour)).timestamp()
