"""Whether a case repeats an earlier one, while it is worked on."""

from caselight.services.work import Work
from caselight.store import recurrence
from caselight.store.tables import Case


def recurs(work: Work, case: Case) -> bool:
    """Say whether the case, as it stands this moment, has an earlier one of its kind within 30 days."""
    return bool(recurrence.before(work.session, work.actor.scope, recurrence.seen(case)))
