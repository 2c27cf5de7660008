"""The Problems page: what keeps coming back, what was done about it, and whether that held."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

import streamlit as st

from caselight.core.people import Principal, Right
from caselight.core.problems import BEFORE, Rate, compared, is_action_overdue, standing
from caselight.core.records import TYPES, RootCause
from caselight.core.recurrence import WITHIN, Kind
from caselight.core.wording import date, moment, reference
from caselight.services import problems as services
from caselight.store import problems
from caselight.store.problems import ProblemRow
from caselight.store.recurrence import Occurrence
from caselight.ui import act, data, html, problem_form
from caselight.ui.filters import Asked

OVERDUE = "overdue"
FEW = 20


def show(me: Principal, asked: Asked) -> None:
    """Draw the list, and beside it the problem chosen or the form for a new one."""
    now, keeps = data.now(), me.may(Right.ANY_TEAM)
    rows = listed(asked, now)
    chosen = next((row for row in data.read(problems.problems, me.scope) if str(row.id) == _id()), None)
    left, right = st.columns([1.95, 1], gap="small")
    with left:
        with st.container(key="panel_problems"):
            lines = [_line(row, asked, now) for row in rows]
            html.draw("problems_list", rows=lines, is_narrowed=bool(st.query_params), chosen=_id())
        if chosen:
            with st.container(key="panel_problem_cases"):
                _cases(me, chosen, now, asked.zone, keeps=keeps)
    if keeps:
        with right, st.container(key="panel_problem"):
            problem_form.show(me, chosen)


def listed(asked: Asked, now: datetime) -> list[ProblemRow]:
    """Return the problems that pass the filters; the count of what is overlooked asks for the same list."""
    rows = data.read(problems.problems, asked.scope)
    return overdue(rows, now) if st.query_params.get("list") == OVERDUE else rows


def overdue(rows: Sequence[ProblemRow], now: datetime) -> list[ProblemRow]:
    """Return the problems whose corrective action was to be in effect by now."""
    return [row for row in rows if is_action_overdue(row.course, now)]


def kind_in_words(kind: Kind | None, service: str | None) -> str:
    """Return a kind in words: Voice, vendor."""
    if kind is None:
        return "no service: cases are linked by hand"
    known = RootCause.parse(kind.root_cause).label if kind.root_cause else ""
    record = TYPES.get(kind.record_type or "")
    cause = known or f"{record.title if record else kind.record_type}, cause unknown"
    return ", ".join(filter(None, (service, cause)))


def _id() -> str:
    return str(st.query_params.get("id", ""))


def _line(row: ProblemRow, asked: Asked, now: datetime) -> dict[str, object]:
    said = standing(row.course, now)
    return {
        "id": row.id,
        "title": row.title,
        "client": row.client,
        "kind": kind_in_words(row.kind, row.service),
        "standing": said,
        "is_overdue": is_action_overdue(row.course, now),
        "since": date(row.effective_at, asked.zone, now=now) if said == "corrected" and row.effective_at else "",
        "owner": row.owner or "",
        "cases": row.cases,
        **_held(row, asked, now),
    }


def _held(row: ProblemRow, asked: Asked, now: datetime) -> dict[str, str]:
    """Return the rate before and after the corrective action; without one, that of the last 90 days."""
    if row.kind is None:
        return {"before": "needs a service", "after": "", "verdict": ""}
    until = now.replace(minute=0, second=0, microsecond=0)
    turn = row.effective_at if row.effective_at and row.effective_at <= until else None
    middle = turn or until
    before = data.read(problems.rate, asked.scope, row.kind, since=middle - BEFORE, until=middle)
    after = data.read(problems.rate, asked.scope, row.kind, since=turn, until=until) if turn else None
    return {
        "before": _share(before),
        "after": _share(after) if after else "",
        "verdict": compared(before, after) if after else "",
    }


def _share(rate: Rate) -> str:
    """Return a rate as the screens say it: with n always, and with its interval where n tells something."""
    interval = rate.interval
    if interval is None:
        return "no case"
    if rate.n < FEW:
        return f"{rate.hits} of {rate.n}"
    low, high = (100 * bound for bound in interval)
    return f"{100 * rate.hits / rate.n:.1f}% of {rate.n:,} ({low:.1f} to {high:.1f})"


def _cases(me: Principal, row: ProblemRow, now: datetime, zone: tzinfo, *, keeps: bool) -> None:
    """Draw the cases linked, and those of the same kind that are not."""
    cases = data.read(problems.cases_of, me.scope, row.id)
    html.draw("problem_cases", id=row.id, title=row.title, rows=[_case(one, now, zone) for one in cases])
    since = (now - WITHIN).replace(minute=0, second=0, microsecond=0)
    free = data.read(problems.unlinked, me.scope, row.kind, since=since)
    if free:
        rows = [_case(one, now, zone) for one in free[:FEW]]
        html.draw("problem_unlinked", n=len(free), days=WITHIN.days, rows=rows, more=len(free) - len(rows))
    if not keeps:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if free:
            st.button(f"Link all {len(free)}", key="problem_link", on_click=link, args=(row.id, _numbers(free)))
        if cases:
            one = st.selectbox(
                "Take a case out", [reference(case.number) for case in cases], key="problem_out", width=200
            )
            st.button("Take it out", key="problem_unlink", on_click=_unlink, args=(row.id, one))


def link(problem: int, cases: tuple[int, ...]) -> None:
    """Say that a problem is behind cases; for callbacks."""
    what = reference(cases[0]) if len(cases) == 1 else f"{len(cases)} cases"
    act.configure(services.link, problem, cases, form="problem_link", said=f"{what} linked to problem {problem}.")


def _unlink(problem: int, case: str) -> None:
    number = int(case.removeprefix("C-"))
    said = f"{case} is no longer linked to problem {problem}."
    act.configure(services.unlink, problem, number, form="problem_link", said=said)


def _numbers(cases: Sequence[Occurrence]) -> tuple[int, ...]:
    return tuple(case.number for case in cases)


def _case(one: Occurrence, now: datetime, zone: tzinfo) -> dict[str, str]:
    opened = moment(one.opened_at, zone, now=now)
    return {"case": reference(one.number), "title": one.title, "status": one.status, "opened": opened}
