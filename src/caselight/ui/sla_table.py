"""Each clock in a line: its clause and target, what was met, missed and excluded, and what waiting changed."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from caselight.core import sla
from caselight.core.sla import Kept
from caselight.core.wording import duration, percent
from caselight.ui import html
from caselight.ui.filters import Asked
from caselight.ui.sla_lists import EXCLUDED, RAW, Found, link


def show(found: Found, asked: Asked, *, pack: str) -> None:
    """Draw the table: a line per client and promise, or of one client per promise and priority."""
    html.draw(
        "sla_table",
        rows=list(lines(found, asked)),
        left_out=sum(case.is_left_out for case in found.opened),
        period=asked.period,
        by_priority=_is_one(found),
        pack=pack,
    )


def lines(found: Found, asked: Asked) -> Iterator[dict[str, Any]]:
    """Yield the lines in words, each number with the link to its list."""
    for client, promise, priority in _groups(found):
        rows = [row for row in found.rows if row.client == client and row.promise == promise and _of(row, priority)]
        opened = [case for case in found.opened if case.client == client and _of(case, priority)]
        yield _line(found, asked, rows, sla.left(rows, opened, promise, way=found.way, window=found.window)) | {
            "client": client,
            "promise": promise,
            "priority": f"P{priority}" if priority else "",
            **{
                name: link(asked, found, key, promise=promise, client=client, priority=priority)
                for name, key in (("met_link", "met"), ("missed_link", "missed"), ("near_link", "near"))
            },
            "excluded_link": link(asked, found, EXCLUDED, promise=promise, client=client, priority=priority),
            "raw_link": link(asked, found, RAW, promise=promise, client=client, priority=priority),
        }


def _line(found: Found, asked: Asked, rows: Sequence[Kept], excluded: Sequence[sla.Left]) -> dict[str, Any]:
    counts, raw = sla.counted(rows, found.way, found.window), sla.raw(rows, found.way, found.window)
    held = sum((row.paused for row in (*counts.met, *counts.missed)), timedelta())
    return {
        "clause": sla.clauses(rows) or "not named",
        "target": _targets(rows),
        "met": f"{len(counts.met):,}",
        "missed": f"{len(counts.missed):,}",
        "has_missed": bool(counts.missed),
        "share": percent(len(counts.met), counts.n) if counts.n else "n/a",
        "raw_share": percent(len(raw.met), raw.n) if raw.n else "n/a",
        "raw_missed": f"{len(raw.missed):,}",
        "excluded": f"{len(excluded):,}",
        "why": sla.reasons(excluded),
        "paused": duration(held) if held else "none",
        "near": f"{len(counts.near):,}",
        "period": asked.period,
    }


def _groups(found: Found) -> list[tuple[str, str, int]]:
    by_priority = _is_one(found)
    keys = {(row.client, row.promise, row.priority if by_priority else 0) for row in found.rows}
    order = {promise.value: place for place, promise in enumerate(sla.PROMISES)}
    return sorted(keys, key=lambda key: (key[0], -order[key[1]], key[2]))


def _is_one(found: Found) -> bool:
    return len({row.client for row in found.rows}) == 1


def _of(row: Kept | sla.Opened, priority: int) -> bool:
    return not priority or row.priority == priority


def _targets(rows: Sequence[Kept]) -> str:
    """Return the target, or the shortest and the longest of several."""
    spans = sorted({row.target for row in rows})
    return duration(spans[0]) if len(spans) == 1 else f"{duration(spans[0])} to {duration(spans[-1])}"
