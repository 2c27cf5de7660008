"""What a notice can be about, as long as it is still so, and what of it a client's contact may hear."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from caselight.core.escalation import Step
from caselight.core.lifecycle import OPEN, Status

LOGGED, RAISED, PASSED, RESOLVED = "logged", "raised", "passed", "resolved"
LATE = "late"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice: how lists call it, and the statuses of its case in which it is still worth sending."""

    name: str
    title: str
    true_while: tuple[Status, ...] = OPEN


KINDS: dict[str, NoticeKind] = {
    kind.name: kind
    for kind in (
        NoticeKind(LOGGED, "Case logged"),
        NoticeKind(RAISED, "Case escalated"),
        NoticeKind(PASSED, "Promise running out or missed"),
        NoticeKind(RESOLVED, "Case resolved", (Status.RESOLVED, Status.CLOSED)),
    )
}
# What a contract may say that the client's contact is told, as that contact would put it.
CONTACT_TOLD = {
    LOGGED: "A case is opened",
    RAISED: "A case is escalated",
    LATE: "A promise is missed",
    RESOLVED: "A case is resolved",
}


def for_contact(kind: str, body: Mapping[str, Any], wanted: Collection[str]) -> str | None:
    """Return which of CONTACT_TOLD a notice is to a contact who wants these; None for what stays inside the house."""
    possible = (LATE if body.get("missed") else None, kind)
    return next((about for about in possible if about in CONTACT_TOLD and about in wanted), None)


def withdrawn(kind: str, body: Mapping[str, Any], *, status: str, is_acknowledged: bool) -> str:
    """Return why a notice need not be sent any more; empty when it still must."""
    if status not in KINDS[kind].true_while:
        return f"The case is {status}."
    return "It was acknowledged." if is_acknowledged and _asks_to_acknowledge(kind, body) else ""


def _asks_to_acknowledge(kind: str, body: Mapping[str, Any]) -> bool:
    """Say whether it is about an escalation nobody has acknowledged: a step past due, or a call just made."""
    if "step" in body:
        return bool(body["step"] == Step.ACKNOWLEDGE)
    return kind == RAISED and "promise" not in body
