"""What a record says of its interruption, as intervals; and what intervals say back to the record."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from caselight.core import instant
from caselight.core.records.base import Record
from caselight.core.records.interruption import Effect, Interruption, Severity
from caselight.core.records.reading import columns
from caselight.core.records.register import TYPES
from caselight.core.refusal import Refusal

SKEW = timedelta(minutes=5)  # a clock may be this much ahead of ours
WORST = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR, Severity.NONE)
INSTANTS = frozenset({"started_at", "ended_at", "announced_at"})
TIMES = ("started_at", "ended_at")
# Field of a record type, and what each of its intervals takes from it.
OF_RECORD = {
    "down_from": "started_at",
    "down_until": "ended_at",
    "severity": "severity",
    "effect": "effect",
    "is_planned": "is_planned",
    "announced_at": "announced_at",
    "vendor": "vendor",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One stretch of one interruption; without an end it still lasts."""

    started_at: datetime
    ended_at: datetime | None = None
    severity: str = Severity.MINOR.value
    effect: str = Effect.OUT.value
    is_planned: bool = False
    announced_at: datetime | None = None
    vendor: str | None = None

    @property
    def counts(self) -> bool:
        """Say whether it is unplanned downtime."""
        return not self.is_planned and self.severity != Severity.NONE

    @property
    def was_announced(self) -> bool:
        """Say whether the client was told before it began."""
        return self.announced_at is not None and self.announced_at <= self.started_at

    def columns(self) -> dict[str, Any]:
        """Return it as columns."""
        return asdict(self)


COLUMNS = tuple(each.name for each in fields(Interval))


def template(record_type: str) -> type[Interruption] | None:
    """Return the template of a type that interrupts services; None for every other type."""
    record = TYPES.get(record_type)
    return record if record is not None and issubclass(record, Interruption) else None


def filled_in(record: type[Record]) -> frozenset[str]:
    """Return the fields that logging fills in by itself: an interruption began when it occurred."""
    began = issubclass(record, Interruption) and not record.is_always_planned
    return frozenset({"down_from"} if began else ())


def said(record: type[Interruption], details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the details of a record say of each of its intervals, the usual where they say nothing."""
    told: dict[str, Any] = {
        "severity": record.usual_severity.value,
        "effect": record.usual_effect.value,
        "is_planned": record.is_always_planned,
    }
    for name, column in OF_RECORD.items():
        value = details.get(name)
        if value is not None:
            told[column] = instant.read(value) if column in INSTANTS else value
    return {column: told.get(column) for column in COLUMNS}


def interval(record: type[Interruption], details: Mapping[str, Any]) -> Interval | None:
    """Return the interval that the details tell of; None while they do not say when it began."""
    told = said(record, details)
    return Interval(**told) if told["started_at"] is not None else None


def on_its_word(found: Interval) -> Interval:
    """Return the interval as another system's record counts: planned is what was announced before it began."""
    return replace(found, is_planned=found.is_planned and found.was_announced)


def services(details: Mapping[str, Any]) -> list[str | None]:
    """Return the services hit, one interval each; none in particular is one, too."""
    return list(details.get("affected_services") or [None])


def services_named(record_type: str | None, details: Mapping[str, Any]) -> list[str]:
    """Return the services that an interruption of this type names; none for every other type."""
    return list(details.get("affected_services") or ()) if template(record_type or "") else []


def summary(record: type[Interruption], intervals: Iterable[Interval]) -> dict[str, Any]:
    """Return what the intervals say of the whole: from the first beginning to the last end, at its worst."""
    known = list(intervals)
    if not known:
        return {}
    ends = [each.ended_at for each in known if each.ended_at is not None]
    announced = [each.announced_at for each in known if each.announced_at is not None]
    whole = {
        "down_from": min(each.started_at for each in known),
        "down_until": max(ends) if len(ends) == len(known) else None,
        "severity": min((each.severity for each in known), key=[one.value for one in WORST].index),
        "effect": max((each.effect for each in known), key=[Effect.DEGRADED.value, Effect.OUT.value].index),
        "is_planned": all(each.is_planned for each in known),
        "announced_at": min(announced, default=None),
    }
    return {name: whole[name] for name in columns(record) if name in whole}


def merged(record: type[Interruption], details: Mapping[str, Any], intervals: Iterable[Interval]) -> dict[str, Any]:
    """Return the details with what the intervals say otherwise; what they confirm stays as it was said, or unsaid."""
    told, kept = said(record, details), dict(details)
    for name, value in summary(record, intervals).items():
        if value == told[OF_RECORD[name]]:
            continue
        kept.pop(name, None)
        if value is not None:
            kept[name] = instant.write(value) if isinstance(value, datetime) else value
    return kept


def moves(name: str, value: Any, was: Any, told: Any) -> bool:  # noqa: ANN401 – any column's value
    """Say whether an interval moves when the record says something else of the whole.

    Times move where they were the record's, and where they lie outside what it says now; all else holds for all.
    """
    if name not in TIMES or value == was:
        return name != "started_at" or told is not None
    return told is not None and (value is None or (value < told if name == "started_at" else value > told))


def check(given: Interval, *, now: datetime, names: Mapping[str, str]) -> None:
    """Refuse times that cannot be; `names` is what the form at hand calls each column."""
    faults = {}
    if given.ended_at is not None and given.ended_at < given.started_at:
        faults["ended_at"] = "Ends before it begins. Enter a later time, or clear it while it still lasts."
    if given.is_planned and not given.was_announced:
        faults["announced_at"] = "Planned work is announced before it begins. Correct this, or log it as unplanned."
    ahead = [name for name in ("started_at", "ended_at") if (getattr(given, name) or now) > now + SKEW]
    if not given.is_planned:
        faults |= dict.fromkeys(ahead, "Lies ahead. Only planned work may; enter a time up to now.")
    if faults:
        sentence = next(iter(faults.values()))
        raise Refusal(sentence, fields={names.get(name, name): each for name, each in faults.items()})
