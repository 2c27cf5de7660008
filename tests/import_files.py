"""Small files to import, and the MAPs that read them."""

from datetime import UTC, datetime
from pathlib import Path

from caselight.core.mapping import Map, read

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)

EVENTS_MAP = read(
    """
    table = "events"
    source = "desk"
    title = "Incident on {product}"

    [columns]
    case = "id"
    client = "client"
    service = "product"
    team = "team"
    person = "who"
    priority = "impact"
    status = "state"
    at = "time"
    note = "note"

    [time]
    zone = "Europe/Berlin"

    [status]
    Queued = { status = "new", accepted = false }
    Working = { status = "in progress", accepted = true }
    Waiting = { status = "waiting", accepted = true, reason = "customer" }
    Solved = "resolved"
    Closed = "closed"

    [tier]
    pattern = '\\b([23])(?:nd|rd)\\b'

    [calendar]
    name = "Desk hours"
    zone = "Europe/Berlin"
    weekly = { mon = [["09:00", "17:00"]], tue = [["09:00", "17:00"]] }
    """
)

CASES_MAP = read(
    """
    table = "cases"
    source = "sheet"
    missing = ["-", "n/a"]

    [columns]
    case = "id"
    client = "client"
    title = "title"
    priority = "prio"
    status = "state"
    opened = "opened"
    acknowledged = "taken"
    first_response = "answered"
    resolved = "solved"
    closed = "closed"
    customers_affected = "affected"
    channel = "channel"

    [constants]
    record_type = "technical"
    team = "Desk"

    [time]
    zone = "Europe/Berlin"

    [status]
    open = "in progress"
    waiting = { status = "waiting", reason = "supplier" }
    solved = "resolved"
    closed = "closed"
    dropped = "cancelled"
    """
)

EVENTS_HEADER = "id,client,product,team,who,impact,state,time,note"
CASES_HEADER = "id,client,title,prio,state,opened,taken,answered,solved,closed,affected,channel"


def event(**said: str) -> str:
    """Return a good row of events, but for what is said."""
    row = {
        "id": "A-1",
        "client": "Norvane Telecom",
        "product": "Voice",
        "team": "Desk",
        "who": "A. Rahman",
        "impact": "high",
        "state": "Working",
        "time": "2026-03-02T10:00:00Z",
        "note": "",
    }
    return ",".join((row | said).values())


def case(**said: str) -> str:
    """Return a good row of a case, but for what is said."""
    row = {
        "id": "A-1",
        "client": "Norvane Telecom",
        "title": "Voice lines down",
        "prio": "P2",
        "state": "",
        "opened": "2026-03-02 10:00",
        "taken": "",
        "answered": "",
        "solved": "",
        "closed": "",
        "affected": "",
        "channel": "",
    }
    return ",".join((row | said).values())


LIFE = [
    event(state="Queued", time="2026-03-02T10:00:00+01:00"),
    event(state="Working", time="2026-03-02T10:05:00+01:00"),
    event(state="Queued", team="Desk 2nd", time="2026-03-02T11:00:00+01:00", who="B. Rahman"),
    event(state="Working", team="Desk 2nd", time="2026-03-02T11:30:00+01:00", who="C. Rahman"),
    event(state="Waiting", team="Desk 2nd", time="2026-03-02T12:00:00+01:00", who="C. Rahman"),
    event(state="Working", team="Desk 2nd", time="2026-03-02T13:00:00+01:00", who="C. Rahman", note="Called back"),
    event(state="Solved", team="Desk 2nd", time="2026-03-02T14:00:00+01:00", who="C. Rahman"),
    event(state="Queued", team="Desk", time="2026-03-03T09:00:00+01:00", who="A. Rahman", impact="medium"),
    event(state="Solved", team="Desk", time="2026-03-03T10:00:00+01:00", who="A. Rahman", impact="medium"),
    event(state="Closed", team="Desk", time="2026-03-08T10:00:00+01:00", who="A. Rahman", impact="medium"),
]


def events_file(folder: Path, *rows: str) -> tuple[Path, Map]:
    """Write a file of events."""
    return written(folder, EVENTS_HEADER, *rows), EVENTS_MAP


def cases_file(folder: Path, *rows: str) -> tuple[Path, Map]:
    """Write a file of cases."""
    return written(folder, CASES_HEADER, *rows), CASES_MAP


def written(folder: Path, *lines: str, name: str = "file.csv") -> Path:
    """Write lines to a file."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="")
    return path
