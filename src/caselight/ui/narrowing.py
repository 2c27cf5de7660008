"""What a bar or a burst adds to a list in the URL: root cause, service, and when it was opened."""

from dataclasses import replace
from datetime import datetime

import streamlit as st

from caselight.core import instant
from caselight.core.refusal import Refusal
from caselight.core.wording import moment
from caselight.store import failures
from caselight.store.caselist import Wanted
from caselight.ui import data
from caselight.ui.filters import Asked

Periods = tuple[tuple[str, datetime, datetime], ...]
NONE = 0  # no service in particular


def of(wanted: Wanted) -> Wanted:
    """Return the part of the list that the URL asks for; what it says that means nothing is left out."""
    return replace(wanted, causes=_causes(), services=_services(), between=_between(wanted.between))


def words(asked: Asked) -> str:
    """Return in words what the URL asks for."""
    said = [f"with the root cause {' or '.join(causes)}"] if (causes := _causes()) else []
    if numbers := _services():
        known = data.read(failures.services, asked.scope)
        names = (known[number][0] if number in known else "none in particular" for number in numbers)
        said.append(f"of the service {' or '.join(names)}")
    if span := opened():
        since, until = (moment(at, asked.zone) for at in span)
        said.append(f"opened from {since} until before {until}")
    return ", ".join(said)


def opened() -> tuple[datetime, datetime] | None:
    """Return the span of openings that the URL asks for, if it is one."""
    try:
        return instant.read(st.query_params.get("from", "")), instant.read(st.query_params.get("to", ""))
    except Refusal:
        return None


def _between(periods: Periods) -> Periods:
    """Return the periods with what the URL asks of the opening: where the list asks of it too, both must hold."""
    if not (span := opened()):
        return periods
    both = [(since, until) for name, since, until in periods if name == "opened"] + [span]
    others = tuple(period for period in periods if period[0] != "opened")
    return (*others, ("opened", max(since for since, _ in both), min(until for _, until in both)))


def _causes() -> tuple[str, ...]:
    return tuple(st.query_params.get_all("cause"))


def _services() -> tuple[int, ...]:
    return tuple(int(said) for said in st.query_params.get_all("service") if said.isdecimal() and len(said) < 10)  # noqa: PLR2004 – digits of an id
