"""Attach a file to a case, and take it away."""

from caselight.core.attachments import Upload
from caselight.core.people import Right
from caselight.core.refusal import Denied
from caselight.services import attachments
from caselight.services.work import Work
from caselight.store.tables import Case, Event


def attach(work: Work, case: Case, *, upload: Upload) -> Event:
    """Attach a file; like a note it may come from any team, at any status, and never conflicts."""
    return attachments.add(work, case, upload)


def remove_attachment(work: Work, case: Case, *, attachment: int) -> Event:
    """Take a file away for good: one's own, or, for a lead, anybody's."""
    row = attachments.row_of(work, case, attachment)
    if row.by_id != work.actor.user_id and not work.actor.may(Right.ANY_TEAM):
        raise Denied("Somebody else attached this. Ask them, or a lead, to remove it.")
    return attachments.remove(work, case, row)
