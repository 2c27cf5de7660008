"""What a review is made of, asked in the words of the pages: so its figures are theirs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from caselight.core.baseline import WINDOW, judged
from caselight.core.people import Scope
from caselight.core.problems import BEFORE
from caselight.core.records import FAILURES
from caselight.core.review import Acted, Facts, Figures, Period
from caselight.core.review.period import A_DAY, start_of
from caselight.store import (
    availability,
    calendars,
    escalation_history,
    failures,
    overview,
    pace,
    problems,
    recoveries,
    reviews,
    sla,
)
from caselight.store.among import Among
from caselight.store.problems import ProblemRow

A_MOMENT = timedelta(microseconds=1)


def gathered(session: Session, client_id: int, client: str, period: Period, *, as_of: datetime) -> Facts:
    """Return everything known of a client's period, in some 20 statements of one snapshot."""
    scope, since, until = Scope(frozenset({client_id})), period.since, period.until
    before = since - period.span
    named = failures.services(session, scope)
    agreed = overview.agreed(session, scope, at=until - A_MOMENT)
    parts = tuple((part.since, part.until) for part in period.buckets)
    speed = pace.measured(session, scope, stage="resolve", since=since, until=until, weeks=parts)
    slow = pace.measured(session, scope, stage="resolve", since=before, until=since, weeks=((before, since),))
    raised = [one for one in escalation_history.raised(session, scope, since=before) if one.raised_at < until]
    recovering = recoveries.recoveries(session, scope, since=before)
    return Facts(
        client,
        period,
        as_of,
        _failures(session, scope, period),
        promises=sla.promises(session, scope, since=since, until=until),
        promises_before=sla.promises(session, scope, since=before, until=since),
        opened=sla.opened(session, scope, since=since, until=until),
        agreed=agreed[0].per_mille / 1000 if agreed else None,
        pace=speed.now,
        pace_before=slow.now,
        paces=speed.weeks,
        spells=availability.spells(session, scope, since=before, until=until),
        hours=calendars.of_clients(session, scope).get(client_id),
        services={service: name for service, (name, _) in named.items()},
        acted=tuple(_acted(session, scope, period)),
        again=reviews.came_again(session, scope, since=since, until=until),
        again_before=reviews.came_again(session, scope, since=before, until=since),
        escalated=sum(one.raised_at >= since for one in raised),
        escalated_before=sum(one.raised_at < since for one in raised),
        urgent=sum(one.is_urgent for one in raised if one.raised_at >= since),
        recoveries=tuple(one.known(as_of) for one in recovering if since <= one.opened_at < until),
        recoveries_before=tuple(one.known(since) for one in recovering if one.opened_at < since),
    )


def _failures(session: Session, scope: Scope, period: Period) -> Figures:
    """Return the failures as the Failures page counts them, and each day beside its usual."""
    zone = ZoneInfo(period.zone)
    found = failures.counted(
        session, scope, Among(record_types=FAILURES), since=period.since, until=period.until, zone=zone
    )
    days = [period.first + place * A_DAY for place in range(-WINDOW, period.length)]
    edges = [(start_of(day, period.zone), start_of(day + A_DAY, period.zone)) for day in days]
    counts = overview.opened_per_day(session, scope, Among(record_types=FAILURES), days=edges)
    known = list(zip(days, counts, strict=True))
    began = next((at for at, (_, count) in enumerate(known) if count), len(known))
    since_then = known[min(began, WINDOW) :]
    return Figures(
        found.n,
        found.before,
        found.bars["type"],
        found.paretos["count"],
        {bar.key: bar.n for bar in found.bars["cause"]},
        judged(since_then, since=period.first),
        [(day, count) for day, count in since_then if day < period.first],
    )


def _acted(session: Session, scope: Scope, period: Period) -> Iterator[Acted]:
    """Yield the problems that were open at some time of the period, with the rate of their kind before and since."""
    for row in problems.problems(session, scope):
        if row.opened_at < period.until and (row.closed_at is None or row.closed_at >= period.since):
            yield _rated(session, scope, row, period.until)


def _rated(session: Session, scope: Scope, row: ProblemRow, until: datetime) -> Acted:
    turn = row.effective_at if row.effective_at and row.effective_at < until else None
    middle = turn or until
    before = after = None
    if row.kind is not None:
        before = problems.rate(session, scope, row.kind, since=middle - BEFORE, until=middle)
        after = problems.rate(session, scope, row.kind, since=turn, until=until) if turn else None
    return Acted(row.id, row.title, row.course, row.action, row.cases, before, after)
