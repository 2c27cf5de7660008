"""The panels of Recovery, each number with its list, its definition and the period before."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from caselight.core import recovery_report as report
from caselight.core.recovery import POINTS, Recovery
from caselight.core.recovery_parts import PARTS, Share
from caselight.core.recovery_parts import share as share_of
from caselight.core.recovery_report import Time
from caselight.core.stats import percentile
from caselight.core.wording import FEW, duration, share
from caselight.ui import html
from caselight.ui.filters import Asked
from caselight.ui.recovery_seen import Seen, link

STEPS = ("opened", "offered", "accepted", "confirmed", "agreed", "done", "overdue")
SHARES = (("answered", "asked"), ("recovered", "answered"), ("turned", "dissatisfied"))
TIMES: dict[str, Callable[[Recovery], datetime | None]] = {
    "replied": lambda one: one.replied_at,
    "acted": lambda one: one.remedied_at,
    "confirmed": lambda one: one.confirmed_at,
}
TIME_NAMES = {"replied": "First reply", "acted": "First remedy", "confirmed": "Confirmation"}


def path(seen: Seen, asked: Asked) -> None:
    """Draw how far the recoveries came, beside the period before."""
    before = {name: len(seen.part_before(name)) for name in STEPS}
    counts = {name: len(seen.part(name)) for name in STEPS}
    top = max(1, *counts.values(), *before.values())
    html.draw(
        "recovery_bars",
        title="How far they came",
        of=None,
        note=f"tick: the {asked.period} before",
        rows=[
            _bar(
                name,
                counts[name],
                top,
                link=link(asked, name, seen.nature),
                tick=100 * before[name] / top if before[name] else None,
                aside=f"was {before[name]:,}",
            )
            for name in STEPS
        ],
        said=path_found(counts),
        foot="",
    )


def path_found(counts: dict[str, int]) -> str:
    """Return what the bars show."""
    return (
        f"Of {counts['opened']:,} recoveries {counts['offered']:,} were offered a remedy,"
        f" {counts['accepted']:,} accepted, {counts['confirmed']:,} confirmed it;"
        f" {counts['done']:,} of {counts['agreed']:,} follow-ups are done, {counts['overdue']:,} overdue."
    )


def won_back(seen: Seen, asked: Asked) -> None:
    """Draw the shares with their intervals, and whether it beat no failure at all."""
    rows = [
        {
            "label": PARTS[hits].label,
            "says": PARTS[hits].says,
            "link": link(asked, hits, seen.nature),
            "of": PARTS[of].label.lower(),
            "of_says": PARTS[of].says,
            "of_link": link(asked, of, seen.nature),
            **_share(share_of(seen.rows, hits, of, seen.now)),
            "was": _was(share_of(seen.before, hits, of, seen.then)),
        }
        for hits, of in SHARES
    ]
    html.draw(
        "recovery_won",
        rows=rows,
        period=asked.period,
        paradox=paradox(seen),
        others=len(seen.others),
        others_link=link(asked, "compared"),
    )


def paradox(seen: Seen) -> list[str]:
    """Return in words whether customers who were won back are more content than those who needed no winning back."""
    answered, others = [one for one in seen.rows if one.after is not None], seen.others
    after, theirs = [one.after or 0 for one in answered], [mark.score for mark in others]
    found = report.difference(after, theirs)
    if found is None:
        few = f"{len(after):,} answered after a recovery, {len(theirs):,} on other cases"
        return [f"Too few to say: {few}; {FEW} of each are needed."]
    said = [_apart("Satisfaction after a recovery", found, "of 5")]
    back = report.difference(
        [one.would_return for one in answered if one.would_return is not None],
        [mark.would_return for mark in others if mark.would_return is not None],
    )
    said += [_apart("The likelihood to return", back, "of 10")] if back else []
    above = report.above(seen.rows, others)
    said.append(f"{share(above.hits, above.n)} of them gave more than the others do on average.")
    return said


def times(seen: Seen, asked: Asked) -> None:
    """Draw how soon each step was done, and how many contacts it took."""
    rows = [
        {
            "label": TIME_NAMES[name],
            "says": PARTS[name].says,
            "link": link(asked, name, seen.nature),
            "rest_link": link(asked, f"not_{name}", seen.nature),
            **_time(report.time_to(seen.rows, at, seen.now)),
            "was": _span(report.time_to(seen.before, at, seen.then), "half"),
        }
        for name, at in TIMES.items()
    ]
    html.draw(
        "recovery_times",
        rows=rows,
        period=asked.period,
        contacts=_contacts(seen.part("settled")),
        was=_contacts(seen.part_before("settled")),
        settled_link=link(asked, "settled", seen.nature),
    )


def checklist(seen: Seen, asked: Asked) -> None:
    """Draw the points of the checklist that were left out, most first."""
    n, n_before = len(seen.part("checked")), len(seen.part_before("checked"))
    settled = len(seen.part("settled"))
    counts = sorted(((len(seen.part(f"left_{point}")), f"left_{point}") for point in POINTS), key=lambda each: -each[0])
    rows = []
    for count, name in counts:
        was = len(seen.part_before(name))
        tick = 100 * was / n_before if was else None
        aside = f"{share(count, n) if n >= FEW else f'of {n}'}, was {share(was, n_before)}"
        rows.append(_bar(name, count, n or 1, link=link(asked, name, seen.nature), tick=tick, aside=aside))
    html.draw(
        "recovery_bars",
        title="Left out of the checklist",
        of={"n": n, "link": link(asked, "checked", seen.nature)},
        note="settled with one",
        rows=rows if n else [],
        said=f"{PARTS[counts[0][1]].label} is left out most: {share(counts[0][0], n)}." if n else "",
        foot=f"of {settled:,} settled have no checklist." if settled else "",
        foot_n=len(seen.part("unchecked")),
        foot_link=link(asked, "unchecked", seen.nature),
    )


def _bar(name: str, count: int, top: int, *, link: str, tick: float | None, aside: str) -> dict[str, Any]:
    return {
        "label": PARTS[name].label,
        "says": PARTS[name].says,
        "count": count,
        "width": 100 * count / top,
        "tick": tick,
        "aside": aside,
        "link": link,
    }


def _share(found: Share) -> dict[str, str | bool]:
    interval = found.interval
    return {
        "hits": f"{found.hits:,}",
        "n": f"{found.n:,}",
        "percent": share(found.hits, found.n) if found.n >= FEW else "",
        "interval": f"{100 * interval[0]:.0f}–{100 * interval[1]:.0f}%" if interval else "",
        "is_few": found.n < FEW,
    }


def _was(found: Share) -> str:
    return "none" if not found.n else share(found.hits, found.n)


def _apart(what: str, found: report.Difference, scale: str) -> str:
    low, high = (f"{end:+.2f}".replace("-", "\N{MINUS SIGN}") for end in found.interval)
    between = f"(95% interval {low} to {high} {scale})"
    if not found.is_seen:
        return f"{what} cannot be told from that of other customers {between}."
    return f"{what} is {abs(found.value):.1f} {'higher' if found.value > 0 else 'lower'} than theirs {between}."


def _time(found: Time) -> dict[str, str]:
    return {
        "half": _span(found, "half"),
        "most": _span(found, "most"),
        "done": f"{found.done:,}",
        "rest": f"{found.rest:,}",
    }


def _span(found: Time, which: str) -> str:
    span = found.half if which == "half" else found.most
    if span is not None:
        return duration(span)
    return "not yet" if found.done + found.rest else "n/a"


def _contacts(rows: Iterable[Recovery]) -> dict[str, str]:
    counts = [one.contacts for one in rows]
    half, most = (percentile(counts, wanted) for wanted in (0.5, 0.9))
    return {
        "half": "n/a" if half is None else f"{half:.0f}",
        "most": "n/a" if most is None else f"{most:.0f}",
        "n": f"{len(counts):,}",
    }
