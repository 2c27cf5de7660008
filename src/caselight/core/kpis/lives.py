"""The life of every case up to as-of, read off its events."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from caselight.core.kpis.facts import CODES, ENDED, LEFT, OPENED, Facts, Mask, Seconds, Whole
from caselight.core.lifecycle import Status
from caselight.core.versions import VersionedHours


@dataclass(frozen=True)
class Lives:
    """What follows from the facts for each case; worked out once, when first asked for."""

    facts: Facts

    @cached_property
    def first(self) -> Whole:
        """Return the place of each case's first event."""
        return np.flatnonzero(np.diff(self.facts.events.case, prepend=-1))

    @cached_property
    def last(self) -> Whole:
        """Return the place of each case's last event."""
        return np.append(self.first, len(self.facts.events.case))[1:] - 1

    @cached_property
    def status(self) -> Whole:
        """Return the status of each case at as-of."""
        return self.facts.events.status[self.last]

    @cached_property
    def counts(self) -> Mask:
        """Say which cases count for speed and promises: chosen ones, neither cancelled nor merged."""
        return self.facts.cases.is_chosen & ~np.isin(self.status, LEFT)

    @cached_property
    def is_open(self) -> Mask:
        """Say which chosen cases are open at as-of."""
        return self.facts.cases.is_chosen & np.isin(self.status, OPENED)

    @cached_property
    def opened(self) -> Mask:
        """Say which chosen cases were opened in the window."""
        return self.facts.cases.is_chosen & self.facts.within(self.facts.cases.opened)

    @cached_property
    def is_end(self) -> Mask:
        """Say after which events a case stood resolved or closed."""
        return np.isin(self.facts.events.status, ENDED)

    @cached_property
    def resolved(self) -> Seconds:
        """Return when each case was resolved for good: the start of the trailing run of resolved events."""
        events, places = self.facts.events, np.arange(len(self.is_end))
        last_open: Whole = np.maximum.reduceat(np.where(self.is_end, -1, places), self.first)
        start = np.maximum(last_open + 1, self.first)
        return np.where(self.is_end[self.last], events.at[np.minimum(start, self.last)], np.nan)

    @cached_property
    def first_resolved(self) -> Seconds:
        """Return when each case was resolved for the first time; what the source calls cancelled is no resolution."""
        events = self.facts.events
        ends = np.where(self.is_end & ~events.is_cancelling, events.at, np.nan)
        found: Seconds = np.fmin.reduceat(ends, self.first)
        return found

    @cached_property
    def was_reopened(self) -> Mask:
        """Say which cases stood open again after they had been resolved."""
        again = ~self.is_end[1:] & self.is_end[:-1] & self.is_same_case[1:]
        found: Mask = np.bincount(self.facts.events.case[1:][again], minlength=len(self.first)) > 0
        return found

    @cached_property
    def is_same_case(self) -> Mask:
        """Say which events follow another one of their case."""
        same: Mask = np.diff(self.facts.events.case, prepend=-1) == 0
        return same

    @cached_property
    def calendars(self) -> tuple[list[VersionedHours], Whole]:
        """Return the different calendars, and which one each case's client keeps; -1 without one."""
        distinct = list(dict.fromkeys(self.facts.hours.values()))
        place = {client: distinct.index(hours) for client, hours in self.facts.hours.items()}
        return distinct, np.array(
            [place.get(client, -1) for client in self.facts.cases.client.tolist()], dtype=np.int64
        )

    def open_time(self, cases: Whole, starts: Seconds, ends: Seconds) -> Seconds:
        """Return the business seconds between instants by the calendar of each case's client, as in force then.

        Not a number without a calendar.
        """
        distinct, of_case = self.calendars
        spent = np.full(len(cases), np.nan)
        for place, hours in enumerate(distinct):
            rows = of_case[cases] == place
            if rows.any():
                spent[rows] = hours.elapsed_seconds(starts[rows], ends[rows])
        return spent

    def waited(self, until: Seconds, *, business: bool) -> Seconds:
        """Return the seconds each case spent waiting before the instant given for it."""
        events = self.facts.events
        ends = np.append(events.at[1:], np.inf)
        ends[self.last] = np.inf
        rows = np.flatnonzero(events.status == CODES[Status.WAITING])
        cases, starts = events.case[rows], events.at[rows]
        stops = np.minimum(ends[rows], until[cases])
        known = stops > starts
        cases, starts, stops = cases[known], starts[known], stops[known]
        spans = self.open_time(cases, starts, stops) if business else stops - starts
        total: Seconds = np.bincount(cases, spans, minlength=len(self.first)).astype(np.float64)
        return total
