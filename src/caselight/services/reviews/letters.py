"""The letter that takes a scheduled review to those its schedule names."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from caselight.core.people import Scope
from caselight.services import printing
from caselight.services.channels.kind import File
from caselight.services.notice_text import templates
from caselight.services.outbound import MAIL
from caselight.settings import Settings
from caselight.store import reviews
from caselight.store.tables import Delivery, Notice, ReviewSchedule

REVIEW = "review"
TO = "address:"


def put(session: Session, number: int, schedule: ReviewSchedule, *, now: datetime) -> int:
    """Put a review into the outbox for everybody its schedule names; return how many that are."""
    if not schedule.addresses:
        return 0
    body = {"review": number, "schedule": schedule.id}
    notice = Notice(key=f"review:{number}", client_id=schedule.client_id, kind=REVIEW, told=[], body=body, made_at=now)
    session.add(notice)
    session.flush()
    for to in schedule.addresses:
        session.add(
            Delivery(
                notice_id=notice.id or 0,
                client_id=schedule.client_id,
                channel=MAIL,
                receiver=f"{TO}{to}",
                next_try_at=now,
            )
        )
    return len(schedule.addresses)


def address(session: Session, delivery: Delivery, notice: Notice) -> str | None:
    """Return whom a delivery is for; None where its schedule is ended or does not name them."""
    schedule = session.get(ReviewSchedule, notice.body["schedule"])
    to = delivery.receiver.removeprefix(TO)
    return to if schedule is not None and schedule.is_active and to in schedule.addresses else None


def written(session: Session, notice: Notice, settings: Settings) -> tuple[str, str, dict[str, Any], tuple[File, ...]]:
    """Return subject, text, the facts for a machine, and the PDF."""
    kept = reviews.one(session, Scope(frozenset({notice.client_id})), notice.body["review"])
    assert kept is not None  # noqa: S101 – written in the transaction that wrote the notice
    said = printing.shown(kept)
    link = f"{settings.url.rstrip('/')}/review?id={kept.id}" if settings.url else ""
    subject, _, text = templates().get_template("review.txt").render(**said, link=link).partition("\n")
    facts = {"kind": REVIEW, "review": kept.id, "client": said["client"], "sha256": kept.sha256, "link": link}
    file = File(f"review-{kept.id}.pdf", "application/pdf", printing.pdf(kept))
    return " ".join(subject.split()), text.strip() + "\n", facts, (file,)
