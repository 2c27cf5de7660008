"""The marks that customers of recoveries gave, each with its list: never an average alone."""

from caselight.core import recovery_report as report
from caselight.core.recovery_parts import CHANCES, MARKS, PARTS
from caselight.core.recovery_report import Marks
from caselight.core.wording import FEW
from caselight.ui import html
from caselight.ui.filters import Asked
from caselight.ui.recovery_seen import Seen, link

LIKELY = ("likely", "unlikely")


def satisfaction(seen: Seen, asked: Asked) -> None:
    """Draw the marks before and after beside each other, each with its list."""
    kinds = {name: report.marks((getattr(one, name) for one in seen.rows), MARKS) for name in ("before", "after")}
    was = {name: report.marks((getattr(one, name) for one in seen.before), MARKS) for name in kinds}
    top = max(1, *(count for found in kinds.values() for count in found.counts.values()))
    rows = [
        {
            "mark": mark,
            "cells": [
                {
                    "count": found.counts[mark],
                    "width": 100 * found.counts[mark] / top,
                    "link": link(asked, f"{name}_{mark}", seen.nature),
                }
                for name, found in kinds.items()
            ],
        }
        for mark in reversed(MARKS)
    ]
    html.draw(
        "recovery_marks",
        rows=rows,
        sums=[_sums(kinds[name], was[name]) for name in kinds],
        said=marks_found(kinds["before"], kinds["after"]),
        period=asked.period,
    )


def marks_found(before: Marks, after: Marks) -> str:
    """Return what the marks show."""
    if before.mean is None or after.mean is None:
        return "Satisfaction before and after: nobody gave marks for both."
    first, then = f"{before.mean:.1f} (n {before.n:,})", f"{after.mean:.1f} (n {after.n:,})"
    return f"Satisfaction on average, of 5: {first} before, {then} after."


def would_return(seen: Seen, asked: Asked) -> None:
    """Draw how likely they are to return, 0 to 10."""
    found, was = (report.marks((one.would_return for one in rows), CHANCES) for rows in (seen.rows, seen.before))
    top = max(1, *found.counts.values())
    html.draw(
        "recovery_return",
        columns=[
            {
                "mark": mark,
                "count": count,
                "height": 100 * count / top,
                "link": link(asked, f"return_{mark}", seen.nature),
            }
            for mark, count in found.counts.items()
        ],
        sums=_sums(found, was),
        period=asked.period,
        said=f"Likelihood to return: median {found.median:.0f} of 10, n {found.n:,}."
        if found.median is not None
        else "",
        groups=[(PARTS[name].label, len(seen.part(name)), link(asked, name, seen.nature)) for name in LIKELY],
    )


def _sums(found: Marks, was: Marks) -> dict[str, str | bool]:
    interval = found.interval
    return {
        "n": f"{found.n:,}",
        "median": "n/a" if found.median is None else f"{found.median:g}",
        "mean": "n/a" if found.mean is None else f"{found.mean:.1f}",
        "interval": f"{interval[0]:.1f}–{interval[1]:.1f}" if interval else "",
        "was": f"{was.mean:.1f}, n {was.n:,}" if was.mean is not None else "none",
        "is_few": found.n < FEW,
    }
