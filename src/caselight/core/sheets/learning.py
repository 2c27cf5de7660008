"""What we learn from a case: what corrects and prevents it, and the review afterwards."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from caselight.core.choice import Choice
from caselight.core.records.field import Stage, field
from caselight.core.sheets.base import Sheet


class Purpose(Choice):
    """What a measure is for."""

    CORRECT = "corrects the cause"
    PREVENT = "prevents the like"
    NONE = "none needed"


class Measure(Sheet):
    """F14: one corrective or preventive action, who sees it through, and by when."""

    key = "measure"
    title = "Corrective action"
    line = "Action"
    guidance = "One change that follows from the root cause. It is listed from its due time until it is marked done."
    rows = (("purpose", "responsible", "due_at"), ("what",))
    says = ("{purpose}: {what}", "Due {due_at}[, {responsible}].")
    follow_up = "Corrective action"
    owed = Stage.CLOSING

    purpose: Purpose | None = field(
        "Purpose",
        "Corrects: removes this cause. Prevents: keeps the like away, or catches it earlier. None needed: say why.",
        required=Stage.LOGGING,
    )
    what: str | None = field(
        "What will be changed",
        "A change in a system or a process, not a resolve to be careful. No name as a cause.",
        multiline=True,
        required=Stage.LOGGING,
    )
    responsible: str | None = field(
        "Responsible",
        "Who sees it through.",
        offers="people",
    )
    due_at: datetime | None = field(
        "Due",
        "When it must be in place.",
        future=True,
    )

    @classmethod
    def faults(cls, details: Mapping[str, Any]) -> dict[str, str]:
        """Refuse a change without the time it is due by."""
        if details.get("purpose") == Purpose.NONE or details.get("due_at"):
            return {}
        return {"due_at": "Say when it must be in place."}


class Review(Sheet):
    """E12: the look back after the resolution, and what will prevent it."""

    key = "review"
    title = "Review"
    line = "Action"
    guidance = "After it is resolved, with those who were there: what will prevent it from now on."
    rows = (("prevention",), ("went_well",), ("to_improve",), ("participants", "due_at"))
    says = (
        "To prevent it: {prevention}",
        "Went well: {went_well}",
        "To improve: {to_improve}",
        "With {participants}.",
        "Due {due_at}.",
    )
    follow_up = "Prevention"

    prevention: str | None = field(
        "What will prevent it",
        "The one change with the most effect, and who makes it.",
        multiline=True,
        required=Stage.LOGGING,
    )
    went_well: str | None = field(
        "What went well",
        "Worth doing again: an alarm that fired, a hand-off with a good note.",
        multiline=True,
    )
    to_improve: str | None = field(
        "What to improve",
        "Waits, detours, missing facts. Processes, not people.",
        multiline=True,
    )
    participants: tuple[str, ...] | None = field(
        "Participants",
        "Teams and people who took part.",
        offers="teams",
    )
    due_at: datetime | None = field(
        "Prevention due",
        "When the change must be in place; it is listed until it is marked done.",
        future=True,
    )
