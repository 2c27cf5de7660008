"""The SLA of the period: each promise that counts, the table they add up to, and the breaches among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caselight.core import sla
from caselight.core.ledger import Ledger
from caselight.core.sla import PROMISES, Kept, Opened, Way, Window
from caselight.core.wording import duration, reference
from caselight.services.evidence.numbers import seconds, share
from caselight.store.casefile import ClockRow

ALL = "all"
PROMISE = (
    *("case", "clock", "priority", "clause", "target_s", "opened_at", "due_at", "stopped_at", "missed_at"),
    *("is_paused", "paused_s", "used_percent", "raw_due_at", "raw_missed_at", "event"),
)
SLA = (
    *("clock", "priority", "counted", "met", "missed", "percent", "excluded", "why_excluded"),
    *("raw_met", "raw_missed", "raw_percent", "clauses", "targets"),
)
BREACH = (
    *("case", "clock", "priority", "promised", "promised_s", "started_at", "due_at", "stopped_at", "late_by"),
    *("late_by_s", "used_s", "paused_s", "clause", "contract_from", "waiting_pauses", "counted", "reason"),
)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The promises that count somewhere in the period, the cases opened in it, and the period."""

    rows: Sequence[Kept]
    opened: Sequence[Opened]
    window: Window

    def breaches(self) -> list[Kept]:
        """Return what was missed by any way to count."""
        return [row for row in self.rows if any(sla.verdict(row, way, self.window) is False for way in Way)]

    def counted_as(self) -> dict[int, str]:
        """Return for each case opened in the period the priority it counts under, or that it is left out."""
        return {case.case: "left out" if case.is_left_out else f"P{case.priority}" for case in self.opened}


def found(rows: Sequence[Kept], opened: Sequence[Opened], window: Window) -> Found:
    """Keep the promises that have a verdict in the period, with their pauses or without, or were made in it."""
    made = {case.case for case in opened if not case.is_left_out}
    told = [row for row in rows if row.case in made or _has_verdict(row, window)]
    return Found(told, opened, window)


def promises(of: Found, moved: Mapping[tuple[int, str], int]) -> Iterator[Row]:
    """Yield the rows that the table adds up; `moved` has the newest event that moved each clock."""
    for row in of.rows:
        yield {
            **{name: getattr(row, name) for name in PROMISE if hasattr(row, name)},
            "case": reference(row.case),
            "clock": row.promise,
            "priority": f"P{row.priority}",
            "target_s": seconds(row.target),
            "paused_s": seconds(row.paused),
            "event": moved.get((row.case, row.promise)),
            "used_percent": "" if row.used is None else f"{100 * row.used:.1f}",
        }


def table(of: Found) -> Iterator[Row]:
    """Yield the SLA of each clock: by each way to count, of all priorities and of each."""
    for promise in PROMISES:
        of_promise = [row for row in of.rows if row.promise == promise]
        for priority in (0, *sorted({row.priority for row in of_promise})) if of_promise else ():
            rows = [row for row in of_promise if priority in (0, row.priority)]
            opened = [case for case in of.opened if priority in (0, case.priority)]
            for way in Way:
                yield _line(Found(rows, opened, of.window), promise, way) | {
                    "priority": f"P{priority}" if priority else ALL
                }


def breach(of: Found, row: Kept, clock: ClockRow, ledger: Ledger) -> Row:
    """Return one broken promise: what was promised, how late it was, by which clause and version of the contract."""
    assert row.missed_at is not None  # noqa: S101 – it is a breach
    late = (row.stopped_at or of.window.until) - row.missed_at
    return {
        "case": reference(row.case),
        "clock": row.promise,
        "priority": f"P{row.priority}",
        "promised": duration(row.target),
        "promised_s": seconds(row.target),
        "started_at": ledger.parts[0].start,
        "due_at": row.missed_at,
        "stopped_at": row.stopped_at,
        "late_by": duration(late),
        "late_by_s": seconds(late),
        "used_s": seconds(ledger.counted),
        "paused_s": seconds(row.paused),
        "clause": row.clause or "not named",
        "contract_from": clock.valid_from,
        "waiting_pauses": clock.waiting_pauses,
        "counted": [way.value for way in Way if sla.verdict(row, way, of.window) is False],
        "reason": _reason(row),
    }


def _has_verdict(row: Kept, window: Window) -> bool:
    return any(sla.verdict(each, way, window) is not None for each in (row, row.raw) for way in Way)


def _line(of: Found, promise: str, way: Way) -> dict[str, Any]:
    counts, raw = sla.counted(of.rows, way, of.window), sla.raw(of.rows, way, of.window)
    excluded = sla.left(of.rows, of.opened, promise, way=way, window=of.window)
    return {
        "clock": promise,
        "counted": way.value,
        "met": len(counts.met),
        "missed": len(counts.missed),
        "percent": share(len(counts.met), counts.n),
        "excluded": len(excluded),
        "why_excluded": sla.reasons(excluded) if excluded else "",
        "raw_met": len(raw.met),
        "raw_missed": len(raw.missed),
        "raw_percent": share(len(raw.met), raw.n),
        "clauses": sla.clauses(of.rows),
        "targets": [duration(span) for span in sorted({row.target for row in of.rows})],
    }


def _reason(row: Kept) -> str:
    if row.missed_at != row.due_at:
        return "missed before its clock went on or was aimed anew; the first miss stays on record"
    return "stopped after it was due" if row.stopped_at else "open past due at the end of the period"
