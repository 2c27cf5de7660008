"""The Speed page: how fast cases are taken, answered and resolved, and how bad the slow tenth is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from caselight.core import pace
from caselight.core.pace import Pace
from caselight.core.people import Principal
from caselight.core.wording import FEW, duration, share
from caselight.store import pace as reads
from caselight.store.caselist import Wanted
from caselight.store.pace import Measured
from caselight.ui import choices, data, filters, html, overview, speed_clients, speed_flow, speed_load, speed_weeks
from caselight.ui.filters import Asked

LEAST_WEEKS = 8
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a case's life: what it is called, what is done in it, and the list of those that did it."""

    label: str
    done: str
    listed: str


STAGES = {
    "resolve": Stage("Resolve", "resolved", "resolved"),
    "response": Stage("First response", "answered", "responded"),
    "ack": Stage("Acknowledge", "acknowledged", "acknowledged"),
}


def stage() -> str:
    """Draw the choice of the stage."""
    return choices.one("Stage", {name: one.label for name, one in STAGES.items()}, "stage")


def show(me: Principal, asked: Asked, stage: str) -> None:
    """Draw the answer, the weeks, the clients, and what is open."""
    now = data.now()
    found = of(asked, stage, now)
    targets = speed_clients.targets(asked, stage, now)
    link = asked.link("cases", list=STAGES[stage].listed, period=asked.period)
    html.draw(
        "answer",
        answer=answer(found.now, stage),
        against=against(found, asked, stage, now),
        shape="",
        link=link,
        counted=counted(found.now, stage),
    )
    with st.container(key="speed_first"):
        left, right = st.columns([1.35, 1], gap="small")
        with left, st.container(key="panel_weeks", height="stretch"):
            speed_weeks.show(found, stage, weeks(asked, now), asked, target=speed_clients.one(targets))
        with right, st.container(key="panel_clients", height="stretch"):
            speed_clients.show(found, asked, targets, STAGES[stage].listed)
    with st.container(key="speed_second"):
        left, right = st.columns([1, 1.35], gap="small")
        with left, st.container(key="panel_ages", height="stretch"):
            speed_load.ages(asked, now)
        with right, st.container(key="panel_backlog", height="stretch"):
            speed_load.backlog(asked, now)
    speed_flow.show(me, asked, now)


def of(asked: Asked, stage: str, now: datetime) -> Measured:
    """Return how fast the stage was in the period, and week by week."""
    since, until = asked.between(now)
    return data.read(
        reads.measured,
        asked.scope,
        asked.among,
        stage=stage,
        since=since,
        until=until,
        weeks=tuple(weeks(asked, until)),
    )


def weeks(asked: Asked, now: datetime) -> list[tuple[datetime, datetime]]:
    """Return the weeks of the period, eight at least, in the zone of the page; the last one runs."""
    period = filters.PERIODS[asked.period]
    return pace.weeks(now.replace(second=0, microsecond=0), asked.zone, max(LEAST_WEEKS, -(-period // WEEK)))


def done_in_week(asked: Asked, now: datetime, _day: date | None) -> Wanted:
    """Return the cases of which a stage was done in the week that the URL names by its first day."""
    said, chosen = str(st.query_params.get("at", "")), str(st.query_params.get("stage", ""))
    _, until = asked.between(now)
    for week in weeks(asked, until):
        if chosen in STAGES and week[0].astimezone(asked.zone).date().isoformat() == said:
            found = data.read(reads.finished, asked.scope, asked.among, stage=chosen, week=week, now=until)
            return Wanted(numbers=found)
    return Wanted(numbers=())


def answer(now: Pace, stage: str) -> str:
    """Return the answer in one sentence."""
    done = STAGES[stage].done
    if now.half is None:
        return f"Too few cases were {done} to say how fast."
    most = f"9 in 10 within {duration(now.most)}" if now.most else "too few were watched long enough for 9 in 10"
    return f"Half of the cases are {done} within {duration(now.half)}, {most}."


def counted(now: Pace, stage: str) -> str:
    """Return what the answer rests on."""
    few = ", too few to rely on" if now.is_few else ""
    return f"n = {now.done:,}{few}; {now.waiting:,} not {STAGES[stage].done} yet, counted at their age"


def against(found: Measured, asked: Asked, stage: str, now: datetime) -> str:
    """Return how it compares with the period before, and with what was promised."""
    said = [_compared(found, asked)]
    if stage == "resolve" and (standings := [each for each in overview.standings(asked, now) if each.n]):
        met, n = sum(each.met for each in standings), sum(each.n for each in standings)
        below = sum(each.gap < 0 for each in standings)
        said.insert(0, f"{share(met, n)} within the promise; {below} of {len(standings)} clients below target.")
    return " ".join(said)


def _compared(found: Measured, asked: Asked) -> str:
    if min(found.now.done, found.before.done) < FEW:
        return f"Too few to compare with the {asked.period} before."
    parts = [("half are", found.now.half, found.before.half), ("the slow tenth is", found.now.most, found.before.most)]
    said = [f"{name} {_change(now - before)}" for name, now, before in parts if now is not None and before is not None]
    return f"Against the {asked.period} before: {', '.join(said)}."


def _change(span: timedelta) -> str:
    if abs(span) < timedelta(minutes=1):
        return "as fast"
    return f"{duration(span)} {'slower' if span > timedelta() else 'faster'}"
