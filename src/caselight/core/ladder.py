"""The ladder of a case: whom it goes to by itself, and when, unless somebody acts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from caselight.core.calling import Call, Desk, next_call, path
from caselight.core.escalation import OpenEscalation, Way
from caselight.core.hours import ALWAYS, BusinessHours
from caselight.core.matrix import TIERS, Facts, Row


class Coming(NamedTuple):
    """Who is called at an instant, and until when to acknowledge; without a call it is a manager's eyes."""

    at: datetime
    call: Call | None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """What is known of a case that the rules ask before they call anybody."""

    facts: Facts
    tier: int | None
    rows: tuple[Row, ...]
    desks: tuple[Desk, ...]
    hours: BusinessHours  # the client's
    open: tuple[OpenEscalation, ...]  # the watch on the first line among them
    promised: tuple[datetime, ...]  # when its promises are broken

    def would_be_called(self, at: datetime) -> list[Call]:
        """Return who would be called if it were escalated now, who next, and so on."""
        return list(path(self.rows, self.facts, self.desks, tier=self.tier, at=at))

    def called(self, at: datetime, *, is_urgent: bool = False) -> Call | None:
        """Return who is called if it is escalated now; what is urgent goes to the highest tier at once."""
        below = [TIERS[-1] - 1] if is_urgent else []
        for tier in (*below, self.tier):
            if call := next_call(self.rows, self.facts, self.desks, tier=tier, at=at):
                return call if call.desk.tier > (self.tier or 0) else None
        return None

    def coming(self, now: datetime) -> list[Coming]:
        """Return who is called by itself if nobody acts, in order."""
        broken_at = min((at for at in self.promised if at > now), default=None)
        goes_at = self._goes_higher_at(broken_at)
        found = list(self._up(goes_at)) if goes_at else []
        eyes = [broken_at] if broken_at else []
        if goes_at:
            eyes.append((found and found[-1].until) or goes_at)
        if eyes and not any(one.way == Way.HIERARCHICAL for one in self.open):
            found.append(Coming(min(eyes), None))
        return sorted(found, key=lambda rung: rung.at)

    def _goes_higher_at(self, broken_at: datetime | None) -> datetime | None:
        """Return when a step of the escalation in hand falls due; where there is none, a broken promise raises one."""
        in_hand = [one for one in self.open if one.way != Way.HIERARCHICAL and not one.is_passed_on]
        if not in_hand:
            return broken_at
        return min((at for one in in_hand for _, at in one.due()), default=None)

    def _up(self, at: datetime) -> Iterator[Coming]:
        tier = self.tier
        while call := next_call(self.rows, self.facts, self.desks, tier=tier, at=at):
            hours = ALWAYS if call.row.is_round_the_clock else self.hours
            until = hours.due(at, call.row.acknowledge)  # then the next is called
            yield Coming(at, call, until)
            tier, at = call.desk.tier, until
