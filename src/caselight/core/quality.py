"""How well cases are written down: how soon, how completely, and how often they are changed afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal, NamedTuple

from caselight.core.records import TYPES, FormField, Stage, form_fields
from caselight.core.records.check import EMPTY
from caselight.core.sheets.owing import SERIOUS
from caselight.core.stats import percentile

SOON = timedelta(minutes=15)
By = Literal["client", "team", "record_type"]


class Entered(NamedTuple):
    """A case that a person entered; the team is that person's."""

    number: int
    client: str
    team: str
    record_type: str
    person_id: int | None
    lag: timedelta  # from when it occurred to when it was entered


class Finished(NamedTuple):
    """A case that was resolved; team and person are those that have it."""

    number: int
    client: str
    team: str
    record_type: str
    person_id: int | None
    priority: int
    is_closed: bool
    details: Mapping[str, Any]
    edits: int  # after it was resolved


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """Return it in percent; None of nothing."""
        return 100 * self.part / self.whole if self.whole else None


class Quality(NamedTuple):
    """The figures of some cases; None where there is nothing to measure."""

    entered: int
    median: timedelta | None
    p90: timedelta | None
    soon: Share  # entered within SOON
    finished: int
    owed: Share  # fields owed by the stage reached that are filled in
    optional: Share  # fields that nobody must fill in, and that are
    edited: Share  # resolved cases changed afterwards


def quality(entered: Sequence[Entered], finished: Sequence[Finished]) -> Quality:
    """Return the figures of these cases."""
    lags = [max(case.lag, timedelta()).total_seconds() for case in entered]
    asked = [(about, case.details.get(name) not in EMPTY) for case in finished for name, about in _asked(case).items()]
    owed = [is_there for about, is_there in asked if about.required]
    optional = [is_there for about, is_there in asked if not about.required]
    return Quality(
        entered=len(entered),
        median=_span(percentile(lags, 0.5)),
        p90=_span(percentile(lags, 0.9)),
        soon=Share(sum(lag <= SOON.total_seconds() for lag in lags), len(lags)),
        finished=len(finished),
        owed=Share(sum(owed), len(owed)),
        optional=Share(sum(optional), len(optional)),
        edited=Share(sum(bool(case.edits) for case in finished), len(finished)),
    )


def grouped(entered: Iterable[Entered], finished: Iterable[Finished], by: By) -> dict[str, Quality]:
    """Return the figures by client, team or record type, by name: never by how good they are."""
    parts: dict[str, tuple[list[Entered], list[Finished]]] = {}
    for one in entered:
        parts.setdefault(getattr(one, by), ([], []))[0].append(one)
    for each in finished:
        parts.setdefault(getattr(each, by), ([], []))[1].append(each)
    return {name: quality(*parts[name]) for name in sorted(parts)}


def _asked(case: Finished) -> dict[str, FormField]:
    """Return the fields that may be there: what is owed later, or by a serious case only, is not asked before."""
    record = TYPES.get(case.record_type)
    stage = Stage.CLOSING if case.is_closed else Stage.RESOLVING
    return {
        about.name: about
        for about in (form_fields(record) if record else ())
        if not about.required or (about.required <= stage and (not about.serious or case.priority <= SERIOUS))
    }


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
