"""The interruptions of the period, and what they left of availability, by the calendar and by agreed hours."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from math import isinf
from typing import Any

from caselight.core.availability import Lost, Spell, grouped, lost
from caselight.core.sla import Window
from caselight.core.versions import VersionedHours
from caselight.core.wording import reference

INTERRUPTION = ("case", "service", "from", "to", "effect", "is_planned", "third_party", "seconds_in_period")
AVAILABILITY = (
    *("service", "period_s", "cases", "blocks", "unplanned_s", "out_s", "third_party_s", "planned_s"),
    *("availability_percent", "agreed_s", "agreed_lost_s", "agreed_percent"),
)
ALL, NONE = "all services", "no service in particular"
Names = Mapping[int, tuple[str, str]]


def interruptions(spells: Sequence[Spell], names: Names, window: Window) -> Iterator[Mapping[str, Any]]:
    """Yield each stretch of each interruption, with what of it lies in the period."""
    since, until = window.since.timestamp(), window.until.timestamp()
    for spell in spells:
        yield {
            "case": reference(spell.case),
            "service": _name(spell, names),
            "from": _instant(spell.start),
            "to": None if isinf(spell.end) else _instant(spell.end),
            "effect": "out" if spell.is_out else "degraded",
            "is_planned": spell.is_planned,
            "third_party": bool(spell.vendor),
            "seconds_in_period": _seconds(max(min(spell.end, until) - max(spell.start, since), 0)),
        }


def availability(
    spells: Sequence[Spell], names: Names, window: Window, hours: VersionedHours | None
) -> Iterator[Mapping[str, Any]]:
    """Yield what all services lost together, each minute once, and what each one lost."""
    since, until = window.since.timestamp(), window.until.timestamp()
    own = grouped(spells, lambda spell: _name(spell, names))
    groups: list[tuple[str, Sequence[Spell]]] = [
        (ALL, spells),
        *((str(name), own[name]) for name in sorted(own, key=str)),
    ]
    for name, given in groups:
        yield {"service": name, **_lost(lost(given, since=since, until=until, hours=hours))}


def _lost(found: Lost) -> dict[str, Any]:
    return {
        "period_s": _seconds(found.window_s),
        "cases": found.n,
        "blocks": found.blocks,
        "unplanned_s": _seconds(found.unplanned_s),
        "out_s": _seconds(found.out_s),
        "third_party_s": _seconds(found.vendor_s),
        "planned_s": _seconds(found.planned_s),
        "availability_percent": _percent(found.available),
        "agreed_s": _seconds(found.agreed_s),
        "agreed_lost_s": _seconds(found.agreed_lost_s),
        "agreed_percent": _percent(found.agreed),
    }


def _name(spell: Spell, names: Names) -> str:
    return names.get(spell.service or 0, (NONE, ""))[0]


def _instant(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _seconds(span: float | None) -> str:
    return "" if span is None else f"{span:.6f}".rstrip("0").rstrip(".")


def _percent(left: float | None) -> str:
    return "" if left is None else f"{100 * left:.3f}"
