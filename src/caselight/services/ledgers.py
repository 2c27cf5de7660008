"""The ledger of every clock of a case, for whoever wants to check a number away from the screen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caselight.core import instant
from caselight.core.clock import Clock
from caselight.core.ledger import Ledger, Part, Turn, What, ledger
from caselight.core.people import Scope
from caselight.core.refusal import NotFound
from caselight.core.wording import duration, reference
from caselight.store import casefile
from caselight.store.casefile import ClockRow
from caselight.store.engine import Store


@dataclass(frozen=True, slots=True)
class ClockLedger:
    """One promise, its clock, and the parts that add up to it."""

    promise: str
    clock: Clock
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class CaseLedgers:
    """The ledgers of one case as of an instant."""

    number: int
    as_of: datetime
    clocks: tuple[ClockLedger, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the ledgers ready for JSON; spans are in seconds."""
        clocks = [_plain(each, self.as_of) for each in self.clocks]
        return {"case": reference(self.number), "as_of": instant.write(self.as_of), "clocks": clocks}

    def told(self) -> str:
        """Return the ledgers as lines of text, times in UTC."""
        if not self.clocks:
            return f"{reference(self.number)} was promised nothing: no contract was in force."
        return "\n".join(line for each in self.clocks for line in _lines(each))


def of(store: Store, scope: Scope, number: int, *, now: datetime) -> CaseLedgers:
    """Return the ledgers of a case; NotFound where it is missing or another scope's."""
    with store.reading(scope) as session:
        if casefile.case_file(session, scope, number) is None:
            raise NotFound(f"No such case: {reference(number)}. Check the number.")
        rows = casefile.clocks(session, scope, number)
        turns = casefile.turns(casefile.events(session, scope, number), casefile.texts(session, scope, number))
    return CaseLedgers(number, now, tuple(_ledger(row, turns, now) for row in rows))


def _ledger(row: ClockRow, turns: list[Turn], now: datetime) -> ClockLedger:
    clock = row.clock()
    return ClockLedger(row.promise, clock, ledger(clock, turns, now=now))


def _plain(each: ClockLedger, as_of: datetime) -> dict[str, Any]:
    due_at = each.clock.due_at()
    return {
        "promise": each.promise,
        "state": each.clock.state(as_of),
        "target_s": each.clock.target.total_seconds(),
        "due_at": instant.write(due_at) if due_at else None,
        "elapsed_s": each.clock.elapsed(as_of).total_seconds(),
        "counted_s": each.ledger.counted.total_seconds(),
        "wall_s": each.ledger.wall.total_seconds(),
        "parts": [_part(part) for part in each.ledger.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "from": instant.write(part.start),
        "to": instant.write(part.end),
        "what": part.what.value,
        "by": part.by or None,
        "why": part.why or None,
        "counted_s": part.span.total_seconds() if part.what is What.COUNTED else 0.0,
        "span_s": part.span.total_seconds(),
    }


def _lines(each: ClockLedger) -> list[str]:
    found = each.ledger
    head = f"{each.promise}: {duration(found.counted)} of {duration(each.clock.target)} used"
    parts = [
        f"  {part.start:%Y-%m-%d %H:%M}  {part.end:%Y-%m-%d %H:%M}  {duration(part.span):>8}  "
        + ", ".join(filter(None, (part.what, part.why, part.by)))
        for part in found.parts
    ]
    return [head, *parts, f"  {duration(found.wall)} by the wall clock"]
