"""How fast an import reads, checks and writes a log of events."""

import csv
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from uuid import uuid4

from caselight.core.mapping import read
from caselight.core.people import SYSTEM
from caselight.services.bench.floor import CLIENTS, PEOPLE, TEAMS
from caselight.services.bench.part import Bench
from caselight.services.bench.timing import timed
from caselight.services.importing import import_file

ROUNDS = 3
MOST = 2_000  # cases in one file
AN_HOUR = timedelta(hours=1)
STEPS = ("Opened", "Accepted", "Waits", "Accepted", "Solved")
COLUMNS = ("id", "client", "team", "agent", "priority", "step", "at")
MAP = """
table = "events"
title = "Imported line failure"
[columns]
case = "id"
client = "client"
team = "team"
person = "agent"
priority = "priority"
status = ["step"]
at = "at"
[constants]
record_type = "imported"
[status]
Opened = "new"
Accepted = { status = "in progress", accepted = true }
Waits = { status = "waiting", reason = "customer" }
Solved = "resolved"
"""


def measure(bench: Bench) -> float:
    """Return the median rate of rows imported, all checks and a commit every few hundred rows included."""
    path, rates = bench.folder / "import.csv", []
    rows = _write(path, min(bench.cases, MOST), ends=bench.ends)
    for _ in range(ROUNDS):
        given = read(f'source = "{uuid4().hex}"\n{MAP}')  # new to the database each time
        _, took = timed(partial(import_file, bench.store, path, given, now=bench.ends, actor=SYSTEM))
        rates.append(rows / took)
    return round(median(rates), 1)


def _write(path: Path, cases: int, *, ends: datetime) -> int:
    """Write a file of so many cases and return its number of rows."""
    teams, began = list(TEAMS), ends - 30 * 24 * AN_HOUR
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(COLUMNS)
        for case in range(cases):
            who = (
                f"Bench client {case % CLIENTS + 1:02}",
                teams[case % len(teams)],
                f"Bench agent {case % PEOPLE + 1:02}",
            )
            for place, step in enumerate(STEPS):
                at = began + AN_HOUR * (case * 600 / cases + place)
                sheet.writerow((f"L{case}", *who, case % 4 + 1, step, at.isoformat()))
    return cases * len(STEPS)
