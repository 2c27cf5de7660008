"""The interruptions of a period as the Interruptions page reads them, and the lists its numbers open."""

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from caselight.core.availability import Spell, inside
from caselight.store import availability as reads
from caselight.store import failures, interruptions
from caselight.store.caselist import Wanted
from caselight.store.interruptions import DownNow
from caselight.ui import data, filters
from caselight.ui.filters import Asked

ALL = "All services"
NONE = "No service in particular"


@dataclass(frozen=True, slots=True)
class Seen:
    """The interruptions of a period and of the one before it, with the names of clients and services."""

    spells: list[Spell]
    since: datetime
    until: datetime
    clients: dict[int, str]
    services: dict[int, tuple[str, str]]

    @property
    def window(self) -> tuple[float, float]:
        """Return the period in seconds since 1970."""
        return self.since.timestamp(), self.until.timestamp()

    @property
    def now(self) -> list[Spell]:
        """Return the interruptions of the period itself."""
        return inside(self.spells, *self.window)

    def name(self, spell: Spell) -> str:
        """Return the name of a spell's service."""
        return service_name(spell.service, self.services)


def of(asked: Asked, service: str, now: datetime) -> Seen:
    """Return the interruptions of the period and the one before, of all services or one."""
    since, until = asked.between(now)
    found = data.read(reads.spells, asked.scope, asked.among, since=since - (until - since), until=until)
    names = data.read(failures.services, asked.scope)
    spells = [each for each in found if service in ("", ALL, service_name(each.service, names))]
    return Seen(spells, since, until, data.read(failures.clients, asked.scope), names)


def service_name(service: int | None, names: dict[int, tuple[str, str]]) -> str:
    """Return what a service is called."""
    return names[service][0] if service in names else NONE


def down_now(asked: Asked) -> list[DownNow]:
    """Return the open cases that pass the filters whose unplanned interruption lasts, the longest first."""
    passing = {case.number for case in filters.open_cases(asked)}
    return [each for each in data.read(interruptions.down_now, asked.scope) if each.case in passing]


def link(asked: Asked, service: str = "", **more: str) -> str:
    """Return the address of the list of cases with unplanned interruptions in the period."""
    hit = {"hit": service} if service not in ("", ALL) else {}
    return asked.link("cases", **{"list": "interrupted", "period": asked.period} | hit | more)


def interrupted(asked: Asked, now: datetime, _day: date | None) -> Wanted:
    """Return the list of what was down unplanned in the period, of the service the URL names, if it names one."""
    return _listed(asked, now, is_planned=False)


def planned(asked: Asked, now: datetime, _day: date | None) -> Wanted:
    """Return the list of the planned work in the period."""
    return _listed(asked, now, is_planned=True)


def lasting(asked: Asked, _now: datetime, _day: date | None) -> Wanted:
    """Return the list of what is down now."""
    return Wanted(numbers=frozenset(each.case for each in down_now(asked)))


def _listed(asked: Asked, now: datetime, *, is_planned: bool) -> Wanted:
    seen = of(asked, st.query_params.get("hit", ALL), now)
    return Wanted(numbers=frozenset(each.case for each in seen.now if each.is_planned is is_planned))
