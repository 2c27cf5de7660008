"""The seven questions answered with pandas, as a quick dashboard does it: read the tables, then group."""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlmodel import Session, col

from caselight.core.lifecycle import LEFT_OUT, OPEN
from caselight.core.promises import Promise
from caselight.services.bench.questions import LISTED, LONGEST, PRIORITIES, SOME, Answers, Asked
from caselight.store.tables import Case, CaseClock

CASES = (Case.id, Case.client_id, Case.priority, Case.status, Case.opened_at, Case.resolved_at)
CLOCKS = (CaseClock.case_id, CaseClock.promise, CaseClock.due_at, CaseClock.stopped_at, CaseClock.first_missed_at)


def answers(session: Session, asked: Asked) -> Answers:
    """Return the answers; only the columns that the questions need are read, of all rows."""
    cases, clocks = _read(session, CASES), _read(session, CLOCKS)
    is_open = cases["status"].isin(list(OPEN))
    counted = cases[~cases["status"].isin(list(LEFT_OUT))]
    late = _late(cases[is_open], clocks, asked)
    resolved = counted[counted["resolved_at"].between(asked.month_ago, asked.now, inclusive="left")]
    took = (resolved["resolved_at"] - resolved["opened_at"]).dt.total_seconds()
    half, most = np.percentile(took if len(took) else [0], (50, 90))
    wanted = cases[is_open & cases["client_id"].isin(list(SOME.clients or ())) & cases["priority"].isin(PRIORITIES)]
    hours = [asked.a_day_ago + hour * pd.Timedelta(hours=1) for hour in range(25)]
    return Answers(
        overdue=dict(Counter(zip(late["client_id"], late["priority"], strict=True))),
        longest=late.sort_values(["due_at", "priority", "id"])["id"].head(LONGEST).tolist(),
        per_hour=_counts(counted, hours),
        per_day=_counts(counted, [asked.days[0][0], *(end for _, end in asked.days)]),
        speed=(round(half), round(most)),
        kept=_kept(counted, clocks, asked),
        listed=wanted.sort_values(["opened_at", "id"], ascending=False)["id"].head(LISTED).tolist(),
    )


def _read(session: Session, columns: Any) -> pd.DataFrame:  # noqa: ANN401 – mapped columns
    return pd.read_sql(select(*map(col, columns)), session.connection())


def _late(cases: pd.DataFrame, clocks: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    running = clocks[clocks["stopped_at"].isna() & (clocks["due_at"] < asked.now)]
    first = running.groupby("case_id")["due_at"].min()
    return cases.merge(first, left_on="id", right_index=True)


def _counts(cases: pd.DataFrame, edges: list[Any]) -> list[int]:
    counts: list[int] = pd.cut(cases["opened_at"], edges, right=False).value_counts(sort=False).tolist()
    return counts


def _kept(cases: pd.DataFrame, clocks: pd.DataFrame, asked: Asked) -> dict[int, tuple[int, int]]:
    due, stopped = clocks["due_at"], clocks["stopped_at"]
    missed = clocks["first_missed_at"].fillna(due.where(stopped.isna() | (stopped > due)))
    decided = clocks.assign(missed=missed, decided=missed.fillna(stopped)).merge(
        cases, left_on="case_id", right_on="id"
    )
    is_resolution = decided["promise"] == Promise.RESOLUTION
    decided = decided[is_resolution & decided["decided"].between(asked.month_began, asked.now, inclusive="left")]
    found = decided["missed"].notna().groupby(decided["client_id"]).agg(["size", "sum"])
    return {int(client): (int(n - missed), int(missed)) for client, n, missed in found.itertuples()}
