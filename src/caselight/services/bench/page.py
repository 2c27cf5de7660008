"""The page docs/performance.md, written from what was measured."""

import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HEAD = """\
# What it costs

Written by `{command}`: {cases:,} invented cases over two years, {machine}.
Other work on the machine slows everything, and what stands in one row was measured in turn: trust the ratios.

| what | Caselight | beside it | ratio |
| --- | ---: | ---: | ---: |
"""
FOOT = """
- **Refresh**: the seven questions behind wall, Queue, Overview and Cases, read anew: what is overdue by client and
  priority, the fifty longest overdue, cases opened per hour (24 h) and per day (90 d), time to resolve (30 d), promises
  kept this month by client, and one filtered list. Hand-written SQL answers them on tables with an index made for each
  question; pandas reads the columns it needs and groups. All three must answer alike, or nothing is printed.
- **Redraw of a wall**: processor time of one tick with unchanged data: figures, own HTML, chart and the messages to the
  browser. The web server's and the browser's own work are not in it.
- **Statements**: what the database is asked by one more tick of a wall while nothing has changed (the data version and
  the worker's last sign of life), and by twenty walls after one new case: as many as by one wall, and the data version
  once for each second that drawing them takes.
- **Cases logged**: one writer, each case durable before the next, with its event, clocks and request. The driver
  inserts the same rows without asking anything first.
- **Rows imported**: a log of events from CSV: every row checked, then written in batches that nobody waits for.
"""


def write_docs(result: Mapping[str, Any], *, path: Path) -> None:
    """Write the page from what `run` returned; what was not measured is left out."""
    command = f"caselight bench --cases {result['cases']} --docs docs/performance.md"
    head = HEAD.format(command=command, cases=result["cases"], machine=f"{_machine()}, {result['database']}")
    rows = "".join(f"| {' | '.join(row)} |\n" for row in _rows(result))
    path.write_text(head + rows + FOOT, encoding="utf-8")


def _rows(result: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    if refresh := result.get("refresh_ms"):
        for name, way in (("raw_covering_indexes", "hand-written SQL"), ("pandas", "pandas")):
            yield _row("Refresh, ms", refresh["product"], refresh[name], way)
    if rerun := result.get("rerun_cpu_ms"):
        yield "Redraw of a wall, CPU ms", f"{rerun:,.1f}", "", ""
    if asked := result.get("statements"):
        yield "Statements, one wall, nothing new", str(asked["wall_unchanged"]), "", ""
        yield "Statements, twenty walls, new data", str(asked["wall_20_screens_new_data"]), "", ""
    if writes := result.get("writes_per_s"):
        yield _row("Cases logged per second", writes["product"], writes["raw"], "bare driver")
    if rows := result.get("import_rows_per_s"):
        yield "Rows imported per second", f"{rows:,.0f}", "", ""


def _row(what: str, ours: float, beside: float, way: str) -> tuple[str, str, str, str]:
    return what, f"{ours:,.1f}", f"{beside:,.1f} ({way})", f"{ours / beside:.3g}"


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}"
