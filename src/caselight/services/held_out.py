"""How the forecast would have done: the last weeks held out, and foretold from what was known before each instant."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from caselight.core.forecast import look_ahead
from caselight.core.instant import write
from caselight.core.people import Scope
from caselight.core.scores import auc, brier, calibration
from caselight.store import forecast, matured
from caselight.store.engine import Store

EVERY = timedelta(hours=6)
WEEK = timedelta(weeks=1)


class Said(NamedTuple):
    """What was said of one case at one instant, and what came of it."""

    case: int
    risk: float
    base: float  # the share of its past cases that missed: what one would say knowing nothing else
    used: float
    missed: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How good the risks of a stretch of time were; lower Brier scores are better, a higher area is."""

    since: str
    until: str
    predictions: int
    cases: int
    missed: float | None  # share of the predictions
    brier: float | None
    brier_of_base_rate: float | None
    auc: float | None
    auc_of_target_used: float | None


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The scores of all held-out weeks together and one by one, and what happened beside what was said."""

    whole: Score
    weeks: list[Score]
    bins: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {**asdict(self.whole), "weeks": [asdict(week) for week in self.weeks], "calibration": self.bins}

    def told(self) -> str:
        """Return it as lines."""
        said = [_line(score) for score in (self.whole, *self.weeks)]
        head = "period                   cases  said  missed   Brier  of base rate    AUC  of share used"
        bins = [f"said {each['said']:4.0%}  happened {each['happened']:4.0%}  n {each['n']:,}" for each in self.bins]
        return "\n".join([head, *said, "", *bins])


def of(store: Store, scope: Scope, *, now: datetime, weeks: int) -> HeldOut:
    """Return the scores of the weeks that end now: of each risk shown, of cases whose due instant has passed since."""
    by_week = [(now - WEEK * back, now - WEEK * (back - 1)) for back in range(weeks, 0, -1)]
    said = [list(_said(store, scope, since, until, now)) for since, until in by_week]
    every = [one for week in said for one in week]
    scores = [_score(since, until, week) for (since, until), week in zip(by_week, said, strict=True)]
    bins = calibration([one.risk for one in every], [one.missed for one in every])
    return HeldOut(_score(by_week[0][0], now, every), scores, [each._asdict() for each in bins])


def _said(store: Store, scope: Scope, since: datetime, until: datetime, now: datetime) -> Iterator[Said]:
    with store.reading(scope) as session:
        missed = matured.missed(session, scope, since=since, until=now)
        at = since
        while at < until:
            past = matured.past(session, scope, until=matured.last_hour(at))
            for one in look_ahead(forecast.watched_at(session, scope, at), past, at).rest:
                if one.risk is not None and one.case.number in missed:
                    yield Said(one.case.number, one.risk, one.base or 0.0, one.used, missed[one.case.number])
            at += EVERY


def _score(since: datetime, until: datetime, said: list[Said]) -> Score:
    happened = [one.missed for one in said]
    return Score(
        since=write(since),
        until=write(until),
        predictions=len(said),
        cases=len({one.case for one in said}),
        missed=sum(happened) / len(said) if said else None,
        brier=brier([one.risk for one in said], happened),
        brier_of_base_rate=brier([one.base for one in said], happened),
        auc=auc([one.risk for one in said], happened),
        auc_of_target_used=auc([one.used for one in said], happened),
    )


def _line(score: Score) -> str:
    figures = (score.missed, score.brier, score.brier_of_base_rate, score.auc, score.auc_of_target_used)
    missed, *rest = ["n/a" if figure is None else f"{figure:.3f}" for figure in figures]
    period = f"{score.since[:10]} to {score.until[:10]}"
    return "{:24} {:>5,} {:>5,}  {:>6}  {:>6}  {:>12}  {:>5}  {:>13}".format(
        period, score.cases, score.predictions, missed, *rest
    )
