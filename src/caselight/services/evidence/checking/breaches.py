"""Breaches by the promises that were missed, ledgers by their sums, and availability by the interruptions."""

import json
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from caselight.services.evidence.checking.figures import WAYS, verdict
from caselight.services.evidence.checking.reading import HERE, Checks, Period, Row, instant, known, seconds, table

NEARLY = Decimal("0.001")


def check_breaches(checks: Checks, promises: list[Row], period: Period) -> None:
    """Compare breaches with the promises that were missed, and add up the ledger of each."""
    missed = {(one["case"], one["clock"]): one for one in promises if ways_missed(one, period)}
    ledgers: defaultdict[tuple[str, str], list[tuple[int, Row]]] = defaultdict(list)
    for row, part in enumerate(table("ledger.csv"), 1):
        ledgers[part["case"], part["clock"]].append((row, part))
    rows, contract = table("breaches.csv"), Contract()
    for row, said in enumerate(rows, 1):
        one = missed.pop((said["case"], said["clock"]), None)
        if one is None:
            checks.off("breaches.csv", "is no broken promise of promises.csv", row, f"{said['case']}, {said['clock']}")
        else:
            check_breach(checks, row, said, one, period)
            clause = contract.clause(said)
            checks.same("breaches.csv", row, f"{said['case']}, {said['clock']}", {"clause": (said["clause"], clause)})
            check_ledger(
                checks, said, ledgers.pop((said["case"], said["clock"]), []), one["stopped_at"] or period.until
            )
    for key in sorted(missed):
        checks.off("breaches.csv", "has no row for a promise that was broken", about=", ".join(key))
    for key, parts in ledgers.items():
        checks.off("ledger.csv", "belongs to no row of breaches.csv", parts[0][0], ", ".join(key))
    checks.part(f"{len(rows):,} breaches are as late as they say, and each ledger adds up without a gap.")


class Contract:
    """What definitions.json says was agreed."""

    def __init__(self) -> None:
        agreed = json.loads((HERE / "definitions.json").read_text("utf-8"))["contracts"]
        self._types = {case["case"]: case["record_type"] for case in table("cases.csv")}
        self._clauses: dict[tuple[datetime, str, str, str], str] = {
            (instant(version["valid_from"]), target["promise"], target["priority"], target["record_type"]): target[
                "clause"
            ]
            for version in agreed
            for target in version["targets"]
        }

    def clause(self, breach: Row) -> str:
        """Return the clause that a breach breaks; what is said of its record type goes before what is said of any."""
        about = (instant(breach["contract_from"]), breach["clock"], breach["priority"])
        own = self._clauses.get((*about, self._types.get(breach["case"], "")), "not named")
        return self._clauses.get((*about, "any"), "not named") if own == "not named" else own


def ways_missed(one: Row, period: Period) -> str:
    """Return the ways to count by which a promise was broken in the period."""
    return "; ".join(way for way in WAYS if verdict(one, way, period) is False)


def check_breach(checks: Checks, row: int, said: Row, one: Row, period: Period) -> None:
    """Compare a breach with its promise."""
    late = seconds(one["missed_at"], one["stopped_at"] or period.until)
    pairs = {
        "priority": (said["priority"], one["priority"]),
        "promised_s": (said["promised_s"], one["target_s"]),
        "due_at": (known(said["due_at"]), one["missed_at"]),
        "stopped_at": (known(said["stopped_at"]), one["stopped_at"]),
        "late_by_s": (Decimal(said["late_by_s"]), late),
        "paused_s": (said["paused_s"], one["paused_s"]),
        "counted": (said["counted"], ways_missed(one, period)),
    }
    checks.same("breaches.csv", row, f"{said['case']}, {said['clock']}", pairs)


def check_ledger(checks: Checks, said: Row, ledger: list[tuple[int, Row]], end: datetime) -> None:
    """Follow a ledger from its start to its end, and add it up."""
    about, at, used = f"{said['case']}, {said['clock']}", instant(said["started_at"]), Decimal(0)
    for place, (row, part) in enumerate(ledger, 1):
        start, stop = instant(part["from"]), instant(part["to"])
        pairs = {
            "part": (part["part"], str(place)),
            "from": (start, at),
            "seconds": (Decimal(part["seconds"]), seconds(start, stop)),
            "counted_seconds": (part["counted_seconds"], part["seconds"] if part["what"] == "counted" else "0"),
        }
        checks.same("ledger.csv", row, about, pairs)
        at, used = stop, used + Decimal(part["counted_seconds"])
    pairs = {"its end": (at, end), "the sum of counted_seconds": (used, Decimal(said["used_s"]))}
    checks.same("ledger.csv", 0, about, pairs)


def check_availability(checks: Checks, period: Period) -> None:
    """Work out what each service lost, each minute once."""
    spans: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in table("interruptions.csv"):
        start, stop = max(instant(one["from"]), period.since), min(known(one["to"]) or period.until, period.until)
        if one["is_planned"] == "no" and start < stop:
            spans["all services"].append((start, stop))
            spans[one["service"]].append((start, stop))
    for row, said in enumerate(table("availability.csv"), 1):
        lost, end = Decimal(0), period.since
        for start, stop in sorted(spans.pop(said["service"], [])):
            lost, end = lost + seconds(max(start, end), max(stop, end)), max(stop, end)
        left = 100 * (1 - lost / seconds(*period))
        if (
            abs(Decimal(said["unplanned_s"]) - lost) > NEARLY
            or abs(Decimal(said["availability_percent"]) - left) > NEARLY
        ):
            checks.off("availability.csv", f"unplanned comes to {lost} s, or {left:.3f} % left", row, said["service"])
    for service in sorted(spans):
        checks.off("availability.csv", "has no row for a service that was interrupted", about=service)
    checks.part("Availability is what the interruptions leave, each minute counted once.")
