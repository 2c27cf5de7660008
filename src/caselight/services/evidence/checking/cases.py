"""Cases by their events, and the tables for people by the lines for programs."""

from caselight.services.evidence.checking.reading import Chains, Checks, Period, Row, instant, known, lines, table

# What of a case the figures rest on, and what a reader looks at first.
LEFT_OUT = ("cancelled", "merged")
TOLD = ("title", "status", "priority", "opened_at", "first_response_at", "resolved_at", "closed_at", "root_cause")


def check_cases(checks: Checks, chains: Chains, period: Period) -> None:
    """Compare each case with what its events left of it, now and at the end of the period."""
    for row, said in enumerate(table("cases.csv"), 1):
        chain = chains.get(said["case"], [])
        pairs = {name: (read(name, said[name]), value) for name, value in left_of(chain).items()}
        counted = counted_as(left_of([line for line in chain if is_by(line, period)]), period)
        if counted is not None:
            pairs["counted_as"] = (said["counted_as"], counted)
        checks.same("cases.csv", row, said["case"], pairs)
    checks.part("Cases stand as their events left them.")


def is_by(line: Row, period: Period) -> bool:
    """Say whether an event happened by the end of the period; one kept back may have."""
    return "event" not in line or instant(line["event"]["at"]) <= period.until


def counted_as(left: Row, period: Period) -> str | None:
    """Return what a case counts as among those opened in the period; None where events kept back hide it."""
    if not {"opened_at", "status", "priority"} <= left.keys():
        return None
    if not period.holds(left["opened_at"]):
        return ""
    return "left out" if left["status"] in LEFT_OUT else str(left["priority"])


def left_of(chain: list[Row]) -> Row:
    """Return what events say of a case, without what one kept back may have changed later."""
    left: Row = {}
    for line in chain:
        changes = line.get("event", {"body": {}})["body"].get("changes", {})
        if "event" not in line:
            left = {}
        left |= {name: changed(name, changes[name][1]) for name in TOLD if changes.get(name)}
        left |= {name: text["text"] for name, text in line.get("texts", {}).items() if name == "title"}
    return left


def changed(name: str, value: object) -> object:
    """Return a value of an event as a case has it."""
    return f"P{value}" if name == "priority" else read(name, str(value or ""))


def read(name: str, cell: str) -> object:
    """Return a cell of a case to be compared."""
    return known(cell) if name.endswith("_at") else cell


def check_copies(checks: Checks, chains: Chains) -> None:
    """Compare the tables for people with the lines for programs."""
    events = {(line["case"], str(line["seq"])): line for chain in chains.values() for line in chain}
    rows = table("events.csv")
    for row, said in enumerate(rows, 1):
        line = events.pop((said["case"], said["seq"]), None)
        if line is None:
            checks.off("events.csv", "is no event of events.jsonl", row, f"{said['case']}, event {said['seq']}")
        else:
            check_copy(checks, row, said, line)
    for case, seq in events:
        checks.off("events.csv", "has no row for it", about=f"{case}, event {seq}")
    cases = {line["case"]: line for line in lines("cases.jsonl")}
    for row, said in enumerate(table("cases.csv"), 1):
        line = cases.pop(said["case"], {})
        pairs = {name: (value, str(line.get(name, ""))) for name, value in said.items()}
        checks.same("cases.csv", row, said["case"], pairs)
        if said["case"] not in chains:
            checks.off("cases.csv", "has no events", row, said["case"])
    for case in cases:
        checks.off("cases.csv", "has no row for it", about=case)
    checks.part("Cases and events read the same in their CSV and in their JSON lines.")


def check_copy(checks: Checks, row: int, said: Row, line: Row) -> None:
    """Compare a row of an event with its line."""
    pairs = {"hash": (said["hash"], line["hash"]), "is_kept_back": (said["is_kept_back"], "yes")}
    if "event" in line:
        event, texts = line["event"], line.get("texts", {})
        text = texts.get("note") or texts.get("title") or {"text": ""}
        pairs |= {
            "is_kept_back": (said["is_kept_back"], "no"),
            "kind": (said["kind"], event["kind"].partition(":")[2]),
            "person": (said["person"], f"person {event['actor_id']}" if event["actor_id"] else "system"),
            "status": (said["status"], event["status"] or ""),
            "said": (said["said"], text["text"]),
            **{name: (instant(said[name]), instant(event[name])) for name in ("at", "recorded_at")},
        }
    checks.same("events.csv", row, f"{said['case']}, event {said['seq']}", pairs)
