"""How fast by client: half and nine in ten on one axis, beside the client's own target."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from caselight.core.pace import Pace
from caselight.core.wording import duration
from caselight.store import failures, pace
from caselight.store.pace import Measured
from caselight.ui import data, html
from caselight.ui.filters import Asked

Targets = Mapping[int, timedelta | None]


def targets(asked: Asked, stage: str, now: datetime) -> Targets:
    """Return the one target of each client, where there is one that runs around the clock."""
    since, until = asked.between(now.replace(minute=0))  # by the hour: a target hardly ever moves
    found = data.read(pace.targets, asked.scope, asked.among, stage=stage, since=since, until=until)
    return {client: None if target is None else timedelta(seconds=target) for client, target in found.items()}


def one(targets: Targets) -> timedelta | None:
    """Return the target that all clients share, if they do."""
    different = set(targets.values())
    return different.pop() if len(different) == 1 else None


def show(found: Measured, asked: Asked, targets: Targets, listed: str) -> None:
    """Draw a row for each client, the slowest tenth first; who is unknown there stands last."""
    names = data.read(failures.clients, asked.scope)
    slowest = sorted(found.clients.items(), key=lambda one: (one[1].most is None, -_seconds(one[1].most), one[0]))
    spans = [span for _, pace in slowest for span in (pace.half, pace.most) if span is not None]
    longest = max([*spans, *(target for target in targets.values() if target)], default=timedelta(hours=1))
    html.draw(
        "speed_clients",
        rows=[_row(names[client], pace, targets.get(client), longest, asked, listed) for client, pace in slowest],
        has_targets=any(targets.values()),
    )


def _row(
    name: str, pace: Pace, target: timedelta | None, longest: timedelta, asked: Asked, listed: str
) -> dict[str, object]:
    return {
        "name": name,
        "link": asked.link("cases", list=listed, client=name, period=asked.period),
        "n": f"{pace.done:,}",
        "waiting": f"{pace.waiting:,}",
        "half": _said(pace.half),
        "most": _said(pace.most),
        "at_half": _at(pace.half, longest),
        "at_most": _at(pace.most, longest),
        "target": _at(target, longest),
        "target_said": _said(target) if target else "",
        "is_beyond": bool(target and pace.most and pace.most > target),
        "is_few": pace.is_few,
    }


def _at(span: timedelta | None, longest: timedelta) -> float | None:
    return None if span is None else round(100 * (span / longest), 1)


def _said(span: timedelta | None) -> str:
    return "too few" if span is None else duration(span)


def _seconds(span: timedelta | None) -> float:
    return span.total_seconds() if span else 0.0
