"""The seven questions answered as Caselight answers them: its own reads, its own one definition of late."""

from collections import Counter

import numpy as np
from sqlmodel import Session

from caselight.core import lateness
from caselight.core.lifecycle import OPEN
from caselight.core.people import EVERYTHING
from caselight.services.bench.questions import HOUR, LISTED, LONGEST, PRIORITIES, SOME, Answers, Asked
from caselight.store import board, caselist, overview, wall
from caselight.store.caselist import Wanted


def answers(session: Session, asked: Asked) -> Answers:
    """Return the answers, by the reads behind wall, Queue, Overview and Cases."""
    late = lateness.overdue(board.open_cases(session, EVERYTHING), asked.now)
    lately = wall.lives(session, EVERYTHING, since=asked.a_day_ago)
    hours = Counter((life.opened_at - asked.a_day_ago) // HOUR for life in lately)
    resolved = overview.lives(session, EVERYTHING, since=asked.month_ago, until=asked.now)
    took = [(life.resolved_at - life.opened_at).total_seconds() for life in resolved if life.resolved_at]
    half, most = np.percentile(took or [0], (50, 90))
    kept = overview.promises_kept(session, EVERYTHING, since=asked.month_began, until=asked.now)
    wanted = Wanted(statuses=OPEN, priorities=PRIORITIES)
    return Answers(
        overdue=Counter((case.client_id, case.priority) for case in late),
        longest=[case.number for case in late[:LONGEST]],
        per_hour=[hours[hour] for hour in range(24)],
        per_day=overview.opened_per_day(session, EVERYTHING, days=asked.days),
        speed=(round(half), round(most)),
        kept={each.client_id: (each.met, each.missed) for each in kept},
        listed=[row.number for row in caselist.rows(session, SOME, wanted, page=1, size=LISTED)],
    )
