"""The panels of Escalations, each number with its list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from caselight.core import escalation_report as report
from caselight.core.escalation_report import ENDINGS, TIERS, TRIGGERS, WAYS, Raised
from caselight.core.people import Principal, Role
from caselight.core.wording import FEW, duration, reference
from caselight.store import tier_moves
from caselight.ui import data, escalation_lists, html
from caselight.ui.escalation_lists import Pick, link
from caselight.ui.filters import Asked

URGENT = 3
USUAL_ENDINGS = ("resolved", "passed on", "handed back", "declined", "open")


@dataclass(frozen=True, slots=True)
class Found:
    """What the page is made of: those open now, those raised in the period, and in the one before."""

    now_open: tuple[Raised, ...]
    this: tuple[Raised, ...]
    prior: tuple[Raised, ...]


def open_by_tier(found: Found, asked: Asked, now: datetime) -> None:
    """Draw the open escalations by tier and kind, and the one longest overdue."""
    html.draw("escalations_open", rows=matrix(found.now_open, asked, now), ways=WAYS, oldest=_oldest(found, now))


def matrix(rows: Sequence[Raised], asked: Asked, now: datetime) -> list[dict[str, object]]:
    """Return per tier the open escalations of each kind, and those overdue: a number and its list each."""
    return [
        {
            "label": f"Tier {tier}" if tier else "All tiers",
            "ways": [_cell(rows, asked, now, "open", **_tier(tier), kind=way) for way in WAYS],
            "open": _cell(rows, asked, now, "open", **_tier(tier)),
            "overdue": _cell(rows, asked, now, "overdue", **_tier(tier)),
        }
        for tier in (*TIERS, None)
    ]


def _tier(tier: int | None) -> dict[str, str]:
    return {"tier": str(tier)} if tier else {}


def _cell(rows: Sequence[Raised], asked: Asked, now: datetime, name: str, **more: str) -> tuple[int, str]:
    return len(Pick(name, **more).of(rows, rows, asked, now)), link(asked, name, **more)


def _oldest(found: Found, now: datetime) -> dict[str, str] | None:
    late = [row for row in found.now_open if row.is_overdue(now)]
    if not late:
        return None
    first = min(late, key=lambda row: min(at for _, at in row.standing.due()))
    by = duration(now - min(at for _, at in first.standing.due()))
    return {"case": reference(first.case), "client": first.client, "tier": str(first.to_tier or "?"), "by": by}


def urgent(found: Found, asked: Asked, now: datetime) -> None:
    """Draw the urgent ones apart: those open, and what keeps the others from happening again."""
    open_now = [row for row in found.now_open if row.is_urgent]
    owed = [row for row in found.this if row.owes_prevention]
    html.draw(
        "escalations_urgent",
        rows=[escalation_lists.line(row, asked, now) for row in open_now[:URGENT]],
        total=len(open_now),
        link=link(asked, "urgent"),
        owed=len(owed),
        owed_link=link(asked, "prevention"),
        said=_said(found.this),
        raised=sum(row.is_urgent for row in found.this),
        period=asked.period,
    )


def _said(rows: Iterable[Raised]) -> list[dict[str, str]]:
    """Return what was said to keep the last few from happening again."""
    known = [row for row in rows if row.details.get(report.PREVENTION)]
    newest = sorted(known, key=lambda row: row.raised_at, reverse=True)[:URGENT]
    return [{"case": reference(row.case), "text": str(row.details[report.PREVENTION])} for row in newest]


def triggers(found: Found, asked: Asked) -> None:
    """Draw what raised them, beside the period before."""
    before = dict(report.counted(found.prior, lambda row: row.trigger, TRIGGERS))
    counts = report.counted(found.this, lambda row: row.trigger, TRIGGERS)
    top = max(1, *(count for _, count in counts), *before.values())
    rows = [
        _bar(TRIGGERS.get(name, name), count, top, link(asked, "raised", trigger=name), before.get(name, 0))
        for name, count in counts
    ]
    html.draw("escalations_bars", title="By trigger", note=f"tick: the {asked.period} before", rows=rows)


def endings(found: Found, asked: Asked) -> None:
    """Draw what came of those raised in the period."""
    counts = report.counted(found.this, lambda row: row.ending, USUAL_ENDINGS)
    never = sum(report.never_accepted(row) for row in found.this)
    top = max(1, never, *(count for _, count in counts))
    rows = [
        _bar(ENDINGS.get(name, name.capitalize()), count, top, link(asked, "raised", ended=name))
        for name, count in counts
    ]
    rows.append(_bar("Never accepted", never, top, link(asked, "never")))
    note = f"{len(found.this):,} raised in {asked.period}"
    html.draw("escalations_bars", title="How they ended", note=note, rows=rows)


def _bar(label: str, count: int, top: int, where: str, before: int | None = None) -> dict[str, Any]:
    tick = None if before is None else 100 * before / top
    return {"label": label, "count": count, "width": 100 * count / top, "tick": tick, "before": before, "link": where}


def waits(found: Found, now: datetime) -> None:
    """Draw how long each tier took to acknowledge and to resolve."""
    rows = []
    for tier in TIERS:
        of_tier = [row for row in found.this if row.to_tier == tier]
        waits = (report.acknowledged(of_tier, now), report.resolved(of_tier, now))
        rows.append({"label": f"Tier {tier}", "n": len(of_tier), "steps": [_wait(wait) for wait in waits]})
    html.draw("escalations_waits", rows=rows)


def _wait(wait: report.Wait) -> dict[str, str | int]:
    return {
        "half": _span(wait.half, wait),
        "most": _span(wait.most, wait),
        "late": f"{wait.late:,} late" if wait.late else "",
        "late_n": wait.late,
        "open": f"{wait.unfinished:,} unfinished",
    }


def _span(span: timedelta | None, wait: report.Wait) -> str:
    if span is not None:
        return duration(span)
    return "not yet" if wait.n else "n/a"


def moves(asked: Asked, now: datetime) -> None:
    """Draw the moves to a tier higher than ever before, as `caselight kpi` counts them, beside the period before.

    So a new policy is seen in one look: half of tier 2's took a quarter of an hour, and half an hour before.
    """
    found, before = (_moves(asked, now, back=back) for back in (0, 1))
    html.draw("escalations_moves", steps=_steps(found, before), found=found, period=asked.period)


def _moves(asked: Asked, now: datetime, *, back: int) -> dict[str, Any]:
    since, until = (_ten(at) for at in asked.between(now, back=back))
    return data.read_slowly(tier_moves.moves, asked.scope, asked.among, since=since, until=until)


def _ten(at: datetime) -> datetime:
    """Return the last ten full minutes, so that the answer is kept that long."""
    return at.replace(minute=at.minute // 10 * 10)


def _steps(found: dict[str, Any], before: dict[str, Any]) -> list[dict[str, str]]:
    prior = before["escalation_to_accept"] or {}
    return [
        {
            "label": f"Tier {step[0]} to {step[2]}",
            "count": f"{found['escalations'][step]:,}",
            "half": _hours(took["median_h"]),
            "most": _hours(took["p90_h"]),
            "before": _hours(prior[step]["median_h"]) if prior.get(step, {}).get("n", 0) >= FEW else "",
            "n": f"{took['n']:,}",
        }
        for step, took in (found["escalation_to_accept"] or {}).items()
    ]


def _hours(hours: float | None) -> str:
    return "n/a" if hours is None else duration(timedelta(hours=hours))


def teams(found: Found, asked: Asked, now: datetime) -> None:
    """Draw how many each team was called to, and how long it took to acknowledge."""
    rows = [
        {"name": one.name, "n": one.n, "link": link(asked, "raised", called=one.name), **_wait(one.acknowledged)}
        for one in report.shares(found.this, lambda row: (row.team, None), now)
    ]
    html.draw(
        "escalations_shares",
        title="By team",
        note="called to it, and how soon it acknowledged",
        rows=rows,
        empty="None was raised.",
        foot="",
    )


def people(me: Principal, found: Found, now: datetime) -> None:
    """Draw each person's share for the person and the lead of the team alone; nobody is ranked."""
    mine = [row for row in found.this if row.taker_id and _may_see(me, row)]
    rows = [
        {"name": one.name, "n": one.n, "link": "", **_wait(one.acknowledged)}
        for one in report.shares(mine, lambda row: (row.taker, row.taker_id), now)
    ]
    is_lead = me.role is Role.LEAD and me.team_id is not None
    html.draw(
        "escalations_shares",
        title="By person",
        note="your team, by the alphabet" if is_lead else "you alone",
        rows=rows,
        empty="Nobody of your team took one." if is_lead else "You took none.",
        foot="Seen by the person and the lead of their team only.",
    )


def _may_see(me: Principal, row: Raised) -> bool:
    leads = me.role is Role.LEAD and me.team_id is not None and row.taker_team_id == me.team_id
    return leads or row.taker_id == me.user_id
