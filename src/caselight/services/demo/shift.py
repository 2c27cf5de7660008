"""What happens on the living floor in a stretch of time: what comes in, what is done, what is left lying."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from caselight.core.lateness import OpenCase, next_due, overdue
from caselight.core.lifecycle import Status
from caselight.core.priority import Priority
from caselight.core.promises import Promise
from caselight.services.demo import scenario
from caselight.services.demo.agents import Agents
from caselight.services.demo.arrivals import expected
from caselight.services.demo.clients import CLIENTS

AN_HOUR = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)

USUALLY_OPEN = 125
ACTS_PER_CASE = 3
LEAST_PRESSURE, MOST_PRESSURE = 0.2, 4.0
LEAST_LATE, USUALLY_LATE, MOST_LATE = 3, 5, 8
LATE_FOR = timedelta(hours=3)  # half of the late cases beyond the least are worked off within
WAITS_FOR = timedelta(hours=20)  # half of the waiting cases go on within
SAVED_BEFORE = timedelta(minutes=10)
AT_ONCE = 12  # late cases worked off in one step: after a night without agents the first minutes are busy
MOST_ACTS = 150  # in one step
LEFT_LYING = range(0, 100, 4)  # numbers modulo 100 of cases that may be forgotten until they are late

# What is done to a case that somebody has, by weight.
MIDDLE: dict[Callable[[Agents, OpenCase], bool], float] = {
    Agents.jot: 24,
    Agents.answer: 10,
    Agents.remedy: 3,
    Agents.hold: 12,
    Agents.escalate: 10,
    Agents.hand_off: 4,
    Agents.resolve: 40,
}


@dataclass(frozen=True)
class Shift:
    """The agents, the open cases they may touch, and how much time is to be played."""

    agents: Agents
    cases: Sequence[OpenCase]
    span: timedelta

    def arrive(self) -> int:
        """Log what the clients' customers ran into meanwhile; return how much."""
        dice, now = self.agents.dice, self.agents.now
        counts = {client: dice.count(expected(client, now) * (self.span / AN_HOUR)) for client in CLIENTS}
        return sum(self.agents.log(client) for client, count in counts.items() for _ in range(min(count, MOST_ACTS)))

    def catch_up(self) -> int:
        """Work off what is late, down to what a believable floor has; return how many."""
        must = min(max(0, len(self._late) - MOST_LATE), AT_ONCE)
        may = self._late[must : max(must, len(self._late) - LEAST_LATE)]
        worked_off = [*self._late[:must], *(case for case in may if self._within(LATE_FOR))]
        return sum(self.agents.save(case) for case in worked_off)

    def keep_promises(self) -> int:
        """Do in time what falls due within minutes, but for the few left lying; return how many."""
        soon = self.agents.now + SAVED_BEFORE
        urgent = [case for case in self._tended if case.due_at and case.due_at <= soon]
        return sum(self.agents.save(case) for case in urgent if self._cannot_wait(case))

    def receive(self) -> int:
        """Take what nobody has, and answer who has no answer; return how many."""
        done = 0
        for case in filter(self._is_at_work, self._tended):
            if not case.is_accepted:
                minutes = scenario.ACKNOWLEDGE[case.priority][(case.tier or 1) - 1]
                done += self._within(minutes * A_MINUTE * scenario.ACKNOWLEDGE_SHARE) and self.agents.take(case)
            elif any(promise.promise == Promise.FIRST_RESPONSE for promise in case.promises):
                minutes = scenario.FIRST_RESPONSE[case.priority]
                done += self._within(minutes * A_MINUTE * scenario.RESPONSE_SHARE) and self.agents.answer(case)
        return done

    def go_on(self) -> int:
        """Go on with cases whose waiting is over; return how many."""
        waiting = [case for case in self._tended if case.status == Status.WAITING and self._is_at_work(case)]
        return sum(self.agents.go_on(case) for case in waiting if self._within(WAITS_FOR))

    def work(self) -> int:
        """Do the ordinary work, more of it the more is open; return how many acts."""
        begun = [case for case in self._tended if case.is_accepted and case.status != Status.WAITING]
        workable = [case for case in begun if self._is_at_work(case)]
        if not workable:
            return 0
        coming = sum(expected(client, self.agents.now) for client in CLIENTS) * (self.span / AN_HOUR)
        pressure = min(max((len(self.cases) / USUALLY_OPEN) ** 3, LEAST_PRESSURE), MOST_PRESSURE)
        acts = min(self.agents.dice.count(coming * ACTS_PER_CASE * pressure), MOST_ACTS)
        weights = [2 ** (Priority.LOW - case.priority) for case in workable]
        chosen = {case.number: case for case in (self.agents.dice.weighted(workable, weights) for _ in range(acts))}
        verbs, shares = list(MIDDLE), list(MIDDLE.values())
        return sum(self.agents.dice.weighted(verbs, shares)(self.agents, case) for case in chosen.values())

    @cached_property
    def _late(self) -> list[OpenCase]:
        return overdue(self.cases, self.agents.now)

    @cached_property
    def _tended(self) -> list[OpenCase]:
        """Return the cases not late that agents look after: all but the few due first that will be missed."""
        lying = max(0, USUALLY_LATE - len(self._late))
        may_be_missed = [
            case for case in self.cases if case.number % 100 in LEFT_LYING and case.priority > Priority.CRITICAL
        ]
        missed = next_due(may_be_missed, self.agents.now)
        left = {case.number for case in (*self._late, *missed[:lying])}
        return [case for case in self.cases if case.number not in left]

    def _within(self, half: timedelta) -> bool:
        """Say, in half of the cases within so much time, that now is the moment."""
        return self.agents.dice.chance(1 - 0.5 ** (self.span / half))

    def _cannot_wait(self, case: OpenCase) -> bool:
        left = (case.due_at or self.agents.now) - self.agents.now
        return left <= A_MINUTE or self.agents.dice.chance(0.1)

    def _is_at_work(self, case: OpenCase) -> bool:
        """Say whether anybody works on it now: its client is open, or its clocks never stop."""
        account = next(account for account in self.agents.floor.clients.values() if account.id == case.client_id)
        hours, now = account.hours_for(case.priority), self.agents.now
        return hours.elapsed(now - A_MINUTE, now) > timedelta()
