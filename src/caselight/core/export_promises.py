"""The tables of a file that keep promises: clocks, escalations, and the thresholds they passed."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from caselight.core import instant
from caselight.core.clock import Clock
from caselight.core.hours import ALWAYS
from caselight.core.records import Stage, Template
from caselight.core.records.field import field
from caselight.core.refusal import Refusal
from caselight.core.text import quoted

LONG = 100_000  # characters of what a program wrote: some thousand runs
BETWEEN, TO = "; ", "/"


class ClockRow(Template):
    """One promise on a case; the contract and the calendar are named as they are called, by version."""

    contract_from: datetime | None = field(
        "Contract from", "From when the client's contract holds.", required=Stage.LOGGING, future=True
    )
    calendar: str | None = field("Calendar", "Whose hours count; empty: around the clock.")
    calendar_from: datetime | None = field(
        "Calendar from", "From when this version of it holds; empty: its first.", future=True
    )
    target_s: int | None = field("Target", "In seconds.", required=Stage.LOGGING, unit="s", least=1)
    waiting_pauses: bool | None = field("Waiting pauses", "Whether waiting holds it.", required=Stage.LOGGING)
    runs: str | None = field(
        "Runs", "From/until of each stretch in which it ran.", required=Stage.LOGGING, multiline=True, max_length=LONG
    )
    started_at: datetime | None = field("Started", "When it began.", required=Stage.LOGGING)
    due_at: datetime | None = field("Due", "Empty while a pause keeps it unknown.", future=True)
    stopped_at: datetime | None = field("Stopped", "Empty while it goes on.")
    first_missed_at: datetime | None = field("First missed", "The due instant of the first miss.", future=True)
    matrix: str | None = field("Matrix row", "Whose thresholds hold.", multiline=True, max_length=LONG)
    cycle: int | None = field("Cycle", "How often it began anew.")
    cycle_at: datetime | None = field("Cycle from", "Empty: from its start.")
    next_at: datetime | None = field("Next look", "When the sweep looks at it next.", future=True)
    kept: int | None = field("Kept", "Rounds that ended in time.")
    missed: int | None = field("Missed", "Rounds that ended late.")


class EscalationRow(Template):
    """One escalation of a case, or the watch on its first line."""

    way: str | None = field("Way", "Functional, hierarchical or first line.", required=Stage.LOGGING)
    kind: str | None = field("Kind", "Why it was raised.", required=Stage.LOGGING)
    trigger: str | None = field("Trigger", "What raised it.", required=Stage.LOGGING)
    initiator: str | None = field("Initiator", "Who raised it; empty: the system.")
    follows: int | None = field("Follows", "The escalation of the case that it continues.")
    from_tier: int | None = field("From tier", "Where the case was.", least=1, most=3)
    to_tier: int | None = field("To tier", "Where it went.", least=1, most=3)
    from_team: str | None = field("From team", "Where the case was.")
    team: str | None = field("Team", "Who was called.")
    person: str | None = field("Person", "Who was called by name.")
    is_urgent: bool | None = field("Urgent", "Whether it is urgent.")
    matrix: str | None = field(
        "Matrix row", "The row it was raised under.", required=Stage.LOGGING, multiline=True, max_length=LONG
    )
    calendar: str | None = field("Calendar", "Whose hours count; empty: around the clock.")
    calendar_from: datetime | None = field(
        "Calendar from", "From when this version of it holds; empty: its first.", future=True
    )
    details: str | None = field("Details", "What its kind asks.", multiline=True, max_length=LONG)
    raised_at: datetime | None = field("Raised", "When.", required=Stage.LOGGING)
    raised_seq: int | None = field("Raised by step", "Whose words say why.", required=Stage.LOGGING, least=1)
    cycle: int | None = field("Cycle", "How often it was called anew.")
    armed_at: datetime | None = field("Armed", "From when its times count.", required=Stage.LOGGING)
    ack_due_at: datetime | None = field("Acknowledge by", "When.", future=True)
    acknowledged_at: datetime | None = field("Acknowledged", "When.")
    acknowledged_by: str | None = field("Acknowledged by", "Who.")
    runs: str | None = field(
        "Runs",
        "From/until of each stretch in which its resolve step ran.",
        required=Stage.LOGGING,
        multiline=True,
        max_length=LONG,
    )
    resolve_due_at: datetime | None = field("Resolve by", "Empty while a pause keeps it unknown.", future=True)
    passed_on_at: datetime | None = field("Passed on", "When a later one took its place.")
    ended_at: datetime | None = field("Ended", "Empty while it is open.")
    outcome: str | None = field("Outcome", "What came of it.")
    next_at: datetime | None = field("Next look", "When the sweep looks at it next.", future=True)


class ThresholdRow(Template):
    """A threshold that a clock or an escalation of the case passed, so that it is told once."""

    clock: str | None = field("Clock", "A clock of the case; empty: an escalation's step.")
    escalation: int | None = field("Escalation", "Whose step it is.", least=1)
    step: str | None = field("Step", "Of the escalation.")
    threshold: int | None = field("Threshold", "In percent of the target.", required=Stage.LOGGING)
    cycle: int | None = field("Cycle", "In which it was passed.", required=Stage.LOGGING)
    due_at: datetime | None = field("Fell due", "When.", required=Stage.LOGGING)
    fired_at: datetime | None = field("Noticed", "When.", required=Stage.LOGGING)
    is_late: bool | None = field("Late", "Noticed too late.", required=Stage.LOGGING)
    raised: int | None = field("Raised", "The escalation that it raised.", least=1)


def runs_told(runs: Iterable[Sequence[str | None]]) -> str:
    """Return the runs of a clock as one text: from/until of each, the last without an end where it goes on."""
    return BETWEEN.join(f"{start}{TO}{end or ''}" for start, end in runs)


def runs_read(told: str) -> list[list[str | None]]:
    """Return what `runs_told` wrote; refuse what is no such text, or out of order."""
    runs: list[list[str | None]] = []
    for part in told.split(BETWEEN):
        start, between, end = part.partition(TO)
        if not between:
            raise Refusal(f"{quoted(part)} is no run. Write it as from/until, or leave the column as it was.")
        runs.append([instant.write(instant.read(start)), instant.write(instant.read(end)) if end else None])
    try:
        Clock.from_rows(runs, target=timedelta(seconds=1), hours=ALWAYS)
    except ValueError:
        raise Refusal("The runs are not one after the other. Leave the column as it was.") from None
    return runs
