"""The SLA table by its promises, and these by the events."""

from datetime import datetime
from decimal import Decimal

from caselight.services.evidence.checking.cases import is_by
from caselight.services.evidence.checking.reading import Chains, Checks, Period, Row, instant, known, seconds, table

PRIORITIES = ("P1", "P2", "P3", "P4")
WAYS = ("decided", "by due", "by close")


def promises_of() -> list[Row]:
    """Return the promises, their instants read."""
    rows = table("promises.csv")
    return [{name: known(cell) if name.endswith("_at") else cell for name, cell in row.items()} for row in rows]


def check_promises(checks: Checks, promises: list[Row], chains: Chains, period: Period) -> None:
    """Compare each promise with its clock as the event that last moved it says, where that is not kept back."""
    proved = 0
    for row, one in enumerate(promises, 1):
        about, chain = f"{one['case']}, {one['clock']}", chains.get(one["case"], [])
        moves = [line["seq"] for line in chain if moved_by(line, one["clock"]) and is_by(line, period)]
        said = int(one["event"] or 0)
        if said > len(chain) or said < max(moves, default=0):
            checks.off("promises.csv", f"event {said} is not the last that moved this clock", row, about)
        elif said in moves:
            proved += 1
            clock = moved_by(chain[said - 1], one["clock"]) or {}
            pairs = {name: (one[name], value) for name, value in stood(clock, period).items()}
            checks.same(
                "promises.csv", row, about, pairs | {"paused_s": (Decimal(one["paused_s"]), pairs["paused_s"][1])}
            )
    checks.part(
        f"{proved:,} of {len(promises):,} promises are as hashed events say; no event shown here says the rest."
    )


def moved_by(line: Row, promise: str) -> Row | None:
    """Return a clock as an event left it; None where it did not move it, or is kept back."""
    moved = line.get("event", {"body": {}})["body"].get("clocks", {}).get(promise)
    return moved[1] if moved else None


def stood(clock: Row, period: Period) -> Row:
    """Return how a promise stood at the end of the period: what came later had not happened."""
    due, last, first = (known(clock[name]) for name in ("due_at", "stopped_at", "first_missed_at"))
    stopped, first = (at if at and at < period.until else None for at in (last, first))
    missed = due if due and due < (stopped or period.until) else None
    runs = [(instant(start), known(stop)) for start, stop in clock["runs"]]
    is_paused = last is None and runs[-1][1] is not None
    return {
        "target_s": str(clock["target_s"]),
        "due_at": due,
        "stopped_at": stopped,
        "missed_at": first or missed,
        "is_paused": "yes" if is_paused else "no",
        "paused_s": held(runs, stopped or period.until, is_paused=is_paused),
    }


def held(runs: list[tuple[datetime, datetime | None]], end: datetime, *, is_paused: bool) -> Decimal:
    """Return how long a clock was held between its runs, by the wall clock."""
    stops = [stop or end for _, stop in runs]
    later = [start for start, _ in runs[1:]] + ([max(end, stops[-1])] if is_paused else [])
    return sum((seconds(stops[place], start) for place, start in enumerate(later)), Decimal(0))


def check_sla(checks: Checks, promises: list[Row], period: Period) -> None:
    """Add up the table again."""
    opened = [one for one in table("cases.csv") if one["counted_as"] in PRIORITIES]
    keys = {(one["clock"], priority, way) for one in promises for priority in ("all", one["priority"]) for way in WAYS}
    for row, said in enumerate(table("sla.csv"), 1):
        clock, priority, way = key = said["clock"], said["priority"], said["counted"]
        keys.discard(key)
        chosen = PRIORITIES if priority == "all" else (priority,)
        of = [one for one in promises if one["clock"] == clock and one["priority"] in chosen]
        asked = [one["case"] for one in opened if one["counted_as"] in chosen]
        found = counted(of, way, period) | {"excluded": excluded(of, asked, way, period)}
        pairs = {name: (said[name], str(value)) for name, value in found.items()}
        checks.same("sla.csv", row, ", ".join(key), pairs)
    for key in sorted(keys):
        checks.off("sla.csv", "has no such row", about=", ".join(key))
    checks.part("The SLA table is what the promises add up to, with pauses and without.")


def counted(of: list[Row], way: str, period: Period) -> Row:
    """Return what was met and missed, with pauses and without."""
    found: Row = {}
    for raw in ("", "raw_"):
        verdicts = [verdict(one, way, period, raw) for one in of]
        met, missed = verdicts.count(True), verdicts.count(False)
        found |= {f"{raw}met": met, f"{raw}missed": missed, f"{raw}percent": percent(met, met + missed)}
    return found


def verdict(one: Row, way: str, period: Period, raw: str = "") -> bool | None:
    """Return whether a promise was met or missed in the period by a way to count, or neither."""
    missed, stopped, due = one[f"{raw}missed_at"], one["stopped_at"], one[f"{raw}due_at"]
    if missed:
        return False if period.holds(stopped if way == "by close" else missed) else None
    if way == "by due":
        return True if stopped and period.holds(due) else None
    return True if period.holds(stopped) else None


def excluded(of: list[Row], opened: list[str], way: str, period: Period) -> int:
    """Return how many of the cases opened in the period have no verdict."""
    decided = {one["case"] for one in of if is_decided(one, way, period)}
    return sum(case not in decided for case in opened)


def is_decided(one: Row, way: str, period: Period) -> bool:
    """Say whether a promise has a verdict by the end of the period."""
    if one["missed_at"]:
        return way != "by close" or one["stopped_at"] is not None
    if way == "by due" and (one["due_at"] is None or one["due_at"] > period.until):
        return False
    return one["stopped_at"] is not None


def percent(met: int, n: int) -> str:
    """Return a share to a tenth; 100 and 0 mean all and none."""
    if not n:
        return ""
    tenths = round(1000 * met / n)
    return f"{(min(max(tenths, 1), 999) if 0 < met < n else tenths) / 10:.1f}"
