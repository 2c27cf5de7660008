"""The files of a case: added, taken away with their bytes, and told to the event."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer
from sqlmodel import col

from caselight.core.attachments import MOST, Upload
from caselight.core.refusal import NotFound, Refusal
from caselight.core.wording import reference
from caselight.services.work import Work
from caselight.store.tables import Attachment, Case, Event

ADDED, REMOVED = "case:attached", "case:attachment_removed"
NAME = "attachment"  # the text of the event that holds the file's name


def add(work: Work, case: Case, upload: Upload) -> Event:
    """Attach a file, and write the event of it with its digest."""
    row = Attachment(
        case_id=case.id or 0,
        number=case.version + 1,
        client_id=case.client_id,
        seq=case.version + 1,
        by_id=work.actor.user_id,
        at=work.now,
        name=upload.kept_name,
        media_type=upload.media_type,
        size=len(upload.content),
        sha256=upload.sha256,
        content=upload.content,
    )
    if len(_rows(work, case)) >= MOST:
        raise Refusal(f"{reference(case.id or 0)} has {MOST} attachments, the most a case may have. Remove one first.")
    work.session.add(row)
    return _record(work, case, ADDED, row, row.name)


def remove(work: Work, case: Case, row: Attachment) -> Event:
    """Take a file away for good: its name and bytes leave the table, what happened stays on record."""
    name = row.name
    _erase(work, case, row)
    return _record(work, case, REMOVED, row, name)


def put_back(work: Work, case: Case, event: Event) -> None:
    """Take away the file that an undone event attached; one that was removed cannot come back."""
    if event.kind == REMOVED:
        raise Refusal("The file is gone: a removed attachment cannot be put back. Attach it again.")
    if event.kind == ADDED:
        _erase(work, case, row_of(work, case, event.seq))


def row_of(work: Work, case: Case, number: int) -> Attachment:
    """Return a file of the case, or refuse one that is not there."""
    for row in _rows(work, case):
        if row.number == number:
            return row
    raise NotFound(f"{reference(case.id or 0)} has no such attachment. It may have been removed; reload the page.")


def _rows(work: Work, case: Case) -> list[Attachment]:
    kept = select(Attachment).where(col(Attachment.case_id) == case.id, col(Attachment.removed_at).is_(None))
    with work.session.no_autoflush:
        return list(work.session.scalars(kept.options(defer(Attachment.content))))  # type: ignore[arg-type]  # a column to mypy, an attribute to SQLAlchemy


def _record(work: Work, case: Case, kind: str, row: Attachment, name: str) -> Event:
    work.seen = None  # a file never meets what others changed
    work.sheet_texts[NAME] = name
    told: dict[str, Any] = {"number": row.number, "type": row.media_type, "size": row.size, "sha256": row.sha256}
    return work.record(case, kind, more={"attachment": told})


def _erase(work: Work, case: Case, row: Attachment) -> None:
    row.seq, row.removed_at, row.name, row.content = case.version + 1, work.now, "", None
