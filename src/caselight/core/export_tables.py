"""The tables of a file of cases: one row a case, and what repeats on a case in tables of its own."""

from datetime import datetime
from typing import NamedTuple

from caselight.core.attachments import ENDINGS
from caselight.core.export_promises import ClockRow, EscalationRow, ThresholdRow
from caselight.core.records import TYPES, Stage, Standard, Template, columns
from caselight.core.records.field import field
from caselight.core.records.interval import IntervalForm
from caselight.core.sheets import SHEETS


class CaseRow(Standard):
    """What a file says of a case besides the standard fields and those of its type."""

    industry: str | None = field("Industry", "The client's.")
    zone: str | None = field("Zone", "The client's time zone; all instants of the file are UTC.")
    status: str | None = field("Status", "How the case stands.", required=Stage.LOGGING)
    waiting_reason: str | None = field("Waiting for", "While it waits.")
    tier: int | None = field("Tier", "Of its team.", least=1, most=3)
    is_accepted: bool | None = field("Accepted", "Somebody in the team has it.")
    is_priority_by_hand: bool | None = field("Priority by hand", "Set otherwise than proposed.")
    next_step: str | None = field("Next step", "What is done next.")
    source: str | None = field("Source", "The system that reported it.")
    opened_at: datetime | None = field("Opened", "When it was entered.", required=Stage.LOGGING)
    acknowledged_at: datetime | None = field("Acknowledged", "When a team first took it.")
    first_response_at: datetime | None = field("First response", "When the customer first heard from us.")
    first_resolved_at: datetime | None = field("First resolved", "Kept when it is reopened.")
    resolved_at: datetime | None = field("Resolved", "Empty while it is open.")
    closed_at: datetime | None = field("Closed", "Empty until then.")
    closes_at: datetime | None = field("Closes", "When it closes by itself, once resolved.", future=True)
    touched_at: datetime | None = field("Touched", "When a person last did something.", required=Stage.LOGGING)
    reopens: int | None = field("Reopened", "How often.")
    merged_into: str | None = field("Merged into", "The case that it went on as.")
    follows: str | None = field("Follows", "The older case that it continues.")


class StepRow(Template):
    """One event of a case, with how the case stood after it."""

    at: datetime | None = field("At", "When it happened.", required=Stage.LOGGING)
    kind: str | None = field("Kind", "What happened.", required=Stage.LOGGING)
    by: str | None = field("By", "Who did it; empty: the system.")
    status: str | None = field("Status", "Of the case afterwards.")
    waiting_reason: str | None = field("Waiting for", "Said with this step.")
    team: str | None = field("Team", "Afterwards.")
    tier: int | None = field("Tier", "Afterwards.", least=1, most=3)
    owner: str | None = field("Owner", "Afterwards.")
    is_accepted: bool | None = field("Accepted", "Somebody in the team has it afterwards.")
    note: str | None = field("Note", "In the words of whoever wrote it.", multiline=True)


class IntervalRow(IntervalForm):
    """One interval of an interruption."""

    vendor: str | None = field("Vendor", "Who failed, as the record says.")


class AttachmentRow(Template):
    """One file attached to a case; its bytes are a file of the archive."""

    name: str | None = field("Name", "As it is kept.", required=Stage.LOGGING)
    media_type: str | None = field("Type", "What its content was found to be.", required=Stage.LOGGING)
    size: int | None = field("Size", "In bytes.", required=Stage.LOGGING)
    sha256: str | None = field("SHA-256", "Of its bytes, in hex.", required=Stage.LOGGING)
    by: str | None = field("By", "Who attached it; empty: the system.")
    at: datetime | None = field("At", "When it was attached.", required=Stage.LOGGING)


class Table(NamedTuple):
    """One table of a file; each row begins with the case, and with what the row is called within it."""

    name: str
    template: type[Template]
    key: str = ""
    more: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return ("case", *filter(None, (self.key,)), *columns(self.template), *self.more)


OWN = tuple(dict.fromkeys(name for record in TYPES.values() for name in columns(record)))
CASES, STEPS, INTERVALS = "cases", "steps", "intervals"
CLOCKS, ESCALATIONS, THRESHOLDS, ATTACHMENTS = "clocks", "escalations", "thresholds", "attachments"
PROMISED = frozenset({CLOCKS, ESCALATIONS, THRESHOLDS})
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(CASES, CaseRow, more=OWN),
        Table(STEPS, StepRow, "step"),
        Table(INTERVALS, IntervalRow, "interval"),
        *(Table(sheet.key, sheet, "sheet", more=("done_at",)) for sheet in SHEETS.values()),
        Table(CLOCKS, ClockRow, "clock"),
        Table(ESCALATIONS, EscalationRow, "escalation"),
        Table(THRESHOLDS, ThresholdRow, "passed"),
        Table(ATTACHMENTS, AttachmentRow, "attachment"),
    )
}


def packed_as(case: str, number: int, media_type: str) -> str:
    """Return what an attachment is called within an archive: by its case and number, never by a name that was typed."""
    return f"attachments/{case}-{number}{ENDINGS[media_type][0]}"
