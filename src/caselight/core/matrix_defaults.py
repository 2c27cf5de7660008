"""The matrix a new install begins with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from caselight.core.matrix import TIERS, Facts, Fault, Row

FROM_EVER = datetime(2000, 1, 1, tzinfo=UTC)
ROUND_THE_CLOCK = (1, 2)  # priorities

# Minutes to acknowledge and to resolve, by priority, for tiers 1, 2 and 3.
MINUTES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((5, 30), (10, 120), (15, 240)),
    2: ((15, 120), (30, 240), (60, 480)),
    3: ((60, 480), (120, 960), (240, 1440)),
    4: ((240, 1440), (480, 2400), (480, 2880)),
}
UPDATE_EVERY = {1: 30, 2: 120, 3: 480, 4: 1440}  # minutes between updates to the customer

# Who is told at which percent of a target. 100 is the breach, which also raises an escalation.
OWNER, LEAD, DUTY, MANAGER, CONTACT, HEAD = (
    "owner",
    "lead",
    "duty manager",
    "manager",
    "client contact",
    "operations head",
)
TEAM = "team"  # whoever has the case now
TOLD = (OWNER, LEAD, DUTY, MANAGER, CONTACT, HEAD)
THRESHOLDS: dict[int, tuple[str, ...]] = {
    50: (OWNER,),
    75: (OWNER, LEAD),
    100: (MANAGER, CONTACT),
    150: (HEAD,),
}
SERIOUS: dict[int, tuple[str, ...]] = {**THRESHOLDS, 90: (LEAD, DUTY)}
EVERY, LAST = 100, 1050  # after the highest threshold again every so many percent, up to the last

# Clients of these industries get their minutes times this, never below the floor.
PERCENT_BY_INDUSTRY = {"finance": 75, "healthcare": 75}
PEAK_PERCENT = {"e-commerce": 80}  # in November and December
FLOOR_MINUTES = 5


def rows() -> list[Row]:
    """Return the rows for any client, any record type, each priority and tier."""
    return [
        Row(
            priority=priority,
            tier=tier,
            acknowledge_minutes=acknowledge,
            resolve_minutes=resolve,
            is_round_the_clock=priority in ROUND_THE_CLOCK,
            thresholds=dict(sorted((SERIOUS if priority in ROUND_THE_CLOCK else THRESHOLDS).items())),
            next_tier=tier + 1 if tier < TIERS[-1] else None,
            valid_from=FROM_EVER,
        )
        for priority, by_tier in MINUTES.items()
        for tier, (acknowledge, resolve) in zip(TIERS, by_tier, strict=True)
    ]


ROWS = rows()


def rows_of_client(client_id: int, industry: str, *, years: range) -> Iterator[Row]:
    """Yield the rows of a client whose industry asks for less time, and those of its peak season."""
    percent = PERCENT_BY_INDUSTRY.get(industry)
    if percent:
        yield from (_shortened(row, client_id, percent) for row in ROWS)
    peak = PEAK_PERCENT.get(industry)
    for year in years if peak else ():
        season = datetime(year, 11, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        for row in ROWS:
            shortened = _shortened(row, client_id, peak or 100)
            yield replace(shortened, valid_from=season[0], valid_until=season[1])


def closest(found: Row | Fault) -> Row:
    """Return the row found; of a tie the one that asks for the most haste, for a gap the shipped one."""
    if isinstance(found, Row):
        return found
    shipped = [row for row in ROWS if row.tier == found.tier and row.is_for(found.facts)]
    return min(found.rows or shipped, key=lambda row: (row.acknowledge_minutes, row.resolve_minutes))


def shipped(facts: Facts, tier: int) -> Row:
    """Return the shipped row for a case at a tier."""
    return closest(Fault("gap", facts, tier=tier))


def _shortened(row: Row, client_id: int, percent: int) -> Row:
    acknowledge, resolve = (
        max(FLOOR_MINUTES, minutes * percent // 100) for minutes in (row.acknowledge_minutes, row.resolve_minutes)
    )
    return replace(row, client_id=client_id, acknowledge_minutes=acknowledge, resolve_minutes=resolve)
