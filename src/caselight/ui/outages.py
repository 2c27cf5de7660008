"""The Interruptions page: what is down now, what was down in the period, and what that left of availability."""

from datetime import timedelta

import streamlit as st

from caselight.core.availability import Lost, lost
from caselight.core.people import Principal
from caselight.core.records import INTERRUPTIONS, TYPES
from caselight.core.wording import FEW, duration
from caselight.store import failures
from caselight.ui import data, filters, html, outage_lines, outage_now, outage_rows
from caselight.ui.filters import Asked
from caselight.ui.outage_seen import ALL, link, of

NARROWED = (
    "Interruptions by the type of their case and by the team that holds it now. Availability is that of all teams:"
    " a service is down whoever works on it."
)


def narrowed(me: Principal) -> Asked:
    """Draw the filters, the types being those of interruptions."""
    return filters.types_and_teams(me, filters.with_period(me), INTERRUPTIONS, says=NARROWED)


def service(asked: Asked) -> str:
    """Draw the choice of one service; what is picked goes by its name, which several clients may share."""
    known = sorted({name for name, _ in data.read(failures.services, asked.scope).values()})
    return st.selectbox(
        "Service",
        [ALL, *known],
        key="service",
        label_visibility="collapsed",
        width=128,
        bind="query-params",
    )


def show(asked: Asked, service: str) -> None:
    """Draw the answer, what is down now, the timeline and the availability."""
    now = data.now()
    seen = of(asked, service, now)
    since, until = seen.window
    total, before = lost(seen.spells, since=since, until=until), lost(seen.spells, since=2 * since - until, until=since)

    html.draw(
        "answer",
        answer=answer(total, asked),
        against=against(total, before, asked),
        shape="",
        link=link(asked, service),
        counted=counted(total),
    )
    outage_now.show(asked, seen, service, now)
    with st.container(key="panel_spells"):
        outage_lines.show(seen, asked.zone)
    with st.container(key="panel_availability"):
        every = asked.of_all_teams()
        outage_rows.show(of(every, service, now), every, service, only=only(asked))


def only(asked: Asked) -> str:
    """Return which interruptions the availability counts, where it does not count all of them."""
    counted = [f"P{priority}" for priority in sorted(asked.among.priorities)]
    counted += [TYPES[key].title for key in asked.among.record_types]
    said = [f"counting only {', '.join(counted)}"] if counted else []
    return "; ".join([*said, *(["of all teams"] if asked.among.teams else [])])


def answer(total: Lost, asked: Asked) -> str:
    """Return the answer in one sentence: what was lost, each moment counted once."""
    if not total.n:
        return f"No unplanned interruption in the last {asked.period}."
    lost_for = duration(timedelta(seconds=total.unplanned_s))
    many = f"{total.n:,} unplanned interruption{'s' * (total.n != 1)}"
    return f"{many} in the last {asked.period} lasted {lost_for}, each moment counted once."


def counted(total: Lost) -> str:
    """Return what the answer rests on."""
    few = ", too few to rely on" if total.n < FEW else ""
    return f"{total.n:,} cases, {total.blocks:,} separate block{'s' * (total.blocks != 1)}{few}" if total.n else ""


def against(total: Lost, before: Lost, asked: Asked) -> str:
    """Return how that compares with the period before."""
    more = timedelta(seconds=total.unplanned_s - before.unplanned_s)
    was = f"{before.n:,} lasted {duration(timedelta(seconds=before.unplanned_s))}" if before.n else "none"
    if abs(more) < timedelta(minutes=1):
        return f"As long as in the {asked.period} before ({was})."
    return f"{duration(more)} {'more' if more > timedelta() else 'less'} than in the {asked.period} before ({was})."
